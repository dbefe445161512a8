// baseline.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels for any processor: vectors of 16 bytes, which SSE2 and NEON
// have and elsewhere the compiler takes apart. 16 registers: 6 x 2 sums, and
// what they are made of.

#include "tables.h"

#define CK_ISA CK_ISA_BASELINE
#define CK_ISA_NAME "baseline"
#define CK_TABLE ck_table_baseline
#define CK_VECTOR_SIZE 16
#define CK_DIRECT_PIXELS(X) X(1) X(2) X(3) X(4) X(5) X(6)
#define CK_DIRECT_NARROW(X) X(1, 6) X(2, 3) X(3, 2)
#define CK_PLANAR_ROWS 4
#define CK_PLANAR_TALL_ROWS 4
#define CK_PLANAR_TALL(size) false
#define CK_PLANAR_VECTORS 2
#define CK_PLANAR_NARROW_ROWS 4
#define CK_PLANAR_PAIRS false
#define CK_LAG_ROWS 3
#define CK_LAG_SHIFTS 3

#include "kernels.inc"
