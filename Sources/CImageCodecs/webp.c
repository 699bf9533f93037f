// SPDX-License-Identifier: Apache-2.0
//
// WebP. A still goes through the incremental decoder, because that one keeps the rows it has when the file ends too
// early. Animations are composed by libwebp's own animation decoder. Alpha is dropped, or handed on where it was asked for:
// the colours are those stored, straight.
#include <stdio.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "codec.h"

static const char *status_text(VP8StatusCode status) {
    switch (status) {
        case VP8_STATUS_OK: return "";
        case VP8_STATUS_OUT_OF_MEMORY: return "out of memory";
        case VP8_STATUS_BITSTREAM_ERROR: return "bitstream error";
        case VP8_STATUS_UNSUPPORTED_FEATURE: return "unsupported feature";
        case VP8_STATUS_SUSPENDED:
        case VP8_STATUS_NOT_ENOUGH_DATA: return "the file ends too early";
        default: return "cannot be decoded";
    }
}

static void finish_by_status(struct frame_sink *sink, VP8StatusCode status) {
    const enum decoder_outcome outcome = status == VP8_STATUS_OUT_OF_MEMORY         ? DECODER_OUT_OF_MEMORY
                                         : status == VP8_STATUS_UNSUPPORTED_FEATURE ? DECODER_UNSUPPORTED
                                                                                    : DECODER_UNDECODABLE;
    frame_sink_finish(sink, outcome, status_text(status));
}

/// Decodes a still that the caller has checked the size of. best: what a whole one counts as.
static void decode_still(const uint8_t *bytes, size_t size, const WebPBitstreamFeatures *features,
                         struct frame_sink *sink, enum decoder_outcome best) {
    const uint32_t width = (uint32_t)features->width, height = (uint32_t)features->height;
    const bool alpha = features->has_alpha && frame_sink_wants_alpha(sink);
    const uint32_t channels = alpha ? 4 : 3;
    sink->brings_alpha = alpha;
    if (!frame_sink_begin(sink, width, height, channels)) return;
    WebPDecBuffer buffer;
    if (!WebPInitDecBuffer(&buffer)) {
        frame_sink_finish(sink, DECODER_UNSUPPORTED, "the library has another version");
        return;
    }
    buffer.colorspace = alpha ? MODE_RGBA : MODE_RGB;
    buffer.is_external_memory = 1;
    buffer.u.RGBA.rgba = frame_sink_row(sink, 0);
    buffer.u.RGBA.stride = (int)(width * channels);
    buffer.u.RGBA.size = (size_t)width * height * channels;
    WebPIDecoder *decoder = WebPINewDecoder(&buffer);
    if (decoder == NULL) {
        finish_by_status(sink, VP8_STATUS_OUT_OF_MEMORY);
        return;
    }
    const VP8StatusCode status = WebPIUpdate(decoder, bytes, size);
    int rows = 0;
    WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL);
    WebPIDelete(decoder);
    if (status == VP8_STATUS_OK) {
        frame_sink_commit(sink);
        frame_sink_finish(sink, best, best == DECODER_COMPLETE ? NULL : "the animation is cut");
    } else if (rows > 0 && status != VP8_STATUS_OUT_OF_MEMORY) {
        frame_sink_commit(sink);
        frame_sink_finish(sink, DECODER_PARTIAL, status_text(status));
    } else {
        finish_by_status(sink, status);
    }
}

static bool emit(const uint8_t *rgba, uint32_t width, uint32_t height, struct frame_sink *sink) {
    if (!frame_sink_begin_rows(sink, width, height, 4)) return false;
    for (uint32_t y = 0; y < height; y++) frame_sink_put_row(sink, rgba + (size_t)y * width * 4);
    frame_sink_commit(sink);
    return true;
}

static void decode_frames(const WebPData *data, uint32_t width, uint32_t height, uint32_t frames, struct frame_sink *sink) {
    WebPAnimDecoderOptions options;
    if (!WebPAnimDecoderOptionsInit(&options)) {
        frame_sink_finish(sink, DECODER_UNSUPPORTED, "the library has another version");
        return;
    }
    options.color_mode = MODE_RGBA;
    options.use_threads = 0;
    WebPAnimDecoder *decoder = WebPAnimDecoderNew(data, &options);
    if (decoder == NULL) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "the animation cannot be decoded");
        return;
    }
    uint32_t done = 0;
    uint8_t *rgba;
    int timestamp;
    while (done < frames && WebPAnimDecoderGetNext(decoder, &rgba, &timestamp) && emit(rgba, width, height, sink)) done++;
    WebPAnimDecoderDelete(decoder);
    if (done == frames) {
        frame_sink_finish(sink, DECODER_COMPLETE, NULL);
    } else {
        frame_sink_finish_damaged(sink, "a frame of the animation is damaged");
    }
}

/// An animation that is cut: its first frame alone, if it covers the canvas or not. Later frames build on lost ones.
static void decode_first_frame(WebPDemuxer *demuxer, struct frame_sink *sink) {
    WebPIterator frame;
    WebPBitstreamFeatures features;
    if (!WebPDemuxGetFrame(demuxer, 1, &frame)) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "the animation is cut before its first frame");
        return;
    }
    if (WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &features) == VP8_STATUS_OK &&
        frame_sink_header(sink, (uint32_t)features.width, (uint32_t)features.height, 1)) {
        decode_still(frame.fragment.bytes, frame.fragment.size, &features, sink, DECODER_PARTIAL);
    }
    WebPDemuxReleaseIterator(&frame);
    if (!sink->finished) frame_sink_finish(sink, DECODER_UNDECODABLE, "the first frame cannot be decoded");
}

void webp_decode(struct codec_input input, struct frame_sink *sink) {
    WebPBitstreamFeatures features;
    const VP8StatusCode status = WebPGetFeatures(input.bytes, input.size, &features);
    if (status != VP8_STATUS_OK) {
        finish_by_status(sink, status);
        return;
    }
    const uint32_t width = (uint32_t)features.width;
    const uint32_t height = (uint32_t)features.height;
    if (!frame_sink_header(sink, width, height, 1)) return;
    if (!features.has_animation) {
        decode_still(input.bytes, input.size, &features, sink, DECODER_COMPLETE);
        return;
    }
    const WebPData data = {.bytes = input.bytes, .size = input.size};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    WebPDemuxer *demuxer = WebPDemuxPartial(&data, &state);
    if (demuxer == NULL) {
        frame_sink_finish(sink, DECODER_UNDECODABLE, "the container cannot be read");
        return;
    }
    const uint32_t frames = WebPDemuxGetI(demuxer, WEBP_FF_FRAME_COUNT);
    if (state == WEBP_DEMUX_DONE && frames > 0) {
        if (frame_sink_header(sink, width, height, frames)) decode_frames(&data, width, height, frames, sink);
    } else {
        decode_first_frame(demuxer, sink);
    }
    WebPDemuxDelete(demuxer);
}

void webp_version(char text[48]) {
    const int version = WebPGetDecoderVersion();
    snprintf(text, 48, "libwebp %d.%d.%d", version >> 16, version >> 8 & 255, version & 255);
}
