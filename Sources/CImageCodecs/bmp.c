// SPDX-License-Identifier: Apache-2.0
//
// Windows and OS/2 bitmaps, read here: the format is small, and no library for it is worth its risk. Details that
// writers disagree on (row stride, where RLE data wrap, how 5 bits become 8) follow Pillow.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "codec.h"

enum { FILE_HEADER_BYTES = 14 };
enum { COMPRESSION_NONE = 0, COMPRESSION_RLE8 = 1, COMPRESSION_RLE4 = 2, COMPRESSION_BITFIELDS = 3, COMPRESSION_ALPHA_BITFIELDS = 6 };

struct bitmap {
    struct codec_input input;
    uint32_t width, height;
    bool top_down;
    uint32_t bits;
    uint32_t compression;
    size_t pixels_at;
    uint32_t masks[3];
    uint8_t palette[256][3];
};

static bool is_known_header(uint32_t size) {
    return size == 12 || size == 40 || size == 52 || size == 56 || size == 64 || size == 108 || size == 124;
}

bool bmp_matches(struct codec_input input) {
    return input.size >= FILE_HEADER_BYTES + 4 && input.bytes[0] == 'B' && input.bytes[1] == 'M' &&
           is_known_header(little32(input.bytes + FILE_HEADER_BYTES));
}

/// The colours of a palette that the file is too short for stay black.
static size_t read_palette(struct bitmap *bitmap, size_t offset, uint32_t colors, size_t entry_bytes) {
    for (uint32_t index = 0; index < colors; index++, offset += entry_bytes) {
        if (offset > bitmap->input.size || bitmap->input.size - offset < 3) break;
        if (index < 256) {
            const uint8_t *entry = bitmap->input.bytes + offset;
            bitmap->palette[index][0] = entry[2];
            bitmap->palette[index][1] = entry[1];
            bitmap->palette[index][2] = entry[0];
        }
    }
    return offset;
}

static void default_masks(struct bitmap *bitmap) {
    static const uint32_t fifteen_bits[3] = {0x7c00, 0x3e0, 0x1f};
    static const uint32_t true_color[3] = {0xff0000, 0xff00, 0xff};
    memcpy(bitmap->masks, bitmap->bits == 16 ? fifteen_bits : true_color, sizeof bitmap->masks);
}

/// Returns NULL, or why the header is not acceptable.
static const char *read_header(struct bitmap *bitmap) {
    const uint8_t *header = bitmap->input.bytes + FILE_HEADER_BYTES;
    const size_t left = bitmap->input.size - FILE_HEADER_BYTES;
    const uint32_t header_bytes = little32(header);
    if (header_bytes > left) return "the header is cut";
    size_t offset = FILE_HEADER_BYTES + (size_t)header_bytes;
    uint32_t colors = 0;
    const bool core = header_bytes == 12;
    if (core) {
        bitmap->width = little16(header + 4);
        bitmap->height = little16(header + 6);
        bitmap->bits = little16(header + 10);
    } else {
        bitmap->width = little32(header + 4);
        bitmap->height = little32(header + 8);
        bitmap->top_down = (bitmap->height & 0x80000000u) != 0;
        if (bitmap->top_down) bitmap->height = 0u - bitmap->height;
        bitmap->bits = little16(header + 14);
        bitmap->compression = little32(header + 16);
        colors = little32(header + 32);
    }
    default_masks(bitmap);
    if (bitmap->compression == COMPRESSION_BITFIELDS || bitmap->compression == COMPRESSION_ALPHA_BITFIELDS) {
        // Short headers have the masks behind them, long ones within; the place is the same.
        const size_t mask_count = bitmap->compression == COMPRESSION_BITFIELDS ? 3 : 4;
        if (header_bytes < 52) offset += mask_count * 4;
        if (left < 40 + 12) return "the colour masks are cut";
        uint32_t any = 0;
        for (size_t index = 0; index < 3; index++) any |= little32(header + 40 + index * 4);
        if (any != 0) {
            for (size_t index = 0; index < 3; index++) bitmap->masks[index] = little32(header + 40 + index * 4);
        }
    }
    if (bitmap->bits <= 8) {
        const uint32_t most = 1u << bitmap->bits;
        if (colors == 0) colors = most;
        if (colors > 65536) return "the palette is too long";
        offset = read_palette(bitmap, offset, colors, core ? 3 : 4);
    }
    const uint32_t stated = little32(bitmap->input.bytes + 10);
    bitmap->pixels_at = stated != 0 ? stated : offset;
    if (bitmap->bits <= 8 && stated == FILE_HEADER_BYTES + header_bytes) bitmap->pixels_at = offset;
    return NULL;
}

static bool is_supported(const struct bitmap *bitmap) {
    switch (bitmap->compression) {
        case COMPRESSION_NONE:
            return bitmap->bits == 1 || bitmap->bits == 4 || bitmap->bits == 8 || bitmap->bits == 16 || bitmap->bits == 24 ||
                   bitmap->bits == 32;
        case COMPRESSION_RLE8: return bitmap->bits == 8;
        case COMPRESSION_RLE4: return bitmap->bits == 4;
        case COMPRESSION_BITFIELDS:
        case COMPRESSION_ALPHA_BITFIELDS: return bitmap->bits == 16 || bitmap->bits == 24 || bitmap->bits == 32;
        default: return false;
    }
}

static uint8_t *row_of_line(const struct bitmap *bitmap, struct frame_sink *sink, uint32_t line) {
    return frame_sink_row(sink, bitmap->top_down ? line : bitmap->height - 1 - line);
}

static void unpack_indices(const struct bitmap *bitmap, const uint8_t *source, uint8_t *row) {
    const uint32_t bits = bitmap->bits;
    for (uint32_t x = 0; x < bitmap->width; x++) {
        const uint64_t position = (uint64_t)x * bits;
        const uint32_t index = (uint32_t)(source[position >> 3] >> (8 - bits - (position & 7))) & ((1u << bits) - 1);
        memcpy(row + (size_t)x * 3, bitmap->palette[index], 3);
    }
}

static void unpack_colors(const struct bitmap *bitmap, const uint8_t *source, uint8_t *row) {
    uint32_t shifts[3], maxima[3];
    for (int channel = 0; channel < 3; channel++) {
        const uint32_t mask = bitmap->masks[channel];
        shifts[channel] = mask == 0 ? 0 : (uint32_t)__builtin_ctz(mask);
        maxima[channel] = mask >> shifts[channel];
    }
    const uint32_t bytes = bitmap->bits / 8;
    for (uint32_t x = 0; x < bitmap->width; x++, source += bytes, row += 3) {
        const uint32_t pixel = bytes == 2 ? little16(source) : little16(source) | (uint32_t)source[2] << 16 | (bytes == 4 ? (uint32_t)source[3] << 24 : 0);
        for (int channel = 0; channel < 3; channel++) {
            const uint32_t value = (pixel & bitmap->masks[channel]) >> shifts[channel];
            row[channel] = maxima[channel] == 0 ? 0 : (uint8_t)((uint64_t)value * 255 / maxima[channel]);
        }
    }
}

static bool read_rows(const struct bitmap *bitmap, struct frame_sink *sink) {
    const uint64_t stride = (((uint64_t)bitmap->width * bitmap->bits + 31) >> 5) * 4;
    const uint64_t needed = ((uint64_t)bitmap->width * bitmap->bits + 7) >> 3;  // the last row may lack its padding
    uint64_t offset = bitmap->pixels_at;
    for (uint32_t line = 0; line < bitmap->height; line++, offset += stride) {
        if (offset > bitmap->input.size || bitmap->input.size - offset < needed) {
            if (line == 0) frame_sink_abandon(sink);
            return false;
        }
        uint8_t *row = row_of_line(bitmap, sink, line);
        const uint8_t *source = bitmap->input.bytes + offset;
        if (bitmap->bits <= 8) {
            unpack_indices(bitmap, source, row);
        } else {
            unpack_colors(bitmap, source, row);
        }
    }
    return true;
}

/// The pixels of an RLE bitmap are one long run, as Pillow sees them: a line may overflow into the next.
struct run_writer {
    const struct bitmap *bitmap;
    struct frame_sink *sink;
    uint64_t position, end;
};

static void put_index(struct run_writer *writer, uint8_t index) {
    if (writer->position >= writer->end) return;
    const uint32_t width = writer->bitmap->width;
    uint8_t *row = row_of_line(writer->bitmap, writer->sink, (uint32_t)(writer->position / width));
    memcpy(row + (writer->position % width) * 3, writer->bitmap->palette[index], 3);
    writer->position++;
}

static void skip_pixels(struct run_writer *writer, uint64_t count) {
    while (count-- > 0 && writer->position < writer->end) put_index(writer, 0);
}

static bool read_runs(const struct bitmap *bitmap, struct frame_sink *sink) {
    const uint8_t *bytes = bitmap->input.bytes;
    const size_t size = bitmap->input.size;
    const bool four_bits = bitmap->compression == COMPRESSION_RLE4;
    const uint32_t width = bitmap->width;
    struct run_writer writer = {bitmap, sink, 0, (uint64_t)width * bitmap->height};
    size_t at = bitmap->pixels_at;
    uint64_t x = 0;
    bool whole = true;
    while (writer.position < writer.end) {
        if (at > size || size - at < 2) {
            whole = false;
            break;
        }
        uint64_t count = bytes[at];
        const uint8_t value = bytes[at + 1];
        at += 2;
        if (count > 0) {
            if (x + count > width) count = x < width ? width - x : 0;
            for (uint64_t index = 0; index < count; index++) {
                put_index(&writer, !four_bits ? value : index % 2 == 0 ? value >> 4 : value & 15);
            }
            x += count;
        } else if (value == 0) {
            if (writer.position % width != 0) skip_pixels(&writer, width - writer.position % width);
            x = 0;
        } else if (value == 1) {
            whole = false;  // the end of the bitmap, before the picture is full
            break;
        } else if (value == 2) {
            if (size - at < 2) {
                whole = false;
                break;
            }
            skip_pixels(&writer, bytes[at] + (uint64_t)bytes[at + 1] * width);
            at += 2;
            x = writer.position % width;
        } else {
            const uint64_t left = writer.end - writer.position;
            const size_t pixels = value < left ? value : (size_t)left;
            const size_t needed = four_bits ? (pixels + 1) / 2 : pixels;
            if (size - at < needed) {
                whole = false;
                break;
            }
            for (size_t index = 0; index < pixels; index++) {
                const uint8_t byte = bytes[at + (four_bits ? index / 2 : index)];
                put_index(&writer, !four_bits ? byte : index % 2 == 0 ? byte >> 4 : byte & 15);
            }
            at += needed;
            x += value;
            at += at % 2;  // absolute runs end on an even offset of the file
        }
    }
    const bool anything = writer.position > 0;
    skip_pixels(&writer, writer.end - writer.position);
    if (!anything && !whole) frame_sink_abandon(sink);
    return whole;
}

void bmp_decode(struct codec_input input, struct frame_sink *sink) {
    struct bitmap bitmap = {.input = input};
    const char *trouble = read_header(&bitmap);
    if (trouble != NULL) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, trouble);
        return;
    }
    if (!frame_sink_header(sink, bitmap.width, bitmap.height, 1)) return;
    if (!is_supported(&bitmap)) {
        frame_sink_finish(sink, DECODER_UNSUPPORTED, "a bit depth or compression that bitmaps rarely have");
        return;
    }
    if (!frame_sink_begin(sink, bitmap.width, bitmap.height, 3)) return;
    const bool runs = bitmap.compression == COMPRESSION_RLE8 || bitmap.compression == COMPRESSION_RLE4;
    const bool whole = runs ? read_runs(&bitmap, sink) : read_rows(&bitmap, sink);
    frame_sink_commit(sink);
    if (whole) {
        frame_sink_finish(sink, DECODER_COMPLETE, NULL);
    } else {
        frame_sink_finish_damaged(sink, "the pixels are cut");
    }
}

void bmp_version(char text[48]) { snprintf(text, 48, "built in"); }
