// SPDX-License-Identifier: Apache-2.0
#include "block_votes.h"

#include <stdlib.h>
#include <string.h>

#include "reducer.h"

struct block_voter {
    struct vote_strip strip;
    const struct reduction_operations *operations;
    uint32_t height;
    uint32_t next_row;
    uint8_t *rows;
    uint64_t *planes;
};

struct block_voter *block_voter_create(uint32_t width, uint32_t height, uint32_t channels, enum reduction_kernel kernel) {
    const struct reduction_operations *operations = reduction_operations_of(kernel);
    struct block_voter *voter = operations == NULL ? NULL : calloc(1, sizeof *voter);
    if (voter == NULL) return NULL;
    // An odd number of cache lines: rows of 2^n bytes would all compete for the same few places of a cache.
    const size_t stride = (((size_t)width * channels + 63) / 64 | 1) * 64;
    const size_t words = block_vote_words(width, height);
    voter->operations = operations;
    voter->height = height;
    voter->rows = calloc(VOTED_BLOCK_SIDE, stride);
    // Never of no size.
    voter->planes = calloc(words * VOTE_PLANES + 1, sizeof(uint64_t));
    if (voter->rows == NULL || voter->planes == NULL) {
        block_voter_destroy(voter);
        return NULL;
    }
    voter->strip = (struct vote_strip){
        .rows = voter->rows,
        .stride = stride,
        .width = width,
        .channels = channels,
        .blocks = width / VOTED_BLOCK_SIDE,
        .planes = voter->planes,
        .words = words,
    };
    return voter;
}

void block_voter_destroy(struct block_voter *voter) {
    if (voter == NULL) return;
    free(voter->rows);
    free(voter->planes);
    free(voter);
}

static uint8_t *kept_row(const struct block_voter *voter, uint32_t row) {
    return voter->rows + row % VOTED_BLOCK_SIDE * voter->strip.stride;
}

static void close_strip(struct block_voter *voter) {
    voter->operations->vote(&voter->strip);
    voter->strip.first += voter->strip.blocks;
}

void block_voter_row(struct block_voter *voter, const uint8_t *row) {
    // What is left below the last whole block votes nothing.
    if (voter->next_row >= voter->height / VOTED_BLOCK_SIDE * VOTED_BLOCK_SIDE) return;
    memcpy(kept_row(voter, voter->next_row), row, (size_t)voter->strip.width * voter->strip.channels);
    if (++voter->next_row % VOTED_BLOCK_SIDE == 0) close_strip(voter);
}

const uint64_t *block_voter_finish(struct block_voter *voter) {
    // Blocks of black pixels alone vote 0, as all votes are to begin with.
    if (voter->next_row % VOTED_BLOCK_SIDE != 0) {
        for (; voter->next_row % VOTED_BLOCK_SIDE != 0; voter->next_row++) {
            memset(kept_row(voter, voter->next_row), 0, voter->strip.stride);
        }
        close_strip(voter);
    }
    voter->next_row = voter->height;
    return voter->planes;
}
