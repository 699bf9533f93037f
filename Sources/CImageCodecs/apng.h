// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_APNG_H
#define TUTELA_APNG_H

#include "png_picture.h"

bool apng_has_frames(const struct png_outline *outline);

/// Decodes the frames of an animation onto the canvas, one result frame each. False when one of them was damaged; those
/// before it are in the sink.
bool apng_decode_frames(struct codec_input input, const struct png_outline *outline, struct frame_sink *sink,
                        struct png_report *report);

#endif
