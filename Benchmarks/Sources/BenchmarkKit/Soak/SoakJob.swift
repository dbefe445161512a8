// SoakJob.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CBenchmarkBLAS
import Convolution

/// Something to compute again and again, with the same bits each time.
package struct SoakJob: Sendable {
  package let name: String
  /// Computes it, and returns the bits of the result.
  package let run: @Sendable () throws -> [UInt32]

  package init(_ name: String, run: @escaping @Sendable () throws -> [UInt32]) {
    self.name = name
    self.run = run
  }

  /// Plans of every algorithm on one thread and on several, layers and their gradients, fits of
  /// kernels, and products that the program itself asks OpenBLAS for.
  package static func all(threads: Int) throws -> [SoakJob] {
    try plans(threads: threads) + layers(threads: threads) + [fit(threads: threads), product(96)]
      + [product(257)]
  }

  // MARK: - Plans

  private static let problems = [
    "plain": Problem(
      suite: "soak", name: "plain", batch: 2, inputChannels: 24, inputSize: [30, 29],
      outputChannels: 40, kernelSize: 3, padding: 1),
    "strided": Problem(
      suite: "soak", name: "strided", inputChannels: 16, inputSize: [57, 60], outputChannels: 33,
      kernelSize: 5, stride: 2, padding: 2),
    "depthwise": Problem(
      suite: "soak", name: "depthwise", inputChannels: 32, inputSize: [41, 44],
      outputChannels: 32, kernelSize: 3, padding: 1, groups: 32),
    "picture": Problem(
      suite: "soak", name: "picture", inputChannels: 1, inputSize: [400, 301], outputChannels: 1,
      kernelSize: 7, padding: 3),
    "pointwise": Problem(
      suite: "soak", name: "pointwise", inputChannels: 96, inputSize: 28, outputChannels: 64,
      kernelSize: 1),
  ]

  private static func plans(threads: Int) throws -> [SoakJob] {
    var jobs: [SoakJob] = []
    for (name, problem) in problems.sorted(by: { $0.key < $1.key }) {
      let geometry = try problem.geometry()
      var generator = SplitMix64(seed: 71)
      let input = try Tensor<Float>.random(geometry.inputShape, in: -1..<1, using: &generator)
      let weight = try Tensor<Float>.random(geometry.weightShape, in: -1..<1, using: &generator)
      for algorithm in ConvolutionAlgorithm.allCases
      where algorithm.accepts(geometry, accuracy: .fast, Float.self) {
        for threads in Set([1, threads]).sorted() {
          let options = ConvolutionOptions(algorithm: algorithm, threads: threads)
          let plan = try ConvolutionPlan(
            geometry, weight: weight, activation: .relu, accuracy: .fast, options: options)
          jobs.append(
            SoakJob("\(name), \(algorithm.rawValue), \(threads) threads") {
              try plan(input).bits
            })
        }
      }
      jobs.append(
        SoakJob("\(name), a new plan") {
          try ConvolutionPlan(
            geometry, weight: weight, options: ConvolutionOptions(threads: threads))(
              input
            ).bits
        })
    }
    return jobs
  }

  // MARK: - Layers and fits

  private static func layers(threads: Int) throws -> [SoakJob] {
    var generator = SplitMix64(seed: 72)
    let options = ConvolutionOptions(threads: threads)
    let weight = try Tensor<Float>.random([24, 16, 3, 3], in: -1..<1, using: &generator)
    let input = try Tensor<Float>.random([2, 16, 22, 25], in: -1..<1, using: &generator)
    let layer = try Conv2D(weight: weight, padding: 1, options: options)
    let gradient = try Tensor<Float>.random([2, 24, 22, 25], in: -1..<1, using: &generator)
    let up = try ConvTranspose2D(
      weight: Tensor<Float>.random([16, 8, 4, 4], in: -1..<1, using: &generator), stride: 2,
      padding: 1, options: options)
    return [
      SoakJob("Conv2D") { try layer(input).bits },
      SoakJob("Conv2D, gradients") {
        let gradients = try layer.gradients(input: input, outputGradient: gradient)
        return gradients.input.bits + gradients.weight.bits
      },
      SoakJob("ConvTranspose2D") { try up(input).bits },
    ]
  }

  private static func fit(threads: Int) throws -> SoakJob {
    var generator = SplitMix64(seed: 73)
    let before = try Tensor<Float>.random([90, 101], using: &generator)
    let kernel = try Tensor<Float>.random([5, 5], in: -1..<1, using: &generator)
    let after = try correlate2D(before, kernel)
    return SoakJob("KernelFit") {
      try KernelFit.solve(
        input: before, output: after, kernelSize: 5, options: ConvolutionOptions(threads: threads)
      ).weight.bits
    }
  }

  // MARK: - The program's own products

  /// A product that the program has OpenBLAS compute, on as many threads as it likes.
  ///
  /// How many those are depends on what else is running, and the order of summation on that: whole
  /// numbers have the same sums in any.
  private static func product(_ size: Int) throws -> SoakJob {
    var generator = SplitMix64(seed: 74)
    func matrix() throws -> Tensor<Float> {
      try Tensor<Float>.random([size, size], in: -8..<9, using: &generator).map {
        $0.rounded(.down)
      }
    }
    let (a, b) = (try matrix(), try matrix())
    return SoakJob("cblas_sgemm of \(size)") {
      var c = try Tensor<Float>.zeros([size, size])
      let n = Int32(size)
      unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
          unsafe c.withUnsafeMutableBufferPointer { c in
            unsafe cbb_sgemm(
              Int32(CBB_ROW_MAJOR), Int32(CBB_NO_TRANSPOSE), Int32(CBB_NO_TRANSPOSE), n, n, n, 1,
              a.baseAddress, n, b.baseAddress, n, 0, c.baseAddress, n)
          }
        }
      }
      return c.bits
    }
  }
}

extension Tensor where Scalar == Float {
  /// The bits of the elements: what two results must share to be the same.
  fileprivate var bits: [UInt32] { elements.map(\.bitPattern) }
}
