// SPDX-License-Identifier: Apache-2.0
//
// Reduces a picture to what PDQ and the search for views need, row by row, while it is being decoded: the 64 × 64 means
// that PDQ transforms, and a small grey picture. Knows rows of pixels; no formats, no files, no processes.
#ifndef TUTELA_PICTURE_REDUCTION_H
#define TUTELA_PICTURE_REDUCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REDUCTION_MEANS_SIDE = 64,
    /// Longest side of an averaged block in pixels, so that the sum of a block fits 32 bits.
    REDUCTION_MAX_BLOCK = 128,
};

/// Which 64 × 64 means are wanted.
enum reduction_means {
    REDUCTION_NO_MEANS = 0,
    /// Of all pixels, bit by bit those of pip `pdqhash`: luma summed in double precision and rounded once, then the four
    /// box passes of the PDQ reference in its order of float operations.
    REDUCTION_MEANS_OF_ALL = 1,
    /// Of the nearest pixels on a grid of 512 × 512 when a side is longer than that, luma in single precision: bit by bit
    /// those of Meta's C++ tool.
    REDUCTION_MEANS_OF_NEAREST_512 = 2,
};

struct reduction_plan {
    /// In pixels, at least 1.
    uint32_t width, height;
    /// Bytes a pixel: 1 grey, 3 RGB, 4 RGB and a byte that is ignored.
    uint32_t channels;
    enum reduction_means means;
    /// Side in pixels of the blocks that are averaged into the grey picture, 1 to REDUCTION_MAX_BLOCK.
    uint32_t block;
    /// 64 × 64, row-major, aligned as floats are. Not used when no means are wanted.
    float *means_target;
    /// ⌈width / block⌉ × ⌈height / block⌉ bytes: the luma of each block, averaged over the pixels that are there and
    /// rounded to the nearest, a half up.
    uint8_t *grey_target;
};

/// The block for which the shorter side of the grey picture has at least shorter_side pixels and less than twice as many,
/// and the longer side at most longer_side. A smaller picture keeps its size.
uint32_t reduction_block(uint32_t width, uint32_t height, uint32_t shorter_side, uint32_t longer_side);

/// Pixels that blocks of this side make of a side of that length.
static inline uint32_t reduced_side(uint32_t side, uint32_t block) { return side / block + (side % block != 0); }

/// The same operations compiled for several processors; all give the same bits.
enum reduction_kernel {
    /// The widest that this processor has.
    REDUCTION_BEST = 0,
    REDUCTION_PORTABLE = 1,
    REDUCTION_AVX2 = 2,
    REDUCTION_AVX512 = 3,
};

/// Whether this processor has what the kernel needs.
bool reduction_kernel_runs_here(enum reduction_kernel kernel);

struct picture_reducer;

/// NULL when there is no memory, or no such kernel.
struct picture_reducer *picture_reducer_create(const struct reduction_plan *plan, enum reduction_kernel kernel);

/// The next row from the top: width × channels bytes. Rows beyond the height are ignored.
void picture_reducer_row(struct picture_reducer *reducer, const uint8_t *row);

/// Rows that have not come are black. Fills both targets.
void picture_reducer_finish(struct picture_reducer *reducer);

/// NULL is allowed.
void picture_reducer_destroy(struct picture_reducer *reducer);

#endif
