// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_GIF_OUTLINE_H
#define TUTELA_GIF_OUTLINE_H

#include "codec.h"

struct gif_outline {
    /// The screen, grown to hold the first frame, as viewers do.
    uint32_t width, height;
    uint64_t frames;
};

/// Walks over the blocks without decoding any. False when there is no frame.
bool gif_outline_read(struct codec_input input, struct gif_outline *outline);

#endif
