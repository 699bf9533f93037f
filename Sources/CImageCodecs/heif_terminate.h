// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_HEIF_TERMINATE_H
#define TUTELA_HEIF_TERMINATE_H

#include "frame_sink.h"

/// Finds the C++ run-time library, before the sandbox closes.
void heif_terminate_warm_up(void);

/// While a sink is set, an exception that libheif lets escape ends the process with a result instead of a message on
/// stderr, which the sandbox would punish. NULL: the usual end.
void heif_terminate_into(struct frame_sink *sink);

#endif
