// SPDX-License-Identifier: Apache-2.0
//
// libheif is C++, and lets some exceptions pass through its C functions, above all the one for memory that it could not
// get. The C++ run-time then prints a message and aborts. Here the child says instead what happened, and leaves.
#define _GNU_SOURCE
#include "heif_terminate.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <string.h>
#include <unistd.h>

typedef void (*terminate_handler)(void);

static struct frame_sink *active;
static terminate_handler usual;

static void on_terminate(void) {
    if (active != NULL) {
        frame_sink_finish(active, DECODER_OUT_OF_MEMORY, "the HEIF library gave up, most likely for lack of memory");
        _exit(0);
    }
    if (usual != NULL) usual();
}

void heif_terminate_warm_up(void) {
    // std::set_terminate, looked up by its binary name so that this stays C.
    void *symbol = dlsym(RTLD_DEFAULT, "_ZSt13set_terminatePFvvE");
    terminate_handler (*set_terminate)(terminate_handler handler);
    memcpy(&set_terminate, &symbol, sizeof symbol);
    if (set_terminate != NULL) usual = set_terminate(on_terminate);
    // The first exception of a process initialises the unwinder, with a system call. Walking the stack does that too.
    void *frame[1];
    backtrace(frame, 1);
}

void heif_terminate_into(struct frame_sink *sink) { active = sink; }
