// SPDX-License-Identifier: Apache-2.0
//
// Some libraries print to stderr whatever their handlers are (libde265 on damaged headers, dav1d on wrong arguments).
// In the sandbox writing is death, and the picture would look like an attack. So the streams are replaced by ones that
// swallow everything; the C library allows these two variables to be assigned.
#define _GNU_SOURCE
#include "silence.h"

#include <stdio.h>
#include <sys/types.h>

static ssize_t swallow(void *cookie, const char *text, size_t count) {
    (void)cookie, (void)text;
    return (ssize_t)count;
}

void silence_standard_streams(void) {
    static const cookie_io_functions_t functions = {.write = swallow};
    FILE *silent = fopencookie(NULL, "w", functions);
    if (silent == NULL) return;
    // Unbuffered: a buffer would be allocated on first use, when memory may have run out.
    setvbuf(silent, NULL, _IONBF, 0);
    stdout = silent;
    stderr = silent;
}
