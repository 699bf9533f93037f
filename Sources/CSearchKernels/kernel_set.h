// SPDX-License-Identifier: Apache-2.0
//
// What each set of inner loops provides, and what the sets share.

#ifndef TUTELA_KERNEL_SET_H
#define TUTELA_KERNEL_SET_H

#include "CSearchKernels.h"

typedef struct {
    sk_outcome (*search)(const sk_plan *, const uint64_t *, uint32_t, sk_hit *, uint32_t, uint8_t *);
    size_t (*scan)(
        const uint64_t *, const uint64_t *, size_t, size_t, const uint64_t *, uint32_t, uint32_t, sk_hit *, size_t,
        size_t *);
    size_t (*verify)(
        const uint64_t *, const uint64_t *, const uint32_t *, size_t, const uint64_t *, uint32_t, sk_hit *);
} sk_kernel_set;

extern const sk_kernel_set sk_portable_set;
#if defined(__x86_64__)
extern const sk_kernel_set sk_avx2_set;
extern const sk_kernel_set sk_avx512_set;
#elif defined(__aarch64__)
extern const sk_kernel_set sk_neon_set;
#endif

/// The bits of a chunk, as a number.
static inline uint32_t sk_chunk_bits(const sk_chunk *chunk, const uint64_t *code) {
    uint64_t low = code[chunk->word] >> chunk->shift;
    uint64_t high = (code[(chunk->word + 1) & 3] << 1) << (63 - chunk->shift);
    return (uint32_t)((low | high) & ((UINT64_C(1) << chunk->width) - 1));
}

#endif
