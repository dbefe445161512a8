// ck_interleave.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// Every second element, picked out and put back. The compiler makes vectors of
// these for any processor, which it cannot where it does not know that source
// and target lie apart.

#ifndef CCONVOLUTIONKERNELS_CK_INTERLEAVE_H
#define CCONVOLUTIONKERNELS_CK_INTERLEAVE_H

#include <stddef.h>

#define CK_INTERLEAVE_FUNCTIONS(scalar, suffix)                                \
  /* target[i] = source[2 * i] */                                              \
  static inline void ck_pick_##suffix(const scalar *restrict source,           \
                                      scalar *restrict target, size_t count) { \
    for (size_t i = 0; i < count; i++) target[i] = source[2 * i];              \
  }                                                                            \
  /* target[2 * i] = even[i], target[2 * i + 1] = odd[i] */                    \
  static inline void ck_merge_##suffix(                                        \
      const scalar *restrict even, const scalar *restrict odd,                 \
      scalar *restrict target, size_t count) {                                 \
    for (size_t i = 0; i < count; i++) {                                       \
      target[2 * i] = even[i];                                                 \
      target[2 * i + 1] = odd[i];                                              \
    }                                                                          \
  }
CK_INTERLEAVE_FUNCTIONS(float, f32)
CK_INTERLEAVE_FUNCTIONS(double, f64)
#undef CK_INTERLEAVE_FUNCTIONS

#endif
