// SPDX-License-Identifier: Apache-2.0
//
// GIF by giflib, composed here. Rule, the same as Pillow's: the canvas keeps colours without alpha. It starts in the colour
// of the first frame's transparent index, or of index 0 when it has none. Transparent pixels of the first frame keep
// their palette colour; those of later frames show what was there. "Background" disposal fills with the frame's
// transparent colour, or else the background colour. A frame says itself how it is disposed of; it inherits nothing.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

#include "gif_outline.h"

struct reader {
    struct codec_input input;
    size_t offset;
};

struct canvas {
    uint32_t width, height;
    uint8_t *pixels;
    uint8_t *saved;
    uint8_t palette[256][3];
};

struct frame {
    uint32_t left, top, width, height;
    bool interlaced;
    int disposal;
    int transparent;  // or NO_TRANSPARENT_COLOR
};

static int on_read(GifFileType *gif, GifByteType *destination, int count) {
    struct reader *reader = gif->UserData;
    const size_t left = reader->input.size - reader->offset;
    const size_t taken = (size_t)count < left ? (size_t)count : left;
    memcpy(destination, reader->input.bytes + reader->offset, taken);
    reader->offset += taken;
    return (int)taken;
}

/// The colours in force for a frame. Without any table, indices are shades of grey; beyond a table all is black.
static void load_palette(struct canvas *canvas, const ColorMapObject *colors) {
    memset(canvas->palette, 0, sizeof canvas->palette);
    const int count = colors == NULL ? 256 : colors->ColorCount < 256 ? colors->ColorCount : 256;
    for (int index = 0; index < count; index++) {
        canvas->palette[index][0] = colors == NULL ? (uint8_t)index : colors->Colors[index].Red;
        canvas->palette[index][1] = colors == NULL ? (uint8_t)index : colors->Colors[index].Green;
        canvas->palette[index][2] = colors == NULL ? (uint8_t)index : colors->Colors[index].Blue;
    }
}

static uint8_t *pixel_at(const struct canvas *canvas, uint8_t *pixels, uint32_t x, uint32_t y) {
    return pixels + ((size_t)y * canvas->width + x) * 3;
}

static uint32_t clipped(uint32_t start, uint32_t length, uint32_t end) {
    return start >= end ? 0 : length < end - start ? length : end - start;
}

static void fill(struct canvas *canvas, const struct frame *frame, const uint8_t color[3]) {
    const uint32_t width = clipped(frame->left, frame->width, canvas->width);
    const uint32_t height = clipped(frame->top, frame->height, canvas->height);
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            memcpy(pixel_at(canvas, canvas->pixels, frame->left + x, frame->top + y), color, 3);
        }
    }
}

static void draw_line(struct canvas *canvas, const struct frame *frame, uint32_t line, const uint8_t *indices, bool first) {
    const uint32_t width = clipped(frame->left, frame->width, canvas->width);
    if (frame->top + line >= canvas->height) return;
    for (uint32_t x = 0; x < width; x++) {
        if (!first && indices[x] == frame->transparent) continue;
        memcpy(pixel_at(canvas, canvas->pixels, frame->left + x, frame->top + line), canvas->palette[indices[x]], 3);
    }
}

/// Returns how many lines could be read. A cut line still shows what came before the cut.
static uint32_t draw(struct canvas *canvas, GifFileType *gif, const struct frame *frame, uint8_t *line, bool first) {
    static const uint32_t starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
    uint32_t done = 0;
    for (int pass = frame->interlaced ? 0 : 3; pass < 4; pass++) {
        const uint32_t start = frame->interlaced ? starts[pass] : 0;
        const uint32_t step = frame->interlaced ? steps[pass] : 1;
        for (uint32_t y = start; y < frame->height; y += step) {
            if (DGifGetLine(gif, line, (int)frame->width) != GIF_OK) return done;
            draw_line(canvas, frame, y, line, first);
            done++;
        }
    }
    return done;
}

static void dispose(struct canvas *canvas, const struct frame *frame, int background, bool first) {
    const uint8_t *color = canvas->palette[frame->transparent != NO_TRANSPARENT_COLOR ? frame->transparent & 255 : background & 255];
    if (frame->disposal == DISPOSE_BACKGROUND) {
        fill(canvas, frame, color);
    } else if (frame->disposal > DISPOSE_BACKGROUND) {
        if (!first) {
            memcpy(canvas->pixels, canvas->saved, (size_t)canvas->width * canvas->height * 3);
        } else if (frame->transparent != NO_TRANSPARENT_COLOR) {
            fill(canvas, frame, color);
        }
    }
}

static bool emit(const struct canvas *canvas, struct frame_sink *sink) {
    if (!frame_sink_begin_rows(sink, canvas->width, canvas->height, 3)) return false;
    for (uint32_t y = 0; y < canvas->height; y++) frame_sink_put_row(sink, pixel_at(canvas, canvas->pixels, 0, y));
    frame_sink_commit(sink);
    return true;
}

/// Reads the frame that the decoder stands before. False when the file must not be read on.
static bool read_frame(struct canvas *canvas, GifFileType *gif, const GraphicsControlBlock *control, struct frame_sink *sink) {
    const bool first = sink->frame_count == 0;
    if (DGifGetImageDesc(gif) != GIF_OK) return false;
    const struct frame frame = {
        .left = (uint32_t)gif->Image.Left,
        .top = (uint32_t)gif->Image.Top,
        .width = (uint32_t)gif->Image.Width,
        .height = (uint32_t)gif->Image.Height,
        .interlaced = gif->Image.Interlace,
        .disposal = control->DisposalMode,
        .transparent = control->TransparentColor,
    };
    load_palette(canvas, gif->Image.ColorMap != NULL ? gif->Image.ColorMap : gif->SColorMap);
    if (first) {
        const struct frame whole = {.width = canvas->width, .height = canvas->height};
        fill(canvas, &whole, canvas->palette[frame.transparent != NO_TRANSPARENT_COLOR ? frame.transparent & 255 : 0]);
    }
    if (frame.width == 0 || frame.height == 0) return emit(canvas, sink);
    if (!first && frame.disposal > DISPOSE_BACKGROUND) {
        memcpy(canvas->saved, canvas->pixels, (size_t)canvas->width * canvas->height * 3);
    }
    uint8_t *line = calloc(frame.width, 1);
    if (line == NULL) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for a line");
        return false;
    }
    const uint32_t lines = draw(canvas, gif, &frame, line, first);
    free(line);
    if (lines == 0) return false;
    if (!emit(canvas, sink)) return false;
    dispose(canvas, &frame, gif->SColorMap != NULL ? gif->SBackGroundColor : 0, first);
    return lines == frame.height;
}

/// Takes what applies to the next frame from an extension, if it is of that kind.
static bool read_extension(GifFileType *gif, GraphicsControlBlock *control) {
    int kind;
    GifByteType *block;
    if (DGifGetExtension(gif, &kind, &block) != GIF_OK) return false;
    if (kind == GRAPHICS_EXT_FUNC_CODE && block != NULL && block[0] == 4) DGifExtensionToGCB(block[0], block + 1, control);
    while (block != NULL) {
        if (DGifGetExtensionNext(gif, &block) != GIF_OK) return false;
    }
    return true;
}

/// False when the file is damaged. Only the final byte says that no frame is missing: a file that was cut between two
/// frames looks like one that has fewer.
static bool read_all(struct canvas *canvas, GifFileType *gif, struct frame_sink *sink) {
    static const GraphicsControlBlock none = {.TransparentColor = NO_TRANSPARENT_COLOR};
    GraphicsControlBlock control = none;
    for (;;) {
        GifRecordType record;
        if (DGifGetRecordType(gif, &record) != GIF_OK) return false;
        switch (record) {
            case IMAGE_DESC_RECORD_TYPE:
                if (!read_frame(canvas, gif, &control, sink)) return false;
                control = none;
                break;
            case EXTENSION_RECORD_TYPE:
                if (!read_extension(gif, &control)) return false;
                break;
            case TERMINATE_RECORD_TYPE: return true;
            default: return false;
        }
    }
}

void gif_decode(struct codec_input input, struct frame_sink *sink) {
    struct gif_outline outline;
    if (!gif_outline_read(input, &outline)) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "no frame");
        return;
    }
    if (!frame_sink_header(sink, outline.width, outline.height, outline.frames)) return;
    const size_t bytes = (size_t)outline.width * outline.height * 3;
    struct canvas canvas = {.width = outline.width, .height = outline.height};
    canvas.pixels = calloc(bytes, 1);
    canvas.saved = malloc(bytes);
    struct reader reader = {.input = input};
    int error = 0;
    GifFileType *gif = DGifOpen(&reader, on_read, &error);
    if (canvas.pixels == NULL || canvas.saved == NULL || (gif == NULL && error == D_GIF_ERR_NOT_ENOUGH_MEM)) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory for the canvas");
    } else if (gif != NULL && read_all(&canvas, gif, sink)) {
        frame_sink_finish(sink, sink->frame_count > 0 ? DECODER_COMPLETE : DECODER_UNDECODABLE, NULL);
    } else {
        const char *reason = gif != NULL ? GifErrorString(gif->Error) : GifErrorString(error);
        frame_sink_finish_damaged(sink, reason != NULL ? reason : "damaged");
    }
    if (gif != NULL) DGifCloseFile(gif, &error);
    free(canvas.pixels);
    free(canvas.saved);
}

void gif_version(char text[48]) { snprintf(text, 48, "giflib %d.%d.%d", GIFLIB_MAJOR, GIFLIB_MINOR, GIFLIB_RELEASE); }
