// SPDX-License-Identifier: Apache-2.0
//
// The only code that knows where pixels go. Codecs ask it for rows, and every limit is checked before it hands one out.
#define _GNU_SOURCE
#include "frame_sink.h"

#include <string.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/// Pages are made present in pieces of this size: few calls, and a header that promises a large picture costs nothing
/// before its rows come.
#define POPULATED_PIECE ((uint64_t)1 << 20)

void frame_sink_init(struct frame_sink *sink, uint8_t *area, uint64_t area_bytes, const struct decoder_limits *limits) {
    memset(sink, 0, sizeof *sink);
    sink->area = area;
    sink->area_bytes = area_bytes;
    sink->limits = limits;
    sink->next_offset = DECODER_PIXELS_OFFSET;
}

uint32_t frame_sink_max_frames(const struct frame_sink *sink) {
    return sink->limits->max_frames < DECODER_MAX_FRAMES ? sink->limits->max_frames : DECODER_MAX_FRAMES;
}

/// Width, height and count are at most 2^32 here in practice; saturation keeps absurd headers from wrapping around.
static uint64_t saturating_product(uint64_t left, uint64_t right) {
    uint64_t product;
    return __builtin_mul_overflow(left, right, &product) ? UINT64_MAX : product;
}

static uint32_t clamped(uint64_t value) { return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value; }

static bool check_size(struct frame_sink *sink, uint64_t width, uint64_t height, uint64_t frames) {
    const uint64_t side = width > height ? width : height;
    const uint64_t area = saturating_product(saturating_product(width, height), frames);
    uint64_t total;
    if (__builtin_add_overflow(sink->pixels, area, &total)) total = UINT64_MAX;
    if (width == 0 || height == 0) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "the picture has no pixels");
    } else if (side > sink->limits->max_side) {
        frame_sink_over_limit(sink, DECODER_LIMIT_SIDE, side, "width or height is over the limit");
    } else if (frames > frame_sink_max_frames(sink) - sink->frame_count) {
        frame_sink_over_limit(sink, DECODER_LIMIT_FRAMES, sink->frame_count + frames, "too many frames");
    } else if (total > sink->limits->max_pixels) {
        frame_sink_over_limit(sink, DECODER_LIMIT_PIXELS, total, "too many pixels over all frames");
    } else {
        return true;
    }
    return false;
}

bool frame_sink_header(struct frame_sink *sink, uint64_t width, uint64_t height, uint64_t frames) {
    if (sink->finished) return false;
    sink->width = clamped(width);
    sink->height = clamped(height);
    return check_size(sink, width, height, frames);
}

bool frame_sink_allows(struct frame_sink *sink, uint64_t width, uint64_t height) {
    return !sink->finished && check_size(sink, width, height, 1);
}

bool frame_sink_begin(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels) {
    if (sink->finished) return false;
    sink->frame_open = false;
    if (channels != 1 && channels != 3) {
        frame_sink_finish(sink, DECODER_UNSUPPORTED, "neither grey nor RGB");
        return false;
    }
    if (!check_size(sink, width, height, 1)) return false;
    // Both sides fit 32 bits now, so neither product below can wrap.
    const uint64_t bytes = width * height * channels;
    if (sink->next_offset > sink->area_bytes || bytes > sink->area_bytes - sink->next_offset) {
        frame_sink_over_limit(sink, DECODER_LIMIT_PIXELS, width * height, "the result area is too small");
        return false;
    }
    sink->frame = (struct decoder_frame){
        .width = (uint32_t)width, .height = (uint32_t)height, .channels = channels, .offset = sink->next_offset};
    sink->frame_open = true;
    return true;
}

/// Makes the piece of the area around an offset present with one call instead of a page fault for each of its pages, which
/// were a fifth of the time of decoding. Kernels before 5.14 refuse, and nothing is lost but time.
static void populate(struct frame_sink *sink, uint64_t offset) {
    const uint64_t piece = offset / POPULATED_PIECE;
    if (sink->populated == piece + 1) return;
    sink->populated = piece + 1;
    const uint64_t start = piece * POPULATED_PIECE;
    const uint64_t frame_end =
        sink->frame.offset + (uint64_t)sink->frame.width * sink->frame.height * sink->frame.channels;
    const uint64_t end = start + POPULATED_PIECE < frame_end ? start + POPULATED_PIECE : frame_end;
    (void)madvise(sink->area + start, end - start, MADV_POPULATE_WRITE);
}

uint8_t *frame_sink_row(struct frame_sink *sink, uint32_t y) {
    if (!sink->frame_open || y >= sink->frame.height) return NULL;
    const uint64_t offset = sink->frame.offset + (uint64_t)y * sink->frame.width * sink->frame.channels;
    populate(sink, offset);
    return sink->area + offset;
}

void frame_sink_commit(struct frame_sink *sink) {
    if (!sink->frame_open || sink->finished) return;
    struct decoder_result *result = (struct decoder_result *)(void *)sink->area;
    result->frames[sink->frame_count++] = sink->frame;
    sink->pixels += (uint64_t)sink->frame.width * sink->frame.height;
    sink->next_offset += (uint64_t)sink->frame.width * sink->frame.height * sink->frame.channels;
    sink->frame_open = false;
}

void frame_sink_abandon(struct frame_sink *sink) { sink->frame_open = false; }

/// The reason ends up in logs and on screens: printable ASCII only.
static void copy_reason(char destination[128], const char *reason) {
    memset(destination, 0, 128);
    for (size_t index = 0; index < 127 && reason != NULL && reason[index] != 0; index++) {
        const char character = reason[index];
        destination[index] = character >= 0x20 && character < 0x7f ? character : '?';
    }
}

void frame_sink_finish(struct frame_sink *sink, enum decoder_outcome outcome, const char *reason) {
    if (sink->finished) return;
    sink->finished = true;
    sink->frame_open = false;
    struct decoder_result *result = (struct decoder_result *)(void *)sink->area;
    const bool has_frames = outcome == DECODER_COMPLETE || outcome == DECODER_PARTIAL;
    result->magic = DECODER_RESULT_MAGIC;
    result->format = sink->format;
    result->limit = sink->limit;
    result->limit_value = sink->limit_value;
    result->width = sink->width;
    result->height = sink->height;
    result->frame_count = has_frames ? sink->frame_count : 0;
    result->warnings = sink->warnings;
    copy_reason(result->reason, reason);
    // Last, so that a child that dies on the way has said nothing.
    __atomic_store_n(&result->outcome, (uint32_t)outcome, __ATOMIC_RELEASE);
}

void frame_sink_over_limit(struct frame_sink *sink, enum decoder_limit limit, uint64_t value, const char *reason) {
    if (sink->finished) return;
    sink->limit = limit;
    sink->limit_value = value;
    frame_sink_finish(sink, DECODER_OVER_LIMIT, reason);
}

void frame_sink_finish_damaged(struct frame_sink *sink, const char *reason) {
    frame_sink_finish(sink, sink->frame_count > 0 ? DECODER_PARTIAL : DECODER_UNDECODABLE, reason);
}
