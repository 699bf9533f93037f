// SPDX-License-Identifier: Apache-2.0
//
// What a child does to itself before it looks at the first byte of a picture. The order matters: each step still needs
// what a later one takes away.
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "decoder_wire.h"
#include "syscall_filter.h"

/// Raw, because the wrapper is missing from older C libraries.
static int close_descriptors(unsigned first, unsigned last) {
    return first > last || syscall(__NR_close_range, first, last, 0) == 0 ? 0 : errno;
}

static int close_all_descriptors_but(int kept) {
    if (kept < 0) return close_descriptors(0, ~0U);
    const int error = kept == 0 ? 0 : close_descriptors(0, (unsigned)kept - 1);
    return error != 0 ? error : close_descriptors((unsigned)kept + 1, ~0U);
}

static int limit_resource(int resource, uint64_t value) {
    const struct rlimit limit = {.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
    return setrlimit((__rlimit_resource_t)resource, &limit) == 0 ? 0 : errno;
}

static int limit_resources(const struct confinement_plan *plan) {
    int error = 0;
    if (error == 0) error = limit_resource(RLIMIT_AS, plan->address_space);
    if (error == 0) error = limit_resource(RLIMIT_CPU, plan->cpu_seconds);
    if (error == 0) error = limit_resource(RLIMIT_FSIZE, 0);
    if (error == 0) error = limit_resource(RLIMIT_CORE, 0);
    if (error == 0) error = limit_resource(RLIMIT_NPROC, 0);
    if (error == 0) error = limit_resource(RLIMIT_NOFILE, 0);
    return error;
}

/// Returns 0 when the ruleset is in force. The descriptor is closed either way.
static int restrict_by_landlock(int ruleset) {
#ifdef __NR_landlock_restrict_self
    const int error = syscall(__NR_landlock_restrict_self, ruleset, 0) == 0 ? 0 : errno;
#else
    const int error = ENOSYS;
#endif
    close(ruleset);
    return error;
}

struct confinement_status confine(const struct confinement_plan *plan) {
    struct confinement_status status = {0, 0};
    const int ruleset = plan->insecure ? -1 : plan->landlock_ruleset;

    if ((status.error = close_all_descriptors_but(ruleset)) != 0) return status;

    if ((status.error = limit_resources(plan)) != 0) return status;
    status.layers |= DECODER_RESOURCE_LIMITS;

    // Dumpable processes can be traced by others of the same user, and leave pictures in core files.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
        status.error = errno;
        return status;
    }
    status.layers |= DECODER_UNDUMPABLE;
    // The zygote may have died before the death signal was asked for.
    if (getppid() != plan->zygote) {
        status.error = ESRCH;
        return status;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        status.layers |= DECODER_NO_NEW_PRIVILEGES;
    } else if (!plan->insecure) {
        status.error = errno;
        return status;
    }
    if (plan->insecure) return status;

    // A kernel without Landlock is tolerated: the filter alone already refuses every call that Landlock governs.
    if (ruleset >= 0 && restrict_by_landlock(ruleset) == 0) status.layers |= DECODER_LANDLOCK;

    if ((status.error = install_syscall_filter()) != 0) return status;
    status.layers |= DECODER_SECCOMP;
    return status;
}
