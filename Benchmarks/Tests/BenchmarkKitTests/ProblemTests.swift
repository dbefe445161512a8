// ProblemTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Foundation
import Testing

struct ProblemTests {
  @Test func mapsToAGeometry() throws {
    let geometry = try ProblemCSVTests.problem.geometry()
    #expect(geometry.inputShape == [2, 6, 10, 12])
    #expect(geometry.weightShape == [8, 3, 3, 5])
    #expect(geometry.outputShape == [2, 8, 10, 6])
    #expect(geometry.stride == [1, 2])
    #expect(geometry.padding == .sides(top: 1, left: 2, bottom: 1, right: 2))
    #expect(geometry.dilation == 1)
    #expect(geometry.groups == 2)
    // 2 operations for each of 960 outputs of 45 products.
    #expect(geometry.gflop == 2 * 960 * 45 / 1e9)
  }

  @Test func dilationOfOneIsDense() throws {
    let problem = Problem(
      suite: "s", name: "n", inputChannels: 1, inputSize: 7, outputChannels: 1, kernelSize: 3,
      dilation: 2)
    #expect(try problem.geometry().outputShape == [1, 1, 3, 3])
  }

  @Test(arguments: [
    ("alexnet", 5), ("deepbench_inference_device", 16), ("dilated", 18), ("gaussians", 6),
    ("googlenet_v1", 51), ("images", 35), ("layers", 3), ("learning", 1), ("lenet", 2),
    ("mobilenet_v1", 19),
    ("resnet50_v1_5", 23), ("training", 5), ("unet", 13), ("varied", 23),
    ("vgg16", 9),
  ])
  func listsAreCarriedInside(name: String, count: Int) throws {
    let problems = try ProblemSource.problems(of: name)
    #expect(problems.count == count)
    #expect(problems.allSatisfy { $0.suite == name })
    #expect(ProblemSource.names.contains(name))
  }

  @Test func resNet50HasItsKnownWork() throws {
    var gflop = 0.0
    for var problem in try ProblemSource.problems(of: ProblemSource.standard) {
      problem.batch = 1
      gflop += try problem.geometry().gflop * Double(problem.repeats)
    }
    #expect(abs(gflop - 8.17) < 0.01)
  }

  @Test func imagesKeepTheirSize() throws {
    for problem in try ["images", "gaussians"].flatMap(ProblemSource.problems) {
      let geometry = try problem.geometry()
      #expect(geometry.outputSize == geometry.inputSize)
    }
  }

  @Test func gaussiansAreSymmetricWithASumOfOne() throws {
    for problem in try ProblemSource.problems(of: "gaussians") {
      #expect(problem.kernel == .gaussian)
      var small = problem
      small.inputSize = small.kernelSize
      let weight = try Operands(small).weight.elements
      #expect(weight == weight.reversed())
      #expect(abs(weight.reduce(0) { $0 + Double($1) } - 1) < 1e-6)
      #expect(weight.max() == weight[weight.count / 2])
      // Of the four corners and the center of a product of two lines.
      #expect(
        abs(weight[0] * weight[weight.count / 2] - pow(weight[problem.kernelSize.width / 2], 2))
          < 1e-9)
    }
  }

  @Test func missingListsAreNamed() throws {
    let error = try #require(throws: ProblemError.self) {
      try ProblemSource.problems(of: "no/such.csv")
    }
    #expect(
      error.description.hasPrefix("no/such.csv: no readable file, and none of the lists alexnet"))
  }
}
