// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_ZYGOTE_ISOLATION_H
#define TUTELA_ZYGOTE_ISOLATION_H

#include <stdint.h>

/// Gives up what the zygote itself does not need: namespaces, root, stray descriptors, capabilities. Returns the
/// decoder_confinement bits that took effect. Every step is best effort, because the children confine themselves anyway.
uint32_t zygote_isolate(void);

#endif
