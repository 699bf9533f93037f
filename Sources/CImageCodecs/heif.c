// SPDX-License-Identifier: Apache-2.0
//
// HEIC and AVIF by libheif: every top-level image, the primary one first. Thumbnails, depth and alpha are not looked at.
// HEIC is shown as the container turns, mirrors and crops it, because peers read it with libheif; AVIF as it is stored,
// because peers read it with libavif, which leaves that to the viewer.
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

#include "bytes.h"
#include "codec.h"
#include "heif_damage.h"
#include "heif_single_thread.h"
#include "heif_terminate.h"

static enum decoder_outcome outcome_of(struct heif_error error) {
    if (error.code == heif_error_Memory_allocation_error) {
        return error.subcode == heif_suberror_Security_limit_exceeded ? DECODER_UNDECODABLE : DECODER_OUT_OF_MEMORY;
    }
    if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype) return DECODER_UNSUPPORTED;
    return DECODER_UNDECODABLE;
}

static bool copy_rows(const struct heif_image *image, uint32_t channels, struct frame_sink *sink) {
    const int width = heif_image_get_width(image, heif_channel_interleaved);
    const int height = heif_image_get_height(image, heif_channel_interleaved);
    int stride = 0;
    const uint8_t *plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    if (plane == NULL || width <= 0 || height <= 0 || stride < 0 || (uint64_t)stride < (uint64_t)width * channels) {
        frame_sink_finish(sink, DECODER_UNSUPPORTED, "unexpected row layout");
        return false;
    }
    if (!frame_sink_begin_rows(sink, (uint64_t)width, (uint64_t)height, channels)) return false;
    for (int y = 0; y < height; y++) frame_sink_put_row(sink, plane + (size_t)y * (size_t)stride);
    frame_sink_commit(sink);
    return true;
}

static bool decode_image(const struct heif_image_handle *handle, const struct heif_decoding_options *options,
                         struct frame_sink *sink, struct heif_error *error) {
    // The conversion to RGB alone cannot drop an alpha plane, so such pictures are asked for with it.
    const bool alpha = heif_image_handle_has_alpha_channel(handle);
    struct heif_image *image = NULL;
    *error = heif_decode_image(handle, &image, heif_colorspace_RGB,
                               alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
    bool done = false;
    if (error->code == heif_error_Ok) done = copy_rows(image, alpha ? 4 : 3, sink);
    if (image != NULL) heif_image_release(image);
    return done;
}

/// The primary image first; the rest in the order of the file.
static void put_primary_first(struct heif_context *context, heif_item_id *ids, int count) {
    heif_item_id primary;
    if (heif_context_get_primary_image_ID(context, &primary).code != heif_error_Ok) return;
    for (int index = 0; index < count; index++) {
        if (ids[index] != primary) continue;
        memmove(ids + 1, ids, (size_t)index * sizeof ids[0]);
        ids[0] = primary;
        return;
    }
}

/// Checks the size of an image before a pixel of it is decoded.
static bool size_is_allowed(const struct heif_image_handle *handle, bool first, struct frame_sink *sink) {
    const int width = heif_image_handle_get_ispe_width(handle);
    const int height = heif_image_handle_get_ispe_height(handle);
    const uint64_t unsigned_width = width > 0 ? (uint64_t)width : 0;
    const uint64_t unsigned_height = height > 0 ? (uint64_t)height : 0;
    if (first && !frame_sink_header(sink, unsigned_width, unsigned_height, 1)) return false;
    return frame_sink_allows(sink, unsigned_width, unsigned_height);
}

/// Whether the file has moving pictures too. libheif reads none of them, and a viewer may show nothing else.
static bool has_sequence(struct codec_input input) {
    size_t offset = 0;
    while (offset <= input.size && input.size - offset >= 8) {
        const uint8_t *box = input.bytes + offset;
        if (memcmp(box + 4, "moov", 4) == 0) return true;
        uint64_t size = big32(box);
        if (size == 1 && input.size - offset >= 16) size = (uint64_t)big32(box + 8) << 32 | big32(box + 12);
        // 0: up to the end of the file.
        if (size < 8 || size > input.size - offset) return false;
        offset += size;
    }
    return false;
}

/// Why pictures that libheif has decoded are not all that there is to see, or NULL.
static const char *what_is_missing(struct codec_input input) {
    if (heif_damage_seen()) return "the coded data are damaged";
    if (has_sequence(input)) return "the file also has moving pictures, which are not decoded";
    return NULL;
}

static void decode_all(struct heif_context *context, struct codec_input input, bool stored_orientation,
                       struct frame_sink *sink) {
    const int count = heif_context_get_number_of_top_level_images(context);
    if (count <= 0) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "no image");
        return;
    }
    heif_item_id *ids = calloc((size_t)count, sizeof *ids);
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (ids == NULL || options == NULL) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory");
        free(ids);
        heif_decoding_options_free(options);
        return;
    }
    options->ignore_transformations = stored_orientation;
    options->convert_hdr_to_8bit = 1;
    const int listed = heif_context_get_list_of_top_level_image_IDs(context, ids, count);
    put_primary_first(context, ids, listed);
    struct heif_error error = {.message = "no image"};
    int done = 0;
    for (int index = 0; index < listed && !sink->finished; index++) {
        struct heif_image_handle *handle = NULL;
        error = heif_context_get_image_handle(context, ids[index], &handle);
        if (error.code == heif_error_Ok && size_is_allowed(handle, index == 0, sink)) {
            if (decode_image(handle, options, sink, &error)) done++;
        }
        if (handle != NULL) heif_image_handle_release(handle);
        if (error.code != heif_error_Ok) break;
    }
    const char *missing = what_is_missing(input);
    if (done == listed) {
        frame_sink_finish(sink, missing == NULL ? DECODER_COMPLETE : DECODER_PARTIAL, missing);
    } else if (done > 0) {
        frame_sink_finish(sink, DECODER_PARTIAL, error.message);
    } else {
        frame_sink_finish(sink, outcome_of(error), error.message);
    }
    heif_decoding_options_free(options);
    free(ids);
}

static void decode(struct codec_input input, struct frame_sink *sink, bool stored_orientation) {
    heif_terminate_into(sink);
    heif_damage_forget();
#ifdef M_PERTURB
    // New memory is zero from here on: the HEVC decoder shows what was there where a damaged file gives it nothing.
    mallopt(M_PERTURB, 0xff);
#endif
    struct heif_context *context = heif_context_alloc();
    if (context == NULL) {
        frame_sink_finish(sink, DECODER_OUT_OF_MEMORY, "no memory");
        return;
    }
    heif_context_set_max_decoding_threads(context, 0);
    const uint32_t side = sink->limits->max_side;
    heif_context_set_maximum_image_size_limit(context, side > INT_MAX ? INT_MAX : (int)side);
    const struct heif_error error = heif_context_read_from_memory_without_copy(context, input.bytes, input.size, NULL);
    if (error.code == heif_error_Ok) {
        decode_all(context, input, stored_orientation, sink);
    } else {
        frame_sink_finish(sink, outcome_of(error), error.message);
    }
    heif_context_free(context);
    heif_terminate_into(NULL);
}

void heic_decode(struct codec_input input, struct frame_sink *sink) { decode(input, sink, false); }

void avif_decode(struct codec_input input, struct frame_sink *sink) { decode(input, sink, true); }

void heif_warm_up(void) {
    heif_single_thread_warm_up();
    heif_damage_warm_up();
    heif_terminate_warm_up();
    // Loads the plug-ins, which may open files.
    heif_init(NULL);
}

void heif_version(char text[48]) { snprintf(text, 48, "libheif %s", heif_get_version()); }
