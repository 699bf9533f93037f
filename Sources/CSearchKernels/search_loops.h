// SPDX-License-Identifier: Apache-2.0
//
// The search itself, written once and compiled for each instruction set: the including file defines, before it includes this one,
//
//   filter(entries, count, tag, allowed, row_bits, out)  entries (at most 16) whose tag differs from `tag` in at most `allowed` bits:
//                                                        writes their rows (the room is 16 whatever it answers), returns how many
//   bits(word)                                           set bits of 64
//   scan_block(heads, count, codes, code_count, radius, near)   rows of one block whose head is within the radius: writes
//                                                        (code << 16 | row in block), returns how many
//
// Memory answers in about 250 ns but keeps dozens of requests in flight. So the search runs as a pipeline over steps of some hundred
// buckets: ask for the tables of step i, read starts of step i-1 and ask for their entries, filter the entries of step i-2 and ask for the
// rows' heads, compare the heads of step i-3. The steps of all codes of a call follow each other without a gap.



enum {
    CANDIDATES = 4096,      // of one step between two comparisons
    PARTS = 64,             // spans of candidates by chunk in one step
    RANGES = SK_MAX_PROBES_A_STEP * 2
};

typedef struct {
    uint32_t start, count, allowed, chunk;
} range;

typedef struct {
    uint32_t end, chunk;
} span;

/// A step under way.
typedef struct {
    uint32_t code;  // which of the call
    uint32_t step;
    uint32_t range_count, candidate_count, span_count;
    range ranges[RANGES];
    uint32_t candidates[CANDIDATES + SK_SLOTS];
    span spans[PARTS];
} stage;

typedef struct {
    const sk_plan *plan;
    const uint64_t *codes;
    sk_hit *hits;
    uint32_t capacity;
    uint8_t *unfinished;
    uint32_t spent;  // comparisons of the code under way
    uint32_t spent_code;
    sk_outcome outcome;
} search_state;

static inline uint32_t head_distance(const uint64_t *head, const uint64_t *code) {
    return (uint32_t)(bits(head[0] ^ code[0]) + bits(head[1] ^ code[1]));
}

/// A candidate whose head is near: the rest of its bits, and whether an earlier chunk has reported it.
static __attribute__((noinline)) void report(
    search_state *state, uint32_t row, uint32_t chunk, uint32_t code_index, const uint64_t *code) {
    const sk_plan *plan = state->plan;
    const uint64_t words[4] = {
        plan->heads[row * 2ul], plan->heads[row * 2ul + 1], plan->tails[row * 2ul], plan->tails[row * 2ul + 1]};
    uint32_t distance = head_distance(words, code) + head_distance(words + 2, code + 2);
    if (distance > plan->radius) return;
    for (uint32_t earlier = 0; earlier < chunk; earlier++) {
        const sk_chunk *other = plan->chunks + earlier;
        uint32_t differing = sk_chunk_bits(other, words) ^ sk_chunk_bits(other, code);
        // Buckets of rows are compared whole, whatever their low bits.
        if (other->form == SK_ROWS) differing >>= other->tag_bits;
        if (bits(differing) <= other->radius) return;
    }
    if (state->outcome.hits == state->capacity) {
        state->unfinished[code_index] = 1;
        return;
    }
    state->hits[state->outcome.hits++] =
        (sk_hit){.row = row, .distance = (uint16_t)distance, .query = (uint16_t)code_index};
}

static inline void compare(search_state *state, stage *at) {
    const sk_plan *plan = state->plan;
    const uint64_t *code = state->codes + at->code * 4ul;
    const uint64_t *const heads = plan->heads;
    const uint64_t words[2] = {code[0], code[1]};
    const uint32_t radius = plan->radius;
    uint32_t position = 0;
    for (uint32_t s = 0; s < at->span_count; s++) {
        uint32_t end = at->spans[s].end, chunk = at->spans[s].chunk;
        for (; position < end; position++) {
            uint32_t row = at->candidates[position];
            if (__builtin_expect(head_distance(heads + row * 2ul, words) <= radius, 0))
                report(state, row, chunk, at->code, code);
        }
    }
    state->outcome.candidates += at->candidate_count;
    if (state->spent_code != at->code) {
        state->spent_code = at->code;
        state->spent = 0;
    }
    state->spent += at->candidate_count;
    if (state->spent > plan->budget) state->unfinished[at->code] = 1;
    at->candidate_count = 0;
    at->span_count = 0;
}

static inline void ask_for_tables(const search_state *state, const stage *at) {
    const sk_plan *plan = state->plan;
    const uint64_t *code = state->codes + at->code * 4ul;
    const sk_step *step = plan->steps + at->step;
    for (uint32_t p = step->first; p < step->last; p++) {
        const sk_part *part = plan->parts + p;
        const sk_chunk *chunk = plan->chunks + part->chunk;
        uint32_t bucket = sk_chunk_bits(chunk, code) >> chunk->tag_bits;
        const uint32_t *table = chunk->table, *flips = chunk->flips;
        if (chunk->form == SK_LINES) {
            for (uint32_t i = part->first; i < part->last; i++)
                sk_prefetch(table + (size_t)(bucket ^ flips[i]) * SK_SLOTS);
        } else {
            for (uint32_t i = part->first; i < part->last; i++) sk_prefetch(table + (bucket ^ flips[i]));
        }
    }
}

static inline void ask_for_range(const void *base, uint64_t first_byte, uint64_t byte_count) {
    const char *address = (const char *)base + first_byte;
    const char *end = address + (byte_count < 1024 ? byte_count : 1024);  // beyond, the machine's own stream takes over
    for (address = (const char *)((uintptr_t)address & ~(uintptr_t)63); address < end; address += 64) sk_prefetch(address);
}

static inline void read_starts(search_state *state, stage *at) {
    const sk_plan *plan = state->plan;
    const uint64_t *code = state->codes + at->code * 4ul;
    const sk_step *step = plan->steps + at->step;
    for (uint32_t p = step->first; p < step->last; p++) {
        const sk_part *part = plan->parts + p;
        const sk_chunk *chunk = plan->chunks + part->chunk;
        if (chunk->form == SK_LINES) continue;
        uint32_t bucket = sk_chunk_bits(chunk, code) >> chunk->tag_bits;
        const uint32_t *starts = chunk->table;
        uint32_t count = at->range_count;
        for (uint32_t i = part->first; i < part->last; i++) {
            const uint32_t *start = starts + (bucket ^ chunk->flips[i]);
            uint32_t first = start[0], length = start[1] - first;
            at->ranges[count] = (range){first, length, (uint32_t)chunk->radius - chunk->flip_counts[i], part->chunk};
            count += length != 0;
            if (chunk->form == SK_RUNS) {
                // The filter reads eight or sixteen entries at once, whether or not they belong to the bucket.
                ask_for_range(chunk->entries, first * 4ul, ((length + 7ul) & ~7ul) * 4);
            } else {
                ask_for_range(plan->heads, first * 16ul, length * 16ul);
            }
        }
        at->range_count = count;
    }
}

static inline void close_span(const search_state *state, stage *at, uint32_t from, uint32_t chunk) {
    const uint64_t *heads = state->plan->heads;
    uint32_t end = at->candidate_count;
    for (uint32_t i = from; i < end; i++) sk_prefetch(heads + at->candidates[i] * 2ul);
    at->spans[at->span_count++] = (span){end, chunk};
}

/// Long ranges come in slices; what has gathered is compared whenever the room ends.
static inline void filter_range(search_state *state, stage *at, const range *one) {
    const sk_plan *plan = state->plan;
    const sk_chunk *chunk = plan->chunks + one->chunk;
    const uint64_t *code = state->codes + at->code * 4ul;
    uint32_t tag = sk_chunk_bits(chunk, code) & ((UINT32_C(1) << chunk->tag_bits) - 1);
    for (uint32_t done = 0; done < one->count && !state->unfinished[at->code];) {
        uint32_t from = at->candidate_count;
        uint32_t room = (CANDIDATES - from) & ~15u;
        uint32_t slice = one->count - done < room ? one->count - done : room;
        if (chunk->form == SK_ROWS) {
            for (uint32_t i = 0; i < slice; i++) at->candidates[from + i] = one->start + done + i;
            at->candidate_count = from + slice;
        } else {
            const uint32_t *entries = chunk->entries + one->start + done;
            for (uint32_t i = 0; i < slice; i += SK_SLOTS) {
                uint32_t count = slice - i < SK_SLOTS ? slice - i : SK_SLOTS;
                at->candidate_count += filter(
                    entries + i, count, tag, one->allowed, plan->row_bits, at->candidates + at->candidate_count);
            }
        }
        done += slice;
        // A span of the same chunk grows.
        if (at->span_count > 0 && at->spans[at->span_count - 1].chunk == one->chunk) at->span_count--;
        close_span(state, at, from, one->chunk);
        if (at->candidate_count > CANDIDATES - SK_SLOTS || at->span_count == PARTS) compare(state, at);
    }
}

/// All ranges of a step: the many short ones of one chunk in one go.
static inline void filter_ranges(search_state *state, stage *at) {
    const sk_plan *plan = state->plan;
    const uint64_t *code = state->codes + at->code * 4ul;
    const uint32_t row_bits = plan->row_bits, range_count = at->range_count;
    uint32_t *const candidates = at->candidates;
    for (uint32_t r = 0; r < range_count;) {
        const uint32_t number = at->ranges[r].chunk;
        const sk_chunk *chunk = plan->chunks + number;
        const uint32_t *const entries = chunk->entries;
        const uint32_t tag = sk_chunk_bits(chunk, code) & ((UINT32_C(1) << chunk->tag_bits) - 1);
        uint32_t from = at->candidate_count, gathered = from;
        for (; chunk->form != SK_ROWS && r < range_count; r++) {
            const range one = at->ranges[r];
            if (one.chunk != number || one.count > CANDIDATES - SK_SLOTS - gathered) break;
            for (uint32_t i = 0; i < one.count; i += SK_SLOTS) {
                uint32_t count = one.count - i < SK_SLOTS ? one.count - i : SK_SLOTS;
                gathered += filter(entries + one.start + i, count, tag, one.allowed, row_bits, candidates + gathered);
            }
        }
        at->candidate_count = gathered;
        if (gathered > from) close_span(state, at, from, number);
        if (at->span_count == PARTS) compare(state, at);
        if (r < range_count && at->ranges[r].chunk == number) {
            filter_range(state, at, at->ranges + r);
            r++;
        }
    }
    at->range_count = 0;
}

static inline void filter_entries(search_state *state, stage *at, stage *next) {
    const sk_plan *plan = state->plan;
    const uint64_t *code = state->codes + at->code * 4ul;
    const sk_step *step = plan->steps + at->step;
    filter_ranges(state, at);
    for (uint32_t p = step->first; p < step->last; p++) {
        const sk_part *part = plan->parts + p;
        const sk_chunk *chunk = plan->chunks + part->chunk;
        state->outcome.probes += part->last - part->first;
        if (chunk->form != SK_LINES) continue;
        uint32_t value = sk_chunk_bits(chunk, code);
        uint32_t bucket = value >> chunk->tag_bits, tag = value & ((UINT32_C(1) << chunk->tag_bits) - 1);
        // In registers: the compiler must assume that what is written here could change the structures.
        const uint32_t *const table = chunk->table, *const flips = chunk->flips, last = part->last, row_bits = plan->row_bits;
        const uint8_t *const flip_counts = chunk->flip_counts;
        const uint32_t radius = chunk->radius;
        uint32_t *const candidates = at->candidates;
        uint32_t from = at->candidate_count, gathered = from;
        for (uint32_t i = part->first; i < last; i++) {
            const uint32_t *line = table + (size_t)(bucket ^ flips[i]) * SK_SLOTS;
            uint32_t allowed = radius - flip_counts[i];
            if (__builtin_expect(line[SK_SLOTS - 1] == SK_CONTINUED, 0)) {
                const uint32_t *more = chunk->entries + line[SK_SLOTS - 2];
                sk_prefetch(more);
                sk_prefetch(more + 16);
                next->ranges[next->range_count++] = (range){line[SK_SLOTS - 2], 0, allowed, part->chunk};
                gathered += filter(line, SK_SLOTS - 2, tag, allowed, row_bits, candidates + gathered);
            } else {
                gathered += filter(line, SK_SLOTS, tag, allowed, row_bits, candidates + gathered);
            }
            if (__builtin_expect(gathered > CANDIDATES - SK_SLOTS, 0)) {
                at->candidate_count = gathered;
                close_span(state, at, from, part->chunk);
                compare(state, at);
                from = gathered = 0;
            }
        }
        at->candidate_count = gathered;
        close_span(state, at, from, part->chunk);
        if (at->span_count >= PARTS - 1) compare(state, at);
    }
}

/// Where lines go on: the number of further entries comes first.
static inline void open_continued(search_state *state, stage *at) {
    for (uint32_t r = 0; r < at->range_count; r++) {
        range *one = at->ranges + r;
        if (one->count == 0) {
            one->count = state->plan->chunks[one->chunk].entries[one->start];
            one->start++;
        }
    }
}

static sk_outcome search(
    const sk_plan *plan, const uint64_t *codes, uint32_t code_count, sk_hit *hits, uint32_t capacity,
    uint8_t *unfinished) {
    search_state state = {
        .plan = plan, .codes = codes, .hits = hits, .capacity = capacity, .unfinished = unfinished, .spent_code = UINT32_MAX};
    enum { STAGES = 4 };
    stage stages[STAGES];
    for (int i = 0; i < STAGES; i++) {
        stages[i].range_count = 0;
        stages[i].candidate_count = 0;
        stages[i].span_count = 0;
    }
    for (uint32_t c = 0; c < code_count; c++) unfinished[c] = 0;
    uint64_t total = (uint64_t)code_count * plan->step_count;
    uint32_t code = 0, step = 0;
    // What the lines of step i could not hold is looked at with step i+1, which may belong to the next code: such
    // ranges are worked off at once instead.
    for (uint64_t i = 0; i < total + 3; i++) {
        if (i < total) {
            stage *at = stages + i % STAGES;
            at->code = code;
            at->step = step;
            if (++step == plan->step_count) {
                step = 0;
                code++;
            }
            if (!unfinished[at->code]) ask_for_tables(&state, at);
        }
        if (i >= 1 && i - 1 < total) {
            stage *at = stages + (i - 1) % STAGES;
            if (!unfinished[at->code]) read_starts(&state, at);
        }
        if (i >= 2 && i - 2 < total) {
            stage *at = stages + (i - 2) % STAGES, *next = stages + (i - 1) % STAGES;
            if (unfinished[at->code]) {
                at->range_count = 0;
            } else {
                open_continued(&state, at);
                int last = at->step + 1 == plan->step_count;
                filter_entries(&state, at, last ? at : next);
                if (last) {
                    open_continued(&state, at);
                    filter_ranges(&state, at);
                }
            }
        }
        if (i >= 3) compare(&state, stages + (i - 3) % STAGES);
    }
    return state.outcome;
}

static size_t scan(
    const uint64_t *heads, const uint64_t *tails, size_t first, size_t last, const uint64_t *codes, uint32_t code_count,
    uint32_t radius, sk_hit *hits, size_t capacity, size_t *hit_count) {
    size_t found = 0;
    uint32_t near[SK_SCAN_BLOCK * 8];
    size_t row = first;
    while (row < last) {
        if (capacity - found < (size_t)SK_SCAN_BLOCK * code_count) break;
        uint32_t count = last - row < SK_SCAN_BLOCK ? (uint32_t)(last - row) : SK_SCAN_BLOCK;
        sk_prefetch(heads + (row + count) * 2);
        for (uint32_t c = 0; c < code_count; c += 8) {
            uint32_t some = code_count - c < 8 ? code_count - c : 8;
            uint32_t near_count = scan_block(heads + row * 2, count, codes + c * 4ul, some, radius, near);
            for (uint32_t i = 0; i < near_count; i++) {
                uint32_t query = c + (near[i] >> 16);
                size_t candidate = row + (near[i] & 0xFFFF);
                const uint64_t *code = codes + query * 4ul;
                uint32_t distance = head_distance(heads + candidate * 2, code) + head_distance(tails + candidate * 2, code + 2);
                if (distance <= radius)
                    hits[found++] = (sk_hit){
                        .row = (uint32_t)candidate, .distance = (uint16_t)distance, .query = (uint16_t)query};
            }
        }
        row += count;
    }
    *hit_count = found;
    return row;
}

static size_t verify(
    const uint64_t *heads, const uint64_t *tails, const uint32_t *rows, size_t count, const uint64_t *code,
    uint32_t radius, sk_hit *hits) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t *head = heads + rows[i] * 2ul;
        uint32_t distance = head_distance(head, code);
        if (__builtin_expect(distance > radius, 1)) continue;
        distance += head_distance(tails + rows[i] * 2ul, code + 2);
        if (distance <= radius) hits[found++] = (sk_hit){.row = (uint32_t)i, .distance = (uint16_t)distance, .query = 0};
    }
    return found;
}
