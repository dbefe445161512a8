// ck_fourier.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels of correlation by discrete Fourier transforms.

#ifndef CCONVOLUTIONKERNELS_CK_FOURIER_H
#define CCONVOLUTIONKERNELS_CK_FOURIER_H

#include <stdbool.h>
#include <stddef.h>

// A complex picture of `size` x `size` numbers, z = a + i b, has two tiles of
// an image as its parts: a kernel of real numbers keeps them apart. `size` is a
// power of two, at least 16 and a vector.
//
// Panels hold a picture, or the transform of its columns: panel p has columns
// p * lanes to p * lanes + lanes - 1, each of its rows the `lanes` elements of
// a and then those of b. From one panel to the next it is `panel_stride`
// scalars.
//
// Frequencies stay in the order in which they arise, which is no matter to
// products: rows as the transform of columns leaves them, and columns likewise.
//
// Twiddles are those of the passes of a transform, the longest first: for a
// pass over `span` numbers and j < span / 4, the powers 1, 2 and 3 of exp(-2 pi
// i j / span), each its real and its imaginary part. `span` is `size`, and a
// quarter of the one before while it is at least 16.
//
// Everything but tiles and outputs is aligned to a vector, twiddles to a
// scalar.

/// Transforms the columns of two tiles into panels.
///
///   panels = sum over rows y of (tiles[0][y][x] + i tiles[1][y][x]) w^(y f)
///
/// where w = exp(-2 pi i / size).
#define CK_FOURIER_COLUMNS_ARGUMENTS(scalar) \
  {                                          \
    size_t size;                             \
    const scalar *twiddles;                  \
    const scalar *tiles[2];                  \
    ptrdiff_t row_strides[2];                \
    scalar *panels;                          \
    ptrdiff_t panel_stride;                  \
  }
typedef struct CK_FOURIER_COLUMNS_ARGUMENTS(float) ck_fourier_columns_f32;
typedef struct CK_FOURIER_COLUMNS_ARGUMENTS(double) ck_fourier_columns_f64;

/// Transforms the rows of panels, multiplies them by a spectrum, and transforms
/// them back, for the first `columns` columns: their panels are written.
///
/// Where `spectrum` is NULL, stores the transform into `products` instead, in
/// the layout of a spectrum: for every `lanes` rows, for every frequency of a
/// row, the real parts of these rows and then the imaginary ones.
///
/// `line` is scratch for 2 * size * lanes scalars. `products` may be the
/// panels, but for a spectrum.
#define CK_FOURIER_ROWS_ARGUMENTS(scalar) \
  {                                       \
    size_t size;                          \
    const scalar *twiddles;               \
    const scalar *panels;                 \
    ptrdiff_t panel_stride;               \
    const scalar *spectrum;               \
    size_t columns;                       \
    scalar *line;                         \
    scalar *products;                     \
  }
typedef struct CK_FOURIER_ROWS_ARGUMENTS(float) ck_fourier_rows_f32;
typedef struct CK_FOURIER_ROWS_ARGUMENTS(double) ck_fourier_rows_f64;

/// Transforms the columns of panels back, in place, and writes the two tiles of
/// outputs that they hold:
///
///   outputs[t][y * row_stride + x] = clamp(bias + scale * part t of the
///   panels)
///
/// for the first `rows` rows and the first `columns[t]` columns, of which the
/// first tile has the most. A clamped NaN stays NaN.
///
/// Returns whether all numbers were finite before they were clamped.
#define CK_FOURIER_OUTPUT_ARGUMENTS(scalar) \
  {                                         \
    size_t size;                            \
    const scalar *twiddles;                 \
    scalar *panels;                         \
    ptrdiff_t panel_stride;                 \
    scalar scale;                           \
    scalar bias;                            \
    scalar lower;                           \
    scalar upper;                           \
    scalar *outputs[2];                     \
    ptrdiff_t row_stride;                   \
    size_t rows;                            \
    size_t columns[2];                      \
  }
typedef struct CK_FOURIER_OUTPUT_ARGUMENTS(float) ck_fourier_output_f32;
typedef struct CK_FOURIER_OUTPUT_ARGUMENTS(double) ck_fourier_output_f64;

typedef void (*ck_fourier_columns_f32_function)(const ck_fourier_columns_f32 *);
typedef void (*ck_fourier_columns_f64_function)(const ck_fourier_columns_f64 *);
typedef void (*ck_fourier_rows_f32_function)(const ck_fourier_rows_f32 *);
typedef void (*ck_fourier_rows_f64_function)(const ck_fourier_rows_f64 *);
typedef bool (*ck_fourier_output_f32_function)(const ck_fourier_output_f32 *);
typedef bool (*ck_fourier_output_f64_function)(const ck_fourier_output_f64 *);

#endif
