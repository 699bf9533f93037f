// SPDX-License-Identifier: Apache-2.0
//
// Makes the libraries do, before the sandbox closes, what they do only once: loading plug-ins, building tables, resolving
// symbols. The pictures used for that are our own, a few bytes each.
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
    const size_t area_bytes = (size_t)DECODER_RESULT_BYTES(64 * 64);
    uint8_t *area = malloc(area_bytes);
    if (area == NULL) return;
    const struct decoder_limits limits = {
        .max_pixels = 64 * 64,
        .max_memory = 64 << 20,
        .max_side = 64,
        .max_frames = 4,
        .max_jpeg_scans = 20,
        .max_jpeg_warnings = 20,
    };
    for (size_t index = 0; index < warm_up_picture_count; index++) {
        memset(area, 0, area_bytes);
        codecs_decode(warm_up_pictures[index].bytes, warm_up_pictures[index].size, &limits, area, area_bytes);
    }
    free(area);
}
