// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "decoder_client.h"

enum { NEVER_EXECUTABLE = 0x8 };  // MFD_NOEXEC_SEAL, since Linux 6.3; some systems allow no other kind

int decoder_memory_create(const char *name) {
    const int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | NEVER_EXECUTABLE);
    if (file >= 0 || errno != EINVAL) return file;
    return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

int decoder_memory_seal_content(int file) {
    return fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
}

int decoder_memory_seal_size(int file) {
    return fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
}

int decoder_memory_wipe(int file, uint64_t start, uint64_t end) {
    return fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)start, (off_t)(end - start));
}
