// SPDX-License-Identifier: Apache-2.0
//
// From the samples of a TIFF to grey or RGB. The TIFF orientation is part of the format, unlike the one in EXIF, and Pillow
// applies it, so it is applied here.
#include "tiff_pixels.h"

#include <string.h>

#include "cmyk.h"

uint32_t tiff_channels(const struct tiff_page *page) {
    return page->color == TIFF_COLOR_GREY || page->color == TIFF_COLOR_GREY_INVERTED ? 1 : 3;
}

static uint16_t color_samples(const struct tiff_page *page) {
    return page->color == TIFF_COLOR_CMYK ? 4 : page->color == TIFF_COLOR_RGB ? 3 : 1;
}

uint16_t tiff_needed_samples(const struct tiff_page *page) {
    return (uint16_t)(color_samples(page) + (page->premultiplied ? 1 : 0));
}

static uint32_t raw_sample(const uint8_t *row, size_t index, uint16_t bits) {
    if (bits == 8) return row[index];
    if (bits == 16) {
        uint16_t sample;
        memcpy(&sample, row + index * 2, sizeof sample);
        return sample;
    }
    const size_t position = index * bits;
    if (bits == 12) {
        const uint8_t *bytes = row + position / 8;
        return position % 8 == 0 ? (uint32_t)bytes[0] << 4 | bytes[1] >> 4 : (uint32_t)(bytes[0] & 15) << 8 | bytes[1];
    }
    return (uint32_t)(row[position / 8] >> (8 - bits - position % 8)) & ((1u << bits) - 1);
}

static uint8_t eight_bits(uint32_t sample, uint16_t bits) {
    if (bits > 8) return (uint8_t)(sample >> (bits - 8));
    return (uint8_t)(sample * (255u / ((1u << bits) - 1)));
}

static uint8_t divided_by_alpha(uint8_t value, uint8_t alpha) {
    if (alpha == 0) return 0;
    const uint32_t straight = value * 255u / alpha;
    return straight > 255 ? 255 : (uint8_t)straight;
}

static void convert(const struct tiff_page *page, size_t index, const uint8_t *const rows[5], uint8_t *pixel) {
    uint8_t values[5] = {0};
    const uint16_t colors = color_samples(page);
    for (uint16_t sample = 0; sample < tiff_needed_samples(page); sample++) {
        const uint16_t stored_at = sample < colors ? sample : page->alpha_sample;
        const uint32_t raw = page->planar ? raw_sample(rows[sample], index, page->bits)
                                          : raw_sample(rows[0], index * page->samples + stored_at, page->bits);
        if (page->color == TIFF_COLOR_PALETTE) {
            for (int channel = 0; channel < 3; channel++) pixel[channel] = (uint8_t)(page->palette[channel][raw] >> 8);
            return;
        }
        values[sample] = eight_bits(raw, page->bits);
    }
    if (page->premultiplied) {
        for (uint16_t sample = 0; sample < colors; sample++) values[sample] = divided_by_alpha(values[sample], values[colors]);
    }
    switch (page->color) {
        case TIFF_COLOR_GREY: pixel[0] = values[0]; break;
        case TIFF_COLOR_GREY_INVERTED: pixel[0] = 255 - values[0]; break;
        case TIFF_COLOR_CMYK: cmyk_to_rgb(values, pixel); break;
        default: memcpy(pixel, values, 3);
    }
}

/// Where a stored pixel is shown.
static uint8_t *shown_at(const struct tiff_page *page, uint32_t x, uint32_t y) {
    const uint32_t right = page->width - 1 - x;
    const uint32_t bottom = page->height - 1 - y;
    uint32_t column = x, line = y;
    switch (page->orientation) {
        case ORIENTATION_TOPRIGHT: column = right; break;
        case ORIENTATION_BOTRIGHT: column = right, line = bottom; break;
        case ORIENTATION_BOTLEFT: line = bottom; break;
        case ORIENTATION_LEFTTOP: column = y, line = x; break;
        case ORIENTATION_RIGHTTOP: column = bottom, line = x; break;
        case ORIENTATION_RIGHTBOT: column = bottom, line = right; break;
        case ORIENTATION_LEFTBOT: column = y, line = right; break;
        default: break;
    }
    return frame_sink_row(page->sink, line) + (size_t)column * page->sink->channels;
}

void tiff_put_pixels(const struct tiff_page *page, uint32_t x, uint32_t y, uint32_t count, const uint8_t *const rows[5]) {
    const bool plain = page->color == TIFF_COLOR_RGB || page->color == TIFF_COLOR_GREY;
    if (plain && page->bits == 8 && !page->planar && !page->premultiplied && page->samples == tiff_channels(page) &&
        page->orientation == ORIENTATION_TOPLEFT) {
        memcpy(shown_at(page, x, y), rows[0], (size_t)count * page->samples);
        return;
    }
    for (uint32_t index = 0; index < count; index++) convert(page, index, rows, shown_at(page, x + index, y));
}

void tiff_put_rgba(const struct tiff_page *page, uint32_t y, const uint32_t *pixels) {
    for (uint32_t x = 0; x < page->width; x++) {
        uint8_t *pixel = shown_at(page, x, y);
        pixel[0] = (uint8_t)TIFFGetR(pixels[x]);
        pixel[1] = (uint8_t)TIFFGetG(pixels[x]);
        pixel[2] = (uint8_t)TIFFGetB(pixels[x]);
    }
}
