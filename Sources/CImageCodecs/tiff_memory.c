// SPDX-License-Identifier: Apache-2.0
//
// Lets libtiff read from memory, and keeps what it would print.
#include "tiff_memory.h"

#include <stdio.h>
#include <string.h>

static tmsize_t on_read(thandle_t handle, void *destination, tmsize_t count) {
    struct tiff_memory *memory = handle;
    if (count <= 0 || memory->position >= memory->input.size) return 0;
    const size_t left = memory->input.size - (size_t)memory->position;
    const size_t taken = (size_t)count < left ? (size_t)count : left;
    memcpy(destination, memory->input.bytes + memory->position, taken);
    memory->position += taken;
    return (tmsize_t)taken;
}

static tmsize_t on_write(thandle_t handle, void *source, tmsize_t count) {
    (void)handle, (void)source, (void)count;
    return 0;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
    struct tiff_memory *memory = handle;
    const uint64_t base = whence == SEEK_CUR ? memory->position : whence == SEEK_END ? memory->input.size : 0;
    memory->position = base + offset;  // may wrap or point beyond the end: reading checks
    return memory->position;
}

static int on_close(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t on_size(thandle_t handle) { return ((struct tiff_memory *)handle)->input.size; }

static void keep(struct tiff_memory *memory, const char *format, va_list arguments) {
    vsnprintf(memory->message, sizeof memory->message, format, arguments);
}

static int on_error(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)module;
    struct tiff_memory *memory = context;
    if (memory->damage++ == 0) keep(memory, format, arguments);
    return 1;  // no other handler
}

static int on_warning(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    struct tiff_memory *memory = context;
    memory->warnings++;
    // What libjpeg and the fax codecs call a warning is missing or corrupt data.
    const bool pixels = module != NULL && (strcmp(module, "JPEGLib") == 0 || strncmp(module, "Fax", 3) == 0);
    if (pixels && memory->damage++ == 0) keep(memory, format, arguments);
    return 1;
}

TIFF *tiff_memory_open(struct tiff_memory *memory, struct codec_input input, uint64_t single_allocation) {
    memset(memory, 0, sizeof *memory);
    memory->input = input;
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL) return NULL;
    const uint64_t most = (uint64_t)1 << 46;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)(single_allocation < most ? single_allocation : most));
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, memory);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, memory);
    // "m": no mapping of a file; there is none.
    TIFF *tiff =
        TIFFClientOpenExt("picture", "rm", memory, on_read, on_write, on_seek, on_close, on_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
