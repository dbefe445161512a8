// Matrices.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// Plain matrices of `Double`, and those of Winograd's algorithm, written out.
///
/// Sources: A. Lavin and S. Gray, arXiv:1509.09308, for F(2, 3); oneDNN 3.1, src/cpu/ref_wino.cpp,
/// for F(4, 3), whose numbers stand here as printed there, not as a formula.
typealias Matrix = [[Double]]

func product(_ a: Matrix, _ b: Matrix) -> Matrix {
  a.map { row in
    b[0].indices.map { column in zip(row, b).reduce(0) { $0 + $1.0 * $1.1[column] } }
  }
}

func transposed(_ a: Matrix) -> Matrix {
  a[0].indices.map { column in a.map { $0[column] } }
}

/// `a b aᵀ`
func congruence(_ a: Matrix, _ b: Matrix) -> Matrix {
  product(product(a, b), transposed(a))
}

extension ck_winograd_tile {
  var side: Int { self == CK_WINOGRAD_2 ? 2 : 4 }

  var weightTransform: Matrix {
    self == CK_WINOGRAD_2
      ? [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
      : [
        [1.13777777777778, 0, 0],
        [-0.688403361344538, -0.430252100840336, -0.26890756302521],
        [-0.688403361344538, 0.430252100840336, -0.26890756302521],
        [0.119514472455649, 0.179271708683473, 0.26890756302521],
        [0.119514472455649, -0.179271708683473, 0.26890756302521],
        [0, 0, 1],
      ]
  }

  var inputTransform: Matrix {
    self == CK_WINOGRAD_2
      ? [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]]
      : [
        [0.87890625, 0, -2.640625, 0, 1, 0],
        [0, -1.40625, -2.25, 0.625, 1, 0],
        [0, 1.40625, -2.25, -0.625, 1, 0],
        [0, -0.5859375, -0.390625, 1.5, 1, 0],
        [0, 0.5859375, -0.390625, -1.5, 1, 0],
        [0, 0.87890625, 0, -2.640625, 0, 1],
      ]
  }

  var outputTransform: Matrix {
    self == CK_WINOGRAD_2
      ? [[1, 1, 1, 0], [0, 1, -1, -1]]
      : [
        [1, 1, 1, 1, 1, 0],
        [0, 0.625, -0.625, 1.5, -1.5, 0],
        [0, 0.390625, 0.390625, 2.25, 2.25, 0],
        [0, 0.244140625, -0.244140625, 3.375, -3.375, 1],
      ]
  }
}
