// SPDX-License-Identifier: Apache-2.0
//
// Text that generators hide in the lowest bits of channels: column by column, the most significant bit of a byte first. Only
// pictures whose hidden bits start with a known word are looked at further.
#ifndef TUTELA_STEALTH_H
#define TUTELA_STEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decoder_wire.h"

/// One place in which a text may be hidden.
struct stealth_channel {
    /// The two words that may stand at its start, of 15 letters each; NULL where no text can be.
    const char *words[2];
    enum decoder_stealth_scheme schemes[2];
    /// Bits that one pixel has.
    uint32_t bits_per_pixel;
    /// Bits that the picture has.
    uint64_t bits;
    /// The words that the bits so far agree with.
    bool possible[2];
    /// The first bits of the picture in the order of the text, as far as they are needed; NULL before any are kept.
    uint8_t *kept;
};

struct stealth_reader {
    uint32_t width, height;
    /// Bytes a pixel, of which alpha is the last.
    uint32_t channels;
    uint32_t next_row;
    struct stealth_channel alpha, colors;
};

struct stealth_text {
    enum decoder_stealth_scheme scheme;
    /// As it is written.
    uint32_t bits;
    /// Inside the reader; NULL when the picture has not all of them, or the limit is met.
    const uint8_t *bytes;
    uint32_t count;
};

/// 1 to 4 bytes a pixel: grey or RGB, then alpha (or, without has_alpha, a byte that is ignored).
void stealth_open(struct stealth_reader *reader, uint32_t width, uint32_t height, uint32_t channels, bool has_alpha);

/// The next row from the top. False when there is no memory.
bool stealth_row(struct stealth_reader *reader, const uint8_t *row);

/// What is hidden; the scheme says whether anything is.
struct stealth_text stealth_found(const struct stealth_reader *reader);

void stealth_close(struct stealth_reader *reader);

#endif
