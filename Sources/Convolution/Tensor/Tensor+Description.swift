// Tensor+Description.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Tensor: CustomStringConvertible {
  /// The elements as nested brackets, one matrix row a line, columns aligned; long axes are
  /// shortened to their first and last three entries.
  ///
  /// ```
  /// [[19, 25],
  ///  [37, 43]]
  /// ```
  public var description: String {
    if isEmpty { return "[] of shape \(shape)" }
    var visible: [Int: String] = [:]
    var places = 0
    var isExtreme = false
    forEachVisibleOffset { offset in
      let value = unsafe Double(storage.baseAddress[offset])
      places = max(places, DecimalFormat.places(of: value, atMost: 4))
      let size = abs(value)
      if value.isFinite, size >= 1e8 || (size > 0 && size < 1e-4) { isExtreme = true }
    }
    forEachVisibleOffset { offset in
      let value = unsafe storage.baseAddress[offset]
      visible[offset] =
        isExtreme ? "\(value)" : DecimalFormat.fixed(Double(value), places: places)
    }
    let width = visible.values.map(\.count).max() ?? 0
    return text(axis: 0, offset: 0, strides: Shape.strides(shape)) { offset in
      let entry = visible[offset] ?? ""
      return String(repeating: " ", count: width - entry.count) + entry
    }
  }

  private func text(
    axis: Int, offset: Int, strides: [Int], entry: (Int) -> String
  ) -> String {
    guard axis < rank else { return entry(offset) }
    let isRow = axis == rank - 1
    // One line break between rows of a matrix, an empty line between matrices.
    let separator =
      isRow
      ? ", "
      : "," + String(repeating: "\n", count: rank - 1 - axis)
        + String(repeating: " ", count: axis + 1)
    let parts = Self.visibleIndices(shape[axis]).map { index in
      index.map {
        text(axis: axis + 1, offset: offset + $0 * strides[axis], strides: strides, entry: entry)
      } ?? "..."
    }
    return "[" + parts.joined(separator: separator) + "]"
  }

  /// The indices that are printed of an axis; nil stands for those that are left out.
  private static func visibleIndices(_ size: Int) -> [Int?] {
    size <= 16 ? Array(0..<size) : [0, 1, 2, nil, size - 3, size - 2, size - 1]
  }

  private func forEachVisibleOffset(_ body: (Int) -> Void) {
    let strides = Shape.strides(shape)
    func visit(_ axis: Int, _ offset: Int) {
      guard axis < rank else { return body(offset) }
      for index in Self.visibleIndices(shape[axis]) {
        if let index { visit(axis + 1, offset + index * strides[axis]) }
      }
    }
    visit(0, 0)
  }
}

/// Numbers as people read them in a table: a fixed number of decimal places.
///
/// The module does without Foundation, and with it without `String(format:)`.
enum DecimalFormat {
  /// The decimal places that show `value` exactly, or `limit` if that takes more.
  static func places(of value: Double, atMost limit: Int) -> Int {
    var scaled = abs(value)
    var places = 0
    while places < limit, scaled.isFinite, scaled != scaled.rounded() {
      scaled *= 10
      places += 1
    }
    return places
  }

  /// `value` rounded to `places` decimals, for values below 1e15 in size.
  static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let digits = String(Int(scaled))
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
