// png_encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <png.h>
#include <string.h>
#include <zlib.h>

#include "codec.h"

typedef struct {
  pc_encoder base;
  png_structp png;
  png_infop info;
} png_encoder;

// MARK: Callbacks of libpng

static void on_message(png_structp png, png_const_charp message) {
  codec_fail(png_get_error_ptr(png), PC_UNSUPPORTED, "%s", message);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  pc_codec* const codec = png_get_io_ptr(png);
  if (fwrite(bytes, 1, count, codec->file) != count) {
    codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
  }
}

// libpng would flush a FILE of its own if it were given no function.
static void flush_nothing(png_structp png) { (void)png; }

// MARK: Methods

static int color_type_of(uint32_t channels) {
  switch (channels) {
    case 1:
      return PNG_COLOR_TYPE_GRAY;
    case 2:
      return PNG_COLOR_TYPE_GRAY_ALPHA;
    case 3:
      return PNG_COLOR_TYPE_RGB;
    default:
      return PNG_COLOR_TYPE_RGB_ALPHA;
  }
}

// Filtered photos are noise to a search for repetitions: of a photo of 1920 x
// 1080 pixels, zlib's level 6 on libpng's choice of filters makes 3.4 MB in 450
// ms, and runs and Huffman codes of the differences to the row above 3.1 MB in
// 70 ms. OpenCV's writer does nearly the same, with the pixel to the left.
static void choose_compression(png_structp png) {
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_compression_level(png, Z_BEST_SPEED);
  png_set_compression_strategy(png, Z_RLE);
}

static void png_open(pc_encoder* base) {
  png_encoder* const encoder = (png_encoder*)base;
  pc_codec* const codec = &base->codec;
  if (codec->layout.bit_depth > 16) {
    codec_fail(codec, PC_UNSUPPORTED, "PNG of %u bits",
               (unsigned)codec->layout.bit_depth);
  }
  encoder->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, codec,
                                         on_message, on_message);
  if (encoder->png) encoder->info = png_create_info_struct(encoder->png);
  if (!encoder->info) {
    codec_fail(codec, PC_OUT_OF_MEMORY, "no memory for a PNG encoder");
  }
  png_set_write_fn(encoder->png, codec, write_bytes, flush_nothing);
  png_set_user_limits(encoder->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(encoder->png, encoder->info, codec->layout.width,
               codec->layout.height, (int)codec->layout.bit_depth,
               color_type_of(codec->layout.channels), PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  choose_compression(encoder->png);
  png_write_info(encoder->png, encoder->info);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (codec->layout.bit_depth == 16) png_set_swap(encoder->png);
#endif
}

static void png_write_next_row(pc_encoder* base, const void* row) {
  png_write_row(((png_encoder*)base)->png, row);
}

static void png_finish(pc_encoder* base) {
  png_write_end(((png_encoder*)base)->png, NULL);
}

static void png_destroy(pc_encoder* base) {
  png_encoder* const encoder = (png_encoder*)base;
  if (encoder->png) png_destroy_write_struct(&encoder->png, &encoder->info);
}

const struct encoder_methods png_encoder_methods = {
    .instance_size = sizeof(png_encoder),
    .open = png_open,
    .write_row = png_write_next_row,
    .finish = png_finish,
    .destroy = png_destroy,
};
