// guarded.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// Memory that notices what is done to it beside what it was opened for.

#ifndef SANITIZERS_GUARDED_H
#define SANITIZERS_GUARDED_H

#include <stdbool.h>
#include <stddef.h>

/// Bytes between guards. All are closed and hold a pattern, NaN in any type,
/// until some are opened.
///
/// While sealed, the address sanitizer reports an access to closed bytes. It
/// knows pieces of 8 bytes only, and no masked load or store: so closed bytes
/// are also canaries that a call must leave alone, and NaN that would show in
/// what is computed from them.
typedef struct {
  unsigned char *bytes;
  size_t size;
  unsigned char *block;  // What was allocated: guards, bytes, guards.
  unsigned char *copy;   // The block when it was sealed.
  bool *is_open;         // By byte of the block.
} guarded;

/// `shift` bytes from a boundary of 64.
guarded guarded_make(size_t size, size_t shift);

void guarded_open(guarded *memory, size_t offset, size_t size);

/// Ends the opening and the filling; a call may come.
void guarded_seal(guarded *memory);

/// Makes all bytes accessible again. 0 if closed ones have changed, else 1.
int guarded_unseal(guarded *memory);

void guarded_free(guarded *memory);

#endif
