// SPDX-License-Identifier: Apache-2.0
//
// Animated PNG. libpng does not know animations, so each frame is handed to it as a picture of its own and put onto the
// canvas here. Rule: the canvas keeps straight colours without alpha, starting from black. "Source" replaces the frame's
// rectangle; "over" mixes by the frame's alpha, rounded as Pillow rounds. Disposal is applied before the next frame; to
// black for "background", to what was there before for "previous" (for the first frame that is background).
#include "apng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum { DISPOSE_BACKGROUND = 1, DISPOSE_PREVIOUS = 2 };
enum { BLEND_OVER = 1 };

struct canvas {
    uint32_t width, height;
    uint8_t *pixels;  // RGB
    uint8_t *saved;   // the same before the last frame, for DISPOSE_PREVIOUS
    uint8_t *frame;   // RGBA of the frame being read
    size_t frame_capacity;
    uint32_t frame_width;
};

bool apng_has_frames(const struct png_outline *outline) { return outline->animated && outline->frame_controls > 0; }

static size_t canvas_bytes(const struct canvas *canvas) { return (size_t)canvas->width * canvas->height * 3; }

static bool begin(void *context, uint32_t width, uint32_t height, uint32_t channels, bool interlaced) {
    (void)interlaced;
    struct canvas *canvas = context;
    canvas->frame_width = width;
    return channels == 4 && (size_t)width * height * 4 <= canvas->frame_capacity;
}

static uint8_t *row(void *context, uint32_t y) {
    struct canvas *canvas = context;
    return canvas->frame + (size_t)y * canvas->frame_width * 4;
}

/// "Over" nothing at all is the picture itself, so the first frame always replaces.
static void blend(struct canvas *canvas, const struct png_frame_control *control, bool first) {
    const bool over = control->blending == BLEND_OVER && !first;
    for (uint32_t y = 0; y < control->height; y++) {
        uint8_t *target = canvas->pixels + ((size_t)(control->y + y) * canvas->width + control->x) * 3;
        const uint8_t *source = canvas->frame + (size_t)y * control->width * 4;
        for (uint32_t x = 0; x < control->width; x++, target += 3, source += 4) {
            const uint32_t alpha = over ? source[3] : 255u;
            for (int channel = 0; channel < 3; channel++) {
                const uint32_t mix = target[channel] * (255u - alpha) + source[channel] * alpha + 128u;
                target[channel] = (uint8_t)(((mix >> 8) + mix) >> 8);
            }
        }
    }
}

static void dispose(struct canvas *canvas, const struct png_frame_control *control, bool first) {
    if (control->disposal == DISPOSE_PREVIOUS && !first) {
        memcpy(canvas->pixels, canvas->saved, canvas_bytes(canvas));
    } else if (control->disposal == DISPOSE_BACKGROUND || control->disposal == DISPOSE_PREVIOUS) {
        for (uint32_t y = 0; y < control->height; y++) {
            memset(canvas->pixels + ((size_t)(control->y + y) * canvas->width + control->x) * 3, 0, (size_t)control->width * 3);
        }
    }
}

static bool fits(const struct canvas *canvas, const struct png_frame_control *control) {
    return control->width > 0 && control->height > 0 && control->width <= canvas->width && control->height <= canvas->height &&
           control->x <= canvas->width - control->width && control->y <= canvas->height - control->height;
}

static bool emit(const struct canvas *canvas, struct frame_sink *sink) {
    if (!frame_sink_begin_rows(sink, canvas->width, canvas->height, 3)) return false;
    for (uint32_t y = 0; y < canvas->height; y++) {
        frame_sink_put_row(sink, canvas->pixels + (size_t)y * canvas->width * 3);
    }
    frame_sink_commit(sink);
    return true;
}

static bool complain(struct png_report *report, const char *message) {
    snprintf(report->message, sizeof report->message, "%s", message);
    return false;
}

/// False when the animation ends here.
static bool decode_frame(struct canvas *canvas, struct png_stream *stream, const struct png_frame_control *control,
                         bool first, struct frame_sink *sink, struct png_report *report, bool *whole) {
    memset(canvas->frame, 0, canvas->frame_capacity);
    const struct png_target target = {.begin = begin, .row = row, .context = canvas};
    const enum png_ending ending = png_picture_decode(stream, sink->limits, PNG_RGBA, &target, report);
    if (ending == PNG_NO_MEMORY) frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, report->message);
    if (ending != PNG_WHOLE && ending != PNG_DAMAGED) {
        *whole = false;
        return false;
    }
    if (ending == PNG_DAMAGED) *whole = false;
    if (control->disposal == DISPOSE_PREVIOUS && !first) memcpy(canvas->saved, canvas->pixels, canvas_bytes(canvas));
    blend(canvas, control, first);
    if (!emit(canvas, sink)) return false;
    dispose(canvas, control, first);
    return true;
}

static bool decode_all(struct codec_input input, const struct png_outline *outline, struct canvas *canvas,
                       struct frame_sink *sink, struct png_report *report) {
    struct png_stream stream;
    struct png_chunk chunk;
    bool whole = true;
    bool first = true;
    uint32_t sequence = 0;
    for (size_t offset = PNG_SIGNATURE_BYTES; png_chunk_at(input, offset, &chunk); offset = chunk.next) {
        if (png_chunk_is(&chunk, "IEND")) return whole;
        if (!png_chunk_is(&chunk, "fcTL")) continue;
        struct png_frame_control control;
        if (!png_frame_control_read(&chunk, &control) || !fits(canvas, &control) || control.sequence != sequence) {
            return complain(report, "a frame of the animation is malformed");
        }
        const bool holds_default = offset < outline->first_data;
        if (holds_default) {
            if (control.width != canvas->width || control.height != canvas->height) {
                return complain(report, "the first frame does not cover the canvas");
            }
            png_stream_open_default(&stream, input, outline);
            stream.next_sequence = sequence + 1;
        } else {
            png_stream_open_frame(&stream, input, outline, &control, chunk.next);
        }
        if (!decode_frame(canvas, &stream, &control, first, sink, report, &whole)) return false;
        if (stream.out_of_order) return complain(report, "frame data are out of order");
        if (stream.unsound || !png_chunk_is_sound(&chunk)) whole = complain(report, "a checksum of the animation is wrong");
        first = false;
        // Data that the picture did not need still count in the numbering.
        sequence = stream.next_sequence;
        struct png_chunk rest;
        for (size_t next = chunk.next; png_chunk_at(input, next, &rest) && !png_chunk_is(&rest, "fcTL"); next = rest.next) {
            if (png_chunk_is(&rest, "fdAT") && rest.available >= 4 && big32(rest.data) == sequence) sequence++;
        }
    }
    return complain(report, "the animation ends too early");
}

bool apng_decode_frames(struct codec_input input, const struct png_outline *outline, struct frame_sink *sink,
                        struct png_report *report) {
    struct canvas canvas = {.width = big32(outline->header.data), .height = big32(outline->header.data + 4)};
    canvas.frame_capacity = (size_t)canvas.width * canvas.height * 4;
    canvas.pixels = calloc(canvas_bytes(&canvas), 1);
    canvas.saved = malloc(canvas_bytes(&canvas));
    canvas.frame = malloc(canvas.frame_capacity);
    bool whole = false;
    if (canvas.pixels == NULL || canvas.saved == NULL || canvas.frame == NULL) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for the canvas");
    } else {
        whole = decode_all(input, outline, &canvas, sink, report);
    }
    free(canvas.pixels);
    free(canvas.saved);
    free(canvas.frame);
    return whole;
}
