// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FUSED 1
#define OPERATIONS reduction_avx2

#include "kernel.h"

#pragma clang attribute pop
#endif
