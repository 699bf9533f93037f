// SPDX-License-Identifier: Apache-2.0
//
// TIFF: every page at full resolution. The common layouts are unpacked here, so that 16 bits, CMYK and alpha come out as in
// other formats; the rare ones go through libtiff's own conversion to RGBA.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiff_memory.h"
#include "tiff_pixels.h"

static bool is_small_copy_or_mask(TIFF *tiff) {
    uint32_t kind = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
}

// MARK: - Layout

static bool choose_color(struct tiff_page *page, uint16_t photometric) {
    const bool up_to_16 = page->bits == 1 || page->bits == 2 || page->bits == 4 || page->bits == 8 || page->bits == 12 || page->bits == 16;
    const bool bytes = page->bits == 8 || page->bits == 16;
    switch (photometric) {
        case PHOTOMETRIC_MINISWHITE: page->color = TIFF_COLOR_GREY_INVERTED; return up_to_16;
        case PHOTOMETRIC_MINISBLACK: page->color = TIFF_COLOR_GREY; return up_to_16;
        case PHOTOMETRIC_RGB: page->color = TIFF_COLOR_RGB; return bytes && page->samples >= 3;
        case PHOTOMETRIC_SEPARATED: page->color = TIFF_COLOR_CMYK; return bytes && page->samples >= 4;
        case PHOTOMETRIC_YCBCR: page->color = TIFF_COLOR_GREY; return page->bits == 8 && page->samples == 1;
        case PHOTOMETRIC_PALETTE:
            page->color = TIFF_COLOR_PALETTE;
            return page->bits <= 8 && up_to_16 &&
                   TIFFGetField(page->tiff, TIFFTAG_COLORMAP, &page->palette[0], &page->palette[1], &page->palette[2]);
        default: return false;
    }
}

/// False when the samples are not of a kind that is unpacked here.
static bool read_layout(struct tiff_page *page) {
    TIFF *tiff = page->tiff;
    uint16_t photometric = PHOTOMETRIC_MINISWHITE, planar = 0, format = 0, compression = 0, extra_count = 0;
    uint16_t *extra = NULL;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page->bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page->samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra_count, &extra);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    page->planar = planar == PLANARCONFIG_SEPARATE && page->samples > 1;
    if (compression == COMPRESSION_OJPEG) return false;
    if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID && !(format == SAMPLEFORMAT_INT && page->bits == 8)) return false;
    if (compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR && !page->planar && page->samples == 3) {
        // libjpeg turns it into RGB while decoding, the way it does for JPEG files.
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        photometric = PHOTOMETRIC_RGB;
    }
    if (!choose_color(page, photometric)) return false;
    const uint16_t colors = tiff_needed_samples(page);
    if (page->samples < colors) return false;
    if (extra_count > 0 && extra != NULL && extra[0] == EXTRASAMPLE_ASSOCALPHA && page->samples > colors &&
        (page->color == TIFF_COLOR_RGB || page->color == TIFF_COLOR_GREY)) {
        page->premultiplied = true;
        page->alpha_sample = colors;
    }
    return true;
}

// MARK: - Pixels. Each returns how many rows, strips or tiles came out whole, and notes when some did not: not every
// codec of libtiff reports an error.

static void note_damage(struct tiff_memory *memory) {
    if (memory->damage == 0) memory->damage = 1;
}

/// Line by line, because one strip may be the whole picture.
static uint32_t read_lines(const struct tiff_page *page, struct tiff_memory *memory) {
    uint32_t done = 0;
    const tmsize_t bytes = TIFFScanlineSize(page->tiff);
    const uint64_t needed = ((uint64_t)page->width * page->samples * page->bits + 7) / 8;
    if (bytes <= 0 || (uint64_t)bytes < needed) return 0;
    uint8_t *line = calloc((size_t)bytes, 1);
    if (line == NULL) {
        frame_sink_finish(page->sink, DECODER_OUT_OF_MEMORY, "no memory for a line");
        return 0;
    }
    const uint8_t *const rows[5] = {line};
    for (uint32_t y = 0; y < page->height; y++) {
        // After damage the next strip may be whole again.
        if (TIFFReadScanline(page->tiff, line, y, 0) != 1) continue;
        tiff_put_pixels(page, 0, y, page->width, rows);
        done++;
    }
    if (done < page->height) note_damage(memory);
    free(line);
    return done;
}

struct block {
    uint32_t x, y, width, height;
};

/// One strip or tile of every plane that is needed, one after the other in the buffer.
static bool read_block(const struct tiff_page *page, const struct block *block, bool tiled, uint8_t *buffer, tmsize_t bytes,
                       tmsize_t row_bytes) {
    const uint16_t planes = page->planar ? tiff_needed_samples(page) : 1;
    bool whole = true;
    memset(buffer, 0, (size_t)bytes * planes);
    for (uint16_t plane = 0; plane < planes; plane++) {
        uint8_t *target = buffer + (size_t)bytes * plane;
        const tmsize_t got =
            tiled ? TIFFReadEncodedTile(page->tiff, TIFFComputeTile(page->tiff, block->x, block->y, 0, plane), target, bytes)
                  : TIFFReadEncodedStrip(page->tiff, TIFFComputeStrip(page->tiff, block->y, plane), target, bytes);
        if (got < 0) whole = false;
    }
    const uint32_t width = page->width - block->x < block->width ? page->width - block->x : block->width;
    const uint32_t height = page->height - block->y < block->height ? page->height - block->y : block->height;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *rows[5] = {NULL};
        for (uint16_t plane = 0; plane < planes; plane++) rows[plane] = buffer + (size_t)bytes * plane + (size_t)row_bytes * y;
        tiff_put_pixels(page, block->x, block->y + y, width, rows);
    }
    return whole;
}

static uint32_t read_blocks(const struct tiff_page *page, bool tiled, struct tiff_memory *memory) {
    struct block block = {.width = page->width};
    tmsize_t bytes, row_bytes;
    if (tiled) {
        TIFFGetField(page->tiff, TIFFTAG_TILEWIDTH, &block.width);
        TIFFGetField(page->tiff, TIFFTAG_TILELENGTH, &block.height);
        bytes = TIFFTileSize(page->tiff);
        row_bytes = TIFFTileRowSize(page->tiff);
    } else {
        TIFFGetFieldDefaulted(page->tiff, TIFFTAG_ROWSPERSTRIP, &block.height);
        if (block.height > page->height) block.height = page->height;
        bytes = TIFFStripSize(page->tiff);
        row_bytes = TIFFScanlineSize(page->tiff);
    }
    const uint16_t planes = page->planar ? tiff_needed_samples(page) : 1;
    const uint64_t samples_per_row = (uint64_t)block.width * (page->planar ? 1u : page->samples);
    if (block.width == 0 || block.height == 0 || bytes <= 0 || row_bytes <= 0) return 0;
    if ((uint64_t)row_bytes < (samples_per_row * page->bits + 7) / 8 || (uint64_t)bytes / block.height < (uint64_t)row_bytes) return 0;
    if ((uint64_t)bytes > page->sink->limits->max_memory / planes) {
        frame_sink_over_limit(page->sink, DECODER_LIMIT_MEMORY, (uint64_t)bytes * planes, "a strip or tile is too large");
        return 0;
    }
    uint8_t *buffer = malloc((size_t)bytes * planes);
    if (buffer == NULL) {
        frame_sink_finish(page->sink, DECODER_OUT_OF_MEMORY, "no memory for a strip or tile");
        return 0;
    }
    uint32_t done = 0;
    for (uint64_t y = 0; y < page->height; y += block.height) {
        for (uint64_t x = 0; x < page->width; x += block.width) {
            block.x = (uint32_t)x;
            block.y = (uint32_t)y;
            if (read_block(page, &block, tiled, buffer, bytes, row_bytes)) {
                done++;
            } else {
                note_damage(memory);
            }
        }
    }
    free(buffer);
    return done;
}

/// The rare layouts, through libtiff's own conversion.
static uint32_t read_converted(const struct tiff_page *page, struct tiff_memory *memory) {
    const uint64_t pixels = (uint64_t)page->width * page->height;
    uint32_t *raster = calloc((size_t)pixels, sizeof *raster);
    if (raster == NULL) {
        frame_sink_finish(page->sink, DECODER_OUT_OF_MEMORY, "no memory for the page");
        return 0;
    }
    uint32_t done = 0;
    // Asked for in its own orientation, so that it is not turned twice.
    if (TIFFReadRGBAImageOriented(page->tiff, page->width, page->height, raster, page->orientation, 0)) {
        for (uint32_t y = 0; y < page->height; y++) tiff_put_rgba(page, y, raster + (size_t)y * page->width);
        done = page->height;
    } else {
        note_damage(memory);
    }
    free(raster);
    return done;
}

/// False when there is nothing to show of the page.
static bool decode_page(struct tiff_page *page, struct tiff_memory *memory) {
    TIFFGetFieldDefaulted(page->tiff, TIFFTAG_ORIENTATION, &page->orientation);
    if (page->orientation < 1 || page->orientation > 8) page->orientation = ORIENTATION_TOPLEFT;
    const bool turned = page->orientation >= ORIENTATION_LEFTTOP;
    char message[1024] = "";
    const bool known = read_layout(page);
    if (!known) {
        page->color = TIFF_COLOR_RGB;
        if (!TIFFRGBAImageOK(page->tiff, message)) {
            if (page->sink->frame_count == 0) frame_sink_finish(page->sink, DECODER_UNSUPPORTED, "a sample layout that is not supported");
            return false;
        }
    }
    if (!frame_sink_begin(page->sink, turned ? page->height : page->width, turned ? page->width : page->height,
                          tiff_channels(page))) {
        return false;
    }
    const bool tiled = TIFFIsTiled(page->tiff);
    const uint32_t done = !known                    ? read_converted(page, memory)
                          : tiled || page->planar ? read_blocks(page, tiled, memory)
                                                    : read_lines(page, memory);
    if (done > 0) frame_sink_commit(page->sink);
    return done > 0;
}

// MARK: - Pages

struct tiff_outline {
    uint64_t pages;
    uint64_t pixels;
    uint32_t width, height;
    bool only_copies;
};

static bool next_directory(TIFF *tiff, uint64_t *visited, uint64_t most) {
    return ++*visited < most && !TIFFLastDirectory(tiff) && TIFFReadDirectory(tiff) == 1;
}

/// A file may chain directories in a loop; libtiff notices, and the count ends it in any case.
static uint64_t most_directories(const struct frame_sink *sink) { return (uint64_t)frame_sink_max_frames(sink) * 4 + 4; }

static bool check_pages(TIFF *tiff, struct frame_sink *sink, struct tiff_outline *outline) {
    uint64_t visited = 0;
    do {
        uint32_t width = 0, height = 0;
        TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
        TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
        if (is_small_copy_or_mask(tiff) && !outline->only_copies) continue;
        if (outline->pages++ == 0 && !frame_sink_header(sink, width, height, 1)) return false;
        if (!frame_sink_allows(sink, width, height)) return false;
        outline->pixels += (uint64_t)width * height;
    } while (next_directory(tiff, &visited, most_directories(sink)));
    if (visited >= most_directories(sink) && !TIFFLastDirectory(tiff)) {
        // Pages may hide behind thousands of thumbnails.
        frame_sink_over_limit(sink, DECODER_LIMIT_FRAMES, visited, "too many directories");
        return false;
    }
    if (outline->pages == 0 && !outline->only_copies) {
        outline->only_copies = true;
        return TIFFSetDirectory(tiff, 0) == 1 && check_pages(tiff, sink, outline);
    }
    if (outline->pages > frame_sink_max_frames(sink)) {
        frame_sink_over_limit(sink, DECODER_LIMIT_FRAMES, outline->pages, "too many pages");
    } else if (outline->pixels > sink->limits->max_pixels) {
        frame_sink_over_limit(sink, DECODER_LIMIT_PIXELS, outline->pixels, "too many pixels over all pages");
    }
    return !sink->finished;
}

static bool decode_pages(TIFF *tiff, struct tiff_memory *memory, struct frame_sink *sink, const struct tiff_outline *outline) {
    uint64_t visited = 0;
    bool whole = true;
    do {
        if (is_small_copy_or_mask(tiff) && !outline->only_copies) continue;
        struct tiff_page page = {.tiff = tiff, .sink = sink};
        TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
        TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
        whole &= decode_page(&page, memory);
        frame_sink_abandon(sink);
    } while (!sink->finished && next_directory(tiff, &visited, most_directories(sink)));
    return whole && sink->frame_count == outline->pages && memory->damage == 0;
}

void tiff_decode(struct codec_input input, struct frame_sink *sink) {
    struct tiff_memory memory;
    TIFF *tiff = tiff_memory_open(&memory, input, sink->limits->max_memory);
    if (tiff == NULL) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, memory.message);
        return;
    }
    struct tiff_outline outline = {0};
    if (check_pages(tiff, sink, &outline)) {
        const bool rewound = TIFFSetDirectory(tiff, 0) == 1;
        if (rewound && decode_pages(tiff, &memory, sink, &outline)) {
            sink->warnings = memory.warnings;
            frame_sink_finish(sink, DECODER_COMPLETE, NULL);
        }
    }
    sink->warnings = memory.warnings;
    frame_sink_finish_damaged(sink, memory.message[0] != 0 ? memory.message : "damaged");
    TIFFClose(tiff);
}

void tiff_warm_up(void) {
    // Every picture has its own handlers; these are for code that forgets them.
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
}

void tiff_version(char text[48]) {
    // "LIBTIFF, Version 4.5.0\nCopyright ..."
    const char *version = strstr(TIFFGetVersion(), "Version ");
    snprintf(text, 48, "libtiff %.*s", version != NULL ? (int)strcspn(version + 8, "\n") : 0, version != NULL ? version + 8 : "");
}
