// CBenchmarkLimits.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// Loops that do one thing as fast as a core can: multiply and add in registers,
// or copy memory. What they reach is the machine's limit.

#ifndef CBENCHMARKLIMITS_H
#define CBENCHMARKLIMITS_H

#include <stddef.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// The vector instructions that a loop is made of. The caller knows that the
/// processor has them; the sets of x86-64 are the baseline elsewhere.
typedef enum {
  CBL_ISA_BASELINE = 0,
  CBL_ISA_AVX2 = 1,
  CBL_ISA_AVX512 = 2,
} cbl_isa;

/// How the vectors of a copy are stored.
typedef enum {
  CBL_STORE_CACHED = 0,     ///< As usual.
  CBL_STORE_STREAMING = 1,  ///< Past the caches.
} cbl_store;

/// The floating-point operations of one step of `cbl_multiply_add`.
size_t cbl_step_operations(cbl_isa isa);

/// Does `steps` steps of independent multiply-adds, all in registers. The
/// result is of no use but to keep them.
float cbl_multiply_add(cbl_isa isa, size_t steps);

/// Copies `count` floats, a multiple of 64; both sides are aligned to 64 bytes.
void cbl_copy(cbl_isa isa, cbl_store store, float *to, const float *from,
              size_t count);

#if defined(__cplusplus)
}
#endif

#endif
