// ck_pack.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The packing microkernel.

#ifndef CCONVOLUTIONKERNELS_CK_PACK_H
#define CCONVOLUTIONKERNELS_CK_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Gathers the elements of some channels, at most as many as a vector has
/// lanes:
///
///   target[p * target_stride + c] = source[c * channel_stride + p]
///
/// for `count` elements, in rows of `width`; after each of these the target is
/// `row_gap` elements further. Of every vector `stored` lanes are written, 0 in
/// those from `channels` on. Nothing else is read or written. Where that is
/// more than the target's stride, the vectors after overwrite it: they come in
/// order.
#define CK_PACK_ARGUMENTS(scalar) \
  {                               \
    const scalar *source;         \
    ptrdiff_t channel_stride;     \
    size_t channels;              \
    size_t count;                 \
    size_t width;                 \
    ptrdiff_t row_gap;            \
    scalar *target;               \
    ptrdiff_t target_stride;      \
    size_t stored;                \
  }
typedef struct CK_PACK_ARGUMENTS(float) ck_pack_f32;
typedef struct CK_PACK_ARGUMENTS(double) ck_pack_f64;

typedef void (*ck_pack_f32_function)(const ck_pack_f32 *);
typedef void (*ck_pack_f64_function)(const ck_pack_f64 *);

#endif
