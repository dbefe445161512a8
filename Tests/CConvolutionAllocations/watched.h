// watched.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CONVOLUTION_WATCHED_H
#define CONVOLUTION_WATCHED_H

#include <stddef.h>

// Watches a block that was allocated, if blocks of its size are watched.
void ca_note_allocated(void *block, size_t size);

// Forgets a block that is about to be freed.
void ca_note_freed(void *block);

#endif
