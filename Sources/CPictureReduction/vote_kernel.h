// SPDX-License-Identifier: Apache-2.0
//
// The inner loop of the votes; kernel.h includes it. Everything here is a whole number below 2^24 or a half more, so floats
// are exact, fused or not.
//
// The float plane needs no floating point either. Its U is 0.492 (B − 0.299 R − 0.587 G − 0.114 B) + 0.5, so a sum of 2 × 2,
// halved, is (246 S + 1,000,000) / 1,000,000 with S = 886 ΣB − 299 ΣR − 587 ΣG. Which sum is farthest from zero, and on
// which side of a half step it lies, follows from whole numbers: 246 S + 1,000,000 is never a multiple of 18,000,000, being
// no multiple of 6, and two different S of one block never lie equally far from zero. Sums of doubles, as the reference
// makes them, decide alike.

typedef lanes pixels_of_channel[3];

/// Adding it rounds to a whole number, to the nearest.
#define ROUNDING 12582912.0f

/// ⌊(value + 8192) / 16384⌋ of a whole number below 2^22; the half keeps a tie from being rounded down.
INLINE lanes scaled_down(lanes value_and_half) {
    return multiply_add(value_and_half, all(1.0f / 16384), all(ROUNDING)) - all(ROUNDING);
}

/// OpenCV's U of bytes, less 128. Its clamp to bytes never acts: the values are −111 to 111.
INLINE lanes fixed_point_u(lanes blue, lanes green, lanes red) {
    const lanes luma = scaled_down(
        multiply_add(blue, all(1868), multiply_add(green, all(9617), multiply_add(red, all(4899), all(0.5f)))));
    return scaled_down(multiply_add(blue - luma, all(8061), all(0.5f)));
}

INLINE void take_apart(words pixels, pixels_of_channel channels) {
    channels[0] = __builtin_convertvector((integers)(pixels & 0xff), lanes);
    channels[1] = __builtin_convertvector((integers)(pixels >> 8 & 0xff), lanes);
    channels[2] = __builtin_convertvector((integers)(pixels >> 16 & 0xff), lanes);
}

/// Sums of neighbours: eight of the first vector, then eight of the second.
INLINE lanes pairs(lanes first, lanes second) {
    return SHUFFLE(first, second, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +
           SHUFFLE(first, second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

INLINE lanes larger(lanes left, lanes right) { return __builtin_elementwise_max(left, right); }
INLINE lanes smaller(lanes left, lanes right) { return __builtin_elementwise_min(left, right); }

/// The extremes of two blocks next to each other. Four lanes are one block: blue first left, right, red first left, right.
struct extremes {
    lanes fixed;        // largest sum of four U of bytes, less 512
    lanes high, low;    // largest and smallest S
};

INLINE void enter_pair(struct extremes *extremes, words upper, words lower, bool first) {
    pixels_of_channel above, below;
    take_apart(upper, above);
    take_apart(lower, below);
    const lanes blue_first = fixed_point_u(above[2], above[1], above[0]) + fixed_point_u(below[2], below[1], below[0]);
    const lanes red_first = fixed_point_u(above[0], above[1], above[2]) + fixed_point_u(below[0], below[1], below[2]);
    lanes fixed = pairs(blue_first, red_first);

    const lanes red = above[0] + below[0], green = above[1] + below[1], blue = above[2] + below[2];
    const lanes leading = pairs(blue, red), trailing = pairs(red, blue), middle = pairs(green, green);
    const lanes difference = multiply_add(leading, all(886), multiply_add(trailing, all(-299), middle * all(-587)));
    lanes high = difference, low = difference;
    if (first) {
        // The first sum of a block does not count.
        const lanes far = {1e7f, 0, 0, 0, 1e7f, 0, 0, 0, 1e7f, 0, 0, 0, 1e7f, 0, 0, 0};
        *extremes = (struct extremes){fixed - far, high - far, low + far};
        return;
    }
    extremes->fixed = larger(extremes->fixed, fixed);
    extremes->high = larger(extremes->high, high);
    extremes->low = smaller(extremes->low, low);
}

INLINE lanes swapped_by_two(lanes v) {
    return SHUFFLE(v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}
INLINE lanes swapped(lanes v) { return SHUFFLE(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14); }

/// Votes of both blocks in all planes: bit 0 and 1 of each.
INLINE void close_blocks(const struct extremes *extremes, uint32_t votes[VOTE_PLANES]) {
    lanes fixed = extremes->fixed, high = extremes->high, low = extremes->low;
    fixed = larger(fixed, swapped_by_two(fixed));
    fixed = larger(fixed, swapped(fixed));
    high = larger(high, swapped_by_two(high));
    high = larger(high, swapped(high));
    low = smaller(low, swapped_by_two(low));
    low = smaller(low, swapped(low));
    for (int order = 0; order < 2; order++) {
        votes[order * 2] = votes[order * 2 + 1] = 0;
        for (int block = 0; block < 2; block++) {
            const int lane = order * 8 + block * 4;
            const uint32_t sum = (uint32_t)((int32_t)fixed[lane] + 512);
            votes[order * 2] |= (uint32_t)(sum % 72 > 36) << block;
            const int32_t above = 246 * (int32_t)high[lane] + 1000000, below = -(246 * (int32_t)low[lane] + 1000000);
            const uint32_t farthest = (uint32_t)(above > below ? above : below);
            votes[order * 2 + 1] |= (uint32_t)(farthest % 36000000 > 18000000) << block;
        }
    }
}

INLINE void put_votes(uint64_t *plane, size_t place, uint32_t votes, bool two) {
    plane[place / 64] |= (uint64_t)(votes & 1) << (place % 64);
    if (two) plane[(place + 1) / 64] |= (uint64_t)(votes >> 1) << ((place + 1) % 64);
}

INLINE void votes_of_strip(const struct vote_strip *strip, uint32_t channels) {
    const uint32_t pixels = strip->blocks * VOTED_BLOCK_SIDE;
    for (uint32_t x = 0; x < pixels; x += LANES) {
        struct extremes extremes;
        UNROLLED for (uint32_t pair = 0; pair < VOTED_BLOCK_SIDE / 2; pair++) {
            const uint8_t *upper = strip->rows + 2 * pair * strip->stride;
            enter_pair(&extremes, load_pixels(upper, x, strip->width, channels),
                       load_pixels(upper + strip->stride, x, strip->width, channels), pair == 0);
        }
        uint32_t votes[VOTE_PLANES];
        close_blocks(&extremes, votes);
        for (uint32_t plane = 0; plane < VOTE_PLANES; plane++) {
            put_votes(strip->planes + plane * strip->words, strip->first + x / VOTED_BLOCK_SIDE, votes[plane],
                      x + LANES <= pixels);
        }
    }
}

static void vote(const struct vote_strip *strip) {
    if (strip->channels == 3) {
        votes_of_strip(strip, 3);
    } else {
        votes_of_strip(strip, 4);
    }
}
