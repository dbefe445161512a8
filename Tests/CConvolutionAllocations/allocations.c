// allocations.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "CConvolutionAllocations.h"
#include "watched.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)
#define CA_SUPPORTED 1
#else
#define CA_SUPPORTED 0
#endif

static atomic_bool is_counting;
static atomic_size_t calls, bytes, largest;

bool ca_is_supported(void) { return CA_SUPPORTED; }

void ca_start(void) {
  atomic_store(&calls, 0);
  atomic_store(&bytes, 0);
  atomic_store(&largest, 0);
  atomic_store(&is_counting, true);
}

ca_allocations ca_stop(void) {
  atomic_store(&is_counting, false);
  return (ca_allocations){.calls = atomic_load(&calls),
                          .bytes = atomic_load(&bytes),
                          .largest = atomic_load(&largest)};
}

#if CA_SUPPORTED

// The allocator of glibc under its other names. Definitions in the executable
// come before those of the shared libraries, for all of them: so these are what
// Swift's runtime and OpenBLAS call too.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static void note(size_t size) {
  if (!atomic_load_explicit(&is_counting, memory_order_relaxed)) return;
  atomic_fetch_add(&calls, 1);
  atomic_fetch_add(&bytes, size);
  size_t most = atomic_load(&largest);
  while (size > most && !atomic_compare_exchange_weak(&largest, &most, size)) {
  }
}

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  size_t total;
  note(__builtin_mul_overflow(count, size, &total) ? SIZE_MAX : total);
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  note(size);
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  void *memory = __libc_memalign(alignment, size);
  if (memory) ca_note_allocated(memory, size);
  return memory;
}

void *aligned_alloc(size_t alignment, size_t size) {
  return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 ||
      (alignment & (alignment - 1)) != 0) {
    return EINVAL;
  }
  void *result = memalign(alignment, size);
  if (!result) return ENOMEM;
  *memory = result;
  return 0;
}

void free(void *memory) {
  if (memory) ca_note_freed(memory);
  __libc_free(memory);
}

#endif
