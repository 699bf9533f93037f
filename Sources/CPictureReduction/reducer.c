// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "reducer.h"

#pragma STDC FP_CONTRACT OFF

enum { NEAREST_SIDE = 512 };

struct picture_reducer {
    struct reduction_plan plan;
    const struct reduction_operations *operations;
    uint32_t next_row;
    // The grey picture.
    uint32_t *sums;
    uint32_t rows_in_block;
    uint8_t *grey;
    // The means.
    bool has_tent;
    bool is_sampled;        // a grid of nearest pixels enters the tent, not the picture
    bool is_taken_as_it_is; // 64 × 64: the reference assumes that somebody has already filtered it
    uint32_t entered;       // rows that have entered the strip, from the first strip on
    struct tent tent;
    /// A row that nobody sends: all black.
    uint8_t *black;
    void *memory;
};

// MARK: - Kernels

bool reduction_kernel_runs_here(enum reduction_kernel kernel) {
    switch (kernel) {
        case REDUCTION_BEST:
        case REDUCTION_PORTABLE: return true;
#if defined(__x86_64__)
        case REDUCTION_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
        case REDUCTION_AVX512:
            return reduction_kernel_runs_here(REDUCTION_AVX2) && __builtin_cpu_supports("avx512f") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vl");
#endif
        default: return false;
    }
}

const struct reduction_operations *reduction_operations_of(enum reduction_kernel kernel) {
    if (!reduction_kernel_runs_here(kernel)) return NULL;
#if defined(__x86_64__)
    if (kernel == REDUCTION_BEST) {
        kernel = reduction_kernel_runs_here(REDUCTION_AVX512) ? REDUCTION_AVX512
                 : reduction_kernel_runs_here(REDUCTION_AVX2) ? REDUCTION_AVX2
                                                              : REDUCTION_PORTABLE;
    }
    if (kernel == REDUCTION_AVX2) return &reduction_avx2;
    if (kernel == REDUCTION_AVX512) return &reduction_avx512;
#endif
    return kernel == REDUCTION_BEST || kernel == REDUCTION_PORTABLE ? &reduction_portable : NULL;
}

// MARK: - Sizes

uint32_t reduction_block(uint32_t width, uint32_t height, uint32_t shorter_side, uint32_t longer_side) {
    const uint32_t shorter = width < height ? width : height;
    const uint32_t longer = width < height ? height : width;
    const uint32_t by_shorter = shorter / shorter_side;
    const uint32_t by_longer = reduced_side(longer, longer_side);
    const uint32_t block = by_shorter > by_longer ? by_shorter : by_longer;
    return block < 1 ? 1 : block > REDUCTION_MAX_BLOCK ? REDUCTION_MAX_BLOCK : block;
}

static struct box_window box_window(uint32_t length) {
    const uint32_t width = length / 128 + (length % 128 != 0);
    return (struct box_window){
        .length = length,
        .width = width,
        .lead = (width + 2) / 2 - 1,
        .divisor = (float)width,
        .reciprocal = 1.0f / (float)width,
    };
}

/// The value at the centre of each of 64 cells: ⌊(i + ½) · n / 64⌋.
static void find_centres(uint32_t length, uint32_t centres[SIDE]) {
    for (uint32_t index = 0; index < SIDE; index++) {
        centres[index] = (uint32_t)((uint64_t)(2 * index + 1) * length / (2 * SIDE));
    }
}

// MARK: - Memory: one piece, cut up

/// Counts without memory, and cuts when there is some.
struct cutter {
    uint8_t *base;
    size_t used;
};

static void *cut(struct cutter *cutter, size_t bytes) {
    const size_t start = cutter->used;
    cutter->used += (bytes + sizeof(lanes) - 1) / sizeof(lanes) * sizeof(lanes);
    return cutter->base == NULL ? NULL : cutter->base + start;
}

static void lay_out(struct picture_reducer *reducer, struct cutter *cutter) {
    const struct reduction_plan *plan = &reducer->plan;
    const size_t padded = ((size_t)plan->width + LANES - 1) / LANES * LANES;
    reducer->sums = cut(cutter, padded * sizeof(uint32_t));
    reducer->black = cut(cutter, (size_t)plan->width * plan->channels);
    if (!reducer->has_tent) return;
    struct tent *tent = &reducer->tent;
    const size_t row = tent->stride * sizeof(lanes);
    const size_t tile = ((size_t)tent->tile_mask + 1) * sizeof(lanes);
    const size_t columns = SIDE * sizeof(float);
    tent->first_tile = cut(cutter, tile);
    tent->second_tile = cut(cutter, tile);
    tent->sums = cut(cutter, row);
    tent->last_sums = cut(cutter, columns);
    tent->last_ring = cut(cutter, columns * tent->along_columns.width);
    tent->luma = cut(cutter, row * LANES);
    tent->ring = cut(cutter, row * tent->along_columns.width);
}

static void plan_tent(struct picture_reducer *reducer) {
    const struct reduction_plan *plan = &reducer->plan;
    struct tent *tent = &reducer->tent;
    reducer->is_sampled = plan->means == REDUCTION_MEANS_OF_NEAREST_512 &&
                          (plan->width > NEAREST_SIDE || plan->height > NEAREST_SIDE);
    tent->rows = reducer->is_sampled ? NEAREST_SIDE : plan->height;
    tent->columns = reducer->is_sampled ? NEAREST_SIDE : plan->width;
    reducer->is_taken_as_it_is = tent->rows == SIDE && tent->columns == SIDE;
    tent->blocks = tent->columns / LANES + (tent->columns % LANES != 0);
    // An odd number of cache lines: rows of 2^n bytes would all compete for the same few places of a cache.
    tent->stride = tent->blocks | 1;
    tent->along_rows = box_window(tent->columns);
    tent->along_columns = box_window(tent->rows);
    find_centres(tent->columns, tent->sampled_columns);
    find_centres(tent->rows, tent->sampled_rows);
    uint32_t tile = LANES;
    while (tile < tent->along_rows.width + tent->along_rows.lead + 2 * LANES) tile *= 2;
    tent->tile_mask = tile - 1;
    tent->means = plan->means_target;
}

struct picture_reducer *picture_reducer_create(const struct reduction_plan *plan, enum reduction_kernel kernel) {
    const struct reduction_operations *operations = reduction_operations_of(kernel);
    struct picture_reducer *reducer = operations == NULL ? NULL : calloc(1, sizeof *reducer);
    if (reducer == NULL) return NULL;
    reducer->plan = *plan;
    reducer->operations = operations;
    reducer->grey = plan->grey_target;
    reducer->has_tent = plan->means != REDUCTION_NO_MEANS;
    if (reducer->has_tent) plan_tent(reducer);
    struct cutter cutter = {0};
    lay_out(reducer, &cutter);
    // Zero: sums start there, and what lies beyond the last column must be a number.
    reducer->memory = calloc(1, cutter.used + sizeof(lanes));
    if (reducer->memory == NULL) {
        free(reducer);
        return NULL;
    }
    const uintptr_t aligned = ((uintptr_t)reducer->memory + sizeof(lanes) - 1) & ~(uintptr_t)(sizeof(lanes) - 1);
    cutter = (struct cutter){.base = (uint8_t *)reducer->memory + (aligned - (uintptr_t)reducer->memory)};
    lay_out(reducer, &cutter);
    return reducer;
}

void picture_reducer_destroy(struct picture_reducer *reducer) {
    if (reducer == NULL) return;
    free(reducer->memory);
    free(reducer);
}

// MARK: - Rows

static float *entering_luma(struct picture_reducer *reducer) {
    return (float *)(void *)(reducer->tent.luma + (size_t)(reducer->entered % LANES) * reducer->tent.stride);
}

static void enter(struct picture_reducer *reducer) {
    if (reducer->is_taken_as_it_is) {
        memcpy(reducer->tent.means + (size_t)reducer->entered * SIDE, entering_luma(reducer), SIDE * sizeof(float));
        reducer->entered++;
        return;
    }
    reducer->entered++;
    if (reducer->entered % LANES != 0) return;
    reducer->operations->strip(&reducer->tent, reducer->entered - LANES);
}

static float single_luma(const uint8_t *pixel, uint32_t channels) {
    // The reference takes grey as it is. The sum below would miss 35 of the 256 values by a bit.
    if (channels == 1) return pixel[0];
    return 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
}

static void enter_nearest(struct picture_reducer *reducer, const uint8_t *row) {
    const struct reduction_plan *plan = &reducer->plan;
    const uint32_t columns = reducer->tent.columns, rows = reducer->tent.rows;
    // A picture lower than the grid lends a row several times, a higher one leaves rows out.
    while (reducer->entered < rows && (uint64_t)reducer->entered * plan->height / rows == reducer->next_row) {
        float *luma = entering_luma(reducer);
        for (uint32_t x = 0; x < columns; x++) {
            luma[x] = single_luma(row + (uint64_t)x * plan->width / columns * plan->channels, plan->channels);
        }
        enter(reducer);
    }
}

static void flush_block(struct picture_reducer *reducer) {
    const struct reduction_plan *plan = &reducer->plan;
    if (reducer->rows_in_block == 0) return;
    reducer->operations->grey_row(reducer->sums, plan->width, plan->block, reducer->rows_in_block, reducer->grey);
    reducer->grey += reduced_side(plan->width, plan->block);
    memset(reducer->sums, 0, (size_t)plan->width * sizeof(uint32_t));
    reducer->rows_in_block = 0;
}

void picture_reducer_row(struct picture_reducer *reducer, const uint8_t *row) {
    const struct reduction_plan *plan = &reducer->plan;
    if (reducer->next_row >= plan->height) return;
    if (plan->means == REDUCTION_MEANS_OF_NEAREST_512) {
        enter_nearest(reducer, row);
        reducer->operations->luma_row(row, plan->width, plan->channels, NULL, reducer->sums);
    } else if (reducer->has_tent) {
        reducer->operations->luma_row(row, plan->width, plan->channels, entering_luma(reducer), reducer->sums);
        enter(reducer);
    } else {
        reducer->operations->luma_row(row, plan->width, plan->channels, NULL, reducer->sums);
    }
    reducer->next_row++;
    if (++reducer->rows_in_block == plan->block) flush_block(reducer);
}

void picture_reducer_finish(struct picture_reducer *reducer) {
    while (reducer->next_row < reducer->plan.height) picture_reducer_row(reducer, reducer->black);
    flush_block(reducer);
    if (!reducer->has_tent || reducer->is_taken_as_it_is) return;
    const uint32_t last = reducer->tent.rows + reducer->tent.along_columns.lead;
    for (uint32_t first = reducer->entered / LANES * LANES; first < last; first += LANES) {
        reducer->operations->strip(&reducer->tent, first);
    }
}
