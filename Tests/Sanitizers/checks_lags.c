// checks_lags.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "checks.h"

static double *at(const guarded *memory, size_t index) {
  return (double *)memory->bytes + index;
}

static void give(guarded *memory, size_t index, uint64_t *state) {
  guarded_open(memory, index * sizeof(double), sizeof(double));
  *at(memory, index) = number(state);
}

size_t check_lags_f64(const ck_table *table, uint64_t *state) {
  const uint64_t seed = *state;
  const size_t lanes = table->vector_size / sizeof(double);
  const size_t rows = pick(state, 1, 9), shifts = pick(state, 1, 19);
  const size_t columns = pick(state, 1, 5 * lanes);
  const ptrdiff_t step = (ptrdiff_t)pick(state, 0, 6) - 3;
  const size_t reach = (size_t)(step < 0 ? -step : step) * (shifts - 1);
  const size_t row_stride = columns + pick(state, 0, 3);
  guarded row = guarded_make(rows * row_stride * sizeof(double), 8);
  for (size_t index = 0; index < rows * columns; index++) {
    give(&row, index / columns * row_stride + index % columns, state);
  }
  guarded_seal(&row);
  guarded shifted = guarded_make((columns + reach) * sizeof(double), 8);
  for (size_t j = 0; j < shifts; j++) {
    const size_t start =
        step < 0 ? reach - j * (size_t)-step : j * (size_t)step;
    for (size_t x = 0; x < columns; x++) give(&shifted, start + x, state);
  }
  guarded_seal(&shifted);
  guarded sums = guarded_make(rows * shifts * lanes * sizeof(double), 0);
  for (size_t index = 0; index < rows * shifts * lanes; index++) {
    give(&sums, index, state);
    *at(&sums, index) = 2;
  }
  guarded_seal(&sums);

  const double *const origin = at(&shifted, step < 0 ? reach : 0);
  const ck_lags_f64 arguments = {
      .rows = at(&row, 0),
      .row_stride = (ptrdiff_t)row_stride,
      .row_count = rows,
      .shifted = origin,
      .step = step,
      .shifts = shifts,
      .columns = columns,
      .sums = at(&sums, 0),
  };
  table->lags_f64(&arguments);

  const int is_intact =
      guarded_unseal(&row) & guarded_unseal(&shifted) & guarded_unseal(&sums);
  REQUIRE(is_intact, table, "lags, seed %llu", (unsigned long long)seed);
  for (size_t index = 0; index < rows * shifts * lanes; index++) {
    const size_t i = index / lanes / shifts, j = index / lanes % shifts;
    double sum = 2;
    for (size_t x = index % lanes; x < columns; x += lanes) {
      sum += *at(&row, i * row_stride + x) *
             origin[(ptrdiff_t)j * step + (ptrdiff_t)x];
    }
    REQUIRE(*at(&sums, index) == sum, table,
            "lags, %zu rows, %zu shifts of %td, %zu columns, seed %llu", rows,
            shifts, step, columns, (unsigned long long)seed);
  }
  guarded_free(&row);
  guarded_free(&shifted);
  guarded_free(&sums);
  return 1;
}
