// processors.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include <unistd.h>

#include "CConvolutionKernels.h"

#if defined(__linux__)
#include <errno.h>
#include <sched.h>

int ck_allowed_processors(void) {
  // The mask of the kernel may be larger than the usual type for one.
  for (int limit = 1024; limit <= 1 << 16; limit *= 2) {
    cpu_set_t *mask = CPU_ALLOC(limit);
    if (!mask) return 0;
    size_t size = CPU_ALLOC_SIZE(limit);
    int status = sched_getaffinity(getpid(), size, mask);
    int error = errno;
    int count = status == 0 ? CPU_COUNT_S(size, mask) : 0;
    CPU_FREE(mask);
    if (status == 0 || error != EINVAL) return count;
  }
  return 0;
}
#else
int ck_allowed_processors(void) { return 0; }
#endif
