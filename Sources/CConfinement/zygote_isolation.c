// SPDX-License-Identifier: Apache-2.0
//
// What the zygote itself gives up, once, before it serves. It parses nothing, so this is the second wall: a child that
// broke its own confinement would find no network, no files and no privileges here either.
#define _GNU_SOURCE
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "decoder_wire.h"
#include "zygote_isolation.h"

enum { NOBODY = 65534 };

/// Only the socket, the result area and the standard streams stay open.
static void close_stray_descriptors(void) {
    syscall(__NR_close_range, DECODER_RESULT_FD + 1, ~0U, 0);
}

static bool become_unprivileged(void) {
    if (geteuid() == 0) {
        // Without CAP_SETGID there may be no way to drop groups; the user still changes.
        setgroups(0, NULL);
        if (setresgid(NOBODY, NOBODY, NOBODY) != 0 || setresuid(NOBODY, NOBODY, NOBODY) != 0) return false;
    }
    return geteuid() != 0 && getuid() != 0;
}

/// Replaces the file system by an empty, read-only one. Only possible in a mount namespace of our own.
static void empty_file_system(void) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return;
    const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (mount("none", "/proc", "tmpfs", flags | MS_RDONLY, "size=4k,mode=555") != 0) return;
    if (chdir("/proc") != 0) return;
    // Stacks the new root over the old one and lets go of the old.
    if (syscall(__NR_pivot_root, ".", ".") != 0) return;
    umount2(".", MNT_DETACH);
    if (chdir("/") != 0) return;
}

static void drop_capabilities(void) {
    for (int capability = 0; capability <= 63; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) break;
    }
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    syscall(__NR_capset, &header, none);
}

uint32_t zygote_isolate(void) {
    uint32_t layers = 0;
    close_stray_descriptors();

    // As root these work without a user namespace, which some kernels forbid.
    bool network = unshare(CLONE_NEWNET) == 0;
    bool mounts = unshare(CLONE_NEWNS) == 0;
    unshare(CLONE_NEWIPC);
    // At once, because it may be the only chance: without a user namespace to come, the right to mount goes with root.
    if (mounts) empty_file_system();

    if (become_unprivileged()) layers |= DECODER_UNPRIVILEGED_USER;

    // No identity is mapped into the new user namespace: nobody in it owns anything outside.
    if (unshare(CLONE_NEWUSER) == 0) {
        layers |= DECODER_USER_NAMESPACE;
        network = unshare(CLONE_NEWNET) == 0 || network;
        if (!mounts && unshare(CLONE_NEWNS) == 0) empty_file_system();
        unshare(CLONE_NEWIPC);
    }
    if (network) layers |= DECODER_NETWORK_NAMESPACE;
    drop_capabilities();

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) layers |= DECODER_NO_NEW_PRIVILEGES;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) layers |= DECODER_UNDUMPABLE;
    return layers;
}
