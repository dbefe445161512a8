// main.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// Calls every microkernel of every instruction set that the machine has, on
// random problems in guarded memory. Built with sanitizers by Scripts/sanitize.
//
//   microkernels [ROUNDS [SEED]]

#include "checks.h"

static const struct {
  const char *name;
  size_t (*check)(const ck_table *, uint64_t *);
} families[] = {
    {"direct_f32", check_direct_f32},
    {"direct_f64", check_direct_f64},
    {"depthwise_f32", check_depthwise_f32},
    {"depthwise_f64", check_depthwise_f64},
    {"planar_f32", check_planar_f32},
    {"planar_f64", check_planar_f64},
    {"winograd_f32", check_winograd_f32},
    {"winograd_f64", check_winograd_f64},
    {"fourier_f32", check_fourier_f32},
    {"fourier_f64", check_fourier_f64},
    {"pack_f32", check_pack_f32},
    {"pack_f64", check_pack_f64},
    {"spread_f32", check_spread_f32},
    {"spread_f64", check_spread_f64},
    {"lags_f64", check_lags_f64},
};

int main(int count, char **arguments) {
  const long rounds = count > 1 ? strtol(arguments[1], NULL, 10) : 20;
  const uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
  if (rounds < 1) {
    fprintf(stderr, "usage: microkernels [ROUNDS [SEED]]\n");
    return 64;
  }
  for (int isa = 0; isa < CK_ISA_COUNT; isa++) {
    const ck_table *const table = ck_table_for((ck_isa)isa);
    if (!table) continue;
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
      uint64_t state = seed + f;
      size_t calls = 0;
      for (long round = 0; round < rounds; round++) {
        calls += families[f].check(table, &state);
      }
      printf("%-10s %-14s %7zu calls\n", table->name, families[f].name, calls);
    }
  }
  return 0;
}
