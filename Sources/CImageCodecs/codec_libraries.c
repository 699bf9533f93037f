// SPDX-License-Identifier: Apache-2.0
//
// Keeps the libraries that a format does not need out of the process that decodes it. Some twenty libraries are loaded, in
// five pieces each; copying their mappings into a child and tearing them down again cost more than everything else about
// a process, and what is not there cannot be jumped into.
#define _GNU_SOURCE
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codec.h"
#include "image_codecs.h"

enum { MOST_OBJECTS = 128 };

/// What formats call first; what these need themselves is read from the objects. Formats that are missing here keep all.
static const struct {
    enum decoder_format format;
    const char *library;
} roots[] = {
    {DECODER_JPEG, "libjpeg."},   {DECODER_PNG, "libpng"},  {DECODER_WEBP, "libwebp."},
    {DECODER_WEBP, "libwebpdemux."}, {DECODER_GIF, "libgif."}, {DECODER_BMP, NULL},
};

struct object {
    const char *name;  // without folders; "" for the program
    uintptr_t start, end;
    const ElfW(Dyn) *dynamic;
    uintptr_t base;
    bool kept;
};

static struct {
    struct object objects[MOST_OBJECTS];
    size_t count;
    bool complete;
    uint32_t format;  // for which the mappings are prepared
    size_t left_out;
} loaded;

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int note_object(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    if (loaded.count == MOST_OBJECTS) return 1;
    struct object object = {.name = file_name(info->dlpi_name), .start = UINTPTR_MAX, .base = info->dlpi_addr};
    for (ElfW(Half) index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[index];
        const uintptr_t start = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_DYNAMIC) object.dynamic = (const ElfW(Dyn) *)start;
        if (header->p_type != PT_LOAD) continue;
        if (start < object.start) object.start = start;
        if (start + header->p_memsz > object.end) object.end = start + header->p_memsz;
    }
    if (object.end > object.start) loaded.objects[loaded.count++] = object;
    return 0;
}

/// Calls itself for what the object needs, so that a library is kept with all that it stands on.
static void keep(struct object *object) {
    if (object->kept) return;
    object->kept = true;
    if (object->dynamic == NULL) return;
    uintptr_t names = 0;
    for (const ElfW(Dyn) *entry = object->dynamic; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_STRTAB) names = entry->d_un.d_ptr;
    }
    if (names == 0) return;
    if (names < object->base) names += object->base;  // not relocated, as on some architectures
    for (const ElfW(Dyn) *entry = object->dynamic; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag != DT_NEEDED) continue;
        const char *needed = file_name((const char *)names + entry->d_un.d_val);
        for (size_t index = 0; index < loaded.count; index++) {
            if (strcmp(loaded.objects[index].name, needed) == 0) keep(&loaded.objects[index]);
        }
    }
}

static void keep_named(const char *beginning) {
    for (size_t index = 0; index < loaded.count; index++) {
        if (strncmp(loaded.objects[index].name, beginning, strlen(beginning)) == 0) keep(&loaded.objects[index]);
    }
}

/// The program without what it is linked with, the loader and the C library are always there.
static void keep_the_base(void) {
    for (size_t index = 0; index < loaded.count; index++) {
        struct object *object = &loaded.objects[index];
        // The kernel's own page has no name that a library could have.
        object->kept = object->name[0] == 0 || strncmp(object->name, "linux-", 6) == 0;
    }
    keep_named("ld-");
    keep_named("libc.");
    keep_named("libm.");
}

static void advise(const struct object *object, int advice) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t start = object->start & ~(page - 1), end = (object->end + page - 1) & ~(page - 1);
    // Fails where pieces are not adjacent; it is only about time.
    (void)madvise((void *)start, end - start, advice);
    if (advice == MADV_DONTFORK) loaded.left_out += end - start;
}

size_t codecs_prepare(uint32_t format) {
    if (loaded.count == 0) {
        // Only when all symbols have been looked up: else a first call would search libraries that are not there.
        loaded.complete = dl_iterate_phdr(note_object, NULL) == 0 && getenv("LD_BIND_NOW") != NULL;
    }
    if (!loaded.complete || format == loaded.format) return loaded.left_out;
    bool known = false;
    keep_the_base();
    for (size_t index = 0; index < sizeof roots / sizeof roots[0]; index++) {
        if (roots[index].format != (enum decoder_format)format) continue;
        known = true;
        if (roots[index].library != NULL) keep_named(roots[index].library);
    }
    loaded.left_out = 0;
    for (size_t index = 0; index < loaded.count; index++) {
        struct object *object = &loaded.objects[index];
        advise(object, known && !object->kept ? MADV_DONTFORK : MADV_DOFORK);
    }
    loaded.format = format;
    return loaded.left_out;
}
