// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_BYTES_H
#define TUTELA_BYTES_H

#include <stdint.h>

static inline uint32_t little16(const uint8_t *bytes) { return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8; }
static inline uint32_t little32(const uint8_t *bytes) { return little16(bytes) | little16(bytes + 2) << 16; }
static inline uint32_t big32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[3];
}
static inline void put_big32(uint8_t *bytes, uint32_t value) {
    bytes[0] = (uint8_t)(value >> 24);
    bytes[1] = (uint8_t)(value >> 16);
    bytes[2] = (uint8_t)(value >> 8);
    bytes[3] = (uint8_t)value;
}
/// value * factor / 255, rounded, as image libraries do it in integers.
static inline uint32_t multiply_255(uint32_t value, uint32_t factor) {
    const uint32_t product = value * factor + 128;
    return ((product >> 8) + product) >> 8;
}

#endif
