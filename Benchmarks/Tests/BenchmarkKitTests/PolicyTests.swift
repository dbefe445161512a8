// PolicyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

/// What is chosen for the problems of the lists, and what it takes.
struct PolicyTests {
  /// All problems of the lists, each shape once, as one image.
  private static func problems() throws -> [Problem] {
    var seen: Set<String> = []
    return try ProblemSource.names.flatMap { try ProblemSource.problems(of: $0) }
      .map { problem in
        var problem = problem
        problem.batch = 1
        return problem
      }
      .filter { seen.insert("\($0) \($0.kernel)").inserted }
  }

  /// A plan of a weight of which only Gaussians matter: they are products of a column and a row.
  private static func plan(
    _ problem: Problem, _ accuracy: Accuracy
  ) throws -> ConvolutionPlan<Float> {
    let geometry = try problem.geometry()
    let weight =
      problem.kernel == .gaussian
      ? try Operands(problem).weight : try Tensor.zeros(geometry.weightShape)
    return try ConvolutionPlan(geometry, weight: weight, accuracy: accuracy)
  }

  /// An algorithm that is never chosen is code for nothing; and one that takes more scratch than
  /// others have caches is not what was promised.
  @Test func everyAlgorithmIsChosenAndWithinItsScratch() throws {
    var titles: [ConvolutionAlgorithm: [String]] = [:]
    for problem in try Self.problems() {
      for accuracy in Accuracy.allCases {
        let plan = try Self.plan(problem, accuracy)
        titles[plan.algorithm, default: []].append(problem.title)
        if plan.algorithm != .winograd {
          #expect(plan.scratchBytes <= 4 << 20, "\(problem.title) \(plan)")
        }
      }
    }
    #expect(titles[.direct]?.contains("layers/64@56") == true)
    #expect(titles[.winograd]?.contains("layers/64@56") == true)
    #expect(titles[.planar]?.contains("images/480p/3x3") == true)
    #expect(titles[.planar]?.contains("mobilenet_v1/conv2_1/dw") == true)
    #expect(titles[.fourier]?.contains("images/1080p/31x31") == true)
    #expect(titles[.fourier]?.contains { $0.hasPrefix("gaussians") } == false)
    // Of these problems direct takes all that im2col once did; im2col is what others cannot do.
    #expect(Set(titles.keys) == [.direct, .winograd, .planar, .fourier])
  }

  /// A product of matrices would pass over the outputs three times to multiply them by one number.
  @Test(arguments: ["1x1x1080x1920 k1 1x1", "1x3x1080x1920 k3 1x1 g3", "1x64x56x56 k64 1x1 g64"])
  func pointsOfSingleChannelsArePlanar(argument: String) throws {
    let plan = try Self.plan(Problem(argument: argument, source: "test"), .strict)
    #expect(plan.algorithm == .planar, "\(plan)")
  }

  /// A band of 65 rows of 64 channels, 560 columns wide, is more than 4 MiB.
  @Test func im2colIsChosenWhereDirectHasTooLittleScratch() throws {
    let problem = try Problem(argument: "1x64x512x512 k64 3x3 p32 d32", source: "test")
    let plan = try Self.plan(problem, .strict)
    #expect(plan.algorithm == .im2col)
    #expect(plan.scratchBytes <= 4 << 20)
    #expect(plan.candidates.map(\.algorithm) == [.im2col])
  }
}
