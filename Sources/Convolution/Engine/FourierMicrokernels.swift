// FourierMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The microkernels of the Fourier algorithm for transforms of one size.
///
/// The header of `CConvolutionKernels` says what each computes. A call works for microseconds at
/// least, and so gets all its arguments anew.
@safe struct FourierMicrokernels<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  private let tiling: FourierTiling
  private let twiddles: UnsafePointer<Scalar>

  init(_ kernels: KernelTable, _ tiling: FourierTiling, twiddles: UnsafePointer<Scalar>) {
    unsafe table = kernels.table
    self.tiling = tiling
    unsafe self.twiddles = unsafe twiddles
  }

  /// The inputs of a tile.
  @unsafe struct Tile {
    let start: UnsafePointer<Scalar>
    let rowStride: Int
  }

  /// Transforms the columns of two tiles.
  @inline(__always)
  func transformColumns(
    _ left: Tile, _ right: Tile, into panels: UnsafeMutablePointer<Scalar>
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_fourier_columns_f32(
        size: tiling.size, twiddles: cast(twiddles), tiles: (cast(left.start), cast(right.start)),
        row_strides: (left.rowStride, right.rowStride), panels: cast(panels),
        panel_stride: tiling.panelStride)
      unsafe table.pointee.fourier_columns_f32(&arguments)
    } else {
      var arguments = unsafe ck_fourier_columns_f64(
        size: tiling.size, twiddles: cast(twiddles), tiles: (cast(left.start), cast(right.start)),
        row_strides: (left.rowStride, right.rowStride), panels: cast(panels),
        panel_stride: tiling.panelStride)
      unsafe table.pointee.fourier_columns_f64(&arguments)
    }
  }

  /// Transforms the rows of panels into a spectrum.
  @inline(__always)
  func transformRows(
    _ panels: UnsafePointer<Scalar>, into spectrum: UnsafeMutablePointer<Scalar>
  ) {
    unsafe rows(panels, by: nil, columns: tiling.size, line: nil, into: spectrum)
  }

  /// Multiplies the rows of panels by a spectrum, for as many columns.
  ///
  /// - Parameters:
  ///   - line: Scratch for a line of transforms.
  ///   - products: Panels, which may be the same.
  @inline(__always)
  func multiplyRows(
    _ panels: UnsafePointer<Scalar>, by spectrum: UnsafePointer<Scalar>, columns: Int,
    line: UnsafeMutablePointer<Scalar>, into products: UnsafeMutablePointer<Scalar>
  ) {
    unsafe rows(panels, by: spectrum, columns: columns, line: line, into: products)
  }

  @inline(__always)
  private func rows(
    _ panels: UnsafePointer<Scalar>, by spectrum: UnsafePointer<Scalar>?, columns: Int,
    line: UnsafeMutablePointer<Scalar>?, into products: UnsafeMutablePointer<Scalar>
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_fourier_rows_f32(
        size: tiling.size, twiddles: cast(twiddles), panels: cast(panels),
        panel_stride: tiling.panelStride, spectrum: spectrum.map { unsafe cast($0) },
        columns: columns, line: line.map { unsafe cast($0) }, products: cast(products))
      unsafe table.pointee.fourier_rows_f32(&arguments)
    } else {
      var arguments = unsafe ck_fourier_rows_f64(
        size: tiling.size, twiddles: cast(twiddles), panels: cast(panels),
        panel_stride: tiling.panelStride, spectrum: spectrum.map { unsafe cast($0) },
        columns: columns, line: line.map { unsafe cast($0) }, products: cast(products))
      unsafe table.pointee.fourier_rows_f64(&arguments)
    }
  }

  /// The outputs of two tiles.
  @unsafe struct Target {
    let starts: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>)
    let columns: (Int, Int)
    let rows: Int
    let rowStride: Int
  }

  /// Transforms the columns of products, in place, into outputs.
  ///
  /// - Returns: Whether all outputs were finite before they were clamped.
  @inline(__always)
  func transformOutput(
    _ products: UnsafeMutablePointer<Scalar>, bias: Scalar, range: ClosedRange<Scalar>,
    into target: Target
  ) -> Bool {
    // A power of two.
    let scale = 1 / Double(tiling.size * tiling.size)
    if Scalar.self == Float.self {
      var arguments = unsafe ck_fourier_output_f32(
        size: tiling.size, twiddles: cast(twiddles), panels: cast(products),
        panel_stride: tiling.panelStride, scale: Float(scale), bias: Float(bias),
        lower: Float(range.lowerBound), upper: Float(range.upperBound),
        outputs: (cast(target.starts.0), cast(target.starts.1)), row_stride: target.rowStride,
        rows: target.rows, columns: target.columns)
      return unsafe table.pointee.fourier_output_f32(&arguments)
    } else {
      var arguments = unsafe ck_fourier_output_f64(
        size: tiling.size, twiddles: cast(twiddles), panels: cast(products),
        panel_stride: tiling.panelStride, scale: scale, bias: Double(bias),
        lower: Double(range.lowerBound), upper: Double(range.upperBound),
        outputs: (cast(target.starts.0), cast(target.starts.1)), row_stride: target.rowStride,
        rows: target.rows, columns: target.columns)
      return unsafe table.pointee.fourier_output_f64(&arguments)
    }
  }
}
