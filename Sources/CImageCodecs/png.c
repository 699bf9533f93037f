// SPDX-License-Identifier: Apache-2.0
//
// PNG: the picture that every viewer shows, then the frames of an animation, if there is one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "apng.h"
#include "bytes.h"
#include "png_picture.h"

/// The default picture on its way into the sink.
struct passage {
    struct frame_sink *sink;
    /// One row, where the picture comes row by row; NULL where the sink holds all of it.
    uint8_t *row;
};

static bool begin(void *context, uint32_t width, uint32_t height, uint32_t channels, bool interlaced) {
    struct passage *passage = context;
    passage->sink->brings_alpha = channels % 2 == 0;
    if (interlaced) return frame_sink_begin(passage->sink, width, height, channels);
    passage->row = malloc((size_t)width * channels);
    if (passage->row == NULL) {
        frame_sink_finish(passage->sink, DECODER_OUT_OF_MEMORY, "no memory for a row");
        return false;
    }
    return frame_sink_begin_rows(passage->sink, width, height, channels);
}

static uint8_t *row(void *context, uint32_t y) {
    const struct passage *passage = context;
    return passage->row != NULL ? passage->row : frame_sink_row(passage->sink, y);
}

static void row_read(void *context, uint8_t *row) {
    const struct passage *passage = context;
    if (passage->row != NULL) frame_sink_put_row(passage->sink, row);
}

static bool has_alpha(const struct png_outline *outline) {
    enum { COLOR_TYPE_AT = 9 };
    return outline->transparency != 0 || (outline->header.data[COLOR_TYPE_AT] & PNG_COLOR_MASK_ALPHA) != 0;
}

/// True when there is a picture to go on from.
static bool decode_default_picture(struct codec_input input, const struct png_outline *outline, struct frame_sink *sink,
                                   struct png_report *report, bool *damaged) {
    struct png_stream stream;
    png_stream_open_default(&stream, input, outline);
    struct passage passage = {.sink = sink};
    const struct png_target target = {.begin = begin, .row = row, .row_read = row_read, .context = &passage};
    const enum png_layout layout = frame_sink_wants_alpha(sink) && has_alpha(outline) ? PNG_WITH_ALPHA : PNG_STRIPPED;
    const enum png_ending ending = png_picture_decode(&stream, sink->limits, layout, &target, report);
    sink->brings_alpha = false;
    free(passage.row);
    switch (ending) {
        case PNG_DAMAGED: *damaged = true;  // fall through
        case PNG_WHOLE: frame_sink_commit(sink); return true;
        case PNG_NO_MEMORY: frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, report->message); return false;
        case PNG_NOTHING: frame_sink_finish(sink, DECODER_UNDECODABLE, report->message); return false;
        case PNG_STOPPED: break;
    }
    return false;
}

void png_decode(struct codec_input input, struct frame_sink *sink) {
    struct png_outline outline;
    if (!png_outline_read(input, &outline)) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "no IHDR chunk at the start");
        return;
    }
    const bool animated = apng_has_frames(&outline);
    const uint64_t frames = animated ? (uint64_t)outline.frame_controls + (outline.default_is_first_frame ? 0 : 1) : 1;
    if (!frame_sink_header(sink, big32(outline.header.data), big32(outline.header.data + 4), frames)) return;
    if (outline.first_data == 0) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "no image data");
        return;
    }
    struct png_report report = {0};
    bool damaged = false;
    if (outline.animated && outline.stated_frames != outline.frame_controls) {
        // Frames were cut off, or the count is: either way there is no telling what else should be here.
        damaged = true;
        snprintf(report.message, sizeof report.message, "the animation has another number of frames than it states");
    }
    if (!animated) {
        if (!decode_default_picture(input, &outline, sink, &report, &damaged)) return;
    } else {
        // An animation whose default picture is not one of its frames shows that picture too, where animation is off.
        if (!outline.default_is_first_frame) {
            if (!decode_default_picture(input, &outline, sink, &report, &damaged)) return;
        }
        damaged |= !apng_decode_frames(input, &outline, sink, &report);
        if (sink->finished) return;
        if (sink->frame_count == 0 && !decode_default_picture(input, &outline, sink, &report, &damaged)) return;
    }
    sink->warnings = report.warnings;
    frame_sink_finish(sink, damaged ? DECODER_PARTIAL : DECODER_COMPLETE, damaged ? report.message : NULL);
}

void png_version(char text[48]) { snprintf(text, 48, "libpng %s", png_get_libpng_ver(NULL)); }
