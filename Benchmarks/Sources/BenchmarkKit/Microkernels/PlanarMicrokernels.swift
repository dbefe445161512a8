// PlanarMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A tile of a picture, or small planes, with a square kernel.
struct PlanarMicrokernelProblem {
  static let rows = 14

  let stride: ck_stride
  let kernel: ck_kernel
  /// Whether planes are one narrow piece, or wide.
  let isNarrow: Bool
  let lanes: Int

  /// The entry for any kernel is given one that no other is for.
  var kernelSize: Int { kernel == CK_KERNEL_ANY ? 9 : 2 * Int(kernel.rawValue) + 1 }
  var pixelStride: Int { stride == CK_STRIDE_2 ? 2 : 1 }
  /// Half a vector, as the last pixels of a row are, or eight of them.
  var pixels: Int { isNarrow ? max(1, lanes / 2) : 8 * lanes }
  var planes: Int { isNarrow ? 4 : 1 }
  var pitch: Int { (pixels - 1) * pixelStride + kernelSize }
  var inputRows: Int { (Self.rows - 1) * pixelStride + kernelSize }
  var operations: Int { 2 * kernelSize * kernelSize * Self.rows * pixels * planes }

  func microkernel<Scalar: PlanarMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let input = AlignedBuffer<Scalar>(count: planes * inputRows * pitch)
    let weight = AlignedBuffer<Scalar>(count: planes * kernelSize * kernelSize)
    let bias = AlignedBuffer<Scalar>(count: planes)
    let output = AlignedBuffer<Scalar>(count: planes * Self.rows * pixels)
    let offsets = (0..<inputRows).map { $0 * pitch }
    let mask = (0..<pixels).reduce(UInt32(0)) { $0 | 1 << ($1 * pixelStride) }
    let masks = [UInt32](repeating: mask, count: kernelSize)
    let pieces = [ck_planar_piece(input: 0, output: 0, pixels: pixels, masks: isNarrow ? 0 : -1)]
    return Microkernel(amount: .operations(operations)) { repetitions in
      unsafe offsets.withUnsafeBufferPointer { offsets in
        unsafe masks.withUnsafeBufferPointer { masks in
          unsafe pieces.withUnsafeBufferPointer { pieces in
            guard let offsets = offsets.baseAddress, let masks = masks.baseAddress else { return }
            unsafe Scalar.call(
              table, self, input: input.start, rowOffsets: offsets, pieces: pieces, masks: masks,
              weight: weight.start, bias: bias.start, output: output.start,
              repetitions: repetitions)
          }
        }
      }
    }
  }

  /// All planar microkernels of a table.
  static func all<Scalar: PlanarMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    // The last is the one for any size.
    let kernels = [CK_KERNEL_3, CK_KERNEL_5, CK_KERNEL_7, CK_KERNEL_ANY]
    return [(false, "planar"), (true, "planar, half a vector")].flatMap { isNarrow, name in
      [(CK_STRIDE_1, 1), (CK_STRIDE_2, 2)].map { stride, step in
        MicrokernelSeries(
          name: "\(name), stride \(step)", unit: "kernel rows",
          entries: kernels.map { kernel in
            let problem = Self(stride: stride, kernel: kernel, isNarrow: isNarrow, lanes: lanes)
            return (problem.kernelSize, unsafe problem.microkernel(table, Scalar.self))
          })
      }
    }
  }
}

/// A scalar that planar microkernels compute in.
protocol PlanarMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PlanarMicrokernelProblem,
    input: UnsafePointer<Self>, rowOffsets: UnsafePointer<Int>,
    pieces: UnsafeBufferPointer<ck_planar_piece>,
    masks: UnsafePointer<UInt32>,
    weight: UnsafePointer<Self>, bias: UnsafePointer<Self>, output: UnsafeMutablePointer<Self>,
    repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PlanarMicrokernelProblem,
    input: UnsafePointer<Float>, rowOffsets: UnsafePointer<Int>,
    pieces: UnsafeBufferPointer<ck_planar_piece>,
    masks: UnsafePointer<UInt32>,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    repetitions: Int
  ) {
    let (size, rows) = (problem.kernelSize, PlanarMicrokernelProblem.rows)
    var arguments = unsafe ck_planar_f32(
      input: input, border: input, row_offsets: rowOffsets, input_rows: problem.inputRows,
      readable_before: 0, readable_after: problem.planes * problem.inputRows * problem.pitch,
      pieces: pieces.baseAddress, piece_count: pieces.count, masks: masks, weight: weight,
      bias: bias, kernel_height: size, kernel_width: size,
      tap_stride: 1, lower: -.infinity, upper: .infinity, output: output,
      output_row_stride: problem.pixels, rows: rows,
      planes: problem.planes, streams: false, is_far: false, fetches: false,
      input_plane_stride: problem.inputRows * problem.pitch,
      weight_plane_stride: size * size, bias_plane_stride: 1,
      output_plane_stride: rows * problem.pixels)
    for _ in 0..<repetitions {
      unsafe ck_planar_f32_call(table, problem.stride, problem.kernel, &arguments)
    }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PlanarMicrokernelProblem,
    input: UnsafePointer<Double>, rowOffsets: UnsafePointer<Int>,
    pieces: UnsafeBufferPointer<ck_planar_piece>,
    masks: UnsafePointer<UInt32>,
    weight: UnsafePointer<Double>, bias: UnsafePointer<Double>,
    output: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    let (size, rows) = (problem.kernelSize, PlanarMicrokernelProblem.rows)
    var arguments = unsafe ck_planar_f64(
      input: input, border: input, row_offsets: rowOffsets, input_rows: problem.inputRows,
      readable_before: 0, readable_after: problem.planes * problem.inputRows * problem.pitch,
      pieces: pieces.baseAddress, piece_count: pieces.count, masks: masks, weight: weight,
      bias: bias, kernel_height: size, kernel_width: size,
      tap_stride: 1, lower: -.infinity, upper: .infinity, output: output,
      output_row_stride: problem.pixels, rows: rows,
      planes: problem.planes, streams: false, is_far: false, fetches: false,
      input_plane_stride: problem.inputRows * problem.pitch,
      weight_plane_stride: size * size, bias_plane_stride: 1,
      output_plane_stride: rows * problem.pixels)
    for _ in 0..<repetitions {
      unsafe ck_planar_f64_call(table, problem.stride, problem.kernel, &arguments)
    }
  }
}
