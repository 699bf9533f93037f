// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_HEIF_DAMAGE_H
#define TUTELA_HEIF_DAMAGE_H

#include <stdbool.h>

/// Finds the functions that stand behind the replaced ones, before the sandbox closes.
void heif_damage_warm_up(void);

/// A new file begins.
void heif_damage_forget(void);

/// Whether the HEVC decoder has met damage in any picture of the file so far.
bool heif_damage_seen(void);

#endif
