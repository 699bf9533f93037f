// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <arm_neon.h>

#include "kernel_set.h"

static inline uint32_t bits(uint64_t word) { return vaddv_u8(vcnt_u8(vcreate_u8(word))); }

static inline uint32_t filter(
    const uint32_t *entries, uint32_t count, uint32_t tag, uint32_t allowed, uint32_t row_bits, uint32_t *out) {
    uint64_t row_mask = (UINT64_C(1) << row_bits) - 1;
    const uint32x4_t tags = vdupq_n_u32(tag), limit = vdupq_n_u32(allowed), empty = vdupq_n_u32(SK_EMPTY);
    const int32x4_t shift = vdupq_n_s32(-(int32_t)row_bits);
    const uint32x4_t lane_bit = {1, 2, 4, 8};
    uint32_t near = 0;
    for (uint32_t i = 0; i < count; i += 4) {
        // Reads past `count` stay inside the table: every array of entries ends with sixteen spare ones.
        uint32x4_t lanes = vld1q_u32(entries + i);
        uint32x4_t differing = veorq_u32(vshlq_u32(lanes, shift), tags);
        uint32x4_t distance = vpaddlq_u16(vpaddlq_u8(vcntq_u8(vreinterpretq_u8_u32(differing))));
        uint32x4_t kept = vbicq_u32(vcleq_u32(distance, limit), vceqq_u32(lanes, empty));
        near |= vaddvq_u32(vandq_u32(kept, lane_bit)) << i;
    }
    if (count < SK_SLOTS) near &= (UINT32_C(1) << count) - 1;
    uint32_t written = 0;
    for (; near; near &= near - 1) out[written++] = (uint32_t)(entries[__builtin_ctz(near)] & row_mask);
    return written;
}

static inline uint32_t scan_block(
    const uint64_t *heads, uint32_t count, const uint64_t *codes, uint32_t code_count, uint32_t radius, uint32_t *near) {
    uint32_t found = 0;
    for (uint32_t c = 0; c < code_count; c++) {
        const uint8x16_t code = vreinterpretq_u8_u64(vld1q_u64(codes + c * 4));
        for (uint32_t i = 0; i < count; i++) {
            uint8x16_t differing = veorq_u8(vreinterpretq_u8_u64(vld1q_u64(heads + i * 2)), code);
            near[found] = c << 16 | i;
            // At most 128 bits: fits the sum of sixteen bytes.
            found += vaddvq_u8(vcntq_u8(differing)) <= radius;
        }
    }
    return found;
}

#include "search_loops.h"

const sk_kernel_set sk_neon_set = {search, scan, verify};

#else
typedef int sk_neon_is_for_another_machine;
#endif
