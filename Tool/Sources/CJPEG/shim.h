// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CJPEG_SHIM_H
#define CJPEG_SHIM_H

#include <stdio.h>
// jpeglib.h uses FILE and size_t without declaring them.
#include <jpeglib.h>

#endif  // CJPEG_SHIM_H
