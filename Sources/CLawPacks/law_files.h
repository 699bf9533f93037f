// SPDX-License-Identifier: Apache-2.0
// Written by scripts/list-law. Do not edit.
static const struct tutela_law_file files[] = {
    {"", 0, 0},
};
