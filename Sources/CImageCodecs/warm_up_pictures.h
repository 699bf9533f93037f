// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_WARM_UP_PICTURES_H
#define TUTELA_WARM_UP_PICTURES_H

#include <stddef.h>
#include <stdint.h>

struct warm_up_picture {
    const uint8_t *bytes;
    size_t size;
};

extern const struct warm_up_picture warm_up_pictures[];
extern const size_t warm_up_picture_count;

#endif
