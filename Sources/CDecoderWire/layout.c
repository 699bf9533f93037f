// SPDX-License-Identifier: Apache-2.0
//
// The wire structures are copied between processes as they lie in memory. Should a compiler ever lay them out with
// holes of another size, the build stops here instead of a picture being misread.
#include "decoder_wire.h"

_Static_assert(sizeof(struct decoder_limits) == 40, "decoder_limits has no holes");
_Static_assert(sizeof(struct decoder_request) == 72, "decoder_request has no holes");
_Static_assert(sizeof(struct decoder_reply) == 40, "decoder_reply has no holes");
_Static_assert(sizeof(struct decoder_frame) == 32, "decoder_frame has no holes");
_Static_assert(sizeof(struct decoder_result) == 200 + DECODER_MAX_FRAMES * sizeof(struct decoder_frame),
               "decoder_result has no holes");
