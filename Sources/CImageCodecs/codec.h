// SPDX-License-Identifier: Apache-2.0
#ifndef TUTELA_CODEC_H
#define TUTELA_CODEC_H

#include "frame_sink.h"

struct codec_input {
    const uint8_t *bytes;
    size_t size;
};

void jpeg_decode(struct codec_input input, struct frame_sink *sink);
void png_decode(struct codec_input input, struct frame_sink *sink);
void webp_decode(struct codec_input input, struct frame_sink *sink);
void gif_decode(struct codec_input input, struct frame_sink *sink);
void bmp_decode(struct codec_input input, struct frame_sink *sink);
void tiff_decode(struct codec_input input, struct frame_sink *sink);
void heic_decode(struct codec_input input, struct frame_sink *sink);
void avif_decode(struct codec_input input, struct frame_sink *sink);

bool bmp_matches(struct codec_input input);

void jpeg_version(char text[48]);
void png_version(char text[48]);
void webp_version(char text[48]);
void gif_version(char text[48]);
void bmp_version(char text[48]);
void tiff_version(char text[48]);
void heif_version(char text[48]);

void tiff_warm_up(void);
void heif_warm_up(void);

#endif
