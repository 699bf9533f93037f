// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_HEIF_SINGLE_THREAD_H
#define TUTELA_HEIF_SINGLE_THREAD_H

/// Finds the functions that stand behind the replaced ones, before the sandbox closes.
void heif_single_thread_warm_up(void);

#endif
