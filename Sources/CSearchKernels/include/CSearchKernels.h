// SPDX-License-Identifier: Apache-2.0
//
// Inner loops of the exact Hamming search over 256-bit codes, with wider instructions chosen at run time.
//
// A row's code lies in two columns: `heads` holds words 0 and 1 of each code, `tails` words 2 and 3. Nearly every
// comparison ends after the head, because two unrelated codes agree in 97 of 128 bits once in 10^9 pairs.

#ifndef TUTELA_SEARCH_KERNELS_H
#define TUTELA_SEARCH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// A set of inner loops. Values are stable: tests name them.
typedef enum {
    SK_PORTABLE = 0,  ///< plain C, every machine
    SK_AVX2 = 1,      ///< x86-64 with AVX2, BMI and POPCNT
    SK_AVX512 = 2,    ///< x86-64 with AVX-512 F, BW, DQ, VL and VPOPCNTDQ
    SK_NEON = 3       ///< arm64
} sk_kernel;

/// Whether this machine can run a set.
int sk_available(sk_kernel kernel);
/// The fastest set that this machine can run.
sk_kernel sk_best(void);

/// How the rows of a chunk are found.
enum {
    /// Buckets of one cache line: sixteen entries, or fourteen and where the others lie.
    SK_LINES = 0,
    /// Starts of buckets, and the entries in one array.
    SK_RUNS = 1,
    /// Starts of buckets; the rows themselves lie in the order of this chunk, so there are no entries.
    SK_ROWS = 2
};

/// Entry that marks the last slot of a line whose bucket goes on elsewhere; slot 14 then says where.
#define SK_CONTINUED 0xFFFFFFFEu
/// Entry of an empty slot.
#define SK_EMPTY 0xFFFFFFFFu
/// Slots of a line.
#define SK_SLOTS 16
/// Most steps, parts and probes of one step that a plan may have.
#define SK_MAX_PROBES_A_STEP 512

/// One run of bits of the code, and its table. An entry is a row number with the chunk's low bits (the tag) above it.
typedef struct {
    const uint32_t *table;              ///< lines, or starts of buckets
    const uint32_t *_Nullable entries;  ///< entries of runs; what did not fit into lines
    const uint32_t *flips;              ///< masks over the bucket number, fewest bits first
    const uint8_t *flip_counts;         ///< bits of each mask
    uint8_t form;                       ///< SK_LINES, SK_RUNS, SK_ROWS
    uint8_t word;                       ///< word of the code in which the chunk begins
    uint8_t shift;                      ///< bit of that word
    uint8_t width;                      ///< bits
    uint8_t tag_bits;                   ///< low bits of the chunk that are in the entry and not in the bucket number
    uint8_t radius;                     ///< flipped bits that are looked for
} sk_chunk;

/// Some buckets of one chunk: masks `first` up to `last`.
typedef struct {
    uint32_t chunk, first, last;
} sk_part;

/// Parts `first` up to `last`: so many that the memory's latency of one step hides behind the one before.
typedef struct {
    uint32_t first, last;
} sk_step;

/// What to probe for one radius.
typedef struct {
    const uint64_t *heads;
    const uint64_t *tails;
    const sk_chunk *chunks;
    const sk_part *parts;
    const sk_step *steps;
    uint32_t rows;
    uint32_t row_bits;  ///< low bits of an entry that are the row
    uint32_t chunk_count;
    uint32_t step_count;
    uint32_t radius;
    uint32_t budget;  ///< comparisons after which a scan is cheaper
} sk_plan;

/// A row within the radius.
typedef struct {
    uint32_t row;
    uint16_t distance;
    uint16_t query;
} sk_hit;

/// What became of one call of `sk_search`.
typedef struct {
    uint64_t probes;      ///< buckets looked at
    uint64_t candidates;  ///< rows compared
    uint32_t hits;        ///< entries written to `hits`
} sk_outcome;

/// Probes for several codes (at most 65,535), four words each, one after the other without letting the memory idle.
///
/// - `unfinished[q]` is set when the code's candidates exceeded the plan's budget, or its answers the room for hits: its hits are then
///   incomplete and the caller scans instead.
sk_outcome sk_search(
    sk_kernel kernel, const sk_plan *plan, const uint64_t *codes, uint32_t code_count, sk_hit *hits, uint32_t capacity,
    uint8_t *unfinished);

/// Rows of one block of a scan: a scan stops before a block whose answers might not fit.
#define SK_SCAN_BLOCK 256

/// Compares all rows from `first` up to `last` with several codes (at most 65,535).
///
/// `capacity` must hold SK_SCAN_BLOCK hits a code. Returns the row to go on at, `last` when everything was compared; `hit_count` says how
/// many hits were written.
size_t sk_scan(
    sk_kernel kernel, const uint64_t *heads, const uint64_t *tails, size_t first, size_t last, const uint64_t *codes,
    uint32_t code_count, uint32_t radius, sk_hit *hits, size_t capacity, size_t *hit_count);

/// Compares listed rows with one code; writes the positions (in the list) of those within the radius, returns how many.
size_t sk_verify(
    sk_kernel kernel, const uint64_t *heads, const uint64_t *tails, const uint32_t *rows, size_t count,
    const uint64_t *code, uint32_t radius, sk_hit *hits);

/// CRC-32C (Castagnoli), continued from `crc` (0 at the beginning), with the machine's instruction where it has one.
uint32_t sk_crc32c(uint32_t crc, const void *bytes, size_t count);
/// The same by table: what the instruction is tested against.
uint32_t sk_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

/// Asks for a cache line that will be read soon (into the second level: there are more requests in flight than the first level takes).
static inline void sk_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }
/// Asks for a cache line that will be written soon.
static inline void sk_prefetch_to_write(const void *address) { __builtin_prefetch(address, 1, 2); }

/// A byte that others may be changing.
static inline uint8_t sk_load(const uint8_t *byte) { return __atomic_load_n(byte, __ATOMIC_RELAXED); }
/// Changes a byte that others may be reading.
static inline void sk_store(uint8_t *byte, uint8_t value) { __atomic_store_n(byte, value, __ATOMIC_RELAXED); }

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#ifdef __cplusplus
}
#endif

#endif
