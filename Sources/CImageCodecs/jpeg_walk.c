// SPDX-License-Identifier: Apache-2.0
//
// An own reader of untrusted bytes, in C for its speed: it runs only where the libraries run, in the confined process, and
// gives up at the first thing that it does not expect. Most of the time of decoding a JPEG goes into finding the ends of its
// Huffman codes, one by one; for a picture at an eighth of its size all but one of 64 coefficients are found in order to
// be thrown away. Here a table tells for 12 bits at once how many codes end in them.
#include "jpeg_walk.h"

#include <stdlib.h>
#include <string.h>

enum {
    WINDOW = 12,          // bits that the tables look at
    CHUNK = 32 << 10,     // bytes of the scan that are cleared of stuffing at a time
    LONGEST_UNIT = 4 << 10,  // more bytes than 10 blocks of 64 codes of 27 bits have
    MOST_COMPONENTS = 3,
    MOST_BLOCKS = 10,
};

// MARK: - Tables

struct code_table {
    /// For the next 12 bits: length of the code and symbol, or 0 when the code is longer.
    struct {
        uint8_t length, symbol;
    } single[1 << WINDOW];
    /// For longer codes: where the codes of a length end, left-aligned to 16 bits, and what leads from code to symbol.
    uint32_t end[17];
    int32_t first[17];
    uint8_t symbols[256];
};

/// For the next 12 bits: all codes and values that lie in them completely.
struct step {
    uint8_t bits;
    /// How many coefficients they stand for; 64 or more when the block ends with them.
    uint8_t coefficients;
    /// How many must be left in the block: else some of the codes are the next block's.
    uint8_t room;
};

struct ac_table {
    struct code_table codes;
    struct step steps[1 << WINDOW];
};

/// False when the stated codes are none, or stand for values longer than plain JPEGs have.
static bool build_codes(const JHUFF_TBL *stated, struct code_table *table, bool dc) {
    uint32_t code = 0, count = 0;
    memset(table, 0, sizeof *table);
    for (uint32_t length = 1; length <= 16; length++) {
        table->first[length] = (int32_t)count - (int32_t)code;
        for (uint32_t index = 0; index < stated->bits[length]; index++, code++, count++) {
            if (count >= 256 || code >> length != 0) return false;
            const uint8_t symbol = stated->huffval[count];
            if (dc ? symbol > 11 : (symbol & 15) > 10) return false;
            table->symbols[count] = symbol;
            if (length > WINDOW) continue;
            for (uint32_t rest = 0; rest < 1u << (WINDOW - length); rest++) {
                table->single[code << (WINDOW - length) | rest].length = (uint8_t)length;
                table->single[code << (WINDOW - length) | rest].symbol = symbol;
            }
        }
        table->end[length] = code << (16 - length);
        code <<= 1;
    }
    return true;
}

/// Coefficients that an AC symbol stands for.
static uint32_t coefficients_of(uint8_t symbol) {
    if ((symbol & 15) != 0) return (symbol >> 4) + 1u;
    return symbol == 0xf0 ? 16 : 64;
}

static void build_steps(struct ac_table *table) {
    for (uint32_t window = 0; window < 1u << WINDOW; window++) {
        uint32_t bits = 0, coefficients = 0;
        while (coefficients < 64) {
            const uint32_t rest = window << bits & ((1u << WINDOW) - 1);
            const uint32_t length = table->codes.single[rest].length;
            const uint8_t symbol = table->codes.single[rest].symbol;
            const uint32_t needed = length + (symbol & 15);
            // The bits behind the window are unknown, so the code and its value must end within it.
            if (length == 0 || bits + needed > WINDOW) break;
            if (coefficients_of(symbol) < 64 && coefficients + coefficients_of(symbol) > 63) break;
            bits += needed;
            coefficients += coefficients_of(symbol);
        }
        table->steps[window] = (struct step){
            .bits = (uint8_t)bits,
            .coefficients = (uint8_t)coefficients,
            .room = (uint8_t)(coefficients < 64 ? coefficients : coefficients - 64 + 1),
        };
    }
}

// MARK: - Bits

struct reader {
    const uint8_t *input, *end;
    /// Bytes of the scan without stuffing, from `used` on not yet in `bits`.
    uint8_t *buffer;
    size_t used, filled;
    bool at_marker;
    /// The next bits from the highest down, of which `count` are good.
    uint64_t bits;
    uint32_t count;
};

/// Moves what is left to the front and fills up, to the next marker or the end of the input.
static void fill(struct reader *reader) {
    const size_t left = reader->filled - reader->used;
    memmove(reader->buffer, reader->buffer + reader->used, left);
    reader->used = 0;
    reader->filled = left;
    while (!reader->at_marker && reader->filled < CHUNK) {
        const size_t room = CHUNK - reader->filled;
        size_t available = (size_t)(reader->end - reader->input);
        if (available > room) available = room;
        const uint8_t *escape = available == 0 ? NULL : memchr(reader->input, 0xff, available);
        const size_t plain = escape == NULL ? available : (size_t)(escape - reader->input);
        memcpy(reader->buffer + reader->filled, reader->input, plain);
        reader->filled += plain;
        reader->input += plain;
        if (escape == NULL && available > 0) continue;
        if (escape != NULL && reader->end - escape >= 2 && escape[1] == 0) {
            reader->buffer[reader->filled++] = 0xff;
            reader->input += 2;
        } else {
            reader->at_marker = true;
        }
    }
    // What is read behind the end is found out after the unit.
    if (reader->at_marker) memset(reader->buffer + reader->filled, 0, LONGEST_UNIT);
}

/// At least 56 good bits afterwards; zeros behind the end.
static inline __attribute__((always_inline)) void refill(struct reader *reader) {
    uint64_t next;
    memcpy(&next, reader->buffer + reader->used, sizeof next);
    reader->bits |= __builtin_bswap64(next) >> reader->count;
    reader->used += (63 - reader->count) >> 3;
    reader->count |= 56;
}

static inline __attribute__((always_inline)) void drop(struct reader *reader, uint32_t bits) {
    reader->bits <<= bits;
    reader->count -= bits;
}

/// Between two units: enough bytes for the next, and none taken that are not there.
static inline bool prepare(struct reader *reader) {
    if (reader->used > reader->filled + 8) return false;
    if (!reader->at_marker && reader->used + LONGEST_UNIT > reader->filled) fill(reader);
    return true;
}

/// Where a segment ends: its last byte has been begun, and a marker follows. Returns its number, or 0.
static uint8_t next_marker(struct reader *reader) {
    // Whole bytes that were loaded but not used.
    const size_t unused = reader->count / 8;
    reader->used -= unused;
    if (reader->used != reader->filled) return 0;
    fill(reader);
    if (reader->filled != 0 || !reader->at_marker) return 0;
    while (reader->end - reader->input >= 2 && reader->input[0] == 0xff && reader->input[1] == 0xff) reader->input++;
    if (reader->end - reader->input < 2 || reader->input[0] != 0xff) return 0;
    const uint8_t marker = reader->input[1];
    reader->input += 2;
    reader->at_marker = false;
    reader->bits = 0;
    reader->count = 0;
    return marker;
}

/// The symbol of the next code; -1 when there is none.
static inline __attribute__((always_inline)) int next_symbol(struct reader *reader, const struct code_table *table) {
    const uint32_t window = (uint32_t)(reader->bits >> (64 - WINDOW));
    uint32_t length = table->single[window].length;
    if (length != 0) {
        drop(reader, length);
        return table->single[window].symbol;
    }
    const uint32_t code = (uint32_t)(reader->bits >> 48);
    for (length = WINDOW + 1; length <= 16; length++) {
        if (code < table->end[length]) {
            drop(reader, length);
            return table->symbols[(uint32_t)(table->first[length] + (int32_t)(code >> (16 - length))) & 255];
        }
    }
    return -1;
}

/// A value of so many bits, 1 to 15, in JPEG's manner: a leading 0 means negative.
static inline __attribute__((always_inline)) int32_t next_value(struct reader *reader, uint32_t size) {
    const int32_t raw = (int32_t)(reader->bits >> (64 - size));
    const int32_t value = raw >> (size - 1) != 0 ? raw : raw - (int32_t)((1u << size) - 1);
    drop(reader, size);
    return value;
}

// MARK: - Blocks

struct walk {
    struct reader reader;
    uint32_t components;
    uint32_t blocks;  // in a unit
    struct {
        const struct code_table *dc;
        const struct ac_table *ac;
        bool luma;
        uint32_t column, row;  // within the unit
    } plan[MOST_BLOCKS];
    struct code_table dc_tables[4];
    struct ac_table ac_tables[4];
    bool has_dc[4], has_ac[4];
    int32_t luma_dc;
    int32_t quantizer[5];  // of the first coefficients in zigzag order
    uint8_t buffer[CHUNK + LONGEST_UNIT];
};

/// Passes over the coefficients of a block from `position` on.
static inline __attribute__((always_inline)) bool skip_coefficients(struct reader *reader, const struct ac_table *table,
                                                                    uint32_t position) {
    while (position < 64) {
        if (reader->count < 32) refill(reader);
        const struct step step = table->steps[reader->bits >> (64 - WINDOW)];
        if (step.bits != 0 && position + step.room <= 64) {
            drop(reader, step.bits);
            position += step.coefficients;
            continue;
        }
        const int symbol = next_symbol(reader, &table->codes);
        if (symbol < 0) return false;
        drop(reader, (uint32_t)symbol & 15);
        const uint32_t coefficients = coefficients_of((uint8_t)symbol);
        if (coefficients < 64 && position + coefficients > 64) return false;
        position += coefficients;
    }
    return true;
}

/// Reads the coefficients 1 to 4, as far as they are there, and passes over the rest.
static inline __attribute__((always_inline)) bool read_first(struct reader *reader, const struct ac_table *table,
                                                             int32_t values[5]) {
    uint32_t position = 1;
    while (position < 5) {
        if (reader->count < 32) refill(reader);
        const int symbol = next_symbol(reader, &table->codes);
        if (symbol < 0) return false;
        const uint32_t size = (uint32_t)symbol & 15;
        position += coefficients_of((uint8_t)symbol);
        if (size == 0) continue;
        const int32_t value = next_value(reader, size);
        if (position <= 5) values[position - 1] = value;
    }
    return skip_coefficients(reader, table, position);
}

static inline __attribute__((always_inline)) bool read_dc(struct walk *walk, const struct code_table *table, bool luma) {
    struct reader *reader = &walk->reader;
    refill(reader);
    const int size = next_symbol(reader, table);
    if (size < 0) return false;
    if (size == 0) return true;
    if (!luma) {
        drop(reader, (uint32_t)size);
        return true;
    }
    walk->luma_dc += next_value(reader, (uint32_t)size);
    // What the library's 16 bits hold; more is damage that it must judge.
    return walk->luma_dc >= -32768 && walk->luma_dc <= 32767;
}

static inline uint8_t pixel(int64_t value) { return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value; }

/// Means of the four quarters of a block, from the frequencies 0 and 1 in both directions.
static inline void put_quarters(const struct walk *walk, const int32_t values[5], uint8_t *upper, uint8_t *lower) {
    // ¼ · ½ · F00; ¼ · √½ · 0.6407 F01, where 0.6407 is the mean of a cosine over its half; ¼ · 0.6407² F11. In 2^-13.
    const int64_t mean = (int64_t)walk->luma_dc * walk->quantizer[0] * 1024 + (128 << 13) + (1 << 12);
    const int64_t across = (int64_t)values[1] * walk->quantizer[1] * 928;
    const int64_t down = (int64_t)values[2] * walk->quantizer[2] * 928;
    const int64_t both = (int64_t)values[4] * walk->quantizer[4] * 841;
    upper[0] = pixel((mean + across + down + both) >> 13);
    upper[1] = pixel((mean - across + down - both) >> 13);
    lower[0] = pixel((mean + across - down - both) >> 13);
    lower[1] = pixel((mean - across - down + both) >> 13);
}

/// One unit; `rows` are the rows of pixels that it covers, `stride` apart, from its first column on.
static inline __attribute__((always_inline)) bool read_unit(struct walk *walk, bool quarters, uint8_t *rows, size_t stride) {
    struct reader *reader = &walk->reader;
    for (uint32_t index = 0; index < walk->blocks; index++) {
        const bool luma = walk->plan[index].luma;
        const struct ac_table *ac = walk->plan[index].ac;
        if (!read_dc(walk, walk->plan[index].dc, luma)) return false;
        if (luma && quarters) {
            int32_t values[5] = {0};
            if (!read_first(reader, ac, values)) return false;
            uint8_t *upper = rows + (size_t)walk->plan[index].row * 2 * stride + walk->plan[index].column * 2;
            put_quarters(walk, values, upper, upper + stride);
            continue;
        }
        if (luma) {
            // As the library rounds.
            const int64_t mean = ((int64_t)walk->luma_dc * walk->quantizer[0] + 4) >> 3;
            if (mean < -512 || mean > 511) return false;  // the library's limits wrap around from here on
            rows[(size_t)walk->plan[index].row * stride + walk->plan[index].column] = pixel(mean + 128);
        }
        if (!skip_coefficients(reader, ac, 1)) return false;
    }
    return true;
}

// MARK: - The scan

/// False for whatever is not the plain kind.
static bool plan(struct walk *walk, const struct jpeg_decompress_struct *header) {
    if (header->progressive_mode || header->arith_code || header->data_precision != 8) return false;
    if (header->jpeg_color_space != (header->num_components == 1 ? JCS_GRAYSCALE : JCS_YCbCr)) return false;
    if (header->num_components > MOST_COMPONENTS || header->comps_in_scan != header->num_components) return false;
    if (header->Ss != 0 || header->Se != 63 || header->Ah != 0 || header->Al != 0) return false;
    for (int number = 0; number < header->num_components; number++) {
        const jpeg_component_info *component = header->cur_comp_info[number];
        if (component != &header->comp_info[number]) return false;
        const int dc = component->dc_tbl_no, ac = component->ac_tbl_no, table = component->quant_tbl_no;
        if (dc < 0 || dc > 3 || ac < 0 || ac > 3 || table < 0 || table > 3) return false;
        const JQUANT_TBL *quantizers = header->quant_tbl_ptrs[table];
        if (header->dc_huff_tbl_ptrs[dc] == NULL || header->ac_huff_tbl_ptrs[ac] == NULL || quantizers == NULL) return false;
        if (number == 0) {
            // The table is in natural order: rows of 8.
            static const int natural[5] = {0, 1, 8, 16, 9};
            for (int index = 0; index < 5; index++) walk->quantizer[index] = quantizers->quantval[natural[index]];
        }
        if (!walk->has_dc[dc] && !build_codes(header->dc_huff_tbl_ptrs[dc], &walk->dc_tables[dc], true)) return false;
        walk->has_dc[dc] = true;
        if (!walk->has_ac[ac]) {
            if (!build_codes(header->ac_huff_tbl_ptrs[ac], &walk->ac_tables[ac].codes, false)) return false;
            build_steps(&walk->ac_tables[ac]);
        }
        walk->has_ac[ac] = true;
        // A scan of one component has units of one block, whatever its sampling factors say.
        const bool alone = header->num_components == 1;
        const int across = alone ? 1 : component->h_samp_factor, down = alone ? 1 : component->v_samp_factor;
        if (number > 0 && (across > header->comp_info[0].h_samp_factor || down > header->comp_info[0].v_samp_factor)) return false;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                if (walk->blocks == MOST_BLOCKS) return false;
                walk->plan[walk->blocks].dc = &walk->dc_tables[dc];
                walk->plan[walk->blocks].ac = &walk->ac_tables[ac];
                walk->plan[walk->blocks].luma = number == 0;
                walk->plan[walk->blocks].column = (uint32_t)column;
                walk->plan[walk->blocks].row = (uint32_t)row;
                walk->blocks++;
            }
        }
    }
    return true;
}

static inline __attribute__((always_inline)) bool read_scan(struct walk *walk, const struct jpeg_decompress_struct *header,
                                                            bool quarters, const struct jpeg_walk_target *target) {
    const bool alone = header->num_components == 1;
    const uint32_t across = alone ? 1 : (uint32_t)header->comp_info[0].h_samp_factor;
    const uint32_t down = alone ? 1 : (uint32_t)header->comp_info[0].v_samp_factor;
    const uint32_t size = quarters ? 2 : 1;  // pixels along a block
    const uint32_t columns = (header->image_width + 8 * across - 1) / (8 * across);
    const uint32_t unit_rows = (header->image_height + 8 * down - 1) / (8 * down);
    const uint32_t rows = (header->image_height * size + 7) / 8;
    const size_t stride = (size_t)columns * across * size;
    uint8_t *pixels = malloc(stride * down * size);
    if (pixels == NULL) return false;
    uint32_t until_restart = header->restart_interval;
    uint8_t restart = 0xd0;
    uint32_t written = 0;
    bool whole = true;
    for (uint32_t row = 0; row < unit_rows && whole; row++) {
        for (uint32_t column = 0; column < columns && whole; column++) {
            if (header->restart_interval != 0 && until_restart-- == 0) {
                whole = next_marker(&walk->reader) == restart;
                restart = restart == 0xd7 ? 0xd0 : restart + 1;
                until_restart = header->restart_interval - 1;
                walk->luma_dc = 0;
                if (!whole) break;
            }
            whole = prepare(&walk->reader) && read_unit(walk, quarters, pixels + (size_t)column * across * size, stride);
        }
        for (uint32_t line = 0; line < down * size && written < rows && whole; line++, written++) {
            target->row(target->context, pixels + line * stride);
        }
    }
    free(pixels);
    return whole && next_marker(&walk->reader) == JPEG_EOI;
}

bool jpeg_walk(const struct jpeg_decompress_struct *header, uint32_t block, const struct jpeg_walk_target *target) {
    if (block != 8 && block != 4) return false;
    struct walk *walk = calloc(1, sizeof *walk);
    if (walk == NULL) return false;
    walk->reader = (struct reader){
        .input = header->src->next_input_byte,
        .end = header->src->next_input_byte + header->src->bytes_in_buffer,
        .buffer = walk->buffer,
    };
    fill(&walk->reader);
    const bool whole = plan(walk, header) && (block == 8 ? read_scan(walk, header, false, target)
                                                         : read_scan(walk, header, true, target));
    free(walk);
    return whole;
}
