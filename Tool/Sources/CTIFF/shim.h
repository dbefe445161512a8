// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CTIFF_SHIM_H
#define CTIFF_SHIM_H

#include <tiffio.h>

#endif  // CTIFF_SHIM_H
