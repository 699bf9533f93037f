// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the reducer share. A picture passes through it in strips of 16 rows:
//
//     row of pixels ─▶ luma_row ─▶ luma: 16 rows of floats ─▶ strip ─▶ two row passes, two column passes ─▶ 64 × 64 means
//                         └──────▶ sums of columns ─▶ grey picture
#ifndef TUTELA_REDUCER_H
#define TUTELA_REDUCER_H

#include "block_votes.h"
#include "picture_reduction.h"

enum { LANES = 16, SIDE = REDUCTION_MEANS_SIDE };

typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(LANES * sizeof(float))));

/// One box pass of the reference over a vector: a running sum from which means are taken. Entering index e, value e is
/// added (while e < length), value e - width is subtracted (from e = width on), and the mean for index e - lead is written
/// (from e = lead on), over as many values as are inside. It ends with e = length + lead - 1.
struct box_window {
    uint32_t length;
    uint32_t width;
    uint32_t lead;
    float divisor;
    float reciprocal;
};

/// The four passes over all strips. Rows and columns are those that the passes see: those of the picture, or 512 each.
struct tent {
    uint32_t rows, columns;
    /// Groups of 16 columns, and their distance from row to row in the buffers below.
    uint32_t blocks, stride;
    struct box_window along_rows, along_columns;
    /// 16 rows of luma.
    lanes *luma;
    /// The last `along_columns.width` rows of the first pass.
    lanes *ring;
    /// The running sums of the second pass.
    lanes *sums;
    /// The last columns of 16 rows, before the first and before the third pass: as many as the mask says, plus one.
    lanes *first_tile, *second_tile;
    uint32_t tile_mask;
    /// The same as ring and sums for the 64 columns of the last pass.
    lanes *last_ring, *last_sums;
    uint32_t sampled_columns[SIDE], sampled_rows[SIDE];
    uint32_t next_sample;
    /// Rows that have entered the last pass.
    uint32_t last_entered;
    float *means;
};

/// Eight rows of pixels, and where their votes go.
struct vote_strip {
    const uint8_t *rows;
    size_t stride;
    uint32_t width, channels;
    /// Whole blocks from left to right.
    uint32_t blocks;
    /// Number of the first block.
    size_t first;
    /// All planes, and words of each.
    uint64_t *planes;
    size_t words;
};

struct reduction_operations {
    /// Row `row` of a picture as floats, and its luma in thousandths added to `sums`. Either target may be NULL.
    void (*luma_row)(const uint8_t *row, uint32_t width, uint32_t channels, float *luma, uint32_t *sums);
    /// Lets 16 rows enter the tent, of which the first is row `first`. Rows behind the last let the windows run out.
    void (*strip)(struct tent *tent, uint32_t first);
    /// Averages of `rows` rows of sums, each over `block` columns.
    void (*grey_row)(const uint32_t *sums, uint32_t width, uint32_t block, uint32_t rows, uint8_t *grey);
    /// Sets the votes of a strip that are 1.
    void (*vote)(const struct vote_strip *strip);
};

/// NULL when this processor has not what the kernel needs.
const struct reduction_operations *reduction_operations_of(enum reduction_kernel kernel);

extern const struct reduction_operations reduction_portable;
#if defined(__x86_64__)
extern const struct reduction_operations reduction_avx2;
extern const struct reduction_operations reduction_avx512;
#endif

#endif
