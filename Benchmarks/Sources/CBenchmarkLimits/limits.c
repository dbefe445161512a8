// limits.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The loops for every instruction set, and the choice between them. Features
// are named one by one, as in the library's microkernels.

#include "CBenchmarkLimits.h"

// Independent sums: more than two pipes with a latency of 4 have on their way,
// and as many as 16 registers hold.
enum { CBL_CHAINS = 12 };

#define CBL_SUFFIX baseline
#define CBL_LANES 4
#include "limits.inc"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx,avx2,fma"))), \
                             apply_to = function)
#define CBL_SUFFIX avx2
#define CBL_LANES 8
#include "limits.inc"
#pragma clang attribute pop

#pragma clang attribute push(                                        \
    __attribute__((                                                  \
        target("avx512f,avx512dq,avx512bw,avx512vl,avx,avx2,fma"))), \
    apply_to = function)
#define CBL_SUFFIX avx512
#define CBL_LANES 16
#include "limits.inc"
#pragma clang attribute pop

#endif

typedef void (*copy_function)(float *, const float *, size_t);

typedef struct {
  size_t lanes;
  float (*multiply_add)(size_t);
  copy_function copy[2];  // By cbl_store.
} loops;

#define CBL_LOOPS(suffix, lanes)                                     \
  {                                                                  \
    lanes, multiply_add_##suffix, { copy_##suffix, stream_##suffix } \
  }

static loops loops_of(cbl_isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    case CBL_ISA_AVX2:
      return (loops)CBL_LOOPS(avx2, 8);
    case CBL_ISA_AVX512:
      return (loops)CBL_LOOPS(avx512, 16);
#endif
    default:
      return (loops)CBL_LOOPS(baseline, 4);
  }
}

size_t cbl_step_operations(cbl_isa isa) {
  return 2 * CBL_CHAINS * loops_of(isa).lanes;
}

float cbl_multiply_add(cbl_isa isa, size_t steps) {
  return loops_of(isa).multiply_add(steps);
}

void cbl_copy(cbl_isa isa, cbl_store store, float *to, const float *from,
              size_t count) {
  loops_of(isa).copy[store](to, from, count);
}
