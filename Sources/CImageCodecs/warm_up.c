// SPDX-License-Identifier: Apache-2.0
//
// Makes the libraries do, before the sandbox closes, what they do only once: loading plug-ins, building tables, resolving
// symbols. The pictures used for that are our own, a few bytes each.
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "image_codecs.h"
#include "silence.h"
#include "warm_up_pictures.h"

void codecs_warm_up(void) {
    silence_standard_streams();
    tiff_warm_up();
    heif_warm_up();
    enum { FRAMES = 4, SIDE = 64 };
    const size_t area_bytes =
        DECODER_PIXELS_OFFSET + FRAMES * (DECODER_MEANS_BYTES + 2 * DECODER_ALIGNMENT + (size_t)SIDE * SIDE);
    uint8_t *area = malloc(area_bytes);
    if (area == NULL) return;
    const struct decoder_limits limits = {
        .max_pixels = SIDE * SIDE,
        .max_memory = 64 << 20,
        .max_side = SIDE,
        .max_frames = FRAMES,
        .max_jpeg_scans = 20,
        .max_jpeg_warnings = 20,
    };
    const struct decoder_wish wish = {.hashing = DECODER_HASH_EXACT, .shorter_side = 320};
    for (size_t index = 0; index < warm_up_picture_count; index++) {
        memset(area, 0, area_bytes);
        codecs_decode(warm_up_pictures[index].bytes, warm_up_pictures[index].size, &wish, &limits, area, area_bytes);
    }
    free(area);
    // What every child would copy for nothing.
    malloc_trim(0);
}
