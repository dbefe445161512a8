// PlanarCall+Table.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution

extension PlanarCall {
  private var kernel: ck_kernel {
    guard kernelHeight == kernelWidth, tapStride == 1 || kernelWidth == 3 else {
      return CK_KERNEL_ANY
    }
    return switch kernelHeight {
    case 3: CK_KERNEL_3
    case 5: CK_KERNEL_5
    case 7: CK_KERNEL_7
    default: CK_KERNEL_ANY
    }
  }

  /// Calls the entry of the table for this kernel and stride.
  func call<Scalar: TensorScalar>(
    _ table: UnsafePointer<ck_table>, input: UnsafePointer<Scalar>, readable: Range<Int>,
    inputPlaneStride: Int, border: [Scalar], offsets: [Int],
    pieces: [ck_planar_piece], masks: [UInt32], weight: [Scalar], bias: [Scalar],
    output: UnsafeMutablePointer<Scalar>, outputPitch: Int
  ) {
    let entryStride = stride == 1 ? CK_STRIDE_1 : CK_STRIDE_2
    let taps = kernelHeight * kernelWidth
    pieces.withUnsafeBufferPointer { pieces in
      masks.withUnsafeBufferPointer { masks in
        offsets.withUnsafeBufferPointer { offsets in
          if let border = border as? [Float], let weight = weight as? [Float],
            let bias = bias as? [Float]
          {
            border.withUnsafeBufferPointer { border in
              weight.withUnsafeBufferPointer { weight in
                bias.withUnsafeBufferPointer { bias in
                  var arguments = ck_planar_f32(
                    input: UnsafeRawPointer(input).assumingMemoryBound(to: Float.self),
                    border: border.baseAddress, row_offsets: offsets.baseAddress,
                    input_rows: offsets.count,
                    readable_before: -readable.lowerBound, readable_after: readable.upperBound,
                    pieces: pieces.baseAddress, piece_count: pieces.count,
                    masks: masks.baseAddress, weight: weight.baseAddress, bias: bias.baseAddress,
                    kernel_height: kernelHeight, kernel_width: kernelWidth, tap_stride: tapStride,
                    lower: range.lowerBound, upper: range.upperBound,
                    output: UnsafeMutableRawPointer(output).assumingMemoryBound(to: Float.self),
                    output_row_stride: outputPitch, rows: rows, planes: planes,
                    streams: streams, is_far: isFar, fetches: fetches,
                    input_plane_stride: inputPlaneStride, weight_plane_stride: taps,
                    bias_plane_stride: 1, output_plane_stride: rows * outputPitch)
                  ck_planar_f32_call(table, entryStride, kernel, &arguments)
                }
              }
            }
          } else if let border = border as? [Double], let weight = weight as? [Double],
            let bias = bias as? [Double]
          {
            border.withUnsafeBufferPointer { border in
              weight.withUnsafeBufferPointer { weight in
                bias.withUnsafeBufferPointer { bias in
                  var arguments = ck_planar_f64(
                    input: UnsafeRawPointer(input).assumingMemoryBound(to: Double.self),
                    border: border.baseAddress, row_offsets: offsets.baseAddress,
                    input_rows: offsets.count,
                    readable_before: -readable.lowerBound, readable_after: readable.upperBound,
                    pieces: pieces.baseAddress, piece_count: pieces.count,
                    masks: masks.baseAddress, weight: weight.baseAddress, bias: bias.baseAddress,
                    kernel_height: kernelHeight, kernel_width: kernelWidth, tap_stride: tapStride,
                    lower: Double(range.lowerBound), upper: Double(range.upperBound),
                    output: UnsafeMutableRawPointer(output).assumingMemoryBound(to: Double.self),
                    output_row_stride: outputPitch, rows: rows, planes: planes,
                    streams: streams, is_far: isFar, fetches: fetches,
                    input_plane_stride: inputPlaneStride, weight_plane_stride: taps,
                    bias_plane_stride: 1, output_plane_stride: rows * outputPitch)
                  ck_planar_f64_call(table, entryStride, kernel, &arguments)
                }
              }
            }
          }
        }
      }
    }
  }
}
