// PlanAllocationTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionAllocations
import Convolution
import Testing

/// "After the first run nothing is allocated": by no thread, for every algorithm.
///
/// Every allocation of the process is counted, so each test has a process of its own.
@Suite(
  "What plans allocate when they run",
  .enabled(if: ca_is_supported(), "the allocator of this system is not counted"))
struct PlanAllocationTests {
  @Test("What is allocated is counted")
  func counter() async {
    await #expect(processExitsWith: .success) {
      ca_start()
      let tensor = try Tensor<Float>.zeros([1000])
      let count = ca_stop()
      #expect(count.calls >= 1 && count.bytes >= 4000 && count.largest >= 4000, "\(tensor.count)")
      ca_start()
      #expect(ca_stop().calls == 0)
    }
  }

  @Test("Nothing after the first run", .enabled(if: Build.isOptimized, Build.reason))
  func repeatedRuns() async {
    await #expect(processExitsWith: .success) {
      var algorithms: Set<ConvolutionAlgorithm> = []
      for geometry in try PlanGeometries.all() {
        for algorithm in ConvolutionAlgorithm.allCases {
          for threads in [1, 2] {
            let options = ConvolutionOptions(algorithm: algorithm, threads: threads)
            if algorithm.accepts(geometry, accuracy: .fast, Float.self) {
              try Self.expectNothing(geometry, options, Float.self)
              algorithms.insert(algorithm)
            }
            if algorithm.accepts(geometry, accuracy: .fast, Double.self) {
              try Self.expectNothing(geometry, options, Double.self)
            }
          }
        }
      }
      #expect(algorithms == Set(ConvolutionAlgorithm.allCases))
    }
  }

  /// Runs of tensors, and of memory that lies elsewhere.
  private static func expectNothing<Scalar: TensorScalar>(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions, _: Scalar.Type
  ) throws {
    let plan = try ConvolutionPlan(
      geometry, weight: Tensor<Scalar>.ones(geometry.weightShape),
      bias: Tensor<Scalar>.ones([geometry.outputChannels]), activation: .relu, accuracy: .fast,
      options: options)
    let input = try Tensor<Scalar>.ones(geometry.inputShape)
    var output = try Tensor<Scalar>.zeros(geometry.outputShape)
    let tensors = try fewestAllocations { try plan.run(input, into: &output) }
    #expect(tensors == 0, "tensors, \(options), \(plan)")
    var span = output.mutableSpan
    let spans = try fewestAllocations { try plan.run(input.span, into: &span) }
    #expect(spans == 0, "spans, \(options), \(plan)")
  }

  /// How often three runs allocate, after a first one: the fewest of some attempts. A worker that
  /// joins for the first time has the system allocate for its thread, whenever that is; what every
  /// run allocates is in every attempt.
  private static func fewestAllocations(_ run: () throws -> Void) rethrows -> Int {
    try run()
    var fewest = Int.max
    for _ in 0..<5 where fewest > 0 {
      ca_start()
      for _ in 0..<3 { try run() }
      fewest = min(fewest, Int(ca_stop().calls))
    }
    return fewest
  }
}

/// How the tests were built.
private enum Build {
  /// Code that is not optimized makes objects of closures and of generic values that optimized code
  /// keeps on the stack.
  static var isOptimized: Bool {
    #if DEBUG
    false
    #else
    true
    #endif
  }

  static let reason: Comment = "only optimized code is promised to allocate nothing"
}
