// ck_planar.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The planar microkernels.

#ifndef CCONVOLUTIONKERNELS_CK_PLANAR_H
#define CCONVOLUTIONKERNELS_CK_PLANAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The row offset of a row that lies in a constant border.
#define CK_PLANAR_BORDER PTRDIFF_MIN

/// What a planar microkernel computes: `planes` rectangles of `rows` by
/// `pixels` outputs, each from one input plane of its own.
///
///   output[p * output_plane_stride + y * output_row_stride + x] =
///     clamp(bias[p * bias_plane_stride] + sum over r, s of
///       weight[p * weight_plane_stride + s * kernel_height + r] *
///       row(p, y * stride + r)[x * stride + s * tap_stride])
///
/// where row(p, i) is `input + p * input_plane_stride + row_offsets[i]`, or
/// `border` where the offset is CK_PLANAR_BORDER. Weights lie column by column.
/// A `tap_stride` other than 1 takes CK_KERNEL_ANY or CK_KERNEL_3, and a stride
/// of 1.
///
/// A wide microkernel computes at least one vector of pixels, and reads nothing
/// but the elements above. A narrow one computes at most one vector, and of
/// row(p, i)[s * tap_stride + j] reads only those with bit `j` of `masks[s]`
/// set; the others are 0. Outputs are the same bits from either, in rectangles
/// of any size. A clamped NaN stays NaN.
///
/// The elements from `readable_before` before `input` to `readable_after` after
/// it are memory that may be read, whatever it holds: a narrow microkernel
/// loads whole vectors there, of which it uses no more than the masks name, as
/// that is faster than to load some lanes. So it does in `border` then: a
/// vector from every tap on, or with a stride of 2 two. Both are 0 where
/// nothing is known of what lies around.
///
/// With `streams` whole cache lines are stored past the caches, which need not
/// read them first then: ck_fence has to come before another thread may know of
/// them. It does not after every call, which would take up to a twentieth of
/// the time. And input rows are fetched while those before them are computed:
/// for inputs and outputs that are larger than the caches. Tiles are whole
/// lines where `output` starts a line, and rows of it are whole lines.
/// `row_offsets` has `input_rows` elements: those above, and maybe more, of
/// rows that the next call is going to read.
///
/// With `fetches` planes are fetched while those before them are computed, a
/// few beyond the last as well: where they follow each other, and come from
/// farther than the second-level cache.
#define CK_PLANAR_ARGUMENTS(scalar) \
  {                                 \
    const scalar *input;            \
    const scalar *border;           \
    const ptrdiff_t *row_offsets;   \
    size_t input_rows;              \
    ptrdiff_t readable_before;      \
    ptrdiff_t readable_after;       \
    const uint32_t *masks;          \
    const scalar *weight;           \
    const scalar *bias;             \
    size_t kernel_height;           \
    size_t kernel_width;            \
    ptrdiff_t tap_stride;           \
    scalar lower;                   \
    scalar upper;                   \
    scalar *output;                 \
    ptrdiff_t output_row_stride;    \
    size_t rows;                    \
    size_t pixels;                  \
    size_t planes;                  \
    bool streams;                   \
    bool fetches;                   \
    ptrdiff_t input_plane_stride;   \
    ptrdiff_t weight_plane_stride;  \
    ptrdiff_t bias_plane_stride;    \
    ptrdiff_t output_plane_stride;  \
  }
typedef struct CK_PLANAR_ARGUMENTS(float) ck_planar_f32;
typedef struct CK_PLANAR_ARGUMENTS(double) ck_planar_f64;

typedef void (*ck_planar_f32_function)(const ck_planar_f32 *);
typedef void (*ck_planar_f64_function)(const ck_planar_f64 *);

/// The sizes of square kernels that are known to the compiler, and any other.
typedef enum {
  CK_KERNEL_ANY = 0,
  CK_KERNEL_3 = 1,
  CK_KERNEL_5 = 2,
  CK_KERNEL_7 = 3,
  CK_KERNEL_COUNT = 4,
} ck_kernel;

/// Whether a rectangle has at least one vector of pixels a row, or at most one.
typedef enum {
  CK_WIDTH_WIDE = 0,
  CK_WIDTH_NARROW = 1,
  CK_WIDTH_COUNT = 2,
} ck_width;

#endif
