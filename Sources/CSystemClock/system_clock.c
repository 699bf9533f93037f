// SPDX-License-Identifier: Apache-2.0
#include "system_clock.h"

#include <sys/timex.h>

int system_clock_is_kept(double *largest_error) {
    struct timex state = {0};
    int result = adjtimex(&state);
    if (result < 0) return -1;
    *largest_error = (double)state.maxerror / 1e6;
    return result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}
