// BareGEMM.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CBenchmarkBLAS
import Convolution

/// The matrix products that a convolution by im2col comes down to, and nothing else.
///
/// For every image and every group one `sgemm` with
///
/// - M: output channels of a group,
/// - N: output pixels of an image,
/// - K: input channels of a group times the elements of the kernel,
///
/// with the threads that OpenBLAS is set to. All of them read one right-hand matrix, allocated
/// beforehand: making it is what im2col has to do on top. It stands for as many columns as
/// `elementLimit` allows, and is passed again for the next ones: the matrix of a 31x31 filter on a
/// large image would be 961 times the image.
final class BareGEMM {
  /// 256 MiB of right-hand matrix, far more than any cache.
  static let elementLimit = 1 << 26

  private let weight: Tensor<Float>
  private let columns: Tensor<Float>
  private var output: Tensor<Float>
  private let products: Int
  private let groups: Int
  private let m: Int
  private let n: Int
  private let k: Int

  init(_ operands: Operands) throws(ConvolutionError) {
    let geometry = operands.geometry
    products = geometry.batch * geometry.groups
    groups = geometry.groups
    m = geometry.channelsPerGroup.output
    n = geometry.pixelsPerPlane
    k = geometry.productsPerOutput
    weight = operands.weight
    var generator = SplitMix64(seed: 2)
    columns = try .random(
      [k, min(n, max(1, Self.elementLimit / k))], in: -1..<1, using: &generator)
    output = try .zeros(geometry.outputShape)
    for (name, value) in [("M", m), ("N", n), ("K", k)] where value > Int(Int32.max) {
      throw .dimensionTooLargeForBLAS(name: name, value: value)
    }
  }

  func run() {
    let width = columns.shape[1]
    unsafe weight.withUnsafeBufferPointer { weight in
      unsafe columns.withUnsafeBufferPointer { columns in
        unsafe output.withUnsafeMutableBufferPointer { output in
          for product in 0..<products {
            for first in stride(from: 0, to: n, by: width) {
              unsafe multiply(
                weight.baseAddress.map { unsafe $0 + product % groups * m * k },
                columns.baseAddress, width: width, count: min(width, n - first),
                into: output.baseAddress.map { unsafe $0 + product * m * n + first })
            }
          }
        }
      }
    }
  }

  /// The product for `count` pixels.
  private func multiply(
    _ weight: UnsafePointer<Float>?, _ columns: UnsafePointer<Float>?, width: Int, count: Int,
    into output: UnsafeMutablePointer<Float>?
  ) {
    let noTranspose = Int32(CBB_NO_TRANSPOSE)
    unsafe cbb_sgemm(
      Int32(CBB_ROW_MAJOR), noTranspose, noTranspose, Int32(m), Int32(count), Int32(k), 1,
      weight, Int32(k), columns, Int32(width), 0, output, Int32(n))
  }
}
