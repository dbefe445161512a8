// tables.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The tables of microkernels, one for each instruction set.

#ifndef CCONVOLUTIONKERNELS_TABLES_H
#define CCONVOLUTIONKERNELS_TABLES_H

#include "CConvolutionKernels.h"

// CK_BASELINE_ONLY leaves out all tables but the baseline's, which take most of
// the time to compile: for builds where speed is no matter, as those of
// fuzzing.
#if defined(__x86_64__) && !defined(CK_BASELINE_ONLY)
#define CK_HAS_X86_TABLES
#endif

extern const ck_table ck_table_baseline;
#if defined(CK_HAS_X86_TABLES)
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;
#endif

#endif
