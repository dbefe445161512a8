// ck_direct.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The direct microkernels.

#ifndef CCONVOLUTIONKERNELS_CK_DIRECT_H
#define CCONVOLUTIONKERNELS_CK_DIRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The most pixels that a direct microkernel computes at once, and the most
/// vectors of output channels.
#define CK_DIRECT_MAX_PIXELS 14
#define CK_DIRECT_MAX_VECTORS 2
/// The taps of a kernel row for which edges can be left out.
#define CK_DIRECT_EDGE_TAPS 3

/// What a direct microkernel computes: some pixels of one output row, which
/// are `pixel_stride` apart in the input, for a block of output channels.
///
///   output[o * output_channel_stride + p] =
///     clamp(bias[o] + sum over c, t of
///       weight[(c * packed_taps + t) * block + o] *
///       input[c * channel_stride + tap_offsets[t] + p * pixel_stride])
///
/// There may be fewer `taps` than `packed_taps`, or none: where the others read
/// zeros.
///
/// One for edges has taps in kernel rows of `CK_DIRECT_EDGE_TAPS`. Its first
/// pixel is left out for the first of each if `leaves_first`, its last pixel
/// for the last if `leaves_last`, as they read zeros there; one of the two is
/// set. A narrow one leaves out both, in each of its rows.
///
/// A narrow one computes some rows of `width` pixels, for which
///
///   p * pixel_stride  reads  p % width * pixel_stride + p / width * row_stride
///
/// A wide one computes `pixels` pixels of a row for a block of as many output
/// channels as it is for, and has them, not the channels, on the vector lanes:
/// one or two vectors, of which the last need not be full. It reads and writes
/// no other pixel; what they read are neighbors, whatever the `pixel_stride`.
/// Its weight and bias need no alignment.
///
/// On the way a line of memory is asked for, which need not be there, with
/// every input channel: the first at `asked`, each `asked_stride` elements
/// further. Wide ones with a kernel of one tap do so only with every
/// `direct_ask_steps` channels.
///
/// A sum over many channels may be taken up in several calls: all but the last
/// write it to `paused`, [pixel][o] for the whole block, all but the first
/// start with what is at `resumed` instead of the bias. Both are NULL
/// otherwise; aligned to 64 bytes, and not for wide ones.
///
/// For those not wide, `block` is one or two vectors of output channels; those
/// from `output_channels` on are computed and not stored. Weight and bias are
/// aligned to 64 bytes. A clamped NaN stays NaN. One that adds leaves the sum
/// of this and what was in the output. Where `may_overrun` is set, up to a
/// vector less one element after the pixels of a row is overwritten with
/// anything: whole vectors are stored faster, and the next pixels are still to
/// be computed.
#define CK_DIRECT_ARGUMENTS(scalar)  \
  {                                  \
    const scalar *input;             \
    ptrdiff_t channel_stride;        \
    const ptrdiff_t *tap_offsets;    \
    size_t taps;                     \
    size_t packed_taps;              \
    bool leaves_first;               \
    bool leaves_last;                \
    size_t channels;                 \
    ptrdiff_t pixel_stride;          \
    ptrdiff_t row_stride;            \
    const scalar *weight;            \
    const scalar *bias;              \
    scalar lower;                    \
    scalar upper;                    \
    scalar *output;                  \
    ptrdiff_t output_channel_stride; \
    size_t output_channels;          \
    bool may_overrun;                \
    size_t pixels;                   \
    const scalar *asked;             \
    ptrdiff_t asked_stride;          \
    const scalar *resumed;           \
    scalar *paused;                  \
  }
typedef struct CK_DIRECT_ARGUMENTS(float) ck_direct_f32;
typedef struct CK_DIRECT_ARGUMENTS(double) ck_direct_f64;

typedef void (*ck_direct_f32_function)(const ck_direct_f32 *);
typedef void (*ck_direct_f64_function)(const ck_direct_f64 *);

/// The pixel strides that are known to the compiler; others run slower.
typedef enum {
  CK_STRIDE_1 = 0,
  CK_STRIDE_2 = 1,
  CK_STRIDE_1_EDGES = 2,       ///< Stride 1, without zeros at the edges.
  CK_STRIDE_NARROW_COUNT = 3,  ///< Narrow ones are for those so far.
  CK_STRIDE_ANY = 3,
  CK_STRIDE_1_ADDING = 4,  ///< Stride 1, added to the output.
  CK_STRIDE_COUNT = 5,
} ck_stride;

#endif
