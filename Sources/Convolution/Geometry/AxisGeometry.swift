// AxisGeometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A convolution along one axis: how many positions the kernel takes, and what it covers there.
///
/// Height and width obey the same rules, which stand here once. This is the only place that knows
/// how large an output is, and, for the transposed convolution, how large an input was.
struct AxisGeometry: Hashable, Sendable {
  /// Elements of the input along this axis.
  let input: Int
  /// Elements of the kernel.
  let kernel: Int
  /// Input elements from one position of the kernel to the next.
  let stride: Int
  /// Input elements from one element of the kernel to the next.
  let dilation: Int
  /// Padding before the first element and after the last.
  let before: Int
  let after: Int
  /// Positions of the kernel: elements of the output. As many as fit, or fewer: the convolution
  /// beneath a transposed one takes no more than that has inputs.
  let output: Int

  /// - Parameters:
  ///   - name: "height" or "width", for the error.
  ///   - roundsUp: Whether elements that the last stride leaves over get a position of their own,
  ///     which reaches beyond the padding, as long as it starts before the padding after the input.
  init(
    _ name: String, input: Int, kernel: Int, stride: Int, dilation: Int, padding: Padding,
    roundsUp: Bool = false
  ) throws(ConvolutionError) {
    let extent = try Self.checkedExtent(
      name, kernel: kernel, stride: stride, dilation: dilation, padding: padding)
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    if input == 0, padding == .same || padding == .sameLower {
      // As many outputs as inputs: none, and nothing to pad.
      (before, after, output) = (0, 0, 0)
      return
    }
    (before, after) = try Self.sides(
      name, padding, input: input, extent: extent, stride: stride)
    guard let padded = Self.sum(input, before, after) else {
      throw .sizeOverflow(name: "input \(name) \(input) padded by \(before) and \(after)")
    }
    let whole = extent <= padded ? (padded - extent) / stride + 1 : 0
    let (nextStart, overflow) = whole.multipliedReportingOverflow(by: stride)
    let hasPartial =
      roundsUp && !overflow && nextStart < input + before && nextStart > padded - extent
      && nextStart - stride < padded - extent
    if hasPartial, Self.sum(nextStart, extent, 0) == nil {
      throw .sizeOverflow(name: "the last position of a kernel of \(name) \(kernel)")
    }
    output = hasPartial ? whole + 1 : whole
    guard output > 0 else {
      throw .kernelLargerThanInput(
        axis: name, kernel: kernel, dilation: dilation, input: input, padding: padded - input)
    }
  }

  /// The extent of the dilated kernel, `(kernel - 1) dilation + 1`, if the parameters are such that
  /// some input goes with them.
  static func checkedExtent(
    _ name: String, kernel: Int, stride: Int, dilation: Int, padding: Padding
  ) throws(ConvolutionError) -> Int {
    guard kernel >= 1 else { throw .notPositive(name: "kernel \(name)", value: kernel) }
    guard stride >= 1 else { throw .notPositive(name: "\(name) stride", value: stride) }
    guard dilation >= 1 else { throw .notPositive(name: "\(name) dilation", value: dilation) }
    if case .sides(let top, let left, let bottom, let right) = padding {
      for (side, value) in name == "height"
        ? [("top", top), ("bottom", bottom)] : [("left", left), ("right", right)]
      where value < 0 {
        throw .negativePadding(side: side, value: value)
      }
    }
    let (gaps, overflow) = (kernel - 1).multipliedReportingOverflow(by: dilation)
    guard !overflow, gaps < Int.max else {
      throw .sizeOverflow(name: "a kernel of \(name) \(kernel) with dilation \(dilation)")
    }
    return gaps + 1
  }

  /// The padding before and after, by the table of ``Padding``.
  static func sides(
    _ name: String, _ padding: Padding, input: Int, extent: Int, stride: Int
  ) throws(ConvolutionError) -> (before: Int, after: Int) {
    switch padding {
    case .valid:
      return (0, 0)
    case .full:
      return (extent - 1, extent - 1)
    case .same, .sameLower:
      // The input position of the last output, (ceil(input / stride) - 1) stride, is below input.
      let last = (input - 1) / stride * stride
      guard let end = sum(last, extent, 0) else {
        throw .sizeOverflow(name: "same padding of \(name) \(input) for an extent of \(extent)")
      }
      return halves(of: max(0, end - input), padding)
    case .sides(let top, let left, let bottom, let right):
      return name == "height" ? (top, bottom) : (left, right)
    }
  }

  /// A padding of `total` in all, an odd one on the side that `.same` or `.sameLower` says.
  static func halves(of total: Int, _ padding: Padding) -> (before: Int, after: Int) {
    let smaller = total / 2
    return padding == .same ? (smaller, total - smaller) : (total - smaller, smaller)
  }

  /// The sum of three sizes, nil when it overflows.
  static func sum(_ a: Int, _ b: Int, _ c: Int) -> Int? {
    let (ab, overflow) = a.addingReportingOverflow(b)
    let (abc, overflowAgain) = ab.addingReportingOverflow(c)
    return overflow || overflowAgain ? nil : abc
  }

  /// The input index under element `tap` of the kernel at output `position`; it may lie in the
  /// padding.
  func inputIndex(position: Int, tap: Int) -> Int {
    position * stride + tap * dilation - before
  }

  /// Whether there is padding on either side, be it read or not.
  var isPadded: Bool { before > 0 || after > 0 }

  /// Whether an output's first tap reads the input of the same index, and there is one for each.
  var isInPlace: Bool { stride == 1 && before == 0 && input == output }

  /// The elements of the input with its padding.
  var paddedInput: Int { before + input + after }

  /// The elements of the padded input that neighboring output positions read.
  func inputs(of positions: Int) -> Int {
    (positions - 1) * stride + (kernel - 1) * dilation + 1
  }

  /// The output positions at which element `tap` of the kernel lies within the input.
  func interior(tap: Int) -> Range<Int> {
    // position * stride >= offset, and position * stride < offset + input.
    let offset = before - tap * dilation
    let lower = offset <= 0 ? 0 : (offset - 1) / stride + 1
    let end = offset + input
    let upper = end <= 0 ? 0 : (end - 1) / stride + 1
    let clampedLower = min(lower, output)
    return clampedLower..<max(clampedLower, min(upper, output))
  }

  /// The output positions at which the whole kernel lies within the input.
  var interior: Range<Int> {
    interior(tap: 0).clamped(to: interior(tap: kernel - 1))
  }

  /// The elements of the kernel that lie within the input at output `position`.
  func taps(position: Int) -> Range<Int> {
    let start = inputIndex(position: position, tap: 0)
    let lower = start >= 0 ? 0 : min(kernel, (-start - 1) / dilation + 1)
    return lower..<max(lower, taps(from: start, below: input))
  }

  /// The part of all elements of the kernel at all output positions that lie within the input.
  var insideShare: Double {
    // By whichever there are less of: an input that is only described may have any number of positions.
    let inside =
      kernel <= output
      ? (0..<kernel).reduce(0.0) { $0 + Double(interior(tap: $1).count) }
      : (0..<output).reduce(0.0) { $0 + Double(taps(position: $1).count) }
    return inside / (Double(output) * Double(kernel))
  }

  /// How many elements of the kernel lie within the input or its padding at output `position`: all
  /// but at a last position that reaches beyond.
  func paddedTaps(position: Int) -> Int {
    taps(from: position * stride, below: paddedInput)
  }

  /// How many elements of a kernel whose first lies at `start` have an index below `end`.
  private func taps(from start: Int, below end: Int) -> Int {
    start >= end ? 0 : min(kernel, (end - start - 1) / dilation + 1)
  }

  /// The same positions over an input that has its padding in place.
  var withPaddingAsInput: AxisGeometry {
    AxisGeometry(
      input: paddedInput, kernel: kernel, stride: stride, dilation: dilation, before: 0,
      after: 0, output: output)
  }

  /// Some of the positions, over just the padded input that they read.
  func withPaddingAsInput(positions: Range<Int>) -> AxisGeometry {
    AxisGeometry(
      input: inputs(of: positions.count), kernel: kernel, stride: stride, dilation: dilation,
      before: 0, after: 0, output: positions.count)
  }

  /// The output's positions as an input of a kernel of one element.
  var outputAsInput: AxisGeometry {
    AxisGeometry(
      input: output, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, output: output)
  }

  init(
    input: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int, output: Int
  ) {
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
    self.output = output
  }
}
