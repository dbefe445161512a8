// SplitMix64+Problem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension SplitMix64 {
  /// A valid problem, of the awkward kind more often than not, and of at most `multiplyAdds`.
  mutating func problem(multiplyAdds limit: Double) throws -> Problem {
    while true {
      let problem = Int.random(in: 0..<16, using: &self) == 0 ? tiles() : problem()
      if try problem.geometry().multiplyAdds <= limit { return problem }
    }
  }

  private mutating func problem() -> Problem {
    let groups = pick(1, 1, 1, 1, 1, 2, 3, 5)
    let isDepthwise = pick(true, false, false, false, false)
    var problem = problem(height: axis(), width: axis())
    problem.batch = pick(0, 1, 1, 1, 1, 1, 1, 2, 3)
    if isDepthwise {
      // What a microkernel does for one channel it does for many; these are many in other places.
      let channels = pick(1, 1, 2, 3, 4, 8, 15, 17, 33)
      problem.groups = channels
      problem.inputChannels = channels
      problem.outputChannels = channels * pick(1, 1, 1, 2, 3)
    } else {
      problem.groups = groups
      problem.inputChannels = groups * channels()
      problem.outputChannels = groups * channels()
    }
    problem.border = border()
    // An image without pixels can only be continued by a constant.
    if problem.inputHeight * problem.inputWidth == 0 { problem.border = pick(.zeros, .constant(3)) }
    return problem
  }

  /// What Winograd's algorithm takes: 3x3 kernels and some channels, on a few tiles.
  private mutating func tiles() -> Problem {
    var problem = Problem(
      inputHeight: Int.random(in: 1...12, using: &self),
      inputWidth: Int.random(in: 1...12, using: &self), kernelHeight: 3, kernelWidth: 3)
    problem.batch = pick(1, 1, 2, 3)
    problem.groups = pick(1, 1, 1, 2)
    problem.inputChannels = problem.groups * pick(16, 17, 24, 31, 32, 33)
    problem.outputChannels = problem.groups * pick(16, 17, 24, 31, 32, 33)
    problem.paddingTop = pick(0, 1, 1, 2, 3)
    problem.paddingLeft = pick(0, 1, 1, 2, 3)
    problem.paddingBottom = max(pick(0, 1, 1, 2), 3 - problem.inputHeight - problem.paddingTop)
    problem.paddingRight = max(pick(0, 1, 1, 2), 3 - problem.inputWidth - problem.paddingLeft)
    problem.border = border()
    return problem
  }

  private mutating func border() -> Border {
    pick(
      Border.zeros, .zeros, .zeros, .constant(3), .constant(-2), .reflect, .symmetric, .replicate,
      .circular)
  }

  /// Around the sizes of vectors, and those that fill none.
  private mutating func channels() -> Int {
    pick(1, 1, 1, 2, 3, 3, 4, 4, 5, 7, 8, 15, 16, 17, 24, 31, 32, 33)
  }

  private typealias Axis = (
    input: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int
  )

  private mutating func problem(height: Axis, width: Axis) -> Problem {
    // Square ones take paths of their own.
    let isSquare = pick(true, false)
    let kernel = isSquare ? height.kernel : width.kernel
    let stride = isSquare ? height.stride : width.stride
    let dilation = isSquare ? height.dilation : width.dilation
    let extent = (kernel - 1) * dilation + 1
    return Problem(
      inputHeight: height.input,
      inputWidth: max(width.input, extent - width.before - width.after),
      kernelHeight: height.kernel, kernelWidth: kernel, strideHeight: height.stride,
      strideWidth: stride, dilationHeight: height.dilation, dilationWidth: dilation,
      paddingTop: height.before, paddingLeft: width.before, paddingBottom: height.after,
      paddingRight: width.after)
  }

  /// The sizes along one axis: an input as small as the rest allows, or a little larger; none at all
  /// where the padding suffices.
  private mutating func axis() -> Axis {
    let kernel = pick(1, 1, 2, 2, 3, 3, 3, 3, 4, 5, 6, 7)
    let dilation = pick(1, 1, 1, 1, 1, 2, 3, 6)
    let extent = (kernel - 1) * dilation + 1
    let before = pick(0, 0, 0, 1, 1, 2, kernel - 1, kernel, extent - 1, 9)
    let after = pick(0, 0, 0, 1, 1, 2, kernel - 1, kernel, extent - 1, 9)
    let least = max(0, extent - before - after)
    let input = least + pick(0, 1, 1, 2, 3, 5, 8, 16, 29)
    return (
      input: input == 0 && pick(true, true, false) ? 1 : input, kernel: kernel,
      stride: pick(1, 1, 1, 1, 2, 2, 3, 5, 8), dilation: dilation, before: before, after: after
    )
  }

  /// One of the choices; one that is given twice comes up twice as often.
  mutating func pick<Choice>(_ choices: Choice...) -> Choice {
    choices[Int.random(in: choices.indices, using: &self)]
  }
}
