// SPDX-License-Identifier: Apache-2.0
#include "stealth.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum { WORD_BITS = 15 * 8, LENGTH_BITS = 32, HEADER_BITS = WORD_BITS + LENGTH_BITS };
#define MOST_BITS (HEADER_BITS + (uint64_t)DECODER_MAX_STEALTH_BYTES * 8)

static void open_channel(struct stealth_channel *channel, uint64_t pixels, uint32_t bits_per_pixel) {
    channel->bits_per_pixel = bits_per_pixel;
    channel->bits = pixels * bits_per_pixel;
    channel->possible[0] = channel->possible[1] = channel->bits >= HEADER_BITS;
}

void stealth_open(struct stealth_reader *reader, uint32_t width, uint32_t height, uint32_t channels, bool has_alpha) {
    const uint64_t pixels = (uint64_t)width * height;
    *reader = (struct stealth_reader){.width = width, .height = height, .channels = channels};
    reader->alpha = (struct stealth_channel){
        .words = {"stealth_pnginfo", "stealth_pngcomp"}, .schemes = {DECODER_STEALTH_PNGINFO, DECODER_STEALTH_PNGCOMP}};
    reader->colors = (struct stealth_channel){
        .words = {"stealth_rgbinfo", "stealth_rgbcomp"}, .schemes = {DECODER_STEALTH_RGBINFO, DECODER_STEALTH_RGBCOMP}};
    if (has_alpha) open_channel(&reader->alpha, pixels, 1);
    if (channels >= 3) open_channel(&reader->colors, pixels, 3);
}

void stealth_close(struct stealth_reader *reader) {
    free(reader->alpha.kept);
    free(reader->colors.kept);
    reader->alpha.kept = reader->colors.kept = NULL;
}

static bool is_possible(const struct stealth_channel *channel) { return channel->possible[0] || channel->possible[1]; }

static void give_up(struct stealth_channel *channel) {
    channel->possible[0] = channel->possible[1] = false;
    free(channel->kept);
    channel->kept = NULL;
}

/// Where in the text the bits of a pixel begin.
static uint64_t place_of(const struct stealth_reader *reader, const struct stealth_channel *channel, uint32_t x) {
    return ((uint64_t)x * reader->height + reader->next_row) * channel->bits_per_pixel;
}

/// Strikes out words that the row's bits are not those of.
static void compare(const struct stealth_reader *reader, struct stealth_channel *channel, const uint8_t *values) {
    for (uint32_t x = 0; x < reader->width; x++, values += reader->channels) {
        const uint64_t place = place_of(reader, channel, x);
        if (place >= WORD_BITS) return;
        for (uint32_t bit = 0; bit < channel->bits_per_pixel && place + bit < WORD_BITS; bit++) {
            const uint64_t at = place + bit;
            for (int word = 0; word < 2; word++) {
                const int expected = channel->words[word][at / 8] >> (7 - at % 8) & 1;
                if ((values[bit] & 1) != expected) channel->possible[word] = false;
            }
        }
    }
}

static void keep(const struct stealth_reader *reader, struct stealth_channel *channel, const uint8_t *values) {
    for (uint32_t x = 0; x < reader->width; x++, values += reader->channels) {
        const uint64_t place = place_of(reader, channel, x);
        if (place >= MOST_BITS) return;
        for (uint32_t bit = 0; bit < channel->bits_per_pixel && place + bit < MOST_BITS; bit++) {
            const uint64_t at = place + bit;
            channel->kept[at / 8] |= (uint8_t)((values[bit] & 1) << (7 - at % 8));
        }
    }
}

static bool enter(const struct stealth_reader *reader, struct stealth_channel *channel, const uint8_t *values) {
    if (!is_possible(channel)) return true;
    // Most pictures are done with here, in their first row.
    compare(reader, channel, values);
    if (!is_possible(channel)) {
        give_up(channel);
        return true;
    }
    if (channel->kept == NULL) {
        channel->kept = calloc((channel->bits < MOST_BITS ? channel->bits : MOST_BITS) / 8 + 1, 1);
        if (channel->kept == NULL) return false;
    }
    keep(reader, channel, values);
    return true;
}

bool stealth_row(struct stealth_reader *reader, const uint8_t *row) {
    if (reader->next_row >= reader->height) return true;
    const bool done =
        enter(reader, &reader->alpha, row + reader->channels - 1) && enter(reader, &reader->colors, row);
    reader->next_row++;
    return done;
}

struct stealth_text stealth_found(const struct stealth_reader *reader) {
    const struct stealth_channel *channel = is_possible(&reader->alpha) ? &reader->alpha : &reader->colors;
    struct stealth_text text = {.scheme = DECODER_STEALTH_NONE};
    if (!is_possible(channel) || channel->kept == NULL) return text;
    // The word and the length are whole only when all rows that hold them came; those of low pictures are in every row.
    const uint64_t header_rows = HEADER_BITS / channel->bits_per_pixel + 1;
    const bool has_header = reader->next_row >= (header_rows < reader->height ? header_rows : reader->height);
    if (!has_header) return text;
    text.scheme = channel->schemes[channel->possible[0] ? 0 : 1];
    text.bits = big32(channel->kept + WORD_BITS / 8);
    const uint32_t count = text.bits / 8;
    if (reader->next_row < reader->height || count == 0 || count > DECODER_MAX_STEALTH_BYTES ||
        text.bits > channel->bits - HEADER_BITS) {
        return text;
    }
    text.bytes = channel->kept + HEADER_BITS / 8;
    text.count = count;
    return text;
}
