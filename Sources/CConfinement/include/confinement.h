// SPDX-License-Identifier: Apache-2.0
//
// Runs an untrusted decoder on one picture per process. This library knows nothing of pictures: it hands bytes to a
// function in a confined child and reports how that child ended.
#ifndef TUTELA_CONFINEMENT_H
#define TUTELA_CONFINEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decoder_wire.h"

/// One picture, seen from inside the confined child.
struct confined_task {
    const uint8_t *input;
    size_t input_bytes;
    /// Shared with the client: a decoder_result and what it points at.
    uint8_t *result;
    size_t result_bytes;
    struct decoder_wish wish;
    struct decoder_limits limits;
};

struct zygote_configuration {
    /// Runs in the confined child; whatever it does can harm only that child.
    void (*decode)(const struct confined_task *task);
    /// Called in the zygote before it forks, with the format that the client expects (or 0): may take memory out of what
    /// the child inherits, and returns how many bytes of address space that leaves out. Sees nothing of the picture.
    size_t (*prepare)(uint32_t expected_format);
    struct decoder_codec_version codecs[16];
    uint32_t codec_count;
    /// Forks, but neither filters system calls nor applies Landlock. For kernels that lack them, at the operator's own risk.
    bool insecure;
};

/// Isolates this process and serves requests until the client closes its end of the socket. Returns the exit status.
int zygote_serve(const struct zygote_configuration *configuration);

#endif
