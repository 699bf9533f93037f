// SPDX-License-Identifier: Apache-2.0
//
// libheif asks its codecs for threads, and a confined child cannot have any. The dynamic linker looks into the executable
// first, so libheif's calls end up here: HEVC is told that threads were started and then decodes on the caller's, AV1 is
// told to use one. The AV1 decoder also loses its logger, which would write to stderr.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#include <dav1d/dav1d.h>
#include <libde265/de265.h>

#include "heif_single_thread.h"

static void (*real_default_settings)(Dav1dSettings *settings);

void heif_single_thread_warm_up(void) {
    // POSIX has the function's address come as an object pointer; a cast between the two is not ISO C.
    void *symbol = dlsym(RTLD_NEXT, "dav1d_default_settings");
    memcpy(&real_default_settings, &symbol, sizeof symbol);
}

__attribute__((visibility("default"))) de265_error de265_start_worker_threads(de265_decoder_context *context, int threads) {
    (void)context;
    (void)threads;
    return DE265_OK;
}

__attribute__((visibility("default"))) void dav1d_default_settings(Dav1dSettings *settings) {
    if (real_default_settings == NULL) heif_single_thread_warm_up();
    if (real_default_settings == NULL) {
        memset(settings, 0, sizeof *settings);
    } else {
        real_default_settings(settings);
    }
    settings->n_threads = 1;
    settings->max_frame_delay = 1;
    settings->logger.callback = NULL;
}
