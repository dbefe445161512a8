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

// The same as ck_merge, stored past the caches but for the last few. The target
// is aligned to 16 bytes, and ck_fence has to come before another thread may
// know of it.

typedef float ck_four_f32 __attribute__((vector_size(16)));
typedef double ck_two_f64 __attribute__((vector_size(16)));

static inline void ck_merge_streaming_f32(const float *restrict even,
                                          const float *restrict odd,
                                          float *restrict target,
                                          size_t count) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    ck_four_f32 left, right;
    __builtin_memcpy(&left, even + i, sizeof left);
    __builtin_memcpy(&right, odd + i, sizeof right);
    ck_four_f32 *merged = (ck_four_f32 *)(target + 2 * i);
    __builtin_nontemporal_store(
        __builtin_shufflevector(left, right, 0, 4, 1, 5), merged);
    __builtin_nontemporal_store(
        __builtin_shufflevector(left, right, 2, 6, 3, 7), merged + 1);
  }
  ck_merge_f32(even + i, odd + i, target + 2 * i, count - i);
}

static inline void ck_merge_streaming_f64(const double *restrict even,
                                          const double *restrict odd,
                                          double *restrict target,
                                          size_t count) {
  for (size_t i = 0; i < count; i++) {
    const ck_two_f64 merged = {even[i], odd[i]};
    __builtin_nontemporal_store(merged, (ck_two_f64 *)(target + 2 * i));
  }
}

#endif
