// SPDX-License-Identifier: Apache-2.0
//
// Finds its way through the chunks of a PNG and an animated PNG. Every offset is checked against what is left.
#include "png_chunks.h"

#include <string.h>

#include <zlib.h>

#include "bytes.h"

bool png_chunk_at(struct codec_input input, size_t offset, struct png_chunk *chunk) {
    if (offset > input.size || input.size - offset < 8) return false;
    const uint8_t *start = input.bytes + offset;
    const size_t left = input.size - offset - 8;
    chunk->claimed = big32(start);
    memcpy(chunk->type, start + 4, 4);
    chunk->data = start + 8;
    chunk->available = chunk->claimed <= left ? chunk->claimed : (uint32_t)left;
    const bool whole = chunk->claimed <= left && left - chunk->claimed >= 4;
    chunk->checksum = whole ? chunk->data + chunk->claimed : NULL;
    chunk->next = whole ? offset + 12 + chunk->claimed : input.size;
    return true;
}

bool png_chunk_is(const struct png_chunk *chunk, const char type[4]) { return memcmp(chunk->type, type, 4) == 0; }

bool png_chunk_is_sound(const struct png_chunk *chunk) {
    if (chunk->checksum == NULL) return false;
    return (uint32_t)crc32(crc32(0, chunk->type, 4), chunk->data, chunk->available) == big32(chunk->checksum);
}

bool png_frame_control_read(const struct png_chunk *chunk, struct png_frame_control *control) {
    if (chunk->available < 26) return false;
    const uint8_t *data = chunk->data;
    *control = (struct png_frame_control){
        .sequence = big32(data),
        .width = big32(data + 4),
        .height = big32(data + 8),
        .x = big32(data + 12),
        .y = big32(data + 16),
        .disposal = data[24],
        .blending = data[25],
    };
    return true;
}

bool png_outline_read(struct codec_input input, struct png_outline *outline) {
    memset(outline, 0, sizeof *outline);
    struct png_chunk chunk;
    size_t offset = PNG_SIGNATURE_BYTES;
    if (!png_chunk_at(input, offset, &chunk)) return false;
    if (!png_chunk_is(&chunk, "IHDR") || chunk.claimed != PNG_HEADER_BYTES || chunk.available != PNG_HEADER_BYTES) return false;
    outline->header = chunk;
    for (offset = chunk.next; png_chunk_at(input, offset, &chunk); offset = chunk.next) {
        if (png_chunk_is(&chunk, "IEND")) break;
        const bool before_data = outline->first_data == 0;
        if (png_chunk_is(&chunk, "IDAT")) {
            if (before_data) outline->first_data = offset;
        } else if (png_chunk_is(&chunk, "PLTE")) {
            if (before_data && outline->palette == 0) outline->palette = offset;
        } else if (png_chunk_is(&chunk, "tRNS")) {
            if (before_data && outline->transparency == 0) outline->transparency = offset;
        } else if (png_chunk_is(&chunk, "acTL")) {
            if (before_data) {
                outline->animated = true;
                outline->stated_frames = chunk.available >= 8 && png_chunk_is_sound(&chunk) ? big32(chunk.data) : 0;
            }
        } else if (png_chunk_is(&chunk, "fcTL")) {
            if (before_data && outline->frame_controls == 0) {
                outline->default_is_first_frame = png_frame_control_read(&chunk, &outline->first_control);
            }
            if (outline->frame_controls < UINT32_MAX) outline->frame_controls++;
        }
    }
    return true;
}

static void start_chunk(struct png_stream *stream, const char type[4], const uint8_t *data, size_t count) {
    put_big32(stream->prefix, (uint32_t)count);
    memcpy(stream->prefix + 4, type, 4);
    stream->pieces[0].bytes = stream->prefix;
    stream->pieces[0].count = sizeof stream->prefix;
    stream->pieces[1].bytes = data;
    stream->pieces[1].count = count;
    stream->pieces[2].bytes = stream->checksum;
    stream->pieces[2].count = sizeof stream->checksum;
}

/// A chunk as the file has it, with its own checksum, right or wrong. A chunk cut by the end of the file becomes a shorter
/// one, so that libpng decodes what is left of it; that it is the last one, libpng learns when it asks for more.
static void start_stored_chunk(struct png_stream *stream, const struct png_chunk *chunk) {
    start_chunk(stream, (const char *)chunk->type, chunk->data, chunk->available);
    if (chunk->checksum != NULL) {
        memcpy(stream->checksum, chunk->checksum, 4);
    } else {
        put_big32(stream->checksum, (uint32_t)crc32(crc32(0, chunk->type, 4), chunk->data, chunk->available));
        stream->stage = STREAM_END;
    }
}

/// Frame data is image data behind a sequence number, so the checksum has to be made anew.
static void start_frame_data(struct png_stream *stream, const struct png_chunk *chunk) {
    const uint8_t *data = chunk->data + 4;
    const uint32_t count = chunk->available - 4;
    start_chunk(stream, "IDAT", data, count);
    const uLong checksum = crc32(crc32(0, (const uint8_t *)"IDAT", 4), data, count);
    put_big32(stream->checksum, (uint32_t)checksum);
}

/// Image data comes in one run of chunks. Other chunks in between are skipped: viewers differ on them.
static bool start_next_data(struct png_stream *stream) {
    struct png_chunk chunk;
    while (png_chunk_at(stream->input, stream->offset, &chunk)) {
        stream->offset = chunk.next;
        if (png_chunk_is(&chunk, "IEND") || png_chunk_is(&chunk, "fcTL")) break;
        if (!stream->from_animation && png_chunk_is(&chunk, "IDAT")) {
            start_stored_chunk(stream, &chunk);
            return true;
        }
        if (stream->from_animation && png_chunk_is(&chunk, "fdAT")) {
            if (chunk.available < 4 || big32(chunk.data) != stream->next_sequence) {
                stream->out_of_order = true;
                break;
            }
            stream->next_sequence++;
            if (!png_chunk_is_sound(&chunk)) stream->unsound = true;
            start_frame_data(stream, &chunk);
            if (chunk.checksum == NULL) stream->stage = STREAM_END;
            return true;
        }
    }
    stream->stage = STREAM_END;
    return false;
}

static bool start_next_piece(struct png_stream *stream) {
    static const uint8_t signature[PNG_SIGNATURE_BYTES] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    struct png_chunk chunk;
    switch (stream->stage) {
        case STREAM_SIGNATURE:
            stream->pieces[0].bytes = signature;
            stream->pieces[0].count = sizeof signature;
            stream->stage = STREAM_HEADER;
            return true;
        case STREAM_HEADER:
            stream->pieces[0].bytes = stream->header;
            stream->pieces[0].count = sizeof stream->header;
            stream->stage = STREAM_PALETTE;
            return true;
        case STREAM_PALETTE:
            stream->stage = STREAM_TRANSPARENCY;
            if (stream->outline->palette != 0 && png_chunk_at(stream->input, stream->outline->palette, &chunk)) {
                start_stored_chunk(stream, &chunk);
                return true;
            }
            // fall through
        case STREAM_TRANSPARENCY:
            stream->stage = STREAM_DATA;
            if (stream->outline->transparency != 0 && png_chunk_at(stream->input, stream->outline->transparency, &chunk)) {
                start_stored_chunk(stream, &chunk);
                return true;
            }
            // fall through
        case STREAM_DATA: return start_next_data(stream);
        case STREAM_END: break;
    }
    return false;
}

static void open_stream(struct png_stream *stream, struct codec_input input, const struct png_outline *outline) {
    memset(stream, 0, sizeof *stream);
    stream->input = input;
    stream->outline = outline;
    stream->offset = outline->first_data;
    put_big32(stream->header, PNG_HEADER_BYTES);
    memcpy(stream->header + 4, "IHDR", 4);
    memcpy(stream->header + 8, outline->header.data, PNG_HEADER_BYTES);
    if (outline->header.checksum != NULL) memcpy(stream->header + 8 + PNG_HEADER_BYTES, outline->header.checksum, 4);
}

void png_stream_open_default(struct png_stream *stream, struct codec_input input, const struct png_outline *outline) {
    open_stream(stream, input, outline);
}

void png_stream_open_frame(struct png_stream *stream, struct codec_input input, const struct png_outline *outline,
                           const struct png_frame_control *control, size_t offset) {
    open_stream(stream, input, outline);
    stream->from_animation = true;
    stream->offset = offset;
    stream->next_sequence = control->sequence + 1;
    put_big32(stream->header + 8, control->width);
    put_big32(stream->header + 12, control->height);
    put_big32(stream->header + 8 + PNG_HEADER_BYTES, (uint32_t)crc32(0, stream->header + 4, 4 + PNG_HEADER_BYTES));
}

size_t png_stream_read(struct png_stream *stream, uint8_t *destination, size_t count) {
    size_t done = 0;
    while (done < count) {
        size_t piece = 0;
        while (piece < 3 && stream->pieces[piece].count == 0) piece++;
        if (piece == 3) {
            if (!start_next_piece(stream)) break;
            continue;
        }
        const size_t wanted = count - done;
        const size_t taken = wanted < stream->pieces[piece].count ? wanted : stream->pieces[piece].count;
        memcpy(destination + done, stream->pieces[piece].bytes, taken);
        stream->pieces[piece].bytes += taken;
        stream->pieces[piece].count -= taken;
        done += taken;
    }
    return done;
}
