// SPDX-License-Identifier: Apache-2.0
//
// What Embedded Swift expects of a C library, and no more: memory. Compiled for WebAssembly only.
//
// The heap is one row of blocks from the linker's __heap_base to the end of the memory. A block is a header of one unit
// and a payload of whole units; a unit is 64 bytes, so every payload is aligned for the widest vector. First fit, and
// free neighbours melt while the row is walked: a picture needs a few dozen blocks at a time, so walking is cheap, and
// what a call allocates it frees, so a thousand calls need the memory of one.

#include "memory.h"

#include <stddef.h>

enum { UNIT = 64, PAGE = 65536 };

enum state { FREE, USED, LENT };

struct block {
    /// Bytes of the payload, a multiple of UNIT.
    uint32_t size;
    enum state state;
};

extern unsigned char __heap_base;

static uint32_t heap_start, heap_end;

static struct block *at(uint32_t address) { return (struct block *)(uintptr_t)address; }

static uint32_t after(uint32_t address) { return address + UNIT + at(address)->size; }

static void make_free(uint32_t address, uint32_t end) {
    at(address)->size = end - address - UNIT;
    at(address)->state = FREE;
}

static bool grow(uint32_t bytes) {
    uint32_t pages = (uint32_t)(((uint64_t)bytes + PAGE - 1) / PAGE);
    return __builtin_wasm_memory_grow(0, pages) != (size_t)-1;
}

static void start(void) {
    heap_start = ((uint32_t)(uintptr_t)&__heap_base + UNIT - 1) / UNIT * UNIT;
    heap_end = (uint32_t)__builtin_wasm_memory_size(0) * PAGE;
    // The linker promises no room behind __heap_base.
    if (heap_end < heap_start + 2 * UNIT && grow(PAGE)) heap_end += PAGE;
    make_free(heap_start, heap_end);
}

/// The header of a free block whose payload holds `size` bytes, or 0. Grows the memory by what is missing at its end.
static uint32_t find(uint32_t size) {
    if (heap_start == 0) start();
    uint32_t block = heap_start, last = heap_start;
    for (; block < heap_end; block = after(block)) {
        last = block;
        if (at(block)->state != FREE) continue;
        while (after(block) < heap_end && at(after(block))->state == FREE) make_free(block, after(after(block)));
        if (at(block)->size >= size) return block;
    }
    bool extends = at(last)->state == FREE;
    uint32_t missing = extends ? size - at(last)->size : size + UNIT;
    uint32_t old_end = heap_end;
    if (!grow(missing)) return 0;
    heap_end = (uint32_t)__builtin_wasm_memory_size(0) * PAGE;
    block = extends ? last : old_end;
    make_free(block, heap_end);
    return block;
}

static void *take(size_t bytes, enum state state) {
    // 1 GiB is beyond the linker's --max-memory, and far from where the sums below would wrap.
    if (bytes > 1u << 30) return NULL;
    uint32_t size = bytes == 0 ? UNIT : ((uint32_t)bytes + UNIT - 1) / UNIT * UNIT;
    uint32_t block = find(size);
    if (block == 0) return NULL;
    uint32_t end = after(block);
    if (at(block)->size >= size + 2 * UNIT) {
        at(block)->size = size;
        make_free(after(block), end);
    }
    at(block)->state = state;
    return (void *)(uintptr_t)(block + UNIT);
}

void *malloc(size_t bytes) { return take(bytes, USED); }

/// Wiped: what was computed from a picture (its grey copy, for one) shows it as well as its pixels do.
static void give_back(uint32_t block) {
    __builtin_memset((void *)(uintptr_t)(block + UNIT), 0, at(block)->size);
    at(block)->state = FREE;
}

void free(void *payload) {
    if (payload != NULL) give_back((uint32_t)(uintptr_t)payload - UNIT);
}

int posix_memalign(void **result, size_t alignment, size_t bytes) {
    void *payload = alignment <= UNIT ? malloc(bytes) : NULL;
    if (payload == NULL) return 12; // ENOMEM
    *result = payload;
    return 0;
}

// Each is one instruction of WebAssembly's bulk memory operations.
void *memset(void *target, int value, size_t bytes) { return __builtin_memset(target, value, bytes); }
void *memcpy(void *target, const void *source, size_t bytes) { return __builtin_memcpy(target, source, bytes); }
void *memmove(void *target, const void *source, size_t bytes) { return __builtin_memmove(target, source, bytes); }

int memcmp(const void *left, const void *right, size_t bytes) {
    const unsigned char *a = left, *b = right;
    for (size_t i = 0; i < bytes; i++) {
        if (a[i] != b[i]) return a[i] - b[i];
    }
    return 0;
}

/// The lent block whose payload holds this address, or 0: only what was lent may be read, written or given back.
static uint32_t lender(uint32_t address) {
    if (heap_start == 0) return 0;
    for (uint32_t block = heap_start; block < heap_end; block = after(block)) {
        if (address < block + UNIT || address >= after(block)) continue;
        return at(block)->state == LENT ? block : 0;
    }
    return 0;
}

bool tutela_is_lent(uint32_t address, uint64_t length) {
    uint32_t block = lender(address);
    return block != 0 && length <= after(block) - address;
}

bool tutela_reserve(uint32_t bytes) { return find((bytes + UNIT - 1) / UNIT * UNIT) != 0; }

/// Lends `bytes` bytes to the page; their address, or 0 if there is no room. Their content is undefined.
uint32_t tutela_allocate(uint32_t bytes) { return (uint32_t)(uintptr_t)take(bytes, LENT); }

/// Takes back what `tutela_allocate` lent and wipes it: no picture stays behind. Any other address is ignored.
void tutela_free(uint32_t address) {
    uint32_t block = lender(address);
    if (block != 0 && address == block + UNIT) give_back(block);
}
