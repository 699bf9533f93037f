// SPDX-License-Identifier: Apache-2.0
//
// libheif does not ask its HEVC decoder what was wrong with a picture: damaged data would count as whole. So two of its
// calls end up here (see heif_single_thread.c for how), and the decoder is asked. It also never looks whether data have
// come for every block of the picture; blocks that got none show what was in memory, which heif.c sees to being zero.
#define _GNU_SOURCE
#include "heif_damage.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#include <libde265/de265.h>

enum { BLOCK = 16, MATRIX_RGB = 0 };

static struct {
    const struct de265_image *(*next_picture)(de265_decoder_context *context);
    de265_error (*free_decoder)(de265_decoder_context *context);
    de265_error (*warning)(de265_decoder_context *context);
    const uint8_t *(*plane)(const struct de265_image *image, int channel, int *stride);
    int (*width)(const struct de265_image *image, int channel);
    int (*height)(const struct de265_image *image, int channel);
    int (*bits)(const struct de265_image *image, int channel);
    enum de265_chroma (*chroma)(const struct de265_image *image);
    int (*matrix)(const struct de265_image *image);
    bool damaged;
} library;

static void find(void *function, const char *name) {
    void *symbol = dlsym(RTLD_NEXT, name);
    memcpy(function, &symbol, sizeof symbol);
}

void heif_damage_warm_up(void) {
    find(&library.next_picture, "de265_get_next_picture");
    find(&library.free_decoder, "de265_free_decoder");
    find(&library.warning, "de265_get_warning");
    find(&library.plane, "de265_get_image_plane");
    find(&library.width, "de265_get_image_width");
    find(&library.height, "de265_get_image_height");
    find(&library.bits, "de265_get_bits_per_pixel");
    find(&library.chroma, "de265_get_chroma_format");
    find(&library.matrix, "de265_get_image_matrix_coefficients");
}

void heif_damage_forget(void) { library.damaged = false; }

bool heif_damage_seen(void) { return library.damaged; }

struct plane {
    const uint8_t *bytes;
    size_t stride, sample_bytes;
    int width, height;
};

static bool read_plane(const struct de265_image *image, int channel, struct plane *plane) {
    int stride = 0;
    plane->bytes = library.plane(image, channel, &stride);
    plane->stride = stride > 0 ? (size_t)stride : 0;
    plane->sample_bytes = library.bits(image, channel) > 8 ? 2 : 1;
    plane->width = library.width(image, channel);
    plane->height = library.height(image, channel);
    return plane->bytes != NULL && plane->width > 0 && plane->height > 0 && plane->stride >= (size_t)plane->width * plane->sample_bytes;
}

/// Whether the samples around a point, as far as no filter reaches in from a neighbouring block, are zero.
static bool is_zero(const struct plane *plane, int x, int y) {
    static const uint8_t zeros[8];
    const size_t count = plane->sample_bytes * 2;
    if (x + 2 > plane->width || y + 2 > plane->height) return false;
    const uint8_t *at = plane->bytes + (size_t)y * plane->stride + (size_t)x * plane->sample_bytes;
    return memcmp(at, zeros, count) == 0 && memcmp(at + plane->stride, zeros, count) == 0;
}

/// No picture that was encoded from colours has a block of zero brightness and zero in both colour planes: black is zero
/// brightness with colour in the middle. Without such planes there is no telling.
static bool has_empty_blocks(const struct de265_image *image) {
    struct plane planes[3];
    if (library.chroma(image) == de265_chroma_mono || library.matrix(image) == MATRIX_RGB) return false;
    for (int channel = 0; channel < 3; channel++) {
        if (!read_plane(image, channel, &planes[channel])) return false;
    }
    for (int y = 0; y < planes[0].height; y += BLOCK) {
        for (int x = 0; x < planes[0].width; x += BLOCK) {
            bool empty = is_zero(&planes[0], x + 7, y + 7);
            for (int channel = 1; empty && channel < 3; channel++) {
                const int left = (int)((int64_t)(x + 7) * planes[channel].width / planes[0].width);
                const int top = (int)((int64_t)(y + 7) * planes[channel].height / planes[0].height);
                empty = is_zero(&planes[channel], left, top);
            }
            if (empty) return true;
        }
    }
    return false;
}

static void ask(de265_decoder_context *context) {
    if (library.warning == NULL) return;
    // One that the decoder's queue overflowed with would be answered again and again.
    for (int count = 0; count < 1000 && library.warning(context) != DE265_OK; count++) library.damaged = true;
}

__attribute__((visibility("default"))) const struct de265_image *de265_get_next_picture(de265_decoder_context *context) {
    if (library.next_picture == NULL) heif_damage_warm_up();
    const struct de265_image *image = library.next_picture(context);
    ask(context);
    if (image != NULL && has_empty_blocks(image)) library.damaged = true;
    return image;
}

__attribute__((visibility("default"))) de265_error de265_free_decoder(de265_decoder_context *context) {
    if (library.free_decoder == NULL) heif_damage_warm_up();
    ask(context);
    return library.free_decoder(context);
}
