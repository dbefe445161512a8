// watched.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "watched.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "CConvolutionAllocations.h"

enum { limit = 64 };

static struct {
  unsigned char *start;
  size_t size;
} blocks[limit];

// 0 while nothing is watched.
static atomic_size_t unit;
static atomic_flag is_locked = ATOMIC_FLAG_INIT;

static void lock(void) {
  while (atomic_flag_test_and_set(&is_locked)) {
  }
}

static void unlock(void) { atomic_flag_clear(&is_locked); }

void ca_watch(size_t size) { atomic_store(&unit, size); }

void ca_note_allocated(void *block, size_t size) {
  size_t watched = atomic_load_explicit(&unit, memory_order_relaxed);
  if (!watched) return;
  while (watched < size) watched *= 2;
  if (watched != size) return;
  lock();
  for (int i = 0; i < limit; i++) {
    if (blocks[i].start) continue;
    blocks[i].start = block;
    blocks[i].size = size;
    break;
  }
  unlock();
}

void ca_note_freed(void *block) {
  if (!atomic_load_explicit(&unit, memory_order_relaxed)) return;
  lock();
  for (int i = 0; i < limit; i++) {
    if (blocks[i].start == block) blocks[i].start = NULL;
  }
  unlock();
}

void ca_fill_watched(void) {
  lock();
  for (int i = 0; i < limit; i++) {
    if (blocks[i].start) memset(blocks[i].start, 0xFF, blocks[i].size);
  }
  unlock();
}

size_t ca_extent_of_watched(void) {
  size_t most = 0;
  lock();
  for (int i = 0; i < limit; i++) {
    const unsigned char *start = blocks[i].start;
    size_t end = start ? blocks[i].size : 0;
    // By whole words first: most of a block is as it was filled.
    for (uint64_t word; end >= sizeof word; end -= sizeof word) {
      memcpy(&word, start + end - sizeof word, sizeof word);
      if (word != UINT64_MAX) break;
    }
    while (end > 0 && start[end - 1] == 0xFF) end--;
    if (end > most) most = end;
  }
  unlock();
  return most;
}
