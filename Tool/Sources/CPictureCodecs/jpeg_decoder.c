// jpeg_decoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "jpeg_errors.h"

// A progressive picture is decoded once for each of its scans, and a few bytes
// start one. Encoders write about ten.
enum { MAX_SCANS = 500 };

typedef struct {
  pc_decoder base;
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
} jpeg_decoder;

static void limit_scans(j_common_ptr cinfo) {
  if (((j_decompress_ptr)cinfo)->input_scan_number > MAX_SCANS) {
    codec_fail(cinfo->client_data, PC_UNSUPPORTED, "more than %d scans",
               MAX_SCANS);
  }
}

static void jpeg_open(pc_decoder* base) {
  jpeg_decoder* const decoder = (jpeg_decoder*)base;
  pc_codec* const codec = &base->codec;
  struct jpeg_decompress_struct* const jpeg = &decoder->jpeg;
  // Creation keeps these two, and may fail already.
  jpeg->client_data = codec;
  jpeg->err = jpeg_errors_to_codec(&decoder->errors);
  jpeg_create_decompress(jpeg);
  decoder->progress.progress_monitor = limit_scans;
  jpeg->progress = &decoder->progress;
  jpeg_stdio_src(jpeg, codec->file);
  jpeg_read_header(jpeg, TRUE);

  if (jpeg->data_precision != 8) {
    codec_fail(codec, PC_UNSUPPORTED, "%d-bit JPEG", jpeg->data_precision);
  }
  switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE:
      jpeg->out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_RGB:
    case JCS_YCbCr:
      jpeg->out_color_space = JCS_RGB;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      codec_fail(codec, PC_UNSUPPORTED, "CMYK JPEG");
    default:
      codec_fail(codec, PC_UNSUPPORTED, "JPEG of %d components",
                 jpeg->num_components);
  }
  codec->layout = (pc_layout){
      .width = jpeg->image_width,
      .height = jpeg->image_height,
      .channels = jpeg->out_color_space == JCS_GRAYSCALE ? 1 : 3,
      .bit_depth = 8,
  };
  base->holds_picture = jpeg_has_multiple_scans(jpeg);
}

// Huffman codes spend at least one bit on each block of 8 x 8 samples of a
// component, and a component has at least a sample for each 4 x 4 pixels: a
// byte makes no more than 8192 pixels. Arithmetic codes have no such bound.
static void check_size_of_file(const jpeg_decoder* decoder, pc_codec* codec) {
  const int64_t size = codec_file_size(codec);
  const double pixels = (double)codec->layout.width * codec->layout.height;
  if (!decoder->jpeg.arith_code && pixels > 8192.0 * (double)size) {
    codec_fail(codec, PC_DAMAGED, "%lld bytes are too few for %u x %u pixels",
               (long long)size, (unsigned)codec->layout.width,
               (unsigned)codec->layout.height);
  }
}

static void jpeg_begin(pc_decoder* base) {
  jpeg_decoder* const decoder = (jpeg_decoder*)base;
  check_size_of_file(decoder, &base->codec);
  jpeg_start_decompress(&decoder->jpeg);
}

static void jpeg_read_next_row(pc_decoder* base, void* row) {
  JSAMPROW rows[] = {row};
  // One row or an error: a source over a FILE never asks to come back later.
  jpeg_read_scanlines(&((jpeg_decoder*)base)->jpeg, rows, 1);
}

// What follows the end of the picture is left unread: cameras put previews and
// depth maps there.
static void jpeg_finish(pc_decoder* base) {
  jpeg_finish_decompress(&((jpeg_decoder*)base)->jpeg);
}

static void jpeg_destroy_decoder(pc_decoder* base) {
  jpeg_destroy_decompress(&((jpeg_decoder*)base)->jpeg);
}

const struct decoder_methods jpeg_decoder_methods = {
    .instance_size = sizeof(jpeg_decoder),
    .open = jpeg_open,
    .begin = jpeg_begin,
    .read_row = jpeg_read_next_row,
    .finish = jpeg_finish,
    .destroy = jpeg_destroy_decoder,
};
