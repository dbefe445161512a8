// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CPNG_SHIM_H
#define CPNG_SHIM_H

#include <png.h>

#endif  // CPNG_SHIM_H
