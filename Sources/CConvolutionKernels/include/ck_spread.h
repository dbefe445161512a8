// ck_spread.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// A row, copied in stretches.

#ifndef CCONVOLUTIONKERNELS_CK_SPREAD_H
#define CCONVOLUTIONKERNELS_CK_SPREAD_H

#include <stddef.h>

/// Copies stretches of a row that may overlap to places `target_stride` apart:
///
///   target[t * target_stride + i] = source[start(t) * step + i], i < length
///
/// where the starts divide the row evenly: start(t) is t * quotient +
/// t * remainder / stretches, rounded down. Less than 16 bytes more than a
/// stretch are read and written after each: whole chunks are copied faster.
#define CK_SPREAD_FUNCTION(scalar, suffix)                                   \
  static inline void ck_spread_##suffix(                                     \
      const scalar *restrict source, size_t stretches, size_t quotient,      \
      size_t remainder, size_t step, size_t length, scalar *restrict target, \
      ptrdiff_t target_stride) {                                             \
    const size_t chunk = 16 / sizeof(scalar);                                \
    size_t rest = 0;                                                         \
    for (size_t t = 0; t < stretches; t++) {                                 \
      for (size_t i = 0; i < length; i += chunk) {                           \
        __builtin_memcpy(target + i, source + i, 16);                        \
      }                                                                      \
      target += target_stride;                                               \
      source += quotient * step;                                             \
      rest += remainder;                                                     \
      if (rest >= stretches) {                                               \
        rest -= stretches;                                                   \
        source += step;                                                      \
      }                                                                      \
    }                                                                        \
  }
CK_SPREAD_FUNCTION(float, f32)
CK_SPREAD_FUNCTION(double, f64)
#undef CK_SPREAD_FUNCTION

#endif
