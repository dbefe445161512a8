// ck_lags.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The lag microkernel.

#ifndef CCONVOLUTIONKERNELS_CK_LAGS_H
#define CCONVOLUTIONKERNELS_CK_LAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Adds the products of some rows with one row at several shifts, summed over
/// `columns` columns:
///
///   sums[(i * shifts + j) * lanes + l] += sum over x = l, l + lanes, ... of
///     rows[i * row_stride + x] * shifted[j * step + x]
///
/// where `lanes` is the doubles of a vector. Nothing else is read. The lanes
/// stay apart, so that an element of the sums is the end of one chain of
/// additions, and fewer columns than a vector has lanes stay apart as well.
typedef struct {
  const double *rows;
  ptrdiff_t row_stride;
  size_t row_count;
  const double *shifted;
  ptrdiff_t step;
  size_t shifts;
  size_t columns;
  double *sums;
} ck_lags_f64;

typedef void (*ck_lags_f64_function)(const ck_lags_f64 *);

#endif
