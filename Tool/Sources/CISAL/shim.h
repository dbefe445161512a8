// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#ifndef CISAL_SHIM_H
#define CISAL_SHIM_H

#include <isa-l.h>

#endif  // CISAL_SHIM_H
