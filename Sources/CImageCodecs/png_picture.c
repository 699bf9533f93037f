// SPDX-License-Identifier: Apache-2.0
//
// One PNG picture through libpng, with all of its own talking, limits and exits replaced.
#include "png_picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <png.h>

struct session {
    png_structp png;
    png_infop info;
    struct png_stream *stream;
    const struct png_target *target;
    struct png_report *report;
    uint32_t rows;
    uint8_t *row;  // being read
    bool out_of_memory;
    bool stopped;
};

static void on_error(png_structp png, png_const_charp message) {
    struct session *session = png_get_error_ptr(png);
    snprintf(session->report->message, sizeof session->report->message, "%s", message);
    session->out_of_memory = strstr(message, "memory") != NULL;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    struct session *session = png_get_error_ptr(png);
    if (session->report->warnings++ == 0) snprintf(session->report->message, sizeof session->report->message, "%s", message);
}

static void on_read(png_structp png, png_bytep destination, png_size_t count) {
    struct session *session = png_get_io_ptr(png);
    if (png_stream_read(session->stream, destination, count) != count) png_error(png, "the file ends too early");
}

static void configure(struct session *session, const struct decoder_limits *limits) {
    png_set_read_fn(session->png, session, on_read);
    png_set_user_limits(session->png, limits->max_side, limits->max_side);
    png_set_benign_errors(session->png, 1);
    // Viewers show pictures with wrong checksums; the warning makes the result partial.
    png_set_crc_action(session->png, PNG_CRC_WARN_USE, PNG_CRC_WARN_USE);
}

static void choose_layout(struct session *session, enum png_layout layout) {
    png_structp png = session->png;
    const int color = png_get_color_type(png, session->info);
    const int depth = png_get_bit_depth(png, session->info);
    png_set_strip_16(png);  // the high byte
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (layout != PNG_STRIPPED) {
        if (png_get_valid(png, session->info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
        if (layout == PNG_RGBA && (color & PNG_COLOR_MASK_COLOR) == 0) png_set_gray_to_rgb(png);
        png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    } else {
        // The colours are those stored, whatever their transparency.
        png_set_strip_alpha(png);
    }
}

static void hand_on_row(struct session *session) {
    if (session->target->row_read != NULL) session->target->row_read(session->target->context, session->row);
    session->rows++;
}

/// The last row is there before the library finds that something behind it is missing.
static bool row_is_there(const struct session *session) {
    return session->row != NULL && png_get_interlace_type(session->png, session->info) == PNG_INTERLACE_NONE &&
           png_get_current_row_number(session->png) > session->rows;
}

static void decode(struct session *session, const struct decoder_limits *limits, enum png_layout layout) {
    png_structp png = session->png;
    configure(session, limits);
    png_read_info(png, session->info);
    choose_layout(session, layout);
    const int passes = png_set_interlace_handling(png);
    png_read_update_info(png, session->info);
    const uint32_t width = png_get_image_width(png, session->info);
    const uint32_t height = png_get_image_height(png, session->info);
    const uint32_t channels = png_get_channels(png, session->info);
    if (png_get_rowbytes(png, session->info) != (size_t)width * channels) png_error(png, "unexpected row layout");
    if (!session->target->begin(session->target->context, width, height, channels, passes > 1)) {
        session->stopped = true;
        return;
    }
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) {
            uint8_t *row = session->target->row(session->target->context, y);
            if (row == NULL) png_error(png, "no room for the row");
            session->row = row;
            png_read_row(png, row, NULL);
            hand_on_row(session);
        }
    }
}

enum png_ending png_picture_decode(struct png_stream *stream, const struct decoder_limits *limits, enum png_layout layout,
                                   const struct png_target *target, struct png_report *report) {
    struct session session = {.stream = stream, .target = target, .report = report};
    volatile enum png_ending ending = PNG_NO_MEMORY;
    session.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
    if (session.png == NULL) return PNG_NO_MEMORY;
    session.info = png_create_info_struct(session.png);
    if (session.info != NULL) {
        if (setjmp(png_jmpbuf(session.png)) == 0) {
            decode(&session, limits, layout);
            ending = session.stopped ? PNG_STOPPED : report->warnings > 0 ? PNG_DAMAGED : PNG_WHOLE;
        } else if (session.rows > 0) {
            if (row_is_there(&session)) hand_on_row(&session);
            ending = PNG_DAMAGED;
        } else {
            ending = session.out_of_memory ? PNG_NO_MEMORY : PNG_NOTHING;
        }
    }
    png_destroy_read_struct(&session.png, &session.info, NULL);
    return ending;
}
