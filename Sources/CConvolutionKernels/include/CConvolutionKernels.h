// CConvolutionKernels.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The microkernels: leaf functions over raw memory, compiled for several sets
// of vector instructions. A table holds one set; ck_table_for gives it.
//
// Microkernels check nothing. Their callers see to every precondition.

#ifndef CCONVOLUTIONKERNELS_H
#define CCONVOLUTIONKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// --- Instruction sets -------------------------------------------------------

/// Sets of vector instructions, from the narrowest to the widest.
typedef enum {
  CK_ISA_BASELINE = 0,  ///< What every processor of the architecture has.
  CK_ISA_AVX2 = 1,      ///< AVX2 and FMA.
  CK_ISA_AVX512 = 2,    ///< AVX-512 F, DQ, BW, VL and FMA.
  CK_ISA_COUNT = 3,
} ck_isa;

/// Whether the processor has the set and the operating system saves its
/// registers.
bool ck_isa_is_supported(ck_isa isa);

// --- Direct -----------------------------------------------------------------

/// The most pixels that a direct microkernel computes at once, and the most
/// vectors of output channels.
#define CK_DIRECT_MAX_PIXELS 14
#define CK_DIRECT_MAX_VECTORS 2

/// What a direct microkernel computes: some pixels of one output row, which
/// are `pixel_stride` apart in the input, for a block of output channels.
///
///   output[o * output_channel_stride + p] =
///     clamp(bias[o] + sum over c, t of weight[(c * taps + t) * block + o] *
///       input[c * channel_stride + tap_offsets[t] + p * pixel_stride])
///
/// A narrow one computes some rows of `width` pixels, for which
///
///   p * pixel_stride  reads  p % width * pixel_stride + p / width * row_stride
///
/// `block` is one or two vectors of output channels; those from
/// `output_channels` on are computed and not stored. Weight and bias are
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
  }
typedef struct CK_DIRECT_ARGUMENTS(float) ck_direct_f32;
typedef struct CK_DIRECT_ARGUMENTS(double) ck_direct_f64;

typedef void (*ck_direct_f32_function)(const ck_direct_f32 *);
typedef void (*ck_direct_f64_function)(const ck_direct_f64 *);

/// The pixel strides that are known to the compiler; others run slower.
typedef enum {
  CK_STRIDE_1 = 0,
  CK_STRIDE_2 = 1,
  CK_STRIDE_ANY = 2,
  CK_STRIDE_1_ADDING = 3,  ///< Stride 1, added to the output.
  CK_STRIDE_COUNT = 4,
} ck_stride;

// --- Planar -----------------------------------------------------------------

/// The row offset of a row that lies in a constant border.
#define CK_PLANAR_BORDER PTRDIFF_MIN

/// What a planar microkernel computes: `planes` rectangles of `rows` by
/// `pixels` outputs, each from one input plane of its own.
///
///   output[p * output_plane_stride + y * output_row_stride + x] =
///     clamp(bias[p * bias_plane_stride] + sum over r, s of
///       weight[p * weight_plane_stride + s * kernel_height + r] *
///       row(p, y * stride + r)[x * stride + s])
///
/// where row(p, i) is `input + p * input_plane_stride + row_offsets[i]`, or
/// `border` where the offset is CK_PLANAR_BORDER. Weights lie column by column.
///
/// A wide microkernel computes at least one vector of pixels, and reads nothing
/// but the elements above. A narrow one computes at most one vector, and of
/// row(p, i)[s + j] reads only those with bit `j` of `masks[s]` set; the others
/// are 0. Outputs are the same bits from either, in rectangles of
/// any size. A clamped NaN stays NaN.
#define CK_PLANAR_ARGUMENTS(scalar) \
  {                                 \
    const scalar *input;            \
    const scalar *border;           \
    const ptrdiff_t *row_offsets;   \
    const uint32_t *masks;          \
    const scalar *weight;           \
    const scalar *bias;             \
    size_t kernel_height;           \
    size_t kernel_width;            \
    scalar lower;                   \
    scalar upper;                   \
    scalar *output;                 \
    ptrdiff_t output_row_stride;    \
    size_t rows;                    \
    size_t pixels;                  \
    size_t planes;                  \
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
// --- Winograd ---------------------------------------------------------------

/// The sides of the output tiles there are: F(2x2, 3x3) and F(4x4, 3x3).
///
/// A tile of side m is computed from m + 2 rows and columns, transformed into
/// (m + 2)^2 numbers, its frequencies. Those are what products are summed in.
typedef enum {
  CK_WINOGRAD_2 = 0,
  CK_WINOGRAD_4 = 1,
  CK_WINOGRAD_COUNT = 2,
} ck_winograd_tile;

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

typedef void (*ck_winograd_input_f32_function)(const ck_winograd_input_f32 *);
typedef void (*ck_winograd_input_f64_function)(const ck_winograd_input_f64 *);
typedef void (*ck_winograd_product_f32_function)(
    const ck_winograd_product_f32 *);
typedef void (*ck_winograd_product_f64_function)(
    const ck_winograd_product_f64 *);
typedef void (*ck_winograd_output_f32_function)(const ck_winograd_output_f32 *);
typedef void (*ck_winograd_output_f64_function)(const ck_winograd_output_f64 *);

// --- Lags -------------------------------------------------------------------

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

// --- Pack -------------------------------------------------------------------

/// Gathers the elements of some channels, at most as many as a vector has
/// lanes:
///
///   target[p * target_stride + c] = source[c * channel_stride + p]
///
/// for `count` elements. Of every vector `stored` lanes are written, 0 in those
/// from `channels` on. Nothing else is read or written.
#define CK_PACK_ARGUMENTS(scalar) \
  {                               \
    const scalar *source;         \
    ptrdiff_t channel_stride;     \
    size_t channels;              \
    size_t count;                 \
    scalar *target;               \
    ptrdiff_t target_stride;      \
    size_t stored;                \
  }
typedef struct CK_PACK_ARGUMENTS(float) ck_pack_f32;
typedef struct CK_PACK_ARGUMENTS(double) ck_pack_f64;

typedef void (*ck_pack_f32_function)(const ck_pack_f32 *);
typedef void (*ck_pack_f64_function)(const ck_pack_f64 *);

// --- Tables -----------------------------------------------------------------

/// The microkernels of one instruction set. No entry is ever empty.
typedef struct {
  ck_isa isa;
  const char *name;
  /// The bytes of a vector.
  size_t vector_size;

  /// The most pixels that a direct microkernel of this set computes at once.
  size_t direct_pixels;
  /// By vectors less one, by stride, and by the number of pixels from 1 to
  /// `direct_pixels`.
  ck_direct_f32_function direct_f32[CK_DIRECT_MAX_VECTORS][CK_STRIDE_COUNT]
                                   [CK_DIRECT_MAX_PIXELS + 1];
  ck_direct_f64_function direct_f64[CK_DIRECT_MAX_VECTORS][CK_STRIDE_COUNT]
                                   [CK_DIRECT_MAX_PIXELS + 1];
  /// The rows that a narrow one computes at once, by their width from 1 to half
  /// of `direct_pixels`.
  size_t direct_narrow_rows[CK_DIRECT_MAX_PIXELS / 2 + 1];
  /// By vectors less one, by stride, 1 or 2, and by width.
  ck_direct_f32_function direct_narrow_f32[CK_DIRECT_MAX_VECTORS][2]
                                          [CK_DIRECT_MAX_PIXELS / 2 + 1];
  ck_direct_f64_function direct_narrow_f64[CK_DIRECT_MAX_VECTORS][2]
                                          [CK_DIRECT_MAX_PIXELS / 2 + 1];

  /// By stride, 1 or 2, which is that of rows and columns alike.
  ck_planar_f32_function planar_f32[2][CK_KERNEL_COUNT][CK_WIDTH_COUNT];
  ck_planar_f64_function planar_f64[2][CK_KERNEL_COUNT][CK_WIDTH_COUNT];
  /// By the side of the tiles.
  ck_winograd_input_f32_function winograd_input_f32[CK_WINOGRAD_COUNT];
  ck_winograd_input_f64_function winograd_input_f64[CK_WINOGRAD_COUNT];
  ck_winograd_output_f32_function winograd_output_f32[CK_WINOGRAD_COUNT];
  ck_winograd_output_f64_function winograd_output_f64[CK_WINOGRAD_COUNT];
  /// For tiles of any side.
  ck_winograd_product_f32_function winograd_product_f32;
  ck_winograd_product_f64_function winograd_product_f64;

  ck_lags_f64_function lags_f64;

  ck_pack_f32_function pack_f32;
  ck_pack_f64_function pack_f64;
} ck_table;

/// The microkernels of an instruction set, or NULL where it is not supported.
const ck_table *ck_table_for(ck_isa isa);

// --- Hints ------------------------------------------------------------------

/// Asks for the cache line at an address, which need not be there.
static inline void ck_prefetch(const void *address) {
  __builtin_prefetch(address);
}

/// Asks for the cache line at an address that is written later.
static inline void ck_prefetch_to_write(void *address) {
#if defined(__x86_64__)
  // Written out, as compilers leave it to processors that are told to have it;
  // others take it for nothing.
  __asm__ volatile("prefetchw %0" : : "m"(*(char *)address));
#else
  __builtin_prefetch(address, 1);
#endif
}

/// Tells the processor that a loop waits for another thread.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

// --- Calls ------------------------------------------------------------------

// Swift sees arrays of functions as tuples; these call an entry.

static inline void ck_direct_f32_call(const ck_table *table, size_t vectors,
                                      ck_stride stride, size_t pixels,
                                      const ck_direct_f32 *arguments) {
  table->direct_f32[vectors - 1][stride][pixels](arguments);
}

static inline void ck_direct_f64_call(const ck_table *table, size_t vectors,
                                      ck_stride stride, size_t pixels,
                                      const ck_direct_f64 *arguments) {
  table->direct_f64[vectors - 1][stride][pixels](arguments);
}

static inline void ck_direct_narrow_f32_call(const ck_table *table,
                                             size_t vectors, ck_stride stride,
                                             size_t width,
                                             const ck_direct_f32 *arguments) {
  table->direct_narrow_f32[vectors - 1][stride][width](arguments);
}

static inline void ck_direct_narrow_f64_call(const ck_table *table,
                                             size_t vectors, ck_stride stride,
                                             size_t width,
                                             const ck_direct_f64 *arguments) {
  table->direct_narrow_f64[vectors - 1][stride][width](arguments);
}

/// The rows of `width` pixels that a narrow direct microkernel computes at
/// once; 1 where there is none for the width.
static inline size_t ck_direct_narrow_rows(const ck_table *table,
                                           size_t width) {
  return width > table->direct_pixels / 2 ? 1
                                          : table->direct_narrow_rows[width];
}

static inline void ck_planar_f32_call(const ck_table *table, ck_stride stride,
                                      ck_kernel kernel, ck_width width,
                                      const ck_planar_f32 *arguments) {
  table->planar_f32[stride][kernel][width](arguments);
}

static inline void ck_planar_f64_call(const ck_table *table, ck_stride stride,
                                      ck_kernel kernel, ck_width width,
                                      const ck_planar_f64 *arguments) {
  table->planar_f64[stride][kernel][width](arguments);
}

static inline void ck_winograd_input_f32_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_input_f32 *arguments) {
  table->winograd_input_f32[tile](arguments);
}

static inline void ck_winograd_input_f64_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_input_f64 *arguments) {
  table->winograd_input_f64[tile](arguments);
}

static inline void ck_winograd_output_f32_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_output_f32 *arguments) {
  table->winograd_output_f32[tile](arguments);
}

static inline void ck_winograd_output_f64_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_output_f64 *arguments) {
  table->winograd_output_f64[tile](arguments);
}

#if defined(__cplusplus)
}
#endif

#endif
