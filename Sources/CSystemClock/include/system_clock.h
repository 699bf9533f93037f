// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_SYSTEM_CLOCK_H
#define TUTELA_SYSTEM_CLOCK_H

/// Whether a time service keeps the system clock (1), does not (0), or the kernel does not say (-1).
///
/// `largest_error` receives the kernel's bound on the error, in seconds. C, because glibc's <sys/timex.h> is not part of the
/// module that Swift imports.
int system_clock_is_kept(double *largest_error);

#endif
