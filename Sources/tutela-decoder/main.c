// SPDX-License-Identifier: Apache-2.0
//
// The confined picture decoder. The server starts it with a socket on descriptor 3 and the result area on 4.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "confinement.h"
#include "image_codecs.h"

static bool is_socket(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

static void decode(const struct confined_task *task) {
    codecs_decode(task->input, task->input_bytes, &task->wish, &task->limits, task->result, task->result_bytes);
}

int main(int count, char **arguments) {
    struct zygote_configuration configuration = {.decode = decode, .prepare = codecs_prepare};
    for (int index = 1; index < count; index++) {
        if (strcmp(arguments[index], "--insecure") != 0) {
            fprintf(stderr, "tutela-decoder: unknown argument %s\n", arguments[index]);
            return 2;
        }
        configuration.insecure = true;
    }
    if (!is_socket(DECODER_SOCKET_FD)) {
        fputs("tutela-decoder is started by the Tutela server, which talks to it over a socket.\n"
              "There is nothing to see when it is run by hand.\n", stderr);
        return 2;
    }
    codecs_warm_up();
    configuration.codec_count = codecs_list(configuration.codecs);
    return zygote_serve(&configuration);
}
