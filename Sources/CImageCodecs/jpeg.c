// SPDX-License-Identifier: Apache-2.0
//
// JPEG by libjpeg-turbo, with the accurate integer DCT and smooth chroma upsampling, as browsers and Pillow decode it.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "cmyk.h"
#include "codec.h"
#include "jpeg_walk.h"

#define TEXT_OF(argument) #argument
#define TEXT(macro) TEXT_OF(macro)

struct jpeg_session {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    struct jpeg_decompress_struct decompressor;
    jmp_buf gave_up;
    struct frame_sink *sink;
    const uint8_t *bytes;
    size_t size;
    uint8_t *row_memory;
    uint8_t *row;
    char message[JMSG_LENGTH_MAX];
    uint32_t damage;      // warnings about missing or corrupt data
    uint32_t rows;        // rows written
    size_t good_bytes;    // input up to here was entropy-coded data that could be read
    bool in_scan;
    bool rows_complete;
    bool over_limit;      // a limit ended it; the sink knows
};

static struct jpeg_session *session_of(j_common_ptr common) { return (struct jpeg_session *)common->client_data; }

static void on_error(j_common_ptr common) {
    struct jpeg_session *session = session_of(common);
    common->err->format_message(common, session->message);
    longjmp(session->gave_up, 1);
}

/// Some warnings are about style. These do not mean that pixels are missing.
static bool is_harmless(int code) {
    return code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR || code == JWRN_BOGUS_ICC || code == JWRN_NOT_SEQUENTIAL;
}

static void on_message(j_common_ptr common, int level) {
    if (level >= 0) return;
    struct jpeg_session *session = session_of(common);
    common->err->num_warnings++;
    if (session->sink->warnings < UINT32_MAX) session->sink->warnings++;
    if (is_harmless(common->err->msg_code)) return;
    if (session->damage == 0) common->err->format_message(common, session->message);
    session->damage++;
    // With all rows there, only the end marker is being looked for: no reason to take them back.
    if (session->rows_complete) return;
    if (session->damage > session->sink->limits->max_jpeg_warnings) {
        frame_sink_finish(session->sink, DECODER_UNDECODABLE, "more damage than the warning limit allows");
        session->over_limit = true;
        longjmp(session->gave_up, 1);
    }
}

static void print_nothing(j_common_ptr common) { (void)common; }

/// Called for every row of blocks: a progressive file can make the decoder walk the whole picture hundreds of times.
static void on_progress(j_common_ptr common) {
    struct jpeg_session *session = session_of(common);
    const j_decompress_ptr decompressor = &session->decompressor;
    const uint32_t scans = (uint32_t)decompressor->input_scan_number;
    if (scans > session->sink->limits->max_jpeg_scans) {
        frame_sink_over_limit(session->sink, DECODER_LIMIT_JPEG_SCANS, scans, "too many scans");
        session->over_limit = true;
        longjmp(session->gave_up, 1);
    }
    session->in_scan = true;
    // Behind the end of the file the library reads an end marker of its own, from elsewhere.
    const uintptr_t position = (uintptr_t)decompressor->src->next_input_byte - (uintptr_t)session->bytes;
    if (position > session->size) return;
    session->good_bytes = position;
    // A marker that waits to be read may be the damage: it stays out.
    if (decompressor->unread_marker != 0 && session->good_bytes >= 2) session->good_bytes -= 2;
}

static void set_up(struct jpeg_session *session, struct frame_sink *sink, const uint8_t *bytes, size_t size) {
    memset(session, 0, sizeof *session);
    session->sink = sink;
    session->bytes = bytes;
    session->size = size;
    session->decompressor.err = jpeg_std_error(&session->errors);
    session->errors.error_exit = on_error;
    session->errors.emit_message = on_message;
    session->errors.output_message = print_nothing;
    session->progress.progress_monitor = on_progress;
    session->decompressor.client_data = session;
}

static void report_error(struct jpeg_session *session) {
    switch (session->errors.msg_code) {
        case JERR_OUT_OF_MEMORY:
        case JERR_NO_BACKING_STORE:
            frame_sink_finish(session->sink, DECODER_OUT_OF_MEMORY, session->message);
            break;
        case JERR_SOF_UNSUPPORTED:
        case JERR_BAD_PRECISION:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_ARITH_NOTIMPL:
        case JERR_NOT_COMPILED:
            frame_sink_finish(session->sink, DECODER_UNSUPPORTED, session->message);
            break;
        default:
            frame_sink_finish(session->sink, DECODER_UNDECODABLE, session->message);
    }
}

/// In place: four bytes a pixel become three and one that is ignored.
static void cmyk_row_to_rgb(uint8_t *row, size_t width) {
    for (size_t x = 0; x < width; x++, row += 4) {
        // Whatever the Adobe marker says, four-colour JPEGs are taken to be stored inverted, as Pillow does.
        uint8_t ink[4];
        for (int channel = 0; channel < 4; channel++) ink[channel] = 255 - row[channel];
        cmyk_to_rgb(ink, row);
    }
}

static void read_rows(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    JSAMPROW row = session->row;
    while (decompressor->output_scanline < decompressor->output_height) {
        if (jpeg_read_scanlines(decompressor, &row, 1) != 1) break;
        if (decompressor->out_color_space == JCS_CMYK) cmyk_row_to_rgb(row, decompressor->output_width);
        frame_sink_put_row(session->sink, row);
        session->rows++;
    }
}

/// Grey is what the luma of a JPEG says, and the library scales while it transforms: by 1/8, 2/8 or 4/8 where that leaves
/// the sides that are wished for.
static void choose_fast_way(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    decompressor->out_color_space = JCS_GRAYSCALE;
    const uint32_t block = frame_sink_block(session->sink, decompressor->image_width, decompressor->image_height);
    decompressor->scale_denom = block >= 8 ? 8 : block >= 4 ? 4 : block >= 2 ? 2 : 1;
}

/// The library writes rows that begin at a multiple of 16 or 32 past the caches, straight into memory, from where each
/// would have to come back at once.
enum { UNALIGNED = 8 };

static bool open_frame(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    struct frame_sink *sink = session->sink;
    session->row_memory = malloc((size_t)decompressor->output_width * 4 + UNALIGNED);
    if (session->row_memory == NULL) ERREXIT1(decompressor, JERR_OUT_OF_MEMORY, 0);
    session->row = session->row_memory + UNALIGNED;
    if (decompressor->scale_denom > 1) {
        return frame_sink_begin_grey_rows(sink, decompressor->image_width, decompressor->image_height,
                                          decompressor->scale_denom);
    }
    // Four bytes a pixel rather than three: they need not be taken apart again.
    return frame_sink_begin_rows(sink, decompressor->output_width, decompressor->output_height,
                                 decompressor->out_color_space == JCS_GRAYSCALE ? 1 : 4);
}

static void put_walked_row(void *context, const uint8_t *row) { frame_sink_put_row(context, row); }

/// The fast way past the library, for plain files. False: nothing is said yet of this one.
static bool walk(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    struct frame_sink *sink = session->sink;
    if (decompressor->scale_denom < 4 || session->damage > 0) return false;
    if (!frame_sink_begin_grey_rows(sink, decompressor->image_width, decompressor->image_height,
                                    decompressor->scale_denom)) {
        return true;
    }
    const struct jpeg_walk_target target = {.row = put_walked_row, .context = sink};
    if (!jpeg_walk(decompressor, decompressor->scale_denom, &target)) {
        frame_sink_abandon(sink);
        return false;
    }
    frame_sink_commit(sink);
    frame_sink_finish(sink, DECODER_COMPLETE, NULL);
    return true;
}

static void note_damage(struct jpeg_session *session, const char *message) {
    if (session->damage++ == 0) snprintf(session->message, sizeof session->message, "%s", message);
}

/// What is missing without a warning from the library: a file whose last scans were cut off and that was then closed
/// properly, and arithmetic-coded data, which go on as zeros where they end.
static void look_for_gaps(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    for (int index = 0; index < decompressor->num_components; index++) {
        bool whole = decompressor->comp_info[index].quant_table != NULL;  // taken over by a component's first scan
        for (int coefficient = 0; whole && decompressor->coef_bits != NULL && coefficient < DCTSIZE2; coefficient++) {
            whole = decompressor->coef_bits[index][coefficient] == 0;  // bits that are yet to come, or -1
        }
        if (!whole) note_damage(session, "scans are missing");
    }
    if (decompressor->arith_code) note_damage(session, "arithmetic coding does not show whether data are missing");
}

/// Returns false when it ended inside a scan with nothing to show, so that a second try with less input makes sense.
static bool decode(struct jpeg_session *session) {
    const j_decompress_ptr decompressor = &session->decompressor;
    if (setjmp(session->gave_up) != 0) {
        if (!session->over_limit && session->rows > 0) {
            frame_sink_commit(session->sink);
            frame_sink_finish(session->sink, DECODER_PARTIAL, session->message);
        }
        const bool worth_another_try = session->in_scan && session->errors.msg_code != JERR_OUT_OF_MEMORY;
        return session->sink->finished || !worth_another_try;
    }
    jpeg_create_decompress(decompressor);
    decompressor->progress = &session->progress;
    jpeg_mem_src(decompressor, session->bytes, session->size);
    if (jpeg_read_header(decompressor, TRUE) != JPEG_HEADER_OK) return true;
    if (session->sink->frame_count == 0 &&
        !frame_sink_header(session->sink, decompressor->image_width, decompressor->image_height, 1)) {
        return true;
    }
    switch (decompressor->num_components) {
        case 1: decompressor->out_color_space = JCS_GRAYSCALE; break;
        case 3: decompressor->out_color_space = JCS_EXT_RGBX; break;
        case 4: decompressor->out_color_space = JCS_CMYK; break;
        default:
            frame_sink_finish(session->sink, DECODER_UNSUPPORTED, "neither 1, 3 nor 4 components");
            return true;
    }
    decompressor->dct_method = JDCT_ISLOW;
    decompressor->do_fancy_upsampling = TRUE;
    // The luma of ink is not stored.
    session->sink->wants_exact = decompressor->out_color_space == JCS_CMYK;
    // Votes are of colours at full size.
    const bool grey_will_do =
        decompressor->num_components == 1 ||
        !frame_sink_wants_color(session->sink, decompressor->image_width, decompressor->image_height);
    if (session->sink->wish->hashing == DECODER_HASH_FAST && !session->sink->wants_exact && grey_will_do) {
        choose_fast_way(session);
        if (walk(session)) return true;
    }
    jpeg_start_decompress(decompressor);
    if (!open_frame(session)) return true;
    read_rows(session);
    session->rows_complete = true;
    look_for_gaps(session);
    // On to the end marker: data that are left over, or an end that does not come, mean that the rows are not what they
    // should be.
    jpeg_finish_decompress(decompressor);
    frame_sink_commit(session->sink);
    if (session->damage > 0) {
        frame_sink_finish(session->sink, DECODER_PARTIAL, session->message);
    } else {
        frame_sink_finish(session->sink, DECODER_COMPLETE, NULL);
    }
    return true;
}

static void tear_down(struct jpeg_session *session) {
    jpeg_destroy_decompress(&session->decompressor);
    free(session->row_memory);
}

void jpeg_decode(struct codec_input input, struct frame_sink *sink) {
    struct jpeg_session session;
    set_up(&session, sink, input.bytes, input.size);
    const bool final = decode(&session);
    if (!final && session.good_bytes > 0 && session.good_bytes < input.size) {
        // A viewer shows the scans that came before the damage. The library reads them all before it gives a row, so
        // it gets the file once more, cut where it could still read.
        const size_t good_bytes = session.good_bytes;
        char message[JMSG_LENGTH_MAX];
        memcpy(message, session.message, sizeof message);
        tear_down(&session);
        set_up(&session, sink, input.bytes, good_bytes);
        decode(&session);
        if (!sink->finished) memcpy(session.message, message, sizeof message);
    }
    if (!sink->finished) report_error(&session);
    tear_down(&session);
}

void jpeg_version(char text[48]) {
    snprintf(text, 48, "libjpeg-turbo %s", TEXT(LIBJPEG_TURBO_VERSION));
}
