// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_CONFINE_H
#define TUTELA_CONFINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct confinement_plan {
    /// Landlock ruleset made by the zygote, or -1. The child could not make one: RLIMIT_NOFILE is already 0 by then.
    int landlock_ruleset;
    uint64_t address_space;
    uint32_t cpu_seconds;
    /// The child dies when this process does.
    pid_t zygote;
    bool insecure;
};

struct confinement_status {
    uint32_t layers;
    int32_t error;
};

/// Landlock ABI of the kernel, or 0 when it has none.
int landlock_abi(void);

/// A ruleset that handles every right this kernel knows and grants none, or -1.
int landlock_deny_all_ruleset(void);

/// Confines the calling process for good. A non-zero error means: do not touch the input.
struct confinement_status confine(const struct confinement_plan *plan);

#endif
