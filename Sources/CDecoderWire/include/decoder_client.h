// SPDX-License-Identifier: Apache-2.0
//
// The client's few calls that glibc declares for GNU sources only, which Swift therefore cannot see.
#ifndef TUTELA_DECODER_CLIENT_H
#define TUTELA_DECODER_CLIENT_H

#include <stdint.h>
#include <sys/types.h>

/// Starts the decoder with `socket` on DECODER_SOCKET_FD, `area` on DECODER_RESULT_FD, /dev/null on 0 to 2, nothing else
/// open and an environment in which only LD_BIND_NOW is set. Both descriptors must be above DECODER_RESULT_FD. Returns 0
/// or an errno value.
int decoder_spawn(const char *executable, int socket, int area, int is_insecure, pid_t *process);

/// An anonymous file in memory, closed on exec. Returns the descriptor or -1 with errno.
int decoder_memory_create(const char *name);

/// Forbids for ever that the file is written.
int decoder_memory_seal_content(int file);

/// Forbids for ever that the file shrinks or grows; it stays writable.
int decoder_memory_seal_size(int file);

/// Gives the pages from start to end back; the file keeps its size and reads as zeros there.
int decoder_memory_wipe(int file, uint64_t start, uint64_t end);

#endif
