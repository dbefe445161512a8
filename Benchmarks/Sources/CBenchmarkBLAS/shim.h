// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The matrix product of CBLAS, for the ceiling that a convolution is measured
// against. The library keeps its own declarations to itself, as it should: the
// ceiling is what any program gets from the same BLAS.
//
// Layout and transposition are CBLAS's enumerations, `int` in its ABI. The
// sizes are 32 bits: this is the LP64 interface.

#ifndef CBENCHMARKBLAS_SHIM_H
#define CBENCHMARKBLAS_SHIM_H

#include <stdint.h>

#if defined(__APPLE__)
#define CBB_SYMBOL(name) __asm__("_" name)
#else
#define CBB_SYMBOL(name) __asm__(name)
#endif

enum { CBB_ROW_MAJOR = 101, CBB_NO_TRANSPOSE = 111 };

/// C := alpha A B + beta C, A being m x k and B k x n.
void cbb_sgemm(int layout, int transpose_a, int transpose_b,  //
               int32_t m, int32_t n, int32_t k,               //
               float alpha, const float *a, int32_t lda,      //
               const float *b, int32_t ldb,                   //
               float beta, float *c, int32_t ldc) CBB_SYMBOL("cblas_sgemm");

#endif
