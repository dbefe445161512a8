// ck_depthwise.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The depthwise microkernels.

#ifndef CCONVOLUTIONKERNELS_CK_DEPTHWISE_H
#define CCONVOLUTIONKERNELS_CK_DEPTHWISE_H

#include <stddef.h>

/// What a depthwise microkernel computes: some pixels of one output row, for a
/// vector of channels, each of which is read by one output channel. The lanes
/// of a vector are those channels, c:
///
///   output[p * output_stride + c] =
///     clamp(bias[c] + sum over r < rows, t < columns of
///       weight[r][t][c] *
///       input[r * row_stride + t * column_stride + p * pixel_stride + c])
///
/// There is a function for every number of pixels. All strides are multiples of
/// a vector, and all pointers aligned to one. A clamped NaN stays NaN.
#define CK_DEPTHWISE_ARGUMENTS(scalar) \
  {                                    \
    const scalar *input;               \
    ptrdiff_t row_stride;              \
    ptrdiff_t column_stride;           \
    ptrdiff_t pixel_stride;            \
    size_t rows;                       \
    size_t columns;                    \
    const scalar *weight;              \
    const scalar *bias;                \
    scalar lower;                      \
    scalar upper;                      \
    scalar *output;                    \
    ptrdiff_t output_stride;           \
  }
typedef struct CK_DEPTHWISE_ARGUMENTS(float) ck_depthwise_f32;
typedef struct CK_DEPTHWISE_ARGUMENTS(double) ck_depthwise_f64;

typedef void (*ck_depthwise_f32_function)(const ck_depthwise_f32 *);
typedef void (*ck_depthwise_f64_function)(const ck_depthwise_f64 *);

#endif
