// ck_winograd.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels of Winograd's algorithm.

#ifndef CCONVOLUTIONKERNELS_CK_WINOGRAD_H
#define CCONVOLUTIONKERNELS_CK_WINOGRAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The sides of the output tiles there are: F(2x2, 3x3) and F(4x4, 3x3).
///
/// A tile of side m is computed from m + 2 rows and columns, transformed into
/// (m + 2)^2 numbers, its frequencies. Those are what products are summed in.
typedef enum {
  CK_WINOGRAD_2 = 0,
  CK_WINOGRAD_4 = 1,
  CK_WINOGRAD_COUNT = 2,
} ck_winograd_tile;

/// Transforms the 3x3 weights of one block of output channels, in double:
///
///   target[f * frequency_stride + c * block + o] =
///     (G w G^T)[f],  w[i][j] = weight[(c * 9 + 3 i + j) * block + o]
///
/// `block` is CK_DIRECT_MAX_VECTORS vectors. Everything is aligned to a vector.
#define CK_WINOGRAD_WEIGHT_ARGUMENTS(scalar) \
  {                                          \
    const scalar *weight;                    \
    size_t channels;                         \
    scalar *target;                          \
    ptrdiff_t frequency_stride;              \
  }
typedef struct CK_WINOGRAD_WEIGHT_ARGUMENTS(float) ck_winograd_weight_f32;
typedef struct CK_WINOGRAD_WEIGHT_ARGUMENTS(double) ck_winograd_weight_f64;

/// Transforms the inputs of a row of tiles, for as many channels as a vector
/// has lanes. Tile t covers the columns from m t to m t + m + 1 of m + 2 rows;
/// more columns are read, up to a multiple of the lanes (or of m if that is
/// more), and mean nothing.
///
///   panels[f * frequency_stride + (i / panel_tiles) * panel_stride +
///          (i % panel_tiles) * lanes + c] = (BT d B)[f],  i = first_tile + t
///
/// Lanes from `channels` on are 0. Panels are aligned to a vector.
#define CK_WINOGRAD_INPUT_ARGUMENTS(scalar) \
  {                                         \
    const scalar *input;                    \
    ptrdiff_t channel_stride;               \
    ptrdiff_t row_stride;                   \
    size_t channels;                        \
    size_t tiles;                           \
    size_t first_tile;                      \
    size_t panel_tiles;                     \
    scalar *panels;                         \
    ptrdiff_t panel_stride;                 \
    ptrdiff_t frequency_stride;             \
  }
typedef struct CK_WINOGRAD_INPUT_ARGUMENTS(float) ck_winograd_input_f32;
typedef struct CK_WINOGRAD_INPUT_ARGUMENTS(double) ck_winograd_input_f64;

/// Sums the products of transformed inputs and weights over the channels, for
/// some frequencies, tiles and one block of output channels.
///
///   products[(i * frequencies + f) * block + o] =
///     sum over c of weight[(f * channels + c) * block + o] *
///       panels[f * frequency_stride + (i / panel_tiles) * panel_stride +
///              (c / lanes) * panel_tiles * lanes +
///              (i % panel_tiles) * lanes + c % lanes]
///
/// `block` is CK_DIRECT_MAX_VECTORS vectors, and `panel_tiles` at most
/// `direct_pixels`. Everything is aligned to a vector.
#define CK_WINOGRAD_PRODUCT_ARGUMENTS(scalar) \
  {                                           \
    const scalar *panels;                     \
    size_t panel_tiles;                       \
    ptrdiff_t panel_stride;                   \
    ptrdiff_t frequency_stride;               \
    size_t frequencies;                       \
    size_t tiles;                             \
    size_t channels;                          \
    const scalar *weight;                     \
    scalar *products;                         \
  }
typedef struct CK_WINOGRAD_PRODUCT_ARGUMENTS(float) ck_winograd_product_f32;
typedef struct CK_WINOGRAD_PRODUCT_ARGUMENTS(double) ck_winograd_product_f64;

/// Transforms the products of a row of tiles into pixels, for a block of
/// output channels.
///
///   output[o * channel_stride + y * row_stride + m t + x] =
///     clamp(bias[o] + (AT products[t] A)[y][x])
///
/// for the first `rows` y, at most m, the first `columns` columns, and the
/// first `output_channels` channels. Nothing else is written. Products are
/// laid out as above; they and the bias are aligned to a vector.
/// A clamped NaN stays NaN.
#define CK_WINOGRAD_OUTPUT_ARGUMENTS(scalar) \
  {                                          \
    const scalar *products;                  \
    size_t tiles;                            \
    const scalar *bias;                      \
    scalar lower;                            \
    scalar upper;                            \
    scalar *output;                          \
    ptrdiff_t row_stride;                    \
    ptrdiff_t channel_stride;                \
    size_t rows;                             \
    size_t columns;                          \
    size_t output_channels;                  \
  }
typedef struct CK_WINOGRAD_OUTPUT_ARGUMENTS(float) ck_winograd_output_f32;
typedef struct CK_WINOGRAD_OUTPUT_ARGUMENTS(double) ck_winograd_output_f64;

typedef void (*ck_winograd_weight_f32_function)(const ck_winograd_weight_f32 *);
typedef void (*ck_winograd_weight_f64_function)(const ck_winograd_weight_f64 *);
typedef void (*ck_winograd_input_f32_function)(const ck_winograd_input_f32 *);
typedef void (*ck_winograd_input_f64_function)(const ck_winograd_input_f64 *);
typedef void (*ck_winograd_product_f32_function)(
    const ck_winograd_product_f32 *);
typedef void (*ck_winograd_product_f64_function)(
    const ck_winograd_product_f64 *);
typedef void (*ck_winograd_output_f32_function)(const ck_winograd_output_f32 *);
typedef void (*ck_winograd_output_f64_function)(const ck_winograd_output_f64 *);

#endif
