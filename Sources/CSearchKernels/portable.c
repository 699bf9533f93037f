// SPDX-License-Identifier: Apache-2.0

#include "kernel_set.h"

static inline uint32_t bits(uint64_t word) { return (uint32_t)__builtin_popcountll(word); }

static inline uint32_t filter(
    const uint32_t *entries, uint32_t count, uint32_t tag, uint32_t allowed, uint32_t row_bits, uint32_t *out) {
    uint64_t row_mask = (UINT64_C(1) << row_bits) - 1;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entry = entries[i];
        if (entry == SK_EMPTY) break;  // slots fill from the first
        if (bits((uint32_t)((uint64_t)entry >> row_bits) ^ tag) <= allowed) out[kept++] = (uint32_t)(entry & row_mask);
    }
    return kept;
}

static inline uint32_t scan_block(
    const uint64_t *heads, uint32_t count, const uint64_t *codes, uint32_t code_count, uint32_t radius, uint32_t *near) {
    uint32_t found = 0;
    for (uint32_t c = 0; c < code_count; c++) {
        uint64_t first = codes[c * 4], second = codes[c * 4 + 1];
        for (uint32_t i = 0; i < count; i++)
            if (bits(heads[i * 2] ^ first) + bits(heads[i * 2 + 1] ^ second) <= radius) near[found++] = c << 16 | i;
    }
    return found;
}

#include "search_loops.h"

const sk_kernel_set sk_portable_set = {search, scan, verify};
