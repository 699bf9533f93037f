// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_TIFF_MEMORY_H
#define TUTELA_TIFF_MEMORY_H

#include <tiffio.h>

#include "codec.h"

/// A TIFF that lies in memory, and what libtiff had to say of it.
struct tiff_memory {
    struct codec_input input;
    uint64_t position;
    uint32_t warnings;
    uint32_t damage;
    char message[128];
};

/// Opens it for reading; single_allocation is the most memory that one tag or strip may claim. NULL: not a TIFF.
TIFF *tiff_memory_open(struct tiff_memory *memory, struct codec_input input, uint64_t single_allocation);

#endif
