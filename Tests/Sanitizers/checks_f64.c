// checks_f64.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#define SCALAR double
#define NAME(name) name##_f64
#include "checks.inc"
