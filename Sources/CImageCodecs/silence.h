// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_SILENCE_H
#define TUTELA_SILENCE_H

/// From here on nothing that goes to stdout or stderr through stdio leaves the process.
void silence_standard_streams(void);

#endif
