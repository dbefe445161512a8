// jpeg_errors.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CPICTURECODECS_JPEG_ERRORS_H
#define CPICTURECODECS_JPEG_ERRORS_H

#include <stdio.h>
// jpeglib.h uses FILE and size_t without declaring them.
#include <jpeglib.h>

#include "codec.h"

// Errors and warnings of libjpeg that end in codec_fail, and print nothing.
//
// The struct that uses the manager must have the pc_codec as its client_data.
struct jpeg_error_mgr* jpeg_errors_to_codec(struct jpeg_error_mgr* manager);

#endif  // CPICTURECODECS_JPEG_ERRORS_H
