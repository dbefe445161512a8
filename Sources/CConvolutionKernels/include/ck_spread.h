// ck_spread.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The spreading microkernel.

#ifndef CCONVOLUTIONKERNELS_CK_SPREAD_H
#define CCONVOLUTIONKERNELS_CK_SPREAD_H

#include <stddef.h>
#include <stdint.h>

/// Copies rows, in stretches that may overlap, to places that are far apart:
///
///   target[r * row_stride + t * stretch_stride + f * phase_stride + i] =
///       row r[start(t) + phases * i + f]
///
/// for `rows` rows, `stretches` stretches, and `span` elements of each of their
/// `phases`: 1, or 2, the even elements and the odd ones. A row is
/// `source[r * source_stride]` and the `width` elements from there on, with
/// `constant` before and after them, and starts `before` elements early.
/// Stretch t starts at `step` times t * quotient + t * remainder / stretches,
/// rounded down. Nothing else is read. Less than a vector more than a phase
/// is written after it, whatever: the next phase may lie there, the same
/// stretch of the next row, and what a later call writes.
#define CK_SPREAD_ARGUMENTS(scalar) \
  {                                 \
    const scalar *source;           \
    ptrdiff_t source_stride;        \
    size_t rows;                    \
    ptrdiff_t width;                \
    ptrdiff_t before;               \
    scalar constant;                \
    size_t stretches;               \
    size_t quotient;                \
    size_t remainder;               \
    size_t step;                    \
    size_t span;                    \
    size_t phases;                  \
    scalar *target;                 \
    ptrdiff_t row_stride;           \
    ptrdiff_t stretch_stride;       \
    ptrdiff_t phase_stride;         \
  }
typedef struct CK_SPREAD_ARGUMENTS(float) ck_spread_f32;
typedef struct CK_SPREAD_ARGUMENTS(double) ck_spread_f64;

typedef void (*ck_spread_f32_function)(const ck_spread_f32 *);
typedef void (*ck_spread_f64_function)(const ck_spread_f64 *);

#endif
