// SymmetricEigen.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's `dsyevd`.
///
/// Source: J. Cuppen, "A Divide and Conquer Method for the Symmetric Tridiagonal Eigenproblem",
/// Numerische Mathematik 36, 1981.
struct SymmetricEigen: Sendable {
  /// In ascending order.
  let values: [Double]
  /// Row `i` is the unit eigenvector of `values[i]`.
  let vectors: [Double]

  /// The decomposition of the `size` by `size` matrix whose upper triangle is that of `matrix`, in
  /// row-major order.
  ///
  /// - Throws: ``ConvolutionError/dimensionTooLargeForBLAS(name:value:)`` where the work space is more
  ///   than BLAS counts to, and ``ConvolutionError/noConvergence(name:)``.
  init(
    upperTriangleOf matrix: [Double], size: Int, _ threading: ConvolutionOptions.Threading
  ) throws(ConvolutionError) {
    precondition(size > 0 && matrix.count == size * size, "a square matrix of \(matrix.count)")
    // What `dsyevd` asks for.
    let workSize = 1 + 6 * size + 2 * size * size
    guard workSize <= GEMM.dimensionLimit else {
      throw .dimensionTooLargeForBLAS(name: "the work space of eigenvalues", value: workSize)
    }
    var (n, workCount, integerCount) = (Int32(size), Int32(workSize), Int32(3 + 5 * size))
    var values = [Double](repeating: 0, count: size)
    var vectors = matrix
    var work = [Double](repeating: 0, count: workSize)
    var integerWork = [Int32](repeating: 0, count: Int(integerCount))
    var info: Int32 = 0
    BLASRuntime.withSingleThread(if: threading == .workers) {
      // The upper triangle by rows is the lower one by columns; the vectors come as columns.
      BLASRuntime.call {
        unsafe ccb_dsyevd(
          "V", "L", &n, &vectors, &n, &values, &work, &workCount, &integerWork, &integerCount,
          &info, 1, 1)
      }
    }
    guard info == 0 else { throw .noConvergence(name: "the eigenvalues of \(size) taps") }
    self.values = values
    self.vectors = vectors
  }
}
