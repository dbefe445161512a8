// PlanarColumns.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The columns of a plane, cut into pieces for planar microkernels.
///
/// In the middle nothing lies in the padding: a wide piece reads the input as it is. The columns
/// left and right of it, or all of a narrow plane, are pieces of at most one vector, which have
/// a mask for every tap of a kernel row: the elements that are there; the others count as 0. They
/// overlap others where that makes them whole vectors, which are faster to store than parts.
struct PlanarColumns: Sendable {
  /// From left to right, as they lie in memory.
  private(set) var pieces: [PlanarPiece]
  /// `width.kernel` masks for every narrow piece.
  private(set) var masks: [UInt32]

  /// None.
  init() {
    (pieces, masks) = ([], [])
  }

  /// Adds the pieces of other columns, whose places are counted from theirs.
  ///
  /// - Returns: Where they are.
  mutating func append(_ other: PlanarColumns) -> Range<Int> {
    let first = pieces.count
    pieces += other.pieces.map { $0.withMasks(after: masks.count) }
    masks += other.masks
    return first..<pieces.count
  }

  /// - Parameters:
  ///   - lanes: The pixels of a vector.
  ///   - alignment: Some vectors' pixels: the wide piece starts at a multiple of it if it can.
  ///   - isClose: Whether narrow pieces take less time that are no whole vectors.
  init(_ width: AxisGeometry, lanes: Int, alignment: Int, isClose: Bool = false) {
    let wide = Self.wide(width, lanes: lanes, alignment: alignment)
    let (left, right) = (wide?.lowerBound ?? width.output, wide?.upperBound ?? width.output)
    var pieces: [PlanarPiece] = []
    var masks: [UInt32] = []
    func add(_ columns: Range<Int>, masks: Int?) {
      pieces.append(
        PlanarPiece(
          columns: columns, inputColumn: width.inputIndex(position: columns.lowerBound, tap: 0),
          masks: masks))
    }
    func addNarrow(_ side: Range<Int>) {
      guard !side.isEmpty else { return }
      let count = (side.count + lanes - 1) / lanes
      // Alike, if that takes no more of them.
      let isCut = isClose && count * (lanes - 1) >= side.count
      let step = isCut ? (side.count + count - 1) / count : lanes
      for start in stride(from: side.lowerBound, to: side.upperBound, by: step) {
        let first = max(0, min(start, width.output - step))
        let columns = first..<min(first + step, width.output)
        add(columns, masks: masks.count)
        for tap in 0..<width.kernel {
          masks.append(Self.mask(width, columns: columns, tap: tap))
        }
      }
    }
    let narrow = (left + lanes - 1) / lanes + (width.output - right + lanes - 1) / lanes
    pieces.reserveCapacity(narrow + 1)
    masks.reserveCapacity(narrow * width.kernel)
    addNarrow(0..<left)
    if let wide { add(wide, masks: nil) }
    addNarrow(right..<width.output)
    self.pieces = pieces
    self.masks = masks
  }

  /// Calls `body` with the pieces, and the masks that they choose from.
  @inline(__always)
  func withPieces(
    _ body: (_ pieces: UnsafeBufferPointer<PlanarPiece>, _ masks: UnsafeBufferPointer<UInt32>) ->
      Void
  ) {
    unsafe pieces.withUnsafeBufferPointer { pieces in
      unsafe masks.withUnsafeBufferPointer { masks in unsafe body(pieces, masks) }
    }
  }

  /// The number of masks that a geometry takes, at most.
  static func maskLimit(_ width: AxisGeometry) -> Double {
    Double(width.output - width.interior.count + 128) * Double(width.kernel)
  }

  /// The columns of the wide piece, which start at a multiple of `alignment`, and are one of `lanes`
  /// themselves where that makes the rest no more vectors.
  private static func wide(_ width: AxisGeometry, lanes: Int, alignment: Int) -> Range<Int>? {
    let interior = width.interior
    func vectors(_ columns: Int) -> Int { (columns + lanes - 1) / lanes }
    var (lower, upper) = (interior.lowerBound, interior.upperBound)
    let aligned = (lower + alignment - 1) / alignment * alignment
    if upper - aligned >= lanes { lower = aligned }
    guard upper - lower >= lanes else { return nil }
    let whole = lower + (upper - lower) / lanes * lanes
    if vectors(width.output - whole) <= vectors(width.output - upper) { upper = whole }
    let cut = vectors(lower) + vectors(upper - lower) + vectors(width.output - upper)
    guard cut <= vectors(width.output) else {
      return width.output > 8 * lanes ? lower..<upper : nil
    }
    return lower..<upper
  }

  private static func mask(_ width: AxisGeometry, columns: Range<Int>, tap: Int) -> UInt32 {
    let inside = width.interior(tap: tap).clamped(to: columns)
    return inside.reduce(0) { mask, column in
      mask | 1 << UInt32((column - columns.lowerBound) * width.stride)
    }
  }
}
