// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_FRAME_SINK_H
#define TUTELA_FRAME_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decoder_wire.h"

struct frame_sink {
    uint8_t *area;
    uint64_t area_bytes;
    const struct decoder_limits *limits;
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
    /// The piece of the area that was made present last, counted from 1.
    uint64_t populated;
    struct decoder_frame frame;
    bool frame_open;
    bool finished;
};

void frame_sink_init(struct frame_sink *sink, uint8_t *area, uint64_t area_bytes, const struct decoder_limits *limits);

/// Notes what the header states and checks it against every limit, before anything is allocated. False: the result is
/// written already, give up.
bool frame_sink_header(struct frame_sink *sink, uint64_t width, uint64_t height, uint64_t frames);

/// Checks one more frame against the limits without opening it. False: the result is written already, give up.
bool frame_sink_allows(struct frame_sink *sink, uint64_t width, uint64_t height);

/// Opens the next frame. False: the result is written already, give up.
bool frame_sink_begin(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels);

/// Where row y of the open frame goes: exactly width * channels bytes. NULL when there is no such row.
uint8_t *frame_sink_row(struct frame_sink *sink, uint32_t y);

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
