// rows.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// Samples between interleaved rows and planes. In C, because a loop over
// conversions that need no check becomes vector instructions here.

#include <stddef.h>

#include "CPictureCodecs.h"

// A division, not a product with the reciprocal: 1 must come out as 1, and
// every value as the nearest number to the stored fraction.
#define UNPACK(TYPE, LARGEST)                                         \
  static inline __attribute__((always_inline)) void unpack_##TYPE(    \
      const TYPE* samples, size_t step, size_t width, float* plane) { \
    for (size_t x = 0; x < width; x++) {                              \
      plane[x] = (float)samples[x * step] / LARGEST;                  \
    }                                                                 \
  }

// NaN is not greater than 0 either. In double the product and the sum are
// exact, so that this rounds to nearest; in float the largest number below a
// half would round up.
#define PACK(TYPE, LARGEST)                                             \
  static inline __attribute__((always_inline)) void pack_##TYPE(        \
      TYPE* samples, size_t step, size_t width, const float* plane) {   \
    for (size_t x = 0; x < width; x++) {                                \
      const float positive = plane[x] > 0 ? plane[x] : 0;               \
      const float clamped = positive < 1 ? positive : 1;                \
      samples[x * step] = (TYPE)(int)((double)clamped * LARGEST + 0.5); \
    }                                                                   \
  }

UNPACK(uint8_t, 255.0F)
UNPACK(uint16_t, 65535.0F)
PACK(uint8_t, 255.0)
PACK(uint16_t, 65535.0)

static inline __attribute__((always_inline)) void unpack_float(
    const float* samples, size_t step, size_t width, float* plane) {
  for (size_t x = 0; x < width; x++) plane[x] = samples[x * step];
}

static inline __attribute__((always_inline)) void pack_float(
    float* samples, size_t step, size_t width, const float* plane) {
  for (size_t x = 0; x < width; x++) samples[x * step] = plane[x];
}

// The compiler makes an instance for CPUs with AVX2, too, which takes less than
// half the time, where the system can choose between them when it loads a
// program. No product is contracted with a sum, so that both give the same.
#if defined(__x86_64__) && defined(__GLIBC__)
#define FOR_EVERY_CPU __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EVERY_CPU
#endif

// The compiler sees the steps that there are.
#define FOR_EVERY_STEP(FUNCTION, TYPE)                        \
  switch (layout.channels) {                                  \
    case 1:                                                   \
      FUNCTION((TYPE*)row, 1, layout.width, plane);           \
      break;                                                  \
    case 2:                                                   \
      FUNCTION((TYPE*)row + channel, 2, layout.width, plane); \
      break;                                                  \
    case 3:                                                   \
      FUNCTION((TYPE*)row + channel, 3, layout.width, plane); \
      break;                                                  \
    default:                                                  \
      FUNCTION((TYPE*)row + channel, 4, layout.width, plane); \
      break;                                                  \
  }

FOR_EVERY_CPU void pc_unpack(const void* row, pc_layout layout,
                             uint32_t channel, float* plane) {
  switch (layout.bit_depth) {
    case 8:
      FOR_EVERY_STEP(unpack_uint8_t, const uint8_t)
      break;
    case 16:
      FOR_EVERY_STEP(unpack_uint16_t, const uint16_t)
      break;
    default:
      FOR_EVERY_STEP(unpack_float, const float)
      break;
  }
}

FOR_EVERY_CPU void pc_pack(void* row, pc_layout layout, uint32_t channel,
                           const float* plane) {
  switch (layout.bit_depth) {
    case 8:
      FOR_EVERY_STEP(pack_uint8_t, uint8_t)
      break;
    case 16:
      FOR_EVERY_STEP(pack_uint16_t, uint16_t)
      break;
    default:
      FOR_EVERY_STEP(pack_float, float)
      break;
  }
}
