// SPDX-License-Identifier: Apache-2.0

#ifndef TUTELA_WEB_ASSEMBLY_MEMORY_H
#define TUTELA_WEB_ASSEMBLY_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/// Whether `length` bytes from `address` lie inside one buffer that `tutela_allocate` gave and nobody has taken back.
bool tutela_is_lent(uint32_t address, uint64_t length);

/// Makes sure that `bytes` can be allocated, growing the memory if need be.
bool tutela_reserve(uint32_t bytes);

#endif
