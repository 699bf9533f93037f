// SPDX-License-Identifier: Apache-2.0
//
// Landlock through raw system calls: the C library has no wrappers, and distribution headers lag behind the kernel, so
// the structure is declared here and its size chosen by the ABI that the running kernel reports.
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"

struct ruleset_attributes {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;  // since ABI 4
    uint64_t scoped;              // since ABI 6
};

enum { CREATE_RULESET_VERSION = 1 };

int landlock_abi(void) {
#ifdef __NR_landlock_create_ruleset
    const long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
#else
    return 0;
#endif
}

int landlock_deny_all_ruleset(void) {
#ifdef __NR_landlock_create_ruleset
    const int abi = landlock_abi();
    if (abi <= 0) return -1;
    // Bits the kernel does not know are an error, hence one count per ABI.
    const unsigned file_rights = abi == 1 ? 13 : abi == 2 ? 14 : abi < 5 ? 15 : 16;
    struct ruleset_attributes attributes = {
        .handled_access_fs = ((uint64_t)1 << file_rights) - 1,
        .handled_access_net = abi >= 4 ? 3 : 0,
        .scoped = abi >= 6 ? 3 : 0,
    };
    const size_t size = abi >= 6   ? sizeof attributes
                        : abi >= 4 ? offsetof(struct ruleset_attributes, scoped)
                                   : offsetof(struct ruleset_attributes, handled_access_net);
    return (int)syscall(__NR_landlock_create_ruleset, &attributes, size, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}
