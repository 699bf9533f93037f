// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi,bmi2,popcnt"))), \
    apply_to = function)

#include "kernel_set.h"

static inline uint32_t bits(uint64_t word) { return (uint32_t)__builtin_popcountll(word); }

static inline uint32_t filter(
    const uint32_t *entries, uint32_t count, uint32_t tag, uint32_t allowed, uint32_t row_bits, uint32_t *out) {
    // Reads past `count` stay inside the table: every array of entries ends with sixteen spare ones. Eight entries are not
    // read as sixteen, because that would fetch a line more.
    __m512i lanes = count <= 8 ? _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)entries)) : _mm512_loadu_si512(entries);
    __mmask16 used = _mm512_mask_cmpneq_epi32_mask((__mmask16)_bzhi_u32(0xFFFF, count), lanes, _mm512_set1_epi32(-1));
    __m512i tags = _mm512_srl_epi32(lanes, _mm_cvtsi32_si128((int)row_bits));
    __m512i distance = _mm512_popcnt_epi32(_mm512_xor_si512(tags, _mm512_set1_epi32((int)tag)));
    __mmask16 near = _mm512_mask_cmple_epi32_mask(used, distance, _mm512_set1_epi32((int)allowed));
    __m512i rows = _mm512_and_si512(lanes, _mm512_set1_epi32((int)(uint32_t)((UINT64_C(1) << row_bits) - 1)));
    // Compressing in a register and storing it whole is many times faster than a compressing store.
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(near, rows));
    return (uint32_t)__builtin_popcount(near);
}

/// Rows of eight that lie near the code, in the lanes' order.
static inline __mmask8 near_rows(__m512i firsts, __m512i seconds, __m512i first, __m512i second, __m512i limit) {
    return _mm512_cmple_epi64_mask(
        _mm512_add_epi64(
            _mm512_popcnt_epi64(_mm512_xor_si512(firsts, first)),
            _mm512_popcnt_epi64(_mm512_xor_si512(seconds, second))),
        limit);
}

static inline uint32_t scan_block(
    const uint64_t *heads, uint32_t count, const uint64_t *codes, uint32_t code_count, uint32_t radius, uint32_t *near) {
    uint32_t found = 0;
    const __m512i limit = _mm512_set1_epi64(radius);
    const uint32_t whole = count & ~7u;
    uint32_t c = 0;
    for (; c < code_count; c += 4) {
        const uint32_t some = code_count - c < 4 ? code_count - c : 4;
        __m512i first[4], second[4];
        for (uint32_t k = 0; k < 4; k++) {
            const uint64_t *code = codes + (c + (k < some ? k : 0)) * 4;
            first[k] = _mm512_set1_epi64((long long)code[0]);
            second[k] = _mm512_set1_epi64((long long)code[1]);
        }
        for (uint32_t i = 0; i < whole; i += 8) {
            __m512i left = _mm512_loadu_si512(heads + i * 2), right = _mm512_loadu_si512(heads + i * 2 + 8);
            // Lane 2k holds row k, lane 2k+1 row k+4.
            __m512i firsts = _mm512_unpacklo_epi64(left, right), seconds = _mm512_unpackhi_epi64(left, right);
            uint32_t lanes = near_rows(firsts, seconds, first[0], second[0], limit);
            if (some > 1) {
                lanes |= (uint32_t)near_rows(firsts, seconds, first[1], second[1], limit) << 8
                    | (uint32_t)near_rows(firsts, seconds, first[2], second[2], limit) << 16
                    | (uint32_t)near_rows(firsts, seconds, first[3], second[3], limit) << 24;
            }
            while (__builtin_expect(lanes != 0, 0)) {
                uint32_t bit = (uint32_t)__builtin_ctz(lanes), k = bit >> 3, lane = bit & 7;
                lanes &= lanes - 1;
                if (k < some) near[found++] = (c + k) << 16 | (i + (lane >> 1) + (lane & 1) * 4);
            }
        }
        for (uint32_t k = 0; k < some; k++)
            for (uint32_t i = whole; i < count; i++)
                if (bits(heads[i * 2] ^ codes[(c + k) * 4]) + bits(heads[i * 2 + 1] ^ codes[(c + k) * 4 + 1]) <= radius)
                    near[found++] = (c + k) << 16 | i;
    }
    return found;
}

#include "search_loops.h"

#pragma clang attribute pop

const sk_kernel_set sk_avx512_set = {search, scan, verify};

#else
typedef int sk_avx512_is_for_another_machine;
#endif
