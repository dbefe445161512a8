// CConvolutionAllocations.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// Counts what a process allocates. For tests alone: who links this has every
// malloc of the process, of all threads and all libraries, pass through it. It
// is counted between start and stop only.

#ifndef CONVOLUTION_ALLOCATIONS_H
#define CONVOLUTION_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  // Calls of malloc, calloc, realloc and their aligned relatives.
  size_t calls;
  // The bytes that they asked for, together, and the most of one.
  size_t bytes;
  size_t largest;
} ca_allocations;

// Whether anything is counted: not where the system's allocator cannot be
// reached from here, nor under a sanitizer, which has an allocator of its own.
bool ca_is_supported(void);

// Counts from 0.
void ca_start(void);

// Stops counting; what was counted.
ca_allocations ca_stop(void);

// Watches aligned blocks that are allocated from now on, of `size` bytes times
// a power of two.
void ca_watch(size_t size);

// Fills all watched blocks with bytes of 0xFF: NaN, in any type of number.
void ca_fill_watched(void);

// Over all watched blocks, the most bytes from the start of one to the last
// that is not 0xFF any more.
size_t ca_extent_of_watched(void);

#endif
