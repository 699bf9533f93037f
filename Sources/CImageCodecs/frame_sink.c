// SPDX-License-Identifier: Apache-2.0
//
// The only code that knows where pixels go. Codecs ask it for rows, and every limit is checked before it hands one out.
#define _GNU_SOURCE
#include "frame_sink.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "block_votes.h"
#include "picture_reduction.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

void frame_sink_init(struct frame_sink *sink, uint8_t *area, uint64_t area_bytes, const struct decoder_wish *wish,
                     const struct decoder_limits *limits) {
    memset(sink, 0, sizeof *sink);
    sink->wish = wish;
    sink->area = area;
    sink->area_bytes = area_bytes;
    sink->limits = limits;
    sink->next_offset = DECODER_PIXELS_OFFSET;
}

static bool wants_pixels(const struct frame_sink *sink) { return sink->wish->hashing == DECODER_ALL_PIXELS; }

uint32_t frame_sink_max_frames(const struct frame_sink *sink) {
    return sink->limits->max_frames < DECODER_MAX_FRAMES ? sink->limits->max_frames : DECODER_MAX_FRAMES;
}

/// Width, height and count are at most 2^32 here in practice; saturation keeps absurd headers from wrapping around.
static uint64_t saturating_product(uint64_t left, uint64_t right) {
    uint64_t product;
    return __builtin_mul_overflow(left, right, &product) ? UINT64_MAX : product;
}

static void release(struct frame_sink *sink);

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

// MARK: - Opening a frame

/// Drops what the open frame holds.
static void release(struct frame_sink *sink) {
    picture_reducer_destroy(sink->reducer);
    block_voter_destroy(sink->voter);
    if (sink->reads_stealth) stealth_close(&sink->stealth);
    free(sink->grey_row);
    sink->grey_row = NULL;
    sink->voter = NULL;
    sink->reads_stealth = false;
    if (sink->canvas != NULL && !wants_pixels(sink)) munmap(sink->canvas, (size_t)sink->canvas_bytes);
    sink->reducer = NULL;
    sink->canvas = NULL;
    sink->flow = FRAME_CLOSED;
}

/// Makes pages of the area present with one call instead of a page fault for each. Kernels before 5.14 refuse, and nothing
/// is lost but time.
static void populate(struct frame_sink *sink, uint64_t start, uint64_t end) {
    const uint64_t first = start & ~(uint64_t)4095;
    (void)madvise(sink->area + first, end - first, MADV_POPULATE_WRITE);
}

static uint64_t aligned(uint64_t offset) {
    return (offset + DECODER_ALIGNMENT - 1) & ~(uint64_t)(DECODER_ALIGNMENT - 1);
}

/// Checks the size and finds room for a frame whose rows have been described in sink->frame.
static bool open_frame(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t block, uint32_t channels,
                       bool means) {
    release(sink);
    if (!check_size(sink, width, height, 1)) return false;
    // Both sides fit 32 bits now, so no product below can wrap.
    const uint64_t means_bytes = means ? DECODER_MEANS_BYTES : 0;
    const uint64_t columns = reduced_side((uint32_t)width, block), rows = reduced_side((uint32_t)height, block);
    const uint64_t bytes = means_bytes + columns * rows * channels;
    if (sink->next_offset > sink->area_bytes || bytes > sink->area_bytes - sink->next_offset) {
        frame_sink_over_limit(sink, DECODER_LIMIT_PIXELS, width * height, "the result area is too small");
        return false;
    }
    sink->frame = (struct decoder_frame){
        .width = (uint32_t)width,
        .height = (uint32_t)height,
        .block = block,
        .channels = channels,
        .offset = sink->next_offset + means_bytes,
        .means_offset = means ? sink->next_offset : 0,
    };
    sink->next_row = 0;
    return true;
}

static uint64_t frame_end(const struct frame_sink *sink) {
    const struct decoder_frame *frame = &sink->frame;
    return frame->offset +
           (uint64_t)reduced_side(frame->width, frame->block) * reduced_side(frame->height, frame->block) * frame->channels;
}

uint32_t frame_sink_block(const struct frame_sink *sink, uint32_t width, uint32_t height) {
    const uint32_t shorter = sink->wish->shorter_side > 0 ? sink->wish->shorter_side : 1;
    return reduction_block(width, height, shorter, DECODER_LONGER_SIDE);
}

static bool is_hashed(uint64_t width, uint64_t height) {
    return width >= DECODER_MIN_HASHED_SIDE && height >= DECODER_MIN_HASHED_SIDE;
}

static bool reads(const struct frame_sink *sink, enum decoder_reading what) {
    return (sink->wish->reading & what) != 0 && sink->frame_count == 0 && !wants_pixels(sink);
}

bool frame_sink_wants_alpha(const struct frame_sink *sink) { return reads(sink, DECODER_READ_STEALTH); }

bool frame_sink_wants_color(const struct frame_sink *sink, uint64_t width, uint64_t height) {
    return reads(sink, DECODER_READ_VOTES) && saturating_product(width, height) >= DECODER_MIN_VOTED_PIXELS;
}

/// Gets ready for what is read of the open frame besides. Grey has no votes, and hides nothing but in its alpha.
static bool open_readers(struct frame_sink *sink) {
    const struct decoder_frame *frame = &sink->frame;
    if (sink->channels == 2) {
        sink->grey_row = malloc(frame->width);
        if (sink->grey_row == NULL) {
            frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for a row");
            return false;
        }
    }
    if (sink->channels >= 3 && frame_sink_wants_color(sink, frame->width, frame->height) &&
        block_votes(frame->width, frame->height) > 0) {
        sink->voter = block_voter_create(frame->width, frame->height, sink->channels, REDUCTION_BEST);
        if (sink->voter == NULL) {
            frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for the votes of the picture");
            return false;
        }
    }
    if (reads(sink, DECODER_READ_STEALTH)) {
        sink->reads_stealth = true;
        stealth_open(&sink->stealth, frame->width, frame->height, sink->channels, sink->brings_alpha);
    }
    return true;
}

/// Opens a frame that the reducer gets.
static bool open_reduced(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels) {
    if (!check_size(sink, width, height, 1)) return false;
    const uint32_t block = frame_sink_block(sink, (uint32_t)width, (uint32_t)height);
    const enum reduction_means means = !is_hashed(width, height)                            ? REDUCTION_NO_MEANS
                                       : sink->wish->hashing == DECODER_HASH_NEAREST_512 ? REDUCTION_MEANS_OF_NEAREST_512
                                       : sink->wish->hashing == DECODER_HASH_FAST && !sink->wants_exact
                                           ? REDUCTION_NO_MEANS
                                           : REDUCTION_MEANS_OF_ALL;
    if (!open_frame(sink, width, height, block, 1, means != REDUCTION_NO_MEANS)) return false;
    populate(sink, sink->next_offset, frame_end(sink));
    const struct reduction_plan plan = {
        .width = (uint32_t)width,
        .height = (uint32_t)height,
        .channels = channels == 2 ? 1 : channels,
        .means = means,
        .block = block,
        .means_target = (float *)(void *)(sink->area + sink->frame.means_offset),
        .grey_target = sink->area + sink->frame.offset,
    };
    sink->channels = channels;
    sink->reducer = picture_reducer_create(&plan, REDUCTION_BEST);
    if (sink->reducer == NULL) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for reducing the picture");
        return false;
    }
    return open_readers(sink);
}

/// Anonymous memory for a whole frame, in large pages where it is worth it.
static bool map_canvas(struct frame_sink *sink) {
    enum { LARGE = 4 << 20 };
    sink->canvas_bytes = (uint64_t)sink->frame.width * sink->frame.height * sink->channels;
    void *canvas = mmap(NULL, (size_t)sink->canvas_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (canvas == MAP_FAILED) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for the picture");
        return false;
    }
    if (sink->canvas_bytes >= LARGE) (void)madvise(canvas, (size_t)sink->canvas_bytes, MADV_HUGEPAGE);
    sink->canvas = canvas;
    return true;
}

static bool is_possible(struct frame_sink *sink, uint32_t channels, bool padded) {
    if (sink->finished) return false;
    if (channels == 1 || channels == 3 || (padded && channels == 4)) return true;
    if ((channels == 2 || channels == 4) && sink->brings_alpha && !wants_pixels(sink)) return true;
    frame_sink_finish(sink, DECODER_UNSUPPORTED, "neither grey nor RGB");
    return false;
}

bool frame_sink_begin(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels) {
    if (!is_possible(sink, channels, false)) return false;
    if (wants_pixels(sink)) {
        if (!open_frame(sink, width, height, 1, channels, false)) return false;
        sink->channels = channels;
        sink->canvas = sink->area + sink->frame.offset;
    } else if (!open_reduced(sink, width, height, channels) || !map_canvas(sink)) {
        return false;
    }
    sink->flow = FRAME_CANVAS;
    return true;
}

bool frame_sink_begin_rows(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t channels) {
    if (!is_possible(sink, channels, true)) return false;
    if (wants_pixels(sink)) {
        if (!open_frame(sink, width, height, 1, channels == 1 ? 1 : 3, false)) return false;
        sink->channels = channels;
    } else if (!open_reduced(sink, width, height, channels)) {
        return false;
    }
    sink->flow = FRAME_ROWS;
    return true;
}

bool frame_sink_begin_grey_rows(struct frame_sink *sink, uint64_t width, uint64_t height, uint32_t block) {
    if (sink->finished || !open_frame(sink, width, height, block, 1, false)) return false;
    populate(sink, sink->next_offset, frame_end(sink));
    sink->channels = 1;
    sink->flow = FRAME_GREY_ROWS;
    return true;
}

// MARK: - Its pixels

uint8_t *frame_sink_row(struct frame_sink *sink, uint32_t y) {
    if (sink->flow != FRAME_CANVAS || y >= sink->frame.height) return NULL;
    return sink->canvas + (uint64_t)y * sink->frame.width * sink->channels;
}

/// A row on its way to all who want it.
static void enter_row(struct frame_sink *sink, const uint8_t *row) {
    if (sink->grey_row != NULL) {
        for (uint32_t x = 0; x < sink->frame.width; x++) sink->grey_row[x] = row[(size_t)x * 2];
        picture_reducer_row(sink->reducer, sink->grey_row);
    } else {
        picture_reducer_row(sink->reducer, row);
    }
    if (sink->voter != NULL) block_voter_row(sink->voter, row);
    if (sink->reads_stealth && !stealth_row(&sink->stealth, row)) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for hidden text");
    }
}

void frame_sink_put_row(struct frame_sink *sink, const uint8_t *row) {
    const struct decoder_frame *frame = &sink->frame;
    if (sink->flow == FRAME_ROWS && sink->reducer != NULL) {
        enter_row(sink, row);
        return;
    }
    const uint32_t columns = reduced_side(frame->width, frame->block);
    if (sink->flow < FRAME_ROWS || sink->next_row >= reduced_side(frame->height, frame->block)) return;
    uint8_t *target = sink->area + frame->offset + (uint64_t)sink->next_row++ * columns * frame->channels;
    if (sink->channels == frame->channels) {
        memcpy(target, row, (size_t)columns * frame->channels);
    } else {
        for (uint32_t x = 0; x < columns; x++) memcpy(target + (size_t)x * 3, row + (size_t)x * 4, 3);
    }
}

/// Puts bytes behind what is in the area already, and returns where. The area has room for them: there is no other case
/// than a client that made it too small.
static uint64_t put_bytes(struct frame_sink *sink, const void *bytes, uint64_t count) {
    const uint64_t offset = sink->next_offset;
    if (offset > sink->area_bytes || count > sink->area_bytes - offset) {
        frame_sink_over_limit(sink, DECODER_LIMIT_PIXELS, sink->pixels, "the result area is too small");
        return 0;
    }
    memcpy(sink->area + offset, bytes, (size_t)count);
    sink->next_offset = aligned(offset + count);
    return offset;
}

static void put_votes(struct frame_sink *sink) {
    const uint32_t width = sink->frame.width, height = sink->frame.height;
    const uint64_t bytes = (uint64_t)block_vote_words(width, height) * sizeof(uint64_t) * VOTE_PLANES;
    sink->votes_offset = put_bytes(sink, block_voter_finish(sink->voter), bytes);
    sink->vote_count = (uint32_t)block_votes(width, height);
}

static void put_stealth(struct frame_sink *sink) {
    sink->text = stealth_found(&sink->stealth);
    if (sink->text.count > 0) sink->stealth_offset = put_bytes(sink, sink->text.bytes, sink->text.count);
    sink->text.bytes = NULL;
}

void frame_sink_commit(struct frame_sink *sink) {
    if (sink->flow == FRAME_CLOSED || sink->finished) return;
    if (sink->flow == FRAME_CANVAS && sink->reducer != NULL) {
        for (uint32_t y = 0; y < sink->frame.height && !sink->finished; y++) enter_row(sink, frame_sink_row(sink, y));
        if (sink->finished) return;
    }
    if (sink->reducer != NULL) picture_reducer_finish(sink->reducer);
    struct decoder_result *result = (struct decoder_result *)(void *)sink->area;
    result->frames[sink->frame_count++] = sink->frame;
    sink->pixels += (uint64_t)sink->frame.width * sink->frame.height;
    sink->next_offset = aligned(frame_end(sink));
    if (sink->voter != NULL) put_votes(sink);
    if (sink->reads_stealth) put_stealth(sink);
    release(sink);
}

void frame_sink_abandon(struct frame_sink *sink) {
    if (sink->flow == FRAME_GREY_ROWS) {
        // What comes next to this place begins black.
        const uint64_t columns = reduced_side(sink->frame.width, sink->frame.block);
        memset(sink->area + sink->frame.offset, 0, (size_t)(columns * sink->next_row));
    }
    release(sink);
}

// MARK: - The result

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
    release(sink);
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
    if (has_frames) {
        result->votes_offset = sink->votes_offset;
        result->vote_count = sink->vote_count;
        result->stealth_offset = sink->stealth_offset;
        result->stealth_scheme = sink->text.scheme;
        result->stealth_bits = sink->text.bits;
        result->stealth_bytes = sink->text.count;
    }
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
