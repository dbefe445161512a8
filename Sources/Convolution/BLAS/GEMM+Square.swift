// GEMM+Square.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionBLAS

extension GEMM {
  /// The upper triangle of `c := c + a aᵀ`, `a` being `n` by `k` in row-major order without gaps and
  /// `c` `n` by `n`.
  ///
  /// - Precondition: `n` and `k` are positive and within `dimensionLimit`.
  static func addSquare(
    n: Int, k: Int, of a: UnsafePointer<Double>, to c: UnsafeMutablePointer<Double>
  ) {
    precondition(n > 0 && k > 0, "a matrix of \(n)x\(k) times its transpose")
    let (n32, k32) = (Int32(n), Int32(k))
    BLASRuntime.call {
      unsafe ccb_dsyrk(
        Int32(CCB_ROW_MAJOR), Int32(CCB_UPPER), Int32(CCB_NO_TRANSPOSE), n32, k32, 1, a, k32, 1, c,
        n32)
    }
  }
}
