// checks.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// What the checks of all families of microkernels share.

#ifndef SANITIZERS_CHECKS_H
#define SANITIZERS_CHECKS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "CConvolutionKernels.h"
#include "guarded.h"

/// SplitMix64, after Steele, Lea and Flood (2014).
static inline uint64_t next_random(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// A whole number from `low` to `high`.
static inline size_t pick(uint64_t *state, size_t low, size_t high) {
  return low + next_random(state) % (high - low + 1);
}

/// A small whole number, of either sign: sums of their products are exact.
static inline double number(uint64_t *state) {
  return (double)pick(state, 0, 16) - 8;
}

/// Ends the program with what was called unless `condition`.
#define REQUIRE(condition, table, ...)                        \
  do {                                                        \
    if (!(condition)) {                                       \
      fprintf(stderr, "%s: %s: ", (table)->name, #condition); \
      fprintf(stderr, __VA_ARGS__);                           \
      fputc('\n', stderr);                                    \
      exit(1);                                                \
    }                                                         \
  } while (0)

/// Each calls every entry of its family once, on a random problem, and returns
/// the number of calls.
size_t check_depthwise_f32(const ck_table *table, uint64_t *state);
size_t check_depthwise_f64(const ck_table *table, uint64_t *state);
size_t check_direct_f32(const ck_table *table, uint64_t *state);
size_t check_direct_f64(const ck_table *table, uint64_t *state);
size_t check_planar_f32(const ck_table *table, uint64_t *state);
size_t check_planar_f64(const ck_table *table, uint64_t *state);
size_t check_pack_f32(const ck_table *table, uint64_t *state);
size_t check_pack_f64(const ck_table *table, uint64_t *state);
size_t check_spread_f32(const ck_table *table, uint64_t *state);
size_t check_spread_f64(const ck_table *table, uint64_t *state);
size_t check_winograd_f32(const ck_table *table, uint64_t *state);
size_t check_winograd_f64(const ck_table *table, uint64_t *state);
size_t check_fourier_f32(const ck_table *table, uint64_t *state);
size_t check_fourier_f64(const ck_table *table, uint64_t *state);
size_t check_lags_f64(const ck_table *table, uint64_t *state);

#endif
