// tables.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The tables of microkernels, one for each instruction set.

#ifndef CCONVOLUTIONKERNELS_TABLES_H
#define CCONVOLUTIONKERNELS_TABLES_H

#include "CConvolutionKernels.h"

extern const ck_table ck_table_baseline;
#if defined(__x86_64__)
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;
#endif

#endif
