// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_LAW_PACKS_H
#define TUTELA_LAW_PACKS_H

#include <stddef.h>
#include <stdint.h>

/// One file of the folder law, as it was when the program was built.
struct tutela_law_file {
    /// From the root of the repository: law/us/intimate-images.yaml.
    const char *path;
    const uint8_t *bytes;
    size_t length;
};

/// How many files there are.
extern const size_t tutela_law_pack_count;

/// A file, from 0; of another index one without bytes.
struct tutela_law_file tutela_law_pack(size_t index);

#endif
