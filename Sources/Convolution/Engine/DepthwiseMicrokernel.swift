// DepthwiseMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The depthwise microkernels, with the arguments that calls for some channels have in common: as many as
/// a vector has lanes.
@unsafe struct DepthwiseMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  // One of the two is used; which is known where this is specialized.
  private var float: ck_depthwise_f32
  private var double: ck_depthwise_f64
  /// Elements of a tap's weights, and of a kernel row's.
  private let rowWeights: Int
  private let rowStride: Int

  /// - Parameters:
  ///   - columns: The taps of a kernel row.
  ///   - rowStride: The distance between the inputs of kernel rows, as all others in elements.
  ///   - outputStride: The distance between pixels of the output.
  init(
    _ kernels: KernelTable, columns: Int, rowStride: Int, columnStride: Int, pixelStride: Int,
    outputStride: Int, range: ClosedRange<Scalar>
  ) {
    unsafe table = kernels.table
    unsafe rowWeights = columns * kernels.lanes(Scalar.self)
    unsafe self.rowStride = rowStride
    unsafe float = ck_depthwise_f32()
    unsafe double = ck_depthwise_f64()
    if Scalar.self == Float.self {
      unsafe float.columns = columns
      unsafe float.row_stride = rowStride
      unsafe float.column_stride = columnStride
      unsafe float.pixel_stride = pixelStride
      unsafe float.output_stride = outputStride
      unsafe float.lower = Float(range.lowerBound)
      unsafe float.upper = Float(range.upperBound)
    } else {
      unsafe double.columns = columns
      unsafe double.row_stride = rowStride
      unsafe double.column_stride = columnStride
      unsafe double.pixel_stride = pixelStride
      unsafe double.output_stride = outputStride
      unsafe double.lower = Double(range.lowerBound)
      unsafe double.upper = Double(range.upperBound)
    }
  }

  /// Computes a tile.
  ///
  /// - Parameters:
  ///   - rows: The kernel rows that are computed; the others read zeros.
  ///   - input: What the first tap reads for the first pixel.
  ///   - weight: `[kernelHeight][kernelWidth][lanes]`
  @inline(__always)
  mutating func compute(
    pixels: Int, rows: Range<Int>, input: UnsafePointer<Scalar>, weight: UnsafePointer<Scalar>,
    bias: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) {
    let input = unsafe input + rows.lowerBound * rowStride
    let weight = unsafe weight + rows.lowerBound * rowWeights
    if Scalar.self == Float.self {
      unsafe float.rows = rows.count
      unsafe float.input = cast(input)
      unsafe float.weight = cast(weight)
      unsafe float.bias = cast(bias)
      unsafe float.output = cast(output)
      unsafe ck_depthwise_f32_call(table, pixels, &float)
    } else {
      unsafe double.rows = rows.count
      unsafe double.input = cast(input)
      unsafe double.weight = cast(weight)
      unsafe double.bias = cast(bias)
      unsafe double.output = cast(output)
      unsafe ck_depthwise_f64_call(table, pixels, &double)
    }
  }
}
