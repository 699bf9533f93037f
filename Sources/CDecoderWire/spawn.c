// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "decoder_client.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#include "decoder_wire.h"

int decoder_spawn(const char *executable, int socket, int area, int is_insecure, pid_t *process) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (int standard = 0; standard <= 2; standard++) {
        posix_spawn_file_actions_addopen(&files, standard, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_adddup2(&files, socket, DECODER_SOCKET_FD);
    posix_spawn_file_actions_adddup2(&files, area, DECODER_RESULT_FD);
    posix_spawn_file_actions_addclosefrom_np(&files, DECODER_RESULT_FD + 1);

    // A session of its own: Ctrl-C in a terminal is for the program that asks, and that one ends its decoders itself.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);

    char *const arguments[] = {(char *)executable, is_insecure ? "--insecure" : 0, 0};
    // Every symbol is looked up before the first picture: a child must neither search nor write tables of libraries, some of
    // which it has not got.
    char *const environment[] = {"LD_BIND_NOW=1", 0};
    int status = posix_spawn(process, executable, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return status;
}
