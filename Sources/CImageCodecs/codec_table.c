// SPDX-License-Identifier: Apache-2.0
//
// Which codec reads which bytes. Only the bytes decide: names and declared types are the sender's word.
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "codec.h"
#include "image_codecs.h"

struct image_codec {
    enum decoder_format format;
    const char *name;
    bool (*matches)(struct codec_input input);
    void (*decode)(struct codec_input input, struct frame_sink *sink);
    void (*version)(char text[48]);
};

static bool starts_with(struct codec_input input, const char *bytes, size_t count) {
    return input.size >= count && memcmp(input.bytes, bytes, count) == 0;
}

static bool jpeg_matches(struct codec_input input) { return starts_with(input, "\xff\xd8\xff", 3); }

static bool png_matches(struct codec_input input) { return starts_with(input, "\x89PNG\r\n\x1a\n", 8); }

static bool gif_matches(struct codec_input input) {
    return starts_with(input, "GIF87a", 6) || starts_with(input, "GIF89a", 6);
}

static bool webp_matches(struct codec_input input) {
    return input.size >= 12 && starts_with(input, "RIFF", 4) && memcmp(input.bytes + 8, "WEBP", 4) == 0;
}

static bool tiff_matches(struct codec_input input) {
    return starts_with(input, "II*\0", 4) || starts_with(input, "MM\0*", 4) || starts_with(input, "II+\0", 4) ||
           starts_with(input, "MM\0+", 4);
}

static bool is_one_of(const uint8_t brand[4], const char *const brands[], size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (memcmp(brand, brands[index], 4) == 0) return true;
    }
    return false;
}

/// The major brand, then the compatible ones, of an ISO base media file.
static bool has_brand(struct codec_input input, const char *const brands[], size_t count) {
    if (input.size < 16 || memcmp(input.bytes + 4, "ftyp", 4) != 0) return false;
    const uint32_t stated = big32(input.bytes);
    const size_t end = stated < input.size ? stated : input.size;
    if (is_one_of(input.bytes + 8, brands, count)) return true;
    for (size_t offset = 16; offset + 4 <= end; offset += 4) {
        if (is_one_of(input.bytes + offset, brands, count)) return true;
    }
    return false;
}

static bool avif_matches(struct codec_input input) {
    static const char *const brands[] = {"avif", "avis"};
    return has_brand(input, brands, 2);
}

static bool heic_matches(struct codec_input input) {
    static const char *const brands[] = {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"};
    return has_brand(input, brands, 8);
}

/// AVIF before HEIC: both may carry the brand "mif1".
static const struct image_codec table[] = {
    {DECODER_JPEG, "jpeg", jpeg_matches, jpeg_decode, jpeg_version},
    {DECODER_PNG, "png", png_matches, png_decode, png_version},
    {DECODER_WEBP, "webp", webp_matches, webp_decode, webp_version},
    {DECODER_GIF, "gif", gif_matches, gif_decode, gif_version},
    {DECODER_BMP, "bmp", bmp_matches, bmp_decode, bmp_version},
    {DECODER_TIFF, "tiff", tiff_matches, tiff_decode, tiff_version},
    {DECODER_AVIF, "avif", avif_matches, avif_decode, heif_version},
    {DECODER_HEIC, "heic", heic_matches, heic_decode, heif_version},
};

enum { CODEC_COUNT = sizeof table / sizeof table[0] };

void codecs_decode(const uint8_t *input, size_t input_bytes, const struct decoder_wish *wish,
                   const struct decoder_limits *limits, uint8_t *result, size_t result_bytes) {
    const struct codec_input picture = {.bytes = input, .size = input_bytes};
    struct frame_sink sink;
    frame_sink_init(&sink, result, result_bytes, wish, limits);
    for (size_t index = 0; index < CODEC_COUNT; index++) {
        if (!table[index].matches(picture)) continue;
        sink.format = table[index].format;
        if (wish->expected_format != 0 && wish->expected_format != (uint32_t)sink.format) {
            frame_sink_finish(&sink, DECODER_UNPREPARED, "another format than expected");
            return;
        }
        table[index].decode(picture, &sink);
        frame_sink_finish(&sink, DECODER_UNDECODABLE, "the decoder gave no reason");
        return;
    }
    frame_sink_finish(&sink, DECODER_UNSUPPORTED, "no supported format starts like this");
}

uint32_t codecs_list(struct decoder_codec_version codecs[16]) {
    memset(codecs, 0, 16 * sizeof codecs[0]);
    for (size_t index = 0; index < CODEC_COUNT; index++) {
        snprintf(codecs[index].format, sizeof codecs[index].format, "%s", table[index].name);
        table[index].version(codecs[index].library);
    }
    return CODEC_COUNT;
}
