// SPDX-License-Identifier: Apache-2.0
//
// The inner loops, written once and compiled once for every kernel: the including file defines OPERATIONS, the name of the
// table, and FUSED as 1 where the processor multiplies and adds in one rounding.
//
// The order of float operations is the reference's. A quotient is either a division or, where FUSED, a product with the
// rounded reciprocal, put right by the exact remainder (Markstein). For the divisors that occur (windows of 1 to 1024, and
// 1000) that is the division's result for each of the 2^23 mantissas of a float, and exponents play no part.
#include <string.h>

#include "reducer.h"

#pragma STDC FP_CONTRACT OFF
// Vectors wider than the processor's would be passed otherwise between compilers; here all such functions are inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint32_t words __attribute__((vector_size(LANES * sizeof(uint32_t)), aligned(4)));
typedef int32_t integers __attribute__((vector_size(LANES * sizeof(int32_t)), aligned(4)));
typedef uint8_t bytes16 __attribute__((vector_size(LANES), aligned(1)));

/// Sixteen steps in a row keep their vectors in registers.
#define UNROLLED _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

INLINE lanes all(float value) { return value - (lanes){0}; }

/// product + addend in one rounding, or in two where both are exact anyway.
INLINE lanes multiply_add(lanes left, lanes right, lanes addend) {
#if FUSED
    return __builtin_elementwise_fma(left, right, addend);
#else
    return left * right + addend;
#endif
}

INLINE lanes quotient(lanes dividend, float divisor, float reciprocal) {
#if FUSED
    const lanes guess = dividend * all(reciprocal);
    const lanes remainder = __builtin_elementwise_fma(-guess, all(divisor), dividend);
    return __builtin_elementwise_fma(remainder, all(reciprocal), guess);
#else
    (void)reciprocal;
    return dividend / all(divisor);
#endif
}

// MARK: - Rows

/// 299 R + 587 G + 114 B: integers below 2^24, so every step is exact.
INLINE lanes thousandths(words pixels) {
    const lanes red = __builtin_convertvector((integers)(pixels & 0xff), lanes);
    const lanes green = __builtin_convertvector((integers)(pixels >> 8 & 0xff), lanes);
    const lanes blue = __builtin_convertvector((integers)(pixels >> 16 & 0xff), lanes);
    return multiply_add(blue, all(114), multiply_add(green, all(587), red * all(299)));
}

/// Rounded once, like the reference's sum of doubles. A test tries all colours.
INLINE lanes luma_of(lanes thousandths) { return quotient(thousandths, 1000.0f, 1.0f / 1000.0f); }

/// The next up to 16 pixels as words, blue-green-red from the high to the low byte.
INLINE words load_pixels(const uint8_t *row, uint32_t x, uint32_t width, uint32_t channels) {
    words pixels;
    if (channels == 4 && width - x >= LANES) {
        memcpy(&pixels, row + (size_t)x * 4, sizeof pixels);
        return pixels;
    }
    if (channels == 3 && width - x >= LANES + 6) {
        // Sixteen bytes more than the pixels have, all inside the row.
        typedef uint8_t bytes64 __attribute__((vector_size(64), aligned(1)));
        bytes64 loaded;
        memcpy(&loaded, row + (size_t)x * 3, sizeof loaded);
        const bytes64 spread = __builtin_shufflevector(
            loaded, loaded, 0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11, 12, 13, 14, 14, 15, 16, 17, 17, 18, 19, 20,
            20, 21, 22, 23, 23, 24, 25, 26, 26, 27, 28, 29, 29, 30, 31, 32, 32, 33, 34, 35, 35, 36, 37, 38, 38, 39, 40, 41,
            41, 42, 43, 44, 44, 45, 46, 47, 47);
        memcpy(&pixels, &spread, sizeof pixels);
        return pixels;
    }
    const uint32_t count = width - x < LANES ? width - x : LANES;
    uint32_t single[LANES] = {0};
    for (uint32_t index = 0; index < count; index++) {
        const uint8_t *pixel = row + (size_t)(x + index) * channels;
        single[index] = pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16;
    }
    memcpy(&pixels, single, sizeof pixels);
    return pixels;
}

INLINE void color_row(const uint8_t *row, uint32_t width, uint32_t channels, float *luma, uint32_t *sums) {
    for (uint32_t x = 0; x < width; x += LANES) {
        const lanes value = thousandths(load_pixels(row, x, width, channels));
        if (luma != NULL) *(lanes *)(void *)(luma + x) = luma_of(value);
        if (sums != NULL) *(words *)(void *)(sums + x) += (words)__builtin_convertvector(value, integers);
    }
}

INLINE void grey_pixels(const uint8_t *row, uint32_t width, float *luma, uint32_t *sums) {
    for (uint32_t x = 0; x < width; x += LANES) {
        bytes16 pixels = {0};
        memcpy(&pixels, row + x, width - x < LANES ? width - x : LANES);
        const words value = __builtin_convertvector(pixels, words);
        if (luma != NULL) *(lanes *)(void *)(luma + x) = __builtin_convertvector((integers)value, lanes);
        if (sums != NULL) *(words *)(void *)(sums + x) += value * 1000;
    }
}

/// Buffers end at a multiple of 16 columns.
static void luma_row(const uint8_t *row, uint32_t width, uint32_t channels, float *luma, uint32_t *sums) {
    switch (channels) {
        case 1: grey_pixels(row, width, luma, sums); break;
        case 3: color_row(row, width, 3, luma, sums); break;
        default: color_row(row, width, 4, luma, sums);
    }
}

// MARK: - The grey picture

/// Half a unit more than half a divisor keeps the product with the rounded reciprocal on the right side of every integer.
INLINE uint8_t average(uint32_t sum, uint32_t pixels, double reciprocal) {
    return (uint8_t)(int32_t)(((double)(sum + 500 * pixels) + 0.5) * reciprocal);
}

INLINE void average_blocks(const uint32_t *sums, uint32_t count, uint32_t block, uint32_t rows, uint8_t *grey) {
    const uint32_t pixels = block * rows;
    const double reciprocal = 1.0 / (1000.0 * pixels);
    for (uint32_t index = 0; index < count; index++) {
        uint32_t sum = 0;
        for (uint32_t column = 0; column < block; column++) sum += sums[index * block + column];
        grey[index] = average(sum, pixels, reciprocal);
    }
}

static void grey_row(const uint32_t *sums, uint32_t width, uint32_t block, uint32_t rows, uint8_t *grey) {
    const uint32_t whole = width / block;
    switch (block) {
        case 1: average_blocks(sums, whole, 1, rows, grey); break;
        case 2: average_blocks(sums, whole, 2, rows, grey); break;
        case 3: average_blocks(sums, whole, 3, rows, grey); break;
        case 4: average_blocks(sums, whole, 4, rows, grey); break;
        default: average_blocks(sums, whole, block, rows, grey);
    }
    if (whole * block < width) {
        average_blocks(sums + whole * block, 1, width - whole * block, rows, grey + whole);
    }
}

// MARK: - The tent

#define SHUFFLE(left, right, ...) __builtin_shufflevector(left, right, __VA_ARGS__)

/// Rows become columns.
INLINE void transpose(lanes v[LANES]) {
    lanes t[LANES];
    for (int i = 0; i < LANES; i += 2) {
        t[i] = SHUFFLE(v[i], v[i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
        t[i + 1] = SHUFFLE(v[i], v[i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
    }
    for (int i = 0; i < LANES; i += 4) {
        v[i] = SHUFFLE(t[i], t[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
        v[i + 1] = SHUFFLE(t[i], t[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
        v[i + 2] = SHUFFLE(t[i + 1], t[i + 3], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
        v[i + 3] = SHUFFLE(t[i + 1], t[i + 3], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    }
    // v[4r + c], part p: rows 4r … 4r + 3 of column 4p + c.
    for (int c = 0; c < 4; c++) {
        t[c] = SHUFFLE(v[c], v[4 + c], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        t[4 + c] = SHUFFLE(v[c], v[4 + c], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        t[8 + c] = SHUFFLE(v[8 + c], v[12 + c], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        t[12 + c] = SHUFFLE(v[8 + c], v[12 + c], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    }
    for (int c = 0; c < 4; c++) {
        v[c] = SHUFFLE(t[c], t[8 + c], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        v[8 + c] = SHUFFLE(t[c], t[8 + c], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        v[4 + c] = SHUFFLE(t[4 + c], t[12 + c], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        v[12 + c] = SHUFFLE(t[4 + c], t[12 + c], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    }
}

/// How many values are inside when index `entering` has entered and its oldest has left.
INLINE uint32_t values_inside(const struct box_window *window, uint32_t entering) {
    if (entering < window->width) return entering + 1;
    if (entering < window->length) return window->width;
    return window->length + window->width - 1 - entering;
}

/// The mean after any step, at the edges too.
INLINE lanes mean_at(const struct box_window *window, lanes sum, uint32_t entering) {
    const uint32_t inside = values_inside(window, entering);
    if (inside == window->width) return quotient(sum, window->divisor, window->reciprocal);
    return sum / all((float)inside);
}

/// One step of a running sum over the columns of a tile.
INLINE lanes step(const struct box_window *window, lanes sum, const lanes *tile, uint32_t mask, uint32_t entering) {
    if (entering < window->length) sum += tile[entering & mask];
    if (entering >= window->width) sum -= tile[(entering - window->width) & mask];
    return sum;
}

/// Loads 16 columns of the 16 rows into the first tile.
INLINE void load_columns(const struct tent *tent, uint32_t block) {
    lanes v[LANES];
    UNROLLED for (uint32_t row = 0; row < LANES; row++) v[row] = tent->luma[(size_t)row * tent->stride + block];
    transpose(v);
    lanes *target = tent->first_tile + (block * LANES & tent->tile_mask);
    UNROLLED for (uint32_t column = 0; column < LANES; column++) target[column] = v[column];
}

/// The first pass: the means for 16 columns from `first` on.
INLINE lanes first_pass(const struct tent *tent, lanes sum, uint32_t first, lanes v[LANES]) {
    const struct box_window window = tent->along_rows;
    const lanes *tile = tent->first_tile;
    const uint32_t mask = tent->tile_mask;
    const uint32_t entering = first + window.lead;
    if (entering >= window.width && entering + LANES <= window.length) {
        UNROLLED for (uint32_t column = 0; column < LANES; column++) {
            sum += tile[(entering + column) & mask];
            sum -= tile[(entering + column - window.width) & mask];
            v[column] = quotient(sum, window.divisor, window.reciprocal);
        }
        return sum;
    }
    for (uint32_t column = 0; column < LANES; column++) {
        v[column] = (lanes){0};
        if (first + column >= window.length) continue;
        sum = step(&window, sum, tile, mask, entering + column);
        v[column] = mean_at(&window, sum, entering + column);
    }
    return sum;
}

/// What the second pass needs to know of a strip.
struct rows_of_strip {
    uint32_t first;
    /// All 16 rows enter a full window.
    bool interior;
    /// Where the rows lie in the ring.
    size_t held[LANES];
};

INLINE struct rows_of_strip rows_of_strip(const struct tent *tent, uint32_t first) {
    const struct box_window *window = &tent->along_columns;
    struct rows_of_strip rows = {
        .first = first, .interior = first >= window->width && first + LANES <= window->length};
    for (uint32_t row = 0; row < LANES; row++) rows.held[row] = (size_t)((first + row) % window->width) * tent->stride;
    return rows;
}

/// The second pass: 16 rows of 16 columns enter, 16 rows of means come out, `lead` rows higher up.
INLINE void second_pass(struct tent *tent, const struct rows_of_strip *rows, uint32_t block, lanes v[LANES]) {
    const struct box_window window = tent->along_columns;
    lanes sum = tent->sums[block];
    lanes *ring = tent->ring + block;
    if (rows->interior) {
        UNROLLED for (uint32_t row = 0; row < LANES; row++) {
            lanes *held = ring + rows->held[row];
            sum += v[row];
            sum -= *held;
            *held = v[row];
            v[row] = quotient(sum, window.divisor, window.reciprocal);
        }
    } else {
        for (uint32_t row = 0; row < LANES; row++) {
            const uint32_t entering = rows->first + row;
            if (entering >= window.length + window.lead) break;
            lanes *held = ring + rows->held[row];
            const lanes leaving = *held;
            if (entering < window.length) {
                sum += v[row];
                *held = v[row];
            }
            if (entering >= window.width) sum -= leaving;
            v[row] = mean_at(&window, sum, entering);
        }
    }
    tent->sums[block] = sum;
}

/// The means of the third pass, at the 64 sampled columns only.
struct third_pass {
    lanes sum;
    uint32_t entering;
    uint32_t sample;
    lanes samples[SIDE];
};

INLINE void third_step(const struct tent *tent, struct third_pass *pass, uint32_t entering) {
    const struct box_window *window = &tent->along_rows;
    pass->sum = step(window, pass->sum, tent->second_tile, tent->tile_mask, entering);
    while (pass->sample < SIDE && tent->sampled_columns[pass->sample] + window->lead == entering) {
        pass->samples[pass->sample++] = mean_at(window, pass->sum, entering);
    }
}

INLINE uint32_t next_sample(const struct tent *tent, const struct third_pass *pass) {
    return pass->sample < SIDE ? tent->sampled_columns[pass->sample] + tent->along_rows.lead : UINT32_MAX;
}

/// Sixteen columns that are in the second tile enter.
INLINE void third_steps(const struct tent *tent, struct third_pass *pass, uint32_t first) {
    const struct box_window window = tent->along_rows;
    const uint32_t mask = tent->tile_mask;
    const lanes *tile = tent->second_tile;
    uint32_t next = next_sample(tent, pass);
    if (window.length >= SIDE && first >= window.width && first + LANES <= window.length) {
        lanes sum = pass->sum;
        UNROLLED for (uint32_t column = 0; column < LANES; column++) {
            sum += tile[(first + column) & mask];
            sum -= tile[(first + column - window.width) & mask];
            // From 64 columns on, no column is the centre of two cells.
            if (first + column != next) continue;
            pass->samples[pass->sample++] = quotient(sum, window.divisor, window.reciprocal);
            next = next_sample(tent, pass);
        }
        pass->sum = sum;
        return;
    }
    for (uint32_t column = 0; column < LANES; column++) {
        if (first + column < window.length) third_step(tent, pass, first + column);
    }
}

/// One step of the last pass, over 64 columns. `row` is NULL when the window runs out.
INLINE void fourth_step(struct tent *tent, const lanes *row) {
    const struct box_window window = tent->along_columns;
    const uint32_t entering = tent->last_entered++;
    lanes *held = tent->last_ring + (size_t)(entering % window.width) * (SIDE / LANES);
    for (uint32_t block = 0; block < SIDE / LANES; block++) {
        if (row != NULL) tent->last_sums[block] += row[block];
        if (entering >= window.width) tent->last_sums[block] -= held[block];
        if (row != NULL) held[block] = row[block];
    }
    // Below 64 rows one row is the centre of several cells.
    while (tent->next_sample < SIDE && tent->sampled_rows[tent->next_sample] + window.lead == entering) {
        float *target = tent->means + (size_t)tent->next_sample++ * SIDE;
        for (uint32_t block = 0; block < SIDE / LANES; block++) {
            const lanes mean = mean_at(&window, tent->last_sums[block], entering);
            memcpy(target + block * LANES, &mean, sizeof mean);
        }
    }
}

/// The first pass of a block, the second of the one before and the third of the one before that, step by step together:
/// each is one long chain of additions that wait for each other, and three chains wait no longer than one.
INLINE lanes three_passes(struct tent *tent, lanes first_sum, uint32_t block, const struct rows_of_strip *rows,
                          struct third_pass *third, lanes means[LANES], lanes v[LANES]) {
    const struct box_window across = tent->along_rows, down = tent->along_columns;
    const lanes *first_tile = tent->first_tile, *second_tile = tent->second_tile;
    const uint32_t mask = tent->tile_mask;
    const uint32_t entering = block * LANES + across.lead, third_entering = (block - 2) * LANES;
    lanes *ring = tent->ring + (block - 1);
    lanes second_sum = tent->sums[block - 1];
    lanes third_sum = third->sum;
    uint32_t next = next_sample(tent, third);
    UNROLLED for (uint32_t step = 0; step < LANES; step++) {
        first_sum += first_tile[(entering + step) & mask];
        lanes *held = ring + rows->held[step];
        second_sum += v[step];
        third_sum += second_tile[(third_entering + step) & mask];
        first_sum -= first_tile[(entering + step - across.width) & mask];
        second_sum -= *held;
        *held = v[step];
        third_sum -= second_tile[(third_entering + step - across.width) & mask];
        means[step] = quotient(first_sum, across.divisor, across.reciprocal);
        v[step] = quotient(second_sum, down.divisor, down.reciprocal);
        if (third_entering + step != next) continue;
        third->samples[third->sample++] = quotient(third_sum, across.divisor, across.reciprocal);
        next = next_sample(tent, third);
    }
    tent->sums[block - 1] = second_sum;
    third->sum = third_sum;
    return first_sum;
}

INLINE void store_columns(const struct tent *tent, uint32_t block, const lanes v[LANES]) {
    lanes *target = tent->second_tile + (block * LANES & tent->tile_mask);
    UNROLLED for (uint32_t column = 0; column < LANES; column++) target[column] = v[column];
}

static void strip(struct tent *tent, uint32_t first) {
    const struct box_window *along_rows = &tent->along_rows;
    const struct rows_of_strip rows = rows_of_strip(tent, first);
    struct third_pass third;
    third.sum = (lanes){0};
    third.sample = 0;
    lanes sum = {0};
    uint32_t loaded = 0;
    for (uint32_t column = 0; column < along_rows->lead; column++) {
        if (column >= loaded * LANES) load_columns(tent, loaded++);
        sum = step(along_rows, sum, tent->first_tile, tent->tile_mask, column);
    }
    // Block b is in its first pass while b - 1 is in its second and b - 2 in its third.
    lanes v[LANES];
    for (uint32_t block = 0; block < tent->blocks + 2; block++) {
        while (loaded < tent->blocks && loaded * LANES < (block + 1) * LANES + along_rows->lead) load_columns(tent, loaded++);
        const uint32_t entering = block * LANES + along_rows->lead;
        lanes means[LANES];
        if (rows.interior && along_rows->length >= SIDE && block >= 2 && (block - 2) * LANES >= along_rows->width &&
            entering + LANES <= along_rows->length) {
            sum = three_passes(tent, sum, block, &rows, &third, means, v);
            transpose(v);
            store_columns(tent, block - 1, v);
        } else {
            if (block < tent->blocks) sum = first_pass(tent, sum, block * LANES, means);
            if (block >= 2) third_steps(tent, &third, (block - 2) * LANES);
            if (block >= 1 && block <= tent->blocks) {
                second_pass(tent, &rows, block - 1, v);
                transpose(v);
                store_columns(tent, block - 1, v);
            }
        }
        if (block >= tent->blocks) continue;
        transpose(means);
        UNROLLED for (uint32_t row = 0; row < LANES; row++) v[row] = means[row];
    }
    for (uint32_t number = 0; number < along_rows->lead; number++) third_step(tent, &third, tent->columns + number);

    for (uint32_t part = 0; part < SIDE; part += LANES) transpose(third.samples + part);
    for (uint32_t row = 0; row < LANES; row++) {
        const uint32_t entering = first + row;
        if (entering < tent->along_columns.lead || entering >= tent->rows + tent->along_columns.lead) continue;
        lanes sampled[SIDE / LANES];
        for (uint32_t part = 0; part < SIDE / LANES; part++) sampled[part] = third.samples[part * LANES + row];
        fourth_step(tent, sampled);
        if (tent->last_entered != tent->rows) continue;
        for (uint32_t number = 0; number < tent->along_columns.lead; number++) fourth_step(tent, NULL);
    }
}

#include "vote_kernel.h"

const struct reduction_operations OPERATIONS = {
    .luma_row = luma_row, .strip = strip, .grey_row = grey_row, .vote = vote};
