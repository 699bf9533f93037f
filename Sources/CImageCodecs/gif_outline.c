// SPDX-License-Identifier: Apache-2.0
//
// Counts the frames of a GIF before anything is decoded, so that the limits can be checked first.
#include "gif_outline.h"

#include "bytes.h"

enum { SCREEN_BYTES = 13, DESCRIPTOR_BYTES = 10, EXTENSION = 0x21, IMAGE = 0x2c };

static size_t color_table_bytes(uint8_t flags) { return (flags & 0x80) != 0 ? (size_t)3 << ((flags & 7) + 1) : 0; }

/// Moves behind a chain of sub-blocks; false when the file ends in it.
static bool skip_sub_blocks(struct codec_input input, size_t *offset) {
    while (*offset < input.size) {
        const size_t count = input.bytes[(*offset)++];
        if (count == 0) return true;
        if (count > input.size - *offset) return false;
        *offset += count;
    }
    return false;
}

bool gif_outline_read(struct codec_input input, struct gif_outline *outline) {
    *outline = (struct gif_outline){0, 0, 0};
    if (input.size < SCREEN_BYTES) return false;
    outline->width = little16(input.bytes + 6);
    outline->height = little16(input.bytes + 8);
    size_t offset = SCREEN_BYTES + color_table_bytes(input.bytes[10]);
    while (offset < input.size) {
        const uint8_t *block = input.bytes + offset;
        const size_t left = input.size - offset;
        if (block[0] == EXTENSION) {
            if (left < 2) break;
            offset += 2;
        } else if (block[0] == IMAGE) {
            if (left < DESCRIPTOR_BYTES) break;
            if (outline->frames == 0) {
                const uint32_t right = little16(block + 1) + little16(block + 5);
                const uint32_t bottom = little16(block + 3) + little16(block + 7);
                if (right > outline->width) outline->width = right;
                if (bottom > outline->height) outline->height = bottom;
            }
            outline->frames++;
            const size_t skipped = DESCRIPTOR_BYTES + color_table_bytes(block[9]) + 1;  // + LZW code size
            if (skipped > left) break;
            offset += skipped;
        } else {
            break;
        }
        if (!skip_sub_blocks(input, &offset)) break;
    }
    return outline->frames > 0;
}
