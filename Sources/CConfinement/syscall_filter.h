// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_SYSCALL_FILTER_H
#define TUTELA_SYSCALL_FILTER_H

#include <stdint.h>

/// Needs no_new_privs. Returns 0 or the error number.
int install_syscall_filter(void);

#endif
