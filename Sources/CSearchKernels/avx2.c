// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)

#include "kernel_set.h"

static inline uint32_t bits(uint64_t word) { return (uint32_t)__builtin_popcountll(word); }

/// Set bits of each 32-bit lane, by a table of nibbles (Mula's method).
static inline __m256i lane_bits(__m256i lanes) {
    const __m256i table = _mm256_setr_epi8(
        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i bytes = _mm256_add_epi8(
        _mm256_shuffle_epi8(table, _mm256_and_si256(lanes, nibble)),
        _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(lanes, 4), nibble)));
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

static inline uint32_t filter(
    const uint32_t *entries, uint32_t count, uint32_t tag, uint32_t allowed, uint32_t row_bits, uint32_t *out) {
    uint64_t row_mask = (UINT64_C(1) << row_bits) - 1;
    __m256i tags = _mm256_set1_epi32((int)tag), limit = _mm256_set1_epi32((int)allowed + 1);
    __m128i shift = _mm_cvtsi32_si128((int)row_bits);
    uint32_t near = 0;
    for (uint32_t half = 0; half < count; half += 8) {
        // Reads past `count` stay inside the table: every array of entries ends with sixteen spare ones.
        __m256i lanes = _mm256_loadu_si256((const __m256i *)(entries + half));
        __m256i distance = lane_bits(_mm256_xor_si256(_mm256_srl_epi32(lanes, shift), tags));
        __m256i used = _mm256_cmpeq_epi32(lanes, _mm256_set1_epi32(-1));
        __m256i kept = _mm256_andnot_si256(used, _mm256_cmpgt_epi32(limit, distance));
        near |= (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(kept)) << half;
    }
    near = _bzhi_u32(near, count);
    uint32_t written = 0;
    for (; near; near &= near - 1) out[written++] = (uint32_t)(entries[__builtin_ctz(near)] & row_mask);
    return written;
}

static inline uint32_t scan_block(
    const uint64_t *heads, uint32_t count, const uint64_t *codes, uint32_t code_count, uint32_t radius, uint32_t *near) {
    uint32_t found = 0;
    for (uint32_t c = 0; c < code_count; c++) {
        uint64_t first = codes[c * 4], second = codes[c * 4 + 1];
        for (uint32_t i = 0; i < count; i++) {
            near[found] = c << 16 | i;
            found += bits(heads[i * 2] ^ first) + bits(heads[i * 2 + 1] ^ second) <= radius;
        }
    }
    return found;
}

#include "search_loops.h"

#pragma clang attribute pop

const sk_kernel_set sk_avx2_set = {search, scan, verify};

#else
typedef int sk_avx2_is_for_another_machine;
#endif
