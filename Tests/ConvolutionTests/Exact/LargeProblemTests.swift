// LargeProblemTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Problems that are cut into pieces, for workers or to fit into scratch memory. A wrong cut shows
/// at the first element of a piece.
@Suite("Exact, on problems of several pieces")
struct LargeProblemTests {
  @Test("Work for several workers", arguments: Problem.parallel)
  func parallel(_ problem: Problem) throws {
    try expectExact(problem)
  }

  @Test("Several tiles", arguments: Problem.tiled)
  func tiled(_ problem: Problem) throws {
    try expectExact(problem, options: [ConvolutionOptions(threads: 1), .init(threads: 2)])
  }

  /// Borders other than constants are gathered element by element.
  @Test("Several strips, every border", arguments: Problem.stripes, Border.everyKind.dropFirst())
  func stripes(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border), options: [ConvolutionOptions()])
  }
}
