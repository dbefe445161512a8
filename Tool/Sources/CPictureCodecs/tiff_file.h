// tiff_file.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CPICTURECODECS_TIFF_FILE_H
#define CPICTURECODECS_TIFF_FILE_H

#include <tiffio.h>

#include "codec.h"

// What libtiff reports while it runs. It must not be left by a jump, so that
// the first failure is kept and ends the call when libtiff has returned.
typedef struct {
  pc_codec* codec;
  TIFF* tiff;
  pc_status status;  // PC_OK while there is none.
  char reason[PC_REASON_CAPACITY];
} tiff_file;

// Opens the codec's file. Ends the running call on failure.
//
// memory_limit is the most that libtiff may take at once, 0 for no limit.
void tiff_file_open(tiff_file* file, pc_codec* codec, const char* mode,
                    int64_t memory_limit);

// Ends the running call if something was reported, or if `succeeded` is false.
void tiff_file_check(tiff_file* file, bool succeeded);

#endif  // CPICTURECODECS_TIFF_FILE_H
