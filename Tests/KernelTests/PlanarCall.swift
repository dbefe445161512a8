// PlanarCall.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import ConvolutionReference

/// One call of a planar microkernel on planes with rows in a border, and what it should compute.
///
/// Inputs lie in memory that holds exactly what may be read, between guards of NaN: an element that
/// is read beyond it turns a sum into NaN. Outputs lie between canaries.
struct PlanarCall {
  var planes = 2
  var rows: Int
  /// The pieces of a row, from left to right, which lie side by side.
  var pieces: [Piece]
  var kernelHeight: Int
  var kernelWidth: Int
  var stride: Int
  /// The columns between taps of a row.
  var tapStride = 1
  /// Elements that narrow pieces must not read, at both ends of a row.
  var hidden = 0
  /// Whether the call may load what it does not use: hidden elements and guards.
  var isReadable = false
  /// What outputs are clamped to.
  var range: ClosedRange<Float> = -40...60
  /// Whether outputs are stored past the caches; rows are then whole cache lines.
  var streams = false
  var isFar = false
  var fetches = false

  struct Piece {
    var pixels: Int
    var isNarrow: Bool
  }

  var pixels: Int { pieces.reduce(0) { $0 + $1.pixels } }

  static let canary: Float = 12_345
  static let guardCount = 64
  private static let border: Float = 3

  private var inputRows: Int { (rows - 1) * stride + kernelHeight }
  private var rowLength: Int { (pixels - 1) * stride + (kernelWidth - 1) * tapStride + 1 }

  /// Numbers by a fixed rule, not one of them 0, which repeat after 13. Rows are parts of it: in debug
  /// builds to compute their elements takes most of the time of a test.
  private static let numbers = (0..<2048).map { Float($0 * 7 % 13 - 6) + 0.5 }

  /// A row that lies in memory, between what is hidden.
  private func inputRow(plane: Int, row: Int, hidden element: Float) -> [Float] {
    let first = (plane * 5 + row * 3) % 13
    let ends = [Float](repeating: element, count: min(hidden, rowLength / 2))
    let shown = max(rowLength - 2 * hidden, 0)
    return ends + Self.numbers[first..<first + shown]
      + [Float](repeating: element, count: rowLength - shown - ends.count)
  }

  private func weight(plane: Int, row: Int, column: Int) -> Float {
    Float((plane * 5 + row * 3 + column * 11) % 9 - 4) + 0.25
  }

  /// The output of the oracle before it is clamped; all numbers are small multiples of powers of two,
  /// and exact.
  func sums() -> [Double] {
    (0..<planes).flatMap { plane in
      let reference = ReferenceConvolution(
        batch: 1, inputChannels: 1, inputHeight: inputRows, inputWidth: rowLength,
        outputChannels: 1, kernelHeight: kernelHeight, kernelWidth: kernelWidth,
        strideHeight: stride, strideWidth: stride, dilationWidth: tapStride)
      let length = rowLength
      let border = (0..<length).map { $0 < hidden || $0 >= length - hidden ? 0 : Self.border }
      let input =
        (0..<inputRows - 1).flatMap { inputRow(plane: plane, row: $0, hidden: 0) } + border
      let weight = (0..<kernelHeight).flatMap { row in
        (0..<kernelWidth).map { self.weight(plane: plane, row: row, column: $0) }
      }
      return reference.output(input: input, weight: weight, bias: [Float(plane + 1)])
    }
  }

  /// Numbers as the elements of a call. Written for both types: in debug builds a conversion to any type
  /// takes most of the time of a test.
  private func elements<Scalar>(_ numbers: [Float], _: Scalar.Type) -> [Scalar] {
    numbers as? [Scalar] ?? numbers.map(Double.init) as? [Scalar] ?? []
  }

  /// What a tap of a narrow piece may read that starts at pixel `first`.
  private func mask(_ piece: Piece, from first: Int, tap: Int) -> UInt32 {
    let length = rowLength
    return (0..<piece.pixels).reduce(0) { mask, pixel in
      let column = (first + pixel) * stride + tap * tapStride
      let isThere = column >= hidden && column < length - hidden
      return isThere ? mask | 1 << UInt32(pixel * stride) : mask
    }
  }

  /// The output of the microkernel in `Scalar`, without the canaries around it, or nil if one of
  /// them was overwritten.
  func actual<Scalar: TensorScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) throws -> [Float]? {
    let guards = [Float](repeating: .nan, count: Self.guardCount)
    // The last row lies in the border, and has no memory. Hidden elements are guards as well.
    var rowsInMemory = guards
    for plane in 0..<planes {
      for row in 0..<inputRows - 1 {
        rowsInMemory += inputRow(plane: plane, row: row, hidden: .nan) + guards
      }
    }
    let input = elements(rowsInMemory, Scalar.self)
    let border = elements(
      [Float](repeating: Self.border, count: rowLength) + guards, Scalar.self)
    let weight = elements(
      (0..<planes).flatMap { plane in
        (0..<kernelWidth).flatMap { column in
          (0..<kernelHeight).map { self.weight(plane: plane, row: $0, column: column) }
        }
      }, Scalar.self)
    let pitch = rowLength + Self.guardCount
    // Of the rows after the last there is no more than their place.
    let offsets = (0..<inputRows + rows % 3).map { $0 >= inputRows - 1 ? Int.min : $0 * pitch }
    var masks: [UInt32] = []
    var columns: [ck_planar_piece] = []
    var first = 0
    for piece in pieces {
      columns.append(
        ck_planar_piece(
          input: first * stride, output: first, pixels: piece.pixels,
          masks: piece.isNarrow ? masks.count : -1))
      if piece.isNarrow { masks += (0..<kernelWidth).map { mask(piece, from: first, tap: $0) } }
      first += piece.pixels
    }
    let bias = elements((0..<planes).map { Float($0 + 1) }, Scalar.self)
    let (line, pixels) = (64 / MemoryLayout<Scalar>.size, pixels)
    let outputPitch = streams ? (pixels + line - 1) / line * line : pixels + 5
    // A tensor starts a cache line, and so does what comes after the first guard.
    var output = try Tensor<Scalar>(
      shape: [planes * rows * outputPitch + 2 * Self.guardCount], repeating: Scalar(Self.canary))

    let inputCount = input.count
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        call(
          table, input: input + Self.guardCount,
          readable: isReadable ? -Self.guardCount..<inputCount - Self.guardCount : 0..<0,
          inputPlaneStride: (inputRows - 1) * pitch, border: border, offsets: offsets,
          pieces: columns, masks: masks, weight: weight, bias: bias,
          output: output + Self.guardCount,
          outputPitch: outputPitch)
      }
    }
    let written = output.elements as? [Float] ?? (output.elements as? [Double])?.map(Float.init)
    guard let written else { return nil }
    let outputRows = (0..<planes * rows).map {
      let first = Self.guardCount + $0 * outputPitch
      return first..<first + pixels
    }
    // From the end of a row, or of nothing, to the begin of the next, or the end.
    for (end, next) in zip(
      [0] + outputRows.map(\.upperBound), outputRows.map(\.lowerBound) + [written.count])
    where !written[end..<next].allSatisfy({ $0 == Self.canary }) {
      return nil
    }
    return outputRows.flatMap { written[$0] }
  }
}
