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

#include "ck_depthwise.h"
#include "ck_direct.h"
#include "ck_fourier.h"
#include "ck_interleave.h"
#include "ck_lags.h"
#include "ck_pack.h"
#include "ck_planar.h"
#include "ck_spread.h"
#include "ck_winograd.h"

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

/// Whether the processor foresees what is read of planes, row by row, so that
/// it takes longer to ask for it: as those of Intel do. Three planes of 1920 x
/// 1080 in single precision and a 3x3 kernel take .85 of the time on Emerald
/// Rapids if less is asked for, depthwise layers of MobileNet .92 to .96. On
/// Zen 5 these took up to 1.4 times as long then.
bool ck_foresees_planes(void);

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
  /// By vectors less one, by stride, and by width.
  ck_direct_f32_function direct_narrow_f32[CK_DIRECT_MAX_VECTORS]
                                          [CK_STRIDE_NARROW_COUNT]
                                          [CK_DIRECT_MAX_PIXELS / 2 + 1];
  ck_direct_f64_function direct_narrow_f64[CK_DIRECT_MAX_VECTORS]
                                          [CK_STRIDE_NARROW_COUNT]
                                          [CK_DIRECT_MAX_PIXELS / 2 + 1];
  /// By vectors of pixels less one, and by the number of output channels, from
  /// 1 to `direct_pixels`.
  ck_direct_f32_function direct_wide_f32[CK_DIRECT_MAX_VECTORS]
                                        [CK_DIRECT_MAX_PIXELS + 1];
  ck_direct_f64_function direct_wide_f64[CK_DIRECT_MAX_VECTORS]
                                        [CK_DIRECT_MAX_PIXELS + 1];

  /// The channels in the time of which a wide one asks for a line.
  size_t direct_ask_steps;

  /// By the number of pixels, from 1 to `direct_pixels`.
  ck_depthwise_f32_function depthwise_f32[CK_DIRECT_MAX_PIXELS + 1];
  ck_depthwise_f64_function depthwise_f64[CK_DIRECT_MAX_PIXELS + 1];

  /// By stride, 1 or 2, which is that of rows and columns alike.
  ck_planar_f32_function planar_f32[2][CK_KERNEL_COUNT];
  ck_planar_f64_function planar_f64[2][CK_KERNEL_COUNT];
  /// By the side of the tiles.
  ck_winograd_weight_f32_function winograd_weight_f32[CK_WINOGRAD_COUNT];
  ck_winograd_weight_f64_function winograd_weight_f64[CK_WINOGRAD_COUNT];
  ck_winograd_input_f32_function winograd_input_f32[CK_WINOGRAD_COUNT];
  ck_winograd_input_f64_function winograd_input_f64[CK_WINOGRAD_COUNT];
  ck_winograd_output_f32_function winograd_output_f32[CK_WINOGRAD_COUNT];
  ck_winograd_output_f64_function winograd_output_f64[CK_WINOGRAD_COUNT];
  /// For tiles of any side.
  ck_winograd_product_f32_function winograd_product_f32;
  ck_winograd_product_f64_function winograd_product_f64;

  /// For transforms of any size.
  ck_fourier_columns_f32_function fourier_columns_f32;
  ck_fourier_columns_f64_function fourier_columns_f64;
  ck_fourier_rows_f32_function fourier_rows_f32;
  ck_fourier_rows_f64_function fourier_rows_f64;
  ck_fourier_output_f32_function fourier_output_f32;
  ck_fourier_output_f64_function fourier_output_f64;

  ck_lags_f64_function lags_f64;

  ck_pack_f32_function pack_f32;
  ck_pack_f64_function pack_f64;

  ck_spread_f32_function spread_f32;
  ck_spread_f64_function spread_f64;
} ck_table;

/// The microkernels of an instruction set, or NULL where it is not supported.
const ck_table *ck_table_for(ck_isa isa);

// --- The system -------------------------------------------------------------

/// The processors that the affinity mask of the process allows; 0 where the
/// system does not tell.
int ck_allowed_processors(void);

// --- Hints, and the order of stores -----------------------------------------

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

/// Has all stores past the caches done before any store that follows.
static inline void ck_fence(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  // Elsewhere what hands the output to another thread orders them, too.
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

static inline void ck_direct_wide_f32_call(const ck_table *table,
                                           size_t vectors, size_t channels,
                                           const ck_direct_f32 *arguments) {
  table->direct_wide_f32[vectors - 1][channels](arguments);
}

static inline void ck_direct_wide_f64_call(const ck_table *table,
                                           size_t vectors, size_t channels,
                                           const ck_direct_f64 *arguments) {
  table->direct_wide_f64[vectors - 1][channels](arguments);
}

/// The rows of `width` pixels that a narrow direct microkernel computes at
/// once; 1 where there is none for the width.
static inline size_t ck_direct_narrow_rows(const ck_table *table,
                                           size_t width) {
  return width > table->direct_pixels / 2 ? 1
                                          : table->direct_narrow_rows[width];
}

static inline void ck_depthwise_f32_call(const ck_table *table, size_t pixels,
                                         const ck_depthwise_f32 *arguments) {
  table->depthwise_f32[pixels](arguments);
}

static inline void ck_depthwise_f64_call(const ck_table *table, size_t pixels,
                                         const ck_depthwise_f64 *arguments) {
  table->depthwise_f64[pixels](arguments);
}

static inline void ck_planar_f32_call(const ck_table *table, ck_stride stride,
                                      ck_kernel kernel,
                                      const ck_planar_f32 *arguments) {
  table->planar_f32[stride][kernel](arguments);
}

static inline void ck_planar_f64_call(const ck_table *table, ck_stride stride,
                                      ck_kernel kernel,
                                      const ck_planar_f64 *arguments) {
  table->planar_f64[stride][kernel](arguments);
}

static inline void ck_winograd_weight_f32_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_weight_f32 *arguments) {
  table->winograd_weight_f32[tile](arguments);
}

static inline void ck_winograd_weight_f64_call(
    const ck_table *table, ck_winograd_tile tile,
    const ck_winograd_weight_f64 *arguments) {
  table->winograd_weight_f64[tile](arguments);
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
