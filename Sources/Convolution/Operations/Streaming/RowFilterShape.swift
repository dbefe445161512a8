// RowFilterShape.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sizes of a ``RowFilter``, checked.
struct RowFilterShape {
  let kernels: Int
  let kernelHeight: Int
  let channels: Int
  /// Padding rows.
  let top: Int
  let bottom: Int
  let blockRows: Int
  /// A block of one channel: an image of as many rows as the block reads, without padding above and
  /// below.
  let block: ConvolutionGeometry
  /// The whole of one channel, or a high one where the height is not known.
  private let whole: ConvolutionGeometry

  /// The rows that a block reads.
  let stripRows: Int
  let outputChannels: Int
  /// The rows of the image that must be there before those above it can be made.
  let rowsMirroredAbove: Int
  /// The last rows of the image that those below it are made of.
  let rowsMirroredBelow: Int

  init(
    width: Int, height: Int?, channels: Int, kernelShape: [Int], padding: Padding, border: Border,
    blockRows asked: Int?, scalarSize: Int
  ) throws(ConvolutionError) {
    guard kernelShape.count == 2 || kernelShape.count == 3 else {
      throw .rankMismatch(
        name: "kernel", expected: "[height, width] or [kernels, height, width]", shape: kernelShape)
    }
    guard channels >= 1 else { throw .notPositive(name: "channels", value: channels) }
    guard width >= 1 else { throw .notPositive(name: "width", value: width) }
    if let height, height < 1 { throw .notPositive(name: "height", value: height) }
    if let asked, asked < 1 { throw .notPositive(name: "blockRows", value: asked) }
    let size = Array(kernelShape.suffix(2))
    kernels = kernelShape.count == 3 ? kernelShape[0] : 1
    guard kernels >= 1 else { throw .notPositive(name: "kernels", value: kernels) }
    let weightShape = [kernels, 1] + size
    // Without a height, one that no kernel and no padding is too large for; only the choice of the
    // algorithm depends on it.
    whole = try ConvolutionGeometry(
      inputShape: [1, 1, height ?? max(Self.nominalHeight, size[0]), width],
      weightShape: weightShape, padding: padding, border: border)
    (top, bottom) = (whole.height.before, whole.height.after)
    guard border != .circular || (top == 0 && bottom == 0) else {
      throw .invalidValue(
        name: "border", value: "circular",
        accepted: "other borders, or none above and below: a stream has no last rows when it begins"
      )
    }
    kernelHeight = size[0]
    self.channels = channels
    outputChannels = try Self.product([channels, kernels], "channels")
    let suitable = Self.blockRows(whole, scalarSize: scalarSize)
    blockRows = asked ?? (height == nil ? suitable : min(suitable, whole.height.output))
    let (rows, overflow) = blockRows.addingReportingOverflow(kernelHeight - 1)
    guard !overflow else { throw .sizeOverflow(name: "blockRows") }
    stripRows = rows
    block = try ConvolutionGeometry(
      inputShape: [1, 1, stripRows, width], weightShape: weightShape,
      padding: .sides(top: 0, left: whole.width.before, bottom: 0, right: whole.width.after),
      border: border)
    rowsMirroredAbove = Self.mirrored(top, border)
    rowsMirroredBelow = Self.mirrored(bottom, border)
    _ = try Self.product([channels, max(stripRows, rowsMirroredBelow), width], "a strip of rows")
  }

  private static let nominalHeight = 1 << 12
  /// Rows in and out of a block, about: they stay in the second-level cache from the copy that
  /// brings them to the reader that takes them.
  private static let blockBytes = 512 << 10
  /// What a block may take so that the rows which it shares with the next are few among its own.
  private static let largestBlockBytes = 32 << 20

  private static func blockRows(_ whole: ConvolutionGeometry, scalarSize: Int) -> Int {
    let rowBytes =
      (whole.width.input + whole.outputChannels * whole.width.output) * scalarSize
    let shared = whole.height.kernel - 1
    let many = min(8 * shared, largestBlockBytes / max(1, rowBytes))
    return max(16, blockBytes / max(1, rowBytes), many, shared)
  }

  /// The rows at an edge of the image that a border of `padding` rows is made of. Those of a small
  /// image are mirrored again and again, and are all there then.
  private static func mirrored(_ padding: Int, _ border: Border) -> Int {
    switch border {
    case _ where padding == 0: 0
    case .constant, .circular: 0
    case .replicate: 1
    case .symmetric: padding
    case .reflect: padding + 1
    }
  }

  private static func product(_ factors: [Int], _ name: String) throws(ConvolutionError) -> Int {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .sizeOverflow(name: name) }
      product = next
    }
    return product
  }

  /// What a plan for the whole image would choose, where a block can be computed so too.
  func algorithm<Scalar: TensorScalar>(
    _ options: ConvolutionOptions, _: Scalar.Type
  ) throws(ConvolutionError) -> ConvolutionAlgorithm {
    // What is higher than this is no plan for a whole image.
    guard options.algorithm == .automatic, whole.height.input <= 1 << 20 else {
      return options.algorithm
    }
    let choice = try ConvolutionPlan<Scalar>.candidates(
      whole, accuracy: .strict, options: options)[0].algorithm
    return choice.accepts(block, Scalar.self) ? choice : .automatic
  }

  /// Checks an image whose number of rows is known in the end.
  static func check(
    rows: Int, kernelHeight: Int, top: Int, bottom: Int, border: Border
  ) throws(ConvolutionError) {
    _ = try ConvolutionGeometry(
      inputShape: [1, 1, rows, 1], weightShape: [1, 1, kernelHeight, 1],
      padding: .sides(top: top, left: 0, bottom: bottom, right: 0), border: border)
  }
}
