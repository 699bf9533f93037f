// SPDX-License-Identifier: Apache-2.0
//
// #embed needs C23. scripts/list-law writes law_files.h: one constant array and one line of the table for each file.
#include "law_packs.h"

#include "law_files.h"

const size_t tutela_law_pack_count = sizeof files / sizeof files[0] - 1;

struct tutela_law_file tutela_law_pack(size_t index) {
    return files[index < tutela_law_pack_count ? index : tutela_law_pack_count];
}
