// ConvolutionError.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A rule that a parameter, a shape or a value broke.
///
/// There is a case for each rule. Its description says what was wrong, what was given, and what
/// would be accepted. Every operation decides all of it before it allocates or writes anything.
public enum ConvolutionError: Error, Hashable, Sendable {
  // MARK: Numbers
  /// A size, stride, dilation, count of channels, groups or threads that is not positive.
  case notPositive(name: String, value: Int)
  /// A padding below zero.
  case negativePadding(side: String, value: Int)
  /// A size that follows from the arguments and does not fit in an `Int`.
  case sizeOverflow(name: String)
  /// A value outside of what a parameter accepts.
  case invalidValue(name: String, value: String, accepted: String)

  // MARK: Shapes
  /// A shape with an axis below zero.
  case negativeDimension(shape: [Int], axis: Int)
  /// A tensor with another number of axes than the operation takes.
  case rankMismatch(name: String, expected: String, shape: [Int])
  /// A tensor with another shape than the other arguments call for.
  case shapeMismatch(name: String, expected: [Int], actual: [Int])
  /// Another number of elements than the shape calls for.
  case elementCountMismatch(shape: [Int], expected: Int, actual: Int)

  // MARK: Convolutions
  /// Channels that do not divide into the groups.
  case channelsNotDivisible(name: String, channels: Int, groups: Int)
  /// A weight made for another number of input channels.
  case channelMismatch(inputChannels: Int, weightChannels: Int, groups: Int)
  /// A kernel that does not fit into the padded input anywhere.
  case kernelLargerThanInput(axis: String, kernel: Int, dilation: Int, input: Int, padding: Int)
  /// A border that continues the picture, where there is no picture to continue.
  case emptyAxisAtBorder(axis: String, border: String)

  // MARK: Transposed convolutions
  /// An output padding of as much as stride and dilation.
  case outputPaddingTooLarge(axis: String, outputPadding: Int, stride: Int, dilation: Int)
  /// A padding that cuts off all of a transposed output.
  case paddingLargerThanOutput(axis: String, output: Int, before: Int, after: Int)
  /// A size that no output padding gives.
  case outputSizeOutOfReach(axis: String, size: Int, smallest: Int, largest: Int)

  // MARK: Learning
  /// Numbers to learn from that are NaN or infinite, or whose squares are.
  case notFinite(name: String)
  /// An iteration that did not end.
  case noConvergence(name: String)

  // MARK: Algorithms
  /// An algorithm that was asked for by name and cannot compute a geometry.
  case algorithmRefuses(algorithm: String, geometry: String)

  // MARK: Resources
  /// More memory than the system gives.
  case outOfMemory(bytes: Int)
  /// A dimension of a matrix product beyond the 32 bits of a BLAS.
  case dimensionTooLargeForBLAS(name: String, value: Int)
}

extension ConvolutionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPositive(let name, let value):
      "\(name) is \(value); it must be at least 1"
    case .negativePadding(let side, let value):
      "\(side) padding is \(value); it must be 0 or more"
    case .sizeOverflow(let name):
      "\(name) is too large: its size does not fit in \(Int.bitWidth) bits; use smaller values"
    case .invalidValue(let name, let value, let accepted):
      "\(name) is \(value); accepted: \(accepted)"
    case .negativeDimension(let shape, let axis):
      "shape \(shape) has \(shape[axis]) at axis \(axis); every axis must be 0 or more"
    case .rankMismatch(let name, let expected, let shape):
      "\(name) has shape \(shape), \(shape.count) axes; expected \(expected)"
    case .shapeMismatch(let name, let expected, let actual):
      "\(name) has shape \(actual); expected \(expected)"
    case .elementCountMismatch(let shape, let expected, let actual):
      "shape \(shape) has \(expected) elements, but there are \(actual)"
    case .channelsNotDivisible(let name, let channels, let groups):
      "\(channels) \(name) do not divide into \(groups) groups; "
        + "both counts of channels must be multiples of groups"
    case .channelMismatch(let inputChannels, let weightChannels, let groups):
      "the input has \(inputChannels) channels, but the weight takes \(weightChannels) "
        + "in each of \(groups) groups; "
        + "weight axis 1 times groups must equal the input's channels"
    case .kernelLargerThanInput(let axis, let kernel, let dilation, let input, let padding):
      "a kernel of \(axis) \(kernel) with dilation \(dilation) does not fit "
        + "into an input of \(axis) \(input) padded by \(padding); "
        + "(kernel - 1) x dilation + 1 must be at most input + padding"
    case .emptyAxisAtBorder(let axis, let border):
      "the input has \(axis) 0, and a \(border) border continues what is there; "
        + "use a constant border or a larger input"
    case .outputPaddingTooLarge(let axis, let outputPadding, let stride, let dilation):
      "\(axis) output padding is \(outputPadding); "
        + "it must be less than the larger of stride \(stride) and dilation \(dilation)"
    case .paddingLargerThanOutput(let axis, let output, let before, let after):
      "padding of \(before) before and \(after) after cuts off all of "
        + "a transposed output of \(axis) \(output); together they must be less"
    case .outputSizeOutOfReach(let axis, let size, let smallest, let largest):
      "output \(axis) is \(size); "
        + "input, kernel, stride and padding allow \(smallest) to \(largest)"
    case .notFinite(let name):
      "\(name) holds NaN, infinity, or numbers whose squares are infinite; "
        + "finite numbers can be learned from"
    case .noConvergence(let name):
      "\(name) could not be computed: the iteration did not converge"
    case .algorithmRefuses(let algorithm, let geometry):
      "the \(algorithm) algorithm cannot compute this geometry: \(geometry); "
        + "use .automatic, or .im2col, which computes everything"
    case .outOfMemory(let bytes):
      "the system has no \(bytes) bytes of memory to give; use a smaller problem"
    case .dimensionTooLargeForBLAS(let name, let value):
      "\(name) of a matrix product is \(value); BLAS takes at most \(Int32.max)"
    }
  }
}
