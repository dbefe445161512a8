// BLASRuntime+SelfCheck.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension BLASRuntime {
  /// One product of the self-check.
  public struct Check: Hashable, Sendable, CustomStringConvertible {
    /// Rows, columns, and the products that make an element.
    public let m: Int
    public let n: Int
    public let k: Int
    /// "Float" or "Double".
    public let scalar: String
    /// The largest difference from a plain sum of the products, which is exact.
    public let largestDifference: Double

    /// Whether every element is exactly right.
    public var passed: Bool { largestDifference == 0 }

    public var description: String {
      "\(scalar) \(m)x\(k) times \(k)x\(n): "
        + (passed ? "ok" : "WRONG, off by \(largestDifference)")
    }
  }

  /// Compares the matrix product of the BLAS with a plain loop, over 30 shapes for each element
  /// type: single rows and columns, sizes around every vector length, and sizes that leave the
  /// code for small matrices.
  ///
  /// OpenBLAS has shipped kernels that were wrong on some processors. The matrices hold small
  /// integers, for which the product is exact in any order: any difference is an error.
  ///
  /// - Throws: ``ConvolutionError/outOfMemory(bytes:)``
  public static func selfCheck() throws(ConvolutionError) -> [Check] {
    var checks: [Check] = []
    for (m, n, k) in selfCheckShapes {
      checks.append(try check(m, n, k, Float.self))
      checks.append(try check(m, n, k, Double.self))
    }
    return checks
  }

  static let selfCheckShapes = [
    (1, 1, 1), (1, 1, 7), (1, 16, 9), (1, 257, 9), (16, 1, 9), (33, 1, 64), (2, 2, 2), (3, 5, 7),
    (4, 4, 4), (7, 9, 11), (8, 8, 8), (8, 17, 25), (13, 31, 3), (15, 15, 15), (16, 16, 16),
    (17, 17, 17), (24, 16, 48), (31, 33, 32), (32, 32, 32), (33, 31, 65), (48, 64, 27),
    (63, 65, 64), (64, 64, 64), (64, 196, 147), (65, 63, 66), (96, 49, 121), (127, 129, 50),
    (128, 128, 128), (130, 110, 90), (257, 100, 60),
  ]

  private static func check<Scalar: TensorScalar>(
    _ m: Int, _ n: Int, _ k: Int, _: Scalar.Type
  ) throws(ConvolutionError) -> Check {
    var generator = SplitMix64(seed: UInt64(m << 20 | n << 10 | k))
    let a = try Tensor<Scalar>.random([m, k], in: -8..<9, using: &generator).map {
      $0.rounded(.down)
    }
    let b = try Tensor<Scalar>.random([k, n], in: -8..<9, using: &generator).map {
      $0.rounded(.down)
    }
    // What the product must overwrite.
    let c = try Tensor<Scalar>(shape: [m, n], repeating: .nan)
    unsafe GEMM.multiply(
      m: m, n: n, k: k, GEMM.Matrix(start: a.storage.baseAddress, rowStride: k),
      GEMM.Matrix(start: b.storage.baseAddress, rowStride: n), accumulating: false,
      into: c.storage.baseAddress, rowStride: n)
    let (rows, columns) = (a.elements, b.elements)
    var expected: [Scalar] = []
    for row in 0..<m {
      for column in 0..<n {
        var sum: Scalar = 0
        for index in 0..<k { sum += rows[row * k + index] * columns[index * n + column] }
        expected.append(sum)
      }
    }
    let difference = try c.largestDifference(from: Tensor(shape: [m, n], elements: expected))
    return Check(
      m: m, n: n, k: k, scalar: "\(Scalar.self)",
      largestDifference: difference.isNaN ? .infinity : difference)
  }
}
