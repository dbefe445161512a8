// WinogradPatch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Copies of the inputs under some tiles, with the padding around them.
///
/// A ragged last tile reaches beyond the padding. It reads zeros there, not what the border would
/// hold: these elements are under no output's window, and must not bring a NaN to any.
struct WinogradPatch<Scalar: TensorScalar> {
  private let height: AxisGeometry
  private let width: AxisGeometry
  private let border: Border
  private let constant: Scalar
  private let side: Int

  init(_ geometry: ConvolutionGeometry, _ tile: WinogradTile) {
    height = geometry.height
    width = geometry.width
    border = geometry.border
    constant = Scalar(geometry.border.constantValue ?? 0)
    side = tile.side
  }

  /// Writes the inputs of one channel under rows and columns of tiles.
  @inline(__always)
  func copy(
    plane: UnsafePointer<Scalar>, rows: Range<Int>, columns: Range<Int>,
    into target: UnsafeMutablePointer<Scalar>, rowStride: Int
  ) {
    // Indices into the input, negative in the padding.
    let top = rows.lowerBound * side - height.before
    let left = columns.lowerBound * side - width.before
    let count = columns.count * side + 2
    let present = max(0, min(count, width.input + width.after - left))
    let interiorStart = min(present, max(0, -left))
    let interiorEnd = max(interiorStart, min(present, width.input - left))
    for row in 0..<rows.count * side + 2 {
      let line = unsafe target + row * rowStride
      guard top + row < height.input + height.after else {
        unsafe line.update(repeating: 0, count: count)
        continue
      }
      guard let sourceRow = border.sourceIndex(of: top + row, size: height.input) else {
        unsafe line.update(repeating: constant, count: present)
        unsafe (line + present).update(repeating: 0, count: count - present)
        continue
      }
      let source = unsafe plane + sourceRow * width.input
      for column in 0..<interiorStart { unsafe line[column] = element(source, left + column) }
      unsafe (line + interiorStart).update(
        from: source + left + interiorStart, count: interiorEnd - interiorStart)
      for column in interiorEnd..<present { unsafe line[column] = element(source, left + column) }
      for column in present..<count { unsafe line[column] = 0 }
    }
  }

  /// Asks for the inputs under rows of tiles, which lie too far from those of another channel for
  /// the processor to guess.
  @inline(__always)
  func prefetch(plane: UnsafePointer<Scalar>, rows: Range<Int>) {
    let top = max(0, rows.lowerBound * side - height.before)
    let bottom = min(height.input, rows.upperBound * side + 2 - height.before)
    let start = unsafe plane + top * width.input
    unsafe Prefetch.elements(start, count: max(0, bottom - top) * width.input)
  }

  @inline(__always)
  private func element(_ line: UnsafePointer<Scalar>, _ column: Int) -> Scalar {
    guard let source = border.sourceIndex(of: column, size: width.input) else { return constant }
    return unsafe line[source]
  }
}
