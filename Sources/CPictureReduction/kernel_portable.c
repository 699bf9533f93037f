// SPDX-License-Identifier: Apache-2.0
//
// For every processor: SSE2 on x86-64, NEON on arm64.
#if defined(__ARM_FEATURE_FMA)
#define FUSED 1
#else
#define FUSED 0
#endif
#define OPERATIONS reduction_portable

#include "kernel.h"
