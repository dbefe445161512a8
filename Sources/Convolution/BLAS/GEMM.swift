// GEMM.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionBLAS

/// The matrix product of CBLAS for both element types, in row-major order.
enum GEMM {
  /// The largest dimension that a 32-bit BLAS takes.
  static var dimensionLimit: Int { Int(Int32.max) }

  /// A matrix in row-major order: where it starts, and the distance between its rows.
  @unsafe struct Matrix<Scalar: TensorScalar> {
    let start: UnsafePointer<Scalar>
    let rowStride: Int
    /// Whether the product takes the transpose of what lies in memory.
    var isTransposed = false
  }

  /// `c := a b` where `accumulating` is false, `c := c + a b` where it is true; `a` is `m` by `k`
  /// and `b` is `k` by `n`, each after the transposition that it asks for.
  ///
  /// When not accumulating, `c` need not be initialized: BLAS does not read what a zero multiplies.
  /// A zero for the product itself would not be as safe (OpenBLAS's small-matrix code lets a NaN of
  /// `a` through), so there is no such parameter.
  ///
  /// - Precondition: `m`, `n` and `k` are positive, no row overlaps the next, and everything is
  ///   within `dimensionLimit`. OpenBLAS answers a bad dimension by printing to standard output and
  ///   leaving `c` as it was; here it stops the program instead. Callers check sizes that come from
  ///   a user beforehand.
  @inline(__always)
  static func multiply<Scalar>(
    m: Int, n: Int, k: Int, _ a: Matrix<Scalar>, _ b: Matrix<Scalar>,
    accumulating: Bool, into c: UnsafeMutablePointer<Scalar>, rowStride: Int
  ) {
    precondition(m > 0 && n > 0 && k > 0, "a matrix product of \(m)x\(k) and \(k)x\(n)")
    if n == 1 {
      return unsafe multiply(
        m: m, k: k, a, b.start, stride: b.isTransposed || k == 1 ? 1 : b.rowStride,
        accumulating: accumulating, into: c, stride: m == 1 ? 1 : rowStride)
    }
    let (m32, n32, k32) = (Int32(m), Int32(n), Int32(k))
    let (transposeA, lda) = unsafe layout(of: a, rows: m, columns: k)
    let (transposeB, ldb) = unsafe layout(of: b, rows: k, columns: n)
    let ldc = leadingDimension(rowStride, rows: m, columns: n)
    let rowMajor = Int32(CCB_ROW_MAJOR)
    let beta: Scalar = accumulating ? 1 : 0
    // The two element types are all there are. Each branch is decided when this is specialized.
    BLASRuntime.call {
      if Scalar.self == Float.self {
        unsafe ccb_sgemm(
          rowMajor, transposeA, transposeB, m32, n32, k32, 1, cast(a.start), lda,
          cast(b.start), ldb, Float(beta), cast(c), ldc)
      } else {
        precondition(Scalar.self == Double.self, "BLAS has no product for \(Scalar.self)")
        unsafe ccb_dgemm(
          rowMajor, transposeA, transposeB, m32, n32, k32, 1, cast(a.start), lda,
          cast(b.start), ldb, Double(beta), cast(c), ldc)
      }
    }
  }

  /// The product with a single column, whose elements are `stride` apart, as those of `y` are.
  ///
  /// OpenBLAS's code for small matrices would copy the column for every product, into memory that it
  /// allocates for that.
  private static func multiply<Scalar>(
    m: Int, k: Int, _ a: Matrix<Scalar>, _ x: UnsafePointer<Scalar>, stride xStride: Int,
    accumulating: Bool, into y: UnsafeMutablePointer<Scalar>, stride yStride: Int
  ) {
    precondition(
      xStride > 0 && xStride <= dimensionLimit && yStride > 0 && yStride <= dimensionLimit,
      "a column of elements \(xStride) apart, into one \(yStride) apart")
    let (transpose, lda) = unsafe layout(of: a, rows: m, columns: k)
    let rows = unsafe Int32(a.isTransposed ? k : m)
    let columns = unsafe Int32(a.isTransposed ? m : k)
    // A sum of nothing, written: some versions multiply what is there by a zero, and keep a NaN.
    if !accumulating { for row in 0..<m { unsafe y[row * yStride] = 0 } }
    let rowMajor = Int32(CCB_ROW_MAJOR)
    BLASRuntime.call {
      if Scalar.self == Float.self {
        unsafe ccb_sgemv(
          rowMajor, transpose, rows, columns, 1, cast(a.start), lda, cast(x), Int32(xStride), 1,
          cast(y), Int32(yStride))
      } else {
        unsafe ccb_dgemv(
          rowMajor, transpose, rows, columns, 1, cast(a.start), lda, cast(x), Int32(xStride), 1,
          cast(y), Int32(yStride))
      }
    }
  }

  /// What CBLAS calls transposition and leading dimension of a matrix that is `rows` by `columns`
  /// in the product.
  @inline(__always)
  private static func layout<Scalar>(
    of matrix: Matrix<Scalar>, rows: Int, columns: Int
  ) -> (transposition: Int32, leadingDimension: Int32) {
    if unsafe matrix.isTransposed {
      let leading = unsafe leadingDimension(matrix.rowStride, rows: columns, columns: rows)
      return (Int32(CCB_TRANSPOSE), leading)
    }
    let leading = unsafe leadingDimension(matrix.rowStride, rows: rows, columns: columns)
    return (Int32(CCB_NO_TRANSPOSE), leading)
  }

  /// `rowStride` as BLAS takes it. The stride of a single row is never used, and may be any.
  @inline(__always)
  private static func leadingDimension(_ rowStride: Int, rows: Int, columns: Int) -> Int32 {
    precondition(
      rows == 1 || (rowStride >= columns && rowStride <= dimensionLimit),
      "rows of \(columns) elements, \(rowStride) apart")
    return Int32(rows == 1 ? columns : rowStride)
  }
}
