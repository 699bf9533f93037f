// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_PNG_CHUNKS_H
#define TUTELA_PNG_CHUNKS_H

#include "codec.h"

enum { PNG_SIGNATURE_BYTES = 8, PNG_HEADER_BYTES = 13 };

/// One chunk, as it lies in the file. data points to available bytes only; a cut chunk has fewer than it claims.
struct png_chunk {
    uint8_t type[4];
    const uint8_t *data;
    uint32_t claimed;
    uint32_t available;
    /// The checksum in the file, or NULL when the file ends before it.
    const uint8_t *checksum;
    /// Where the next chunk starts.
    size_t next;
};

/// Reads the chunk at the offset. False at the end of the file, or when not even a chunk header is left.
bool png_chunk_at(struct codec_input input, size_t offset, struct png_chunk *chunk);

bool png_chunk_is(const struct png_chunk *chunk, const char type[4]);

/// Whether all of the chunk is there and matches its checksum.
bool png_chunk_is_sound(const struct png_chunk *chunk);

/// A frame of an animation, from its fcTL chunk.
struct png_frame_control {
    uint32_t sequence;
    uint32_t width, height, x, y;
    uint8_t disposal, blending;
};

/// What a walk over the chunks finds.
struct png_outline {
    struct png_chunk header;
    /// Offsets of chunks; 0: there is none.
    size_t palette, transparency, first_data;
    bool animated;
    /// How many frames the animation says it has.
    uint32_t stated_frames;
    /// The picture that IDAT holds is also the first frame.
    bool default_is_first_frame;
    uint32_t frame_controls;
    struct png_frame_control first_control;
};

/// False when there is no IHDR to start with.
bool png_outline_read(struct codec_input input, struct png_outline *outline);

bool png_frame_control_read(const struct png_chunk *chunk, struct png_frame_control *control);

/// Feeds libpng a PNG made of chosen chunks only: IHDR, PLTE, tRNS and image data. Text, profiles, and whatever else a
/// file may carry never reach it, so their size and compression do not matter.
struct png_stream {
    struct codec_input input;
    const struct png_outline *outline;
    enum { STREAM_SIGNATURE, STREAM_HEADER, STREAM_PALETTE, STREAM_TRANSPARENCY, STREAM_DATA, STREAM_END } stage;
    bool from_animation;
    size_t offset;
    uint32_t next_sequence;
    bool out_of_order;
    /// A chunk that libpng does not see with its own checksum did not match it.
    bool unsound;
    uint8_t header[12 + PNG_HEADER_BYTES];
    uint8_t prefix[8];
    uint8_t checksum[4];
    struct {
        const uint8_t *bytes;
        size_t count;
    } pieces[3];
};

/// The picture that IDAT chunks hold.
void png_stream_open_default(struct png_stream *stream, struct codec_input input, const struct png_outline *outline);

/// The picture that the fdAT chunks from offset on hold.
void png_stream_open_frame(struct png_stream *stream, struct codec_input input, const struct png_outline *outline,
                           const struct png_frame_control *control, size_t offset);

/// Returns how many bytes it could give; fewer than asked for means that there are no more.
size_t png_stream_read(struct png_stream *stream, uint8_t *destination, size_t count);

#endif
