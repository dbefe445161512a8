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

/// Some columns of a rectangle, and what they read.
///
/// A wide piece has at least one vector of pixels, and reads nothing but the
/// elements that ck_planar_f32 names. A narrow one has at most one vector, and
/// of row(p, i)[s * tap_stride + j], counted from its first column, reads only
/// those with bit `j` of its mask `s` set; the others are 0. Outputs are the
/// same bits from either, in pieces of any size.
typedef struct {
  /// What the first tap reads for the first pixel, from a row's start.
  ptrdiff_t input;
  /// The first pixel, from the start of a row of the output.
  ptrdiff_t output;
  size_t pixels;
  /// The first of `kernel_width` masks, or CK_PLANAR_WIDE.
  ptrdiff_t masks;
} ck_planar_piece;

/// In place of masks: a wide piece.
#define CK_PLANAR_WIDE ((ptrdiff_t)-1)

/// What a planar microkernel computes: `planes` rectangles of `rows` rows of
/// outputs, each from one input plane of its own.
///
///   output[p * output_plane_stride + y * output_row_stride + x] =
///     clamp(bias[p * bias_plane_stride] + sum over r, s of
///       weight[p * weight_plane_stride + s * kernel_height + r] *
///       row(p, y * stride + r)[x * stride + s * tap_stride])
///
/// where row(p, i) is `input + p * input_plane_stride + row_offsets[i]`, or
/// `border` where the offset is CK_PLANAR_BORDER. Weights lie column by column.
/// The columns of a rectangle are those of its pieces, which may overlap. With
/// a 3x3 kernel, and most others, some rows of all pieces are computed before
/// those below them: then what is read and written goes through memory in
/// order, from where a processor foresees it. Piece by piece, eight pictures of
/// 128 planes of 56x56 and a 3x3 kernel take 1.4 times as long, on Emerald
/// Rapids. A `tap_stride` other than 1 takes CK_KERNEL_ANY or CK_KERNEL_3, and
/// a stride of 1. A clamped NaN stays NaN.
///
/// The elements from `readable_before` before `input` to `readable_after` after
/// it are memory that may be read, whatever it holds: narrow pieces load whole
/// vectors there, of which they use no more than the masks name, as that is
/// faster than to load some lanes. So they do in `border` then: a vector from
/// every tap on, or with a stride of 2 two. Both are 0 where nothing is known
/// of what lies around.
///
/// With `streams` whole cache lines are stored past the caches, which need not
/// read them first then: ck_fence has to come before another thread may know of
/// them. It does not after every call, which would take up to a twentieth of
/// the time. And input rows are fetched while those before them are computed:
/// for inputs and outputs that are larger than the caches. Tiles are whole
/// lines where a piece starts a line of the output, and rows of that are whole
/// lines. `row_offsets` has `input_rows` elements: those above, and maybe more,
/// of rows that the next call is going to read.
///
/// With `is_far` planes come from farther than the second-level cache: a 3x3
/// kernel goes through them in smaller steps.
///
/// With `fetches` planes are fetched while those before them are computed, a
/// few beyond the last as well: where they follow each other. With `streams`
/// it means that rows for a 3x3 kernel are fetched to the first-level cache,
/// not only to the second. ck_foresees_planes says where that pays.
#define CK_PLANAR_ARGUMENTS(scalar) \
  {                                 \
    const scalar *input;            \
    const scalar *border;           \
    const ptrdiff_t *row_offsets;   \
    size_t input_rows;              \
    ptrdiff_t readable_before;      \
    ptrdiff_t readable_after;       \
    const ck_planar_piece *pieces;  \
    size_t piece_count;             \
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
    size_t planes;                  \
    bool streams;                   \
    bool is_far;                    \
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

#endif
