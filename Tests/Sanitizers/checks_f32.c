// checks_f32.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#define SCALAR float
#define NAME(name) name##_f32
#include "checks.inc"
