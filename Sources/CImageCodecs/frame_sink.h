// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_FRAME_SINK_H
#define TUTELA_FRAME_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decoder_wire.h"
#include "stealth.h"

struct block_voter;
struct picture_reducer;

/// How the pixels of the open frame come.
enum frame_flow {
    FRAME_CLOSED = 0,
    /// Anywhere, into memory that holds the whole frame.
    FRAME_CANVAS,
    /// Row by row from the top.
    FRAME_ROWS,
    /// Row by row from the top, reduced already.
    FRAME_GREY_ROWS,
};

struct frame_sink {
    uint8_t *area;
    uint64_t area_bytes;
    const struct decoder_wish *wish;
    const struct decoder_limits *limits;
    /// Set by a codec whose grey pictures could not be hashed fast: means are made although a fast way was wished for.
    bool wants_exact;
    /// Set by a codec that was asked for it (frame_sink_wants_alpha): the next frame's pixels have alpha in their last byte,
    /// the second or fourth.
    bool brings_alpha;
    // The result is kept here and copied into the shared area when it is final.
    uint32_t format;
    uint32_t limit;
    uint64_t limit_value;
    uint32_t width;
    uint32_t height;
    uint32_t frame_count;
    uint32_t warnings;
    uint64_t pixels;
    uint64_t next_offset;
    // The open frame.
    struct decoder_frame frame;
    enum frame_flow flow;
    uint32_t channels;  // of the rows that come
    uint8_t *grey_row;  // one of them without its alpha
    uint32_t next_row;
    uint8_t *canvas;    // in the area when all pixels are wanted, else private
    uint64_t canvas_bytes;
    struct picture_reducer *reducer;
    // What is read of the first frame besides; NULL and false where nothing is.
    struct block_voter *voter;
    struct stealth_reader stealth;
    bool reads_stealth;
    // Where it has been put.
    uint64_t votes_offset, stealth_offset;
    uint32_t vote_count;
    struct stealth_text text;
    bool finished;
};

void frame_sink_init(struct frame_sink *sink, uint8_t *area, uint64_t area_bytes, const struct decoder_wish *wish,
                     const struct decoder_limits *limits);

/// Notes what the header states and checks it against every limit, before anything is allocated. False: the result is
/// written already, give up.
bool frame_sink_header(struct frame_sink *sink, uint64_t width, uint64_t height, uint64_t frames);

/// Checks one more frame against the limits without opening it. False: the result is written already, give up.
bool frame_sink_allows(struct frame_sink *sink, uint64_t width, uint64_t height);

/// Whether the codec should bring alpha with the next frame, if it has some: brings_alpha set, and two or four channels.
bool frame_sink_wants_alpha(const struct frame_sink *sink);

/// Whether the next frame, of this size, is needed in colour.
bool frame_sink_wants_color(const struct frame_sink *sink, uint64_t width, uint64_t height);

/// Opens the next frame, whose pixels come in any order: 1 or 3 channels, or 2 or 4 with alpha; black where none come. False: the result is written already, give up.
bool frame_sink_begin(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels);

/// Where row y of such a frame goes: exactly width * channels bytes. NULL when there is no such row.
uint8_t *frame_sink_row(struct frame_sink *sink, uint32_t y);

/// Opens the next frame, whose rows come from the top: 1 grey, 3 RGB or 4 RGB and a byte that is ignored, or 2 or 4 with
/// alpha. Rows that do not come are black. Nothing holds the whole frame, so this is the way for codecs that can. A frame that is still open is
/// dropped. False: the result is written already, give up.
bool frame_sink_begin_rows(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels);

/// The next row of such a frame.
void frame_sink_put_row(struct frame_sink *sink, const uint8_t *row);

/// The side of the blocks that the wish makes of a frame of this size.
uint32_t frame_sink_block(const struct frame_sink *sink, uint32_t width, uint32_t height);

/// Opens the next frame as a grey picture that the codec itself reduces by this block, for the fast wish. Its rows, of
/// ⌈width / block⌉ bytes, come from the top.
bool frame_sink_begin_grey_rows(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t block);

/// The open frame becomes part of the result.
void frame_sink_commit(struct frame_sink *sink);

/// The open frame is dropped.
void frame_sink_abandon(struct frame_sink *sink);

/// Writes the result, the outcome last. Only the first call counts.
void frame_sink_finish(struct frame_sink *sink, enum decoder_outcome outcome, const char *reason);

/// The same for a limit that only the codec can see.
void frame_sink_over_limit(struct frame_sink *sink, enum decoder_limit limit, uint64_t value, const char *reason);

/// For damage or an end before time: what is there counts as partial; nothing there as undecodable.
void frame_sink_finish_damaged(struct frame_sink *sink, const char *reason);

/// The lower of the two frame limits.
uint32_t frame_sink_max_frames(const struct frame_sink *sink);

#endif
