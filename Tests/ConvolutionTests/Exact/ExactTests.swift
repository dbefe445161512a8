// ExactTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Whole numbers, on which the library and the oracle have to agree to the last bit, for output and
/// gradients, both element types, and every threading.
@Suite("Exact, on whole numbers")
struct ExactTests {
  @Test("First layers", arguments: Problem.firstLayers, Border.everyKind)
  func firstLayer(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("1x1 kernels", arguments: Problem.pointwise, Border.everyKind)
  func pointwise(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("3x3 kernels", arguments: Problem.threeByThree, Border.everyKind)
  func threeByThree(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Large kernels", arguments: Problem.largeKernels, Border.everyKind)
  func largeKernel(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Groups", arguments: Problem.grouped, Border.everyKind)
  func grouped(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Depthwise", arguments: Problem.depthwise, Border.everyKind)
  func depthwise(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Dilation", arguments: Problem.dilated, Border.everyKind)
  func dilated(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Four different paddings", arguments: Problem.asymmetricallyPadded, Border.everyKind)
  func asymmetricallyPadded(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  /// The outermost windows lie in the padding altogether.
  @Test("Padding beyond kernel and image", arguments: Problem.widelyPadded, Border.everyKind)
  func widelyPadded(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Kernel as large as the padded image", arguments: Problem.wholeImage, Border.everyKind)
  func wholeImage(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("#44 Stride beyond the kernel", arguments: Problem.stridesBeyondTheKernel, Border.everyKind)
  func strideBeyondTheKernel(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border), mayBeSparse: true)
  }

  @Test("#45 Unused right and bottom", arguments: Problem.unusedBorders, Border.everyKind)
  func unusedBorder(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("#42 One row or column", arguments: Problem.thin, Border.everyKind)
  func thin(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("#46 Channel tails", arguments: Problem.channelTails, Border.everyKind)
  func channelTail(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  @Test("Batches", arguments: Problem.batches, Border.everyKind)
  func batch(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border))
  }

  /// An image without pixels can only be continued by a constant.
  @Test("No pixels to read", arguments: Problem.idle, [Border.zeros, .constant(3)])
  func idle(_ problem: Problem, _ border: Border) throws {
    try expectExact(problem.with(border), mayBeSparse: true)
  }
}
