// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define FUSED 1
#define OPERATIONS reduction_avx512

#include "kernel.h"

#pragma clang attribute pop
#endif
