// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_PNG_PICTURE_H
#define TUTELA_PNG_PICTURE_H

#include "png_chunks.h"

enum png_layout { PNG_STRIPPED, PNG_WITH_ALPHA, PNG_RGBA };

enum png_ending { PNG_WHOLE, PNG_DAMAGED, PNG_NOTHING, PNG_NO_MEMORY, PNG_STOPPED };

/// Where rows go. Called with y below the height; the row holds width * channels bytes.
struct png_target {
    /// Called once when the layout is known. An interlaced picture comes in seven passes over all rows, each of which
    /// needs the rows of the pass before; any other comes once from the top. False stops the decoder.
    bool (*begin)(void *context, uint32_t width, uint32_t height, uint32_t channels, bool interlaced);
    uint8_t *(*row)(void *context, uint32_t y);
    /// The row is as it will be, unless the picture is interlaced. May be NULL.
    void (*row_read)(void *context, uint8_t *row);
    void *context;
};

struct png_report {
    uint32_t warnings;
    char message[128];
};

/// Decodes one PNG stream. Stripped: 1 or 3 channels, alpha dropped as it is stored. With alpha: 2 or 4 channels, for
/// pictures that have it. RGBA: always 4 channels.
enum png_ending png_picture_decode(struct png_stream *stream, const struct decoder_limits *limits, enum png_layout layout,
                                   const struct png_target *target, struct png_report *report);

#endif
