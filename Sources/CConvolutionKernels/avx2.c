// avx2.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels for AVX2 and FMA. 16 registers: 6 x 2 sums, two vectors of
// weights and one of inputs.

#include "tables.h"

#if defined(CK_HAS_X86_TABLES)

#include <immintrin.h>

#define CK_ISA CK_ISA_AVX2
#define CK_ISA_NAME "avx2"
#define CK_TABLE ck_table_avx2
#define CK_VECTOR_SIZE 32
#define CK_DIRECT_PIXELS(X) X(1) X(2) X(3) X(4) X(5) X(6)
#define CK_DIRECT_NARROW(X) X(1, 6) X(2, 3) X(3, 2)
#define CK_PLANAR_ROWS 4
#define CK_PLANAR_TALL_ROWS 6
#define CK_PLANAR_TALL(size) ((size) == 0 || (size) >= 5)
#define CK_PLANAR_VECTORS 2
#define CK_PLANAR_NARROW_ROWS 4
#define CK_PLANAR_PAIRS false
#define CK_LAG_ROWS 3
#define CK_LAG_SHIFTS 4

#pragma clang attribute push(__attribute__((target("avx,avx2,fma"))), \
                             apply_to = function)
#include "kernels.inc"
#pragma clang attribute pop

#endif
