// guarded.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "guarded.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

enum { GUARD = 256, PATTERN = 0xff };

static size_t block_size(const guarded *memory) {
  // A multiple of the alignment, as aligned_alloc wants it.
  return (memory->size + 3 * GUARD + 63) / 64 * 64;
}

static void *allocate(size_t size) {
  void *const memory = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!memory) abort();
  return memory;
}

guarded guarded_make(size_t size, size_t shift) {
  guarded memory = {.size = size};
  const size_t whole = block_size(&memory);
  memory.block = allocate(whole);
  memory.copy = allocate(whole);
  memory.is_open = allocate(whole * sizeof(bool));
  memset(memory.block, PATTERN, whole);
  memset(memory.is_open, 0, whole * sizeof(bool));
  memory.bytes = memory.block + GUARD + shift;
  return memory;
}

void guarded_open(guarded *memory, size_t offset, size_t size) {
  if (offset + size > memory->size) abort();
  const size_t start = (size_t)(memory->bytes - memory->block) + offset;
  for (size_t index = 0; index < size; index++) {
    memory->is_open[start + index] = true;
  }
}

void guarded_seal(guarded *memory) {
  const size_t whole = block_size(memory);
  memcpy(memory->copy, memory->block, whole);
  ASAN_POISON_MEMORY_REGION(memory->block, whole);
  for (size_t start = 0; start < whole;) {
    size_t end = start;
    while (end < whole && memory->is_open[end]) end++;
    if (end > start) {
      ASAN_UNPOISON_MEMORY_REGION(memory->block + start, end - start);
    }
    start = end + 1;
  }
}

int guarded_unseal(guarded *memory) {
  const size_t whole = block_size(memory);
  ASAN_UNPOISON_MEMORY_REGION(memory->block, whole);
  for (size_t index = 0; index < whole; index++) {
    if (!memory->is_open[index] &&
        memory->block[index] != memory->copy[index]) {
      return 0;
    }
  }
  return 1;
}

void guarded_free(guarded *memory) {
  ASAN_UNPOISON_MEMORY_REGION(memory->block, block_size(memory));
  free(memory->block);
  free(memory->copy);
  free(memory->is_open);
}
