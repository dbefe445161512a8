// jpeg_encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "jpeg_errors.h"

typedef struct {
  pc_encoder base;
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
} jpeg_encoder;

static void jpeg_open(pc_encoder* base) {
  jpeg_encoder* const encoder = (jpeg_encoder*)base;
  pc_codec* const codec = &base->codec;
  struct jpeg_compress_struct* const jpeg = &encoder->jpeg;
  // Creation keeps these two, and may fail already.
  jpeg->client_data = codec;
  jpeg->err = jpeg_errors_to_codec(&encoder->errors);
  if (codec->layout.bit_depth != 8 ||
      (codec->layout.channels != 1 && codec->layout.channels != 3)) {
    codec_fail(codec, PC_UNSUPPORTED, "JPEG of %u channels of %u bits",
               (unsigned)codec->layout.channels,
               (unsigned)codec->layout.bit_depth);
  }
  jpeg_create_compress(jpeg);
  jpeg_stdio_dest(jpeg, codec->file);
  jpeg->image_width = codec->layout.width;
  jpeg->image_height = codec->layout.height;
  jpeg->input_components = (int)codec->layout.channels;
  jpeg->in_color_space = codec->layout.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, base->options.quality, TRUE);
  // Color at full resolution: the default averages it over 2 x 2 pixels,
  // which would blur what a filter has just sharpened.
  for (int index = 0; index < jpeg->num_components; index++) {
    jpeg->comp_info[index].h_samp_factor = 1;
    jpeg->comp_info[index].v_samp_factor = 1;
  }
  jpeg_start_compress(jpeg, TRUE);
}

static void jpeg_write_next_row(pc_encoder* base, const void* row) {
  // libjpeg only reads the row; its type is older than const.
  JSAMPROW rows[] = {(JSAMPROW)row};
  jpeg_write_scanlines(&((jpeg_encoder*)base)->jpeg, rows, 1);
}

static void jpeg_finish(pc_encoder* base) {
  jpeg_finish_compress(&((jpeg_encoder*)base)->jpeg);
}

static void jpeg_destroy_encoder(pc_encoder* base) {
  jpeg_destroy_compress(&((jpeg_encoder*)base)->jpeg);
}

const struct encoder_methods jpeg_encoder_methods = {
    .instance_size = sizeof(jpeg_encoder),
    .open = jpeg_open,
    .write_row = jpeg_write_next_row,
    .finish = jpeg_finish,
    .destroy = jpeg_destroy_encoder,
};
