// SplitMix64+Problem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension SplitMix64 {
  /// A valid problem, of the awkward kind more often than not, and of at most `multiplyAdds`.
  mutating func problem(multiplyAdds limit: Double) throws -> Problem {
    while true {
      let problem = problem()
      if try problem.geometry().multiplyAdds <= limit { return problem }
    }
  }

  private mutating func problem() -> Problem {
    let (height, width) = (axis(), axis())
    let groups = pick(1, 1, 1, 1, 2, 3, 5)
    return Problem(
      batch: pick(0, 1, 1, 1, 1, 2, 3), groups: groups,
      inputChannels: groups * pick(1, 1, 2, 3, 4, 5, 7, 17),
      inputHeight: height.input, inputWidth: width.input,
      outputChannels: groups * pick(1, 1, 2, 3, 4, 5, 8, 13),
      kernelHeight: height.kernel, kernelWidth: width.kernel, strideHeight: height.stride,
      strideWidth: width.stride, dilationHeight: height.dilation, dilationWidth: width.dilation,
      paddingTop: height.before, paddingLeft: width.before, paddingBottom: height.after,
      paddingRight: width.after,
      border: pick(
        Border.zeros, .zeros, .constant(3), .constant(-2),
        .reflect, .symmetric, .replicate, .circular))
  }

  /// The sizes along one axis: an input as small as the rest allows, or a little larger.
  private mutating func axis()
    -> (input: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int)
  {
    let kernel = pick(1, 1, 2, 2, 3, 3, 3, 4, 5, 7)
    let dilation = pick(1, 1, 1, 1, 2, 3, 6)
    let extent = (kernel - 1) * dilation + 1
    let before = pick(0, 0, 0, 1, 1, 2, kernel - 1, kernel, extent - 1, 9)
    let after = pick(0, 0, 0, 1, 1, 2, kernel - 1, kernel, extent - 1, 9)
    return (
      input: max(1, extent - before - after) + pick(0, 0, 1, 2, 3, 5, 8, 16), kernel: kernel,
      stride: pick(1, 1, 1, 1, 2, 2, 3, 5, 8), dilation: dilation, before: before, after: after
    )
  }

  /// One of the choices; one that is given twice comes up twice as often.
  private mutating func pick<Choice>(_ choices: Choice...) -> Choice {
    choices[Int.random(in: choices.indices, using: &self)]
  }
}
