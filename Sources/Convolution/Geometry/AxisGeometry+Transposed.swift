// AxisGeometry+Transposed.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension AxisGeometry {
  /// The convolution whose transpose turns `positions` elements into more: `output` is what the
  /// transposed one takes, and `input` what it gives.
  ///
  ///     input = (positions - 1) stride + (kernel - 1) dilation + 1 + outputPadding - before - after
  ///
  /// - Parameters:
  ///   - name: "height" or "width", for the error.
  ///   - padding: What is cut from both ends; with `.same` and `.sameLower` as much as leaves
  ///     `positions x stride`, or `outputSize`.
  ///   - outputPadding: Elements after the last that the kernel reaches.
  ///   - outputSize: The size to give, in place of the one that follows.
  init(
    transposed name: String, positions: Int, kernel: Int, stride: Int, dilation: Int,
    padding: Padding, outputPadding: Int, outputSize: Int?
  ) throws(ConvolutionError) {
    let extent = try Self.checkedExtent(
      name, kernel: kernel, stride: stride, dilation: dilation, padding: padding)
    try Self.check(name, outputPadding: outputPadding, stride: stride, dilation: dilation)
    guard positions >= 1 else { throw .notPositive(name: "input \(name)", value: positions) }
    if let outputSize, outputSize < 1 {
      throw .notPositive(name: "output \(name)", value: outputSize)
    }
    let (steps, overflow) = (positions - 1).multipliedReportingOverflow(by: stride)
    guard !overflow, let reach = Self.sum(steps, extent, 0),
      let whole = Self.sum(reach, outputPadding, 0)
    else {
      throw .sizeOverflow(name: "the transposed convolution of \(name) \(positions)")
    }
    let (size, before) = try Self.cut(
      name, whole: whole, reach: reach, steps: steps, extent: extent, stride: stride,
      dilation: dilation, padding: padding, outputSize: outputSize)
    self.init(
      input: size, kernel: kernel, stride: stride, dilation: dilation, before: before,
      // What the last position reads beyond the end; nothing is said of what nobody reads.
      after: max(0, reach - size - before), output: positions)
  }

  /// Throws unless the output padding is below stride or dilation: PyTorch's rule. More of it would
  /// be a border that no input reaches whatever its size.
  static func check(
    _ name: String, outputPadding: Int, stride: Int, dilation: Int
  ) throws(ConvolutionError) {
    guard outputPadding >= 0 else {
      throw .negativePadding(side: "\(name) output", value: outputPadding)
    }
    guard outputPadding < max(stride, dilation) else {
      throw .outputPaddingTooLarge(
        axis: name, outputPadding: outputPadding, stride: stride, dilation: dilation)
    }
  }

  /// What is left of a transposed output, and how much is cut off before it.
  ///
  /// - Parameters:
  ///   - whole: The output that nothing is cut from, with its output padding.
  ///   - reach: The same without its output padding.
  private static func cut(
    _ name: String, whole: Int, reach: Int, steps: Int, extent: Int, stride: Int, dilation: Int,
    padding: Padding, outputSize: Int?
  ) throws(ConvolutionError) -> (size: Int, before: Int) {
    // Sizes with as much output padding as is allowed. One beyond `Int` is never reached.
    let most = sum(reach, max(stride, dilation) - 1, 0) ?? .max
    if padding == .same || padding == .sameLower {
      guard let size = outputSize ?? sum(steps, stride, 0) else {
        throw .sizeOverflow(name: "the transposed convolution of \(name) \(steps / stride + 1)")
      }
      try check(name, outputSize: size, smallest: 1, largest: most)
      return (size, halves(of: max(0, whole - size), padding).before)
    }
    let (before, after) = try sides(name, padding, input: whole, extent: extent, stride: stride)
    guard let total = sum(before, after, 0), total < (outputSize == nil ? whole : most) else {
      throw .paddingLargerThanOutput(
        axis: name, output: outputSize == nil ? whole : most, before: before, after: after)
    }
    let size = outputSize ?? whole - total
    try check(name, outputSize: size, smallest: max(1, reach - total), largest: most - total)
    return (size, before)
  }

  private static func check(
    _ name: String, outputSize: Int, smallest: Int, largest: Int
  ) throws(ConvolutionError) {
    guard (smallest...largest).contains(outputSize) else {
      throw .outputSizeOutOfReach(
        axis: name, size: outputSize, smallest: smallest, largest: largest)
    }
  }
}
