// SPDX-License-Identifier: Apache-2.0
//
// Turns picture files into what their frames are hashed from, or into rows of 8-bit grey or RGB. Written to run where it can do no harm: it opens nothing, starts
// no threads, prints nothing, and never ends the process.
#ifndef TUTELA_IMAGE_CODECS_H
#define TUTELA_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

#include "decoder_wire.h"

/// To be called once, before any confinement: whatever a library does only the first time, it does here.
void codecs_warm_up(void);

/// Fills in the formats and the library versions found at run time; returns how many.
uint32_t codecs_list(struct decoder_codec_version codecs[16]);

/// Takes libraries that this format (an enum decoder_format; 0: any) does not need out of what processes forked from now on
/// inherit. Returns how many bytes of address space that leaves out.
size_t codecs_prepare(uint32_t format);

/// Decodes a picture of any supported format into a result area of result_bytes, at least DECODER_PIXELS_OFFSET. The
/// area must be zero: pixels that a damaged file lacks are left as they are.
void codecs_decode(const uint8_t *input, size_t input_bytes, const struct decoder_wish *wish,
                   const struct decoder_limits *limits, uint8_t *result, size_t result_bytes);

#endif
