// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_TIFF_PIXELS_H
#define TUTELA_TIFF_PIXELS_H

#include <tiffio.h>

#include "codec.h"

enum tiff_color { TIFF_COLOR_GREY, TIFF_COLOR_GREY_INVERTED, TIFF_COLOR_PALETTE, TIFF_COLOR_RGB, TIFF_COLOR_CMYK };

/// How the samples of one page are laid out, and where its pixels go.
struct tiff_page {
    TIFF *tiff;
    struct frame_sink *sink;
    uint32_t width, height;
    uint16_t bits, samples, orientation;
    bool planar;         // every sample in a plane of its own
    bool premultiplied;  // colours are stored multiplied by alpha
    enum tiff_color color;
    uint16_t alpha_sample;
    uint16_t *palette[3];
};

/// The samples that make a pixel: up to four colours, and alpha when colours have to be divided by it.
uint16_t tiff_needed_samples(const struct tiff_page *page);

uint32_t tiff_channels(const struct tiff_page *page);

/// Converts count pixels, which lie at x, y of the stored picture, and puts them where the orientation wants them. Each
/// row starts with pixel x; in a planar page there is one row a sample, else rows[0] has them all.
void tiff_put_pixels(const struct tiff_page *page, uint32_t x, uint32_t y, uint32_t count, const uint8_t *const rows[5]);

/// The same for pixels that are RGB already.
void tiff_put_rgba(const struct tiff_page *page, uint32_t y, const uint32_t *pixels);

#endif
