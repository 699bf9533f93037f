// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_JPEG_WALK_H
#define TUTELA_JPEG_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

/// Where the rows of the reduced luma go, from the top. Each has ⌈width / block⌉ bytes.
struct jpeg_walk_target {
    void (*row)(void *context, const uint8_t *row);
    void *context;
};

/// Walks through the one scan of a plain JPEG and keeps only the coefficients that a picture reduced by `block` (8 or 4)
/// needs: a third of the time that the library takes for the same. The header has been read by the library, which has
/// looked at nothing behind it, and is left as it is.
///
/// False when anything about the file is unusual, damaged or not finished, however slightly: the library is to decode it
/// then, and its word counts. Rows may have been written by then.
bool jpeg_walk(const struct jpeg_decompress_struct *header, uint32_t block, const struct jpeg_walk_target *target);

#endif
