// avx512.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels for AVX-512. 32 registers: 14 x 2 sums, two vectors of
// weights and one of inputs. Rows of ImageNet's networks are multiples of 7.
//
// The features are named one by one: for "arch=x86-64-v4" clang prefers vectors
// of 256 bits, and takes these apart.

#include "tables.h"

#if defined(CK_HAS_X86_TABLES)

#include <immintrin.h>

#define CK_ISA CK_ISA_AVX512
#define CK_ISA_NAME "avx512"
#define CK_TABLE ck_table_avx512
#define CK_VECTOR_SIZE 64
#define CK_DIRECT_PIXELS(X) \
  X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#define CK_DIRECT_NARROW(X) \
  X(1, 14) X(2, 7) X(3, 4) X(4, 3) X(5, 2) X(6, 2) X(7, 2)
#define CK_PLANAR_ROWS 4
#define CK_PLANAR_TALL_ROWS 8
#define CK_PLANAR_TALL(size) ((size) == 3 || (size) == 5)
#define CK_PLANAR_VECTORS 4
#define CK_PLANAR_NARROW_ROWS 7
#define CK_PLANAR_PAIRS true
#define CK_LAG_ROWS 4
#define CK_LAG_SHIFTS 6

#pragma clang attribute push(                                        \
    __attribute__((                                                  \
        target("avx512f,avx512dq,avx512bw,avx512vl,avx,avx2,fma"))), \
    apply_to = function)
#include "kernels.inc"
#pragma clang attribute pop

#endif
