// SPDX-License-Identifier: Apache-2.0
//
// What the blocks of a picture vote for each bit of an open watermark, row by row while it is decoded. The mark is the one
// known as dwtDct (invisible-watermark 0.2.0, MIT, class EmbedMaxDct). Despite the name there is no cosine transform: the
// bits lie in the approximation band of the Haar wavelet, in the plane U of the picture.
//
// A block has 8 × 8 pixels, which are 4 × 4 sums of 2 × 2. It votes 1 when, of its sums but the first, the one farthest from
// zero, halved, lies in the upper half of a step of 36.
#ifndef TUTELA_BLOCK_VOTES_H
#define TUTELA_BLOCK_VOTES_H

#include <stddef.h>
#include <stdint.h>

#include "picture_reduction.h"

enum {
    VOTED_BLOCK_SIDE = 8,
    /// The order of channels in which the embedding program had its picture, times the arithmetic of its plane U:
    /// 0  blue-green-red, bytes in OpenCV's fixed point; 1  the same in floating point;
    /// 2  red-green-blue, bytes in OpenCV's fixed point; 3  the same in floating point.
    VOTE_PLANES = 4,
};

struct block_voter;

/// Votes of one plane: whole blocks only.
static inline size_t block_votes(uint32_t width, uint32_t height) {
    return (size_t)(width / VOTED_BLOCK_SIDE) * (height / VOTED_BLOCK_SIDE);
}

/// Words of 64 votes of one plane.
static inline size_t block_vote_words(uint32_t width, uint32_t height) {
    return block_votes(width, height) / 64 + (block_votes(width, height) % 64 != 0);
}

/// For rows of 3 bytes a pixel, RGB, or of 4, RGB and a byte that is ignored. NULL when there is no memory, or no such kernel.
struct block_voter *block_voter_create(uint32_t width, uint32_t height, uint32_t channels, enum reduction_kernel kernel);

/// The next row from the top. Rows beyond the height are ignored.
void block_voter_row(struct block_voter *voter, const uint8_t *row);

/// Rows that have not come are black. VOTE_PLANES planes of block_vote_words words: vote n is bit n mod 64 of word ⌊n / 64⌋,
/// and the bits behind the last are 0. They go with the voter.
const uint64_t *block_voter_finish(struct block_voter *voter);

/// NULL is allowed.
void block_voter_destroy(struct block_voter *voter);

#endif
