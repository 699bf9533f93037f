// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_CMYK_H
#define TUTELA_CMYK_H

#include "bytes.h"

/// The plain conversion without a colour profile, in the integer arithmetic that Pillow uses, so that hashes agree.
static inline void cmyk_to_rgb(const uint8_t cmyk[4], uint8_t rgb[3]) {
    const uint32_t white = 255u - cmyk[3];
    for (int channel = 0; channel < 3; channel++) {
        const uint32_t ink = multiply_255(cmyk[channel], white);
        rgb[channel] = (uint8_t)(ink > white ? 0 : white - ink);
    }
}

#endif
