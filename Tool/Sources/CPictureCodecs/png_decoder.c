// png_decoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "png_source.h"

typedef struct {
  pc_decoder base;
  png_structp png;
  png_infop info;
  png_source source;
  uint8_t* image;  // All rows of an interlaced picture, or NULL.

  // Of a picture with a palette; `colors` is 0 for any other. `alphas` has the
  // first `alpha_count` of them, the others are opaque.
  png_colorp palette;
  png_bytep alphas;
  int colors;
  int alpha_count;
} png_decoder;

// MARK: Callbacks of libpng

// Errors and warnings alike: a picture that may be wrong is not a picture.
static void on_message(png_structp png, png_const_charp message) {
  codec_fail(png_get_error_ptr(png), PC_DAMAGED, "%s", message);
}

static void read_bytes(png_structp png, png_bytep bytes, size_t count) {
  png_source_read(png_get_io_ptr(png), bytes, count);
}

// MARK: Methods

static void png_open(pc_decoder* base) {
  png_decoder* const decoder = (png_decoder*)base;
  pc_codec* const codec = &base->codec;
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, codec,
                                        on_message, on_message);
  if (decoder->png) decoder->info = png_create_info_struct(decoder->png);
  if (!decoder->info) {
    codec_fail(codec, PC_OUT_OF_MEMORY, "no memory for a PNG decoder");
  }
  png_structp png = decoder->png;
  png_infop info = decoder->info;
  png_source_begin(&decoder->source, codec);
  png_set_read_fn(png, &decoder->source, read_bytes);
  png_set_benign_errors(png, 0);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // Skip every chunk that does not change samples: texts and profiles are a
  // way to make a decoder allocate, and many harmless ones raise warnings.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  // The caller has a budget of pixels; libpng's own limit is on each side.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(png, info);

  const int color_type = png_get_color_type(png, info);
  const bool has_alpha = (color_type & PNG_COLOR_MASK_ALPHA) != 0 ||
                         png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  codec->layout = (pc_layout){
      .width = png_get_image_width(png, info),
      .height = png_get_image_height(png, info),
      .channels =
          ((color_type & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1) + has_alpha,
      .bit_depth = png_get_bit_depth(png, info) == 16 ? 16 : 8,
  };
  base->holds_picture = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
}

// Deflate makes at most 1032 bytes of one. A header that promises more than
// that is refused before anyone allocates for it.
static void check_size_of_file(png_decoder* decoder) {
  pc_codec* const codec = &decoder->base.codec;
  const int64_t size = codec_file_size(codec);
  const double bits = (double)png_get_channels(decoder->png, decoder->info) *
                      png_get_bit_depth(decoder->png, decoder->info);
  const double bytes =
      (double)codec->layout.width * codec->layout.height * bits / 8;
  if (bytes > 1032.0 * (double)size) {
    codec_fail(codec, PC_DAMAGED, "%lld bytes are too few for %u x %u pixels",
               (long long)size, (unsigned)codec->layout.width,
               (unsigned)codec->layout.height);
  }
}

// Reads all passes into memory: the first rows are complete only in the last.
static void read_interlaced(png_decoder* decoder, int passes) {
  pc_codec* const codec = &decoder->base.codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  decoder->image = codec_allocate(codec, codec->layout.height, row_bytes,
                                  "an interlaced picture");
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < codec->layout.height; y++) {
      png_read_row(decoder->png, decoder->image + y * row_bytes, NULL);
    }
  }
}

static void png_begin(pc_decoder* base) {
  png_decoder* const decoder = (png_decoder*)base;
  check_size_of_file(decoder);
  const pc_layout* const layout = &base->codec.layout;
  const bool has_palette =
      png_get_color_type(decoder->png, decoder->info) == PNG_COLOR_TYPE_PALETTE;
  if (has_palette) {
    // One byte for each index.
    png_set_packing(decoder->png);
    png_get_PLTE(decoder->png, decoder->info, &decoder->palette,
                 &decoder->colors);
    png_get_tRNS(decoder->png, decoder->info, &decoder->alphas,
                 &decoder->alpha_count, NULL);
  } else {
    // Depths below 8 to 8, transparent colors to alpha.
    png_set_expand(decoder->png);
  }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(decoder->png);
#endif
  // The source compares the checksums of the image data.
  png_set_crc_action(decoder->png, PNG_CRC_QUIET_USE, PNG_CRC_ERROR_QUIT);
  png_set_option(decoder->png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
  const int passes = png_set_interlace_handling(decoder->png);
  png_read_update_info(decoder->png, decoder->info);
  if (png_get_rowbytes(decoder->png, decoder->info) !=
      (has_palette ? layout->width : codec_row_bytes(layout))) {
    codec_fail(&base->codec, PC_UNSUPPORTED, "this combination of chunks");
  }
  if (passes > 1) read_interlaced(decoder, passes);
}

// Replaces the indices at the start of a row by their colors, the last pixel
// first, so that no index is overwritten before its turn.
//
// libpng would do it, and read black where an index is beyond the palette.
static void expand_palette(png_decoder* decoder, uint8_t* row) {
  pc_codec* const codec = &decoder->base.codec;
  const uint32_t channels = codec->layout.channels;
  for (uint32_t x = codec->layout.width; x-- > 0;) {
    const int index = row[x];
    if (index >= decoder->colors) {
      codec_fail(codec, PC_DAMAGED, "index %d in a palette of %d colors", index,
                 decoder->colors);
    }
    uint8_t* const pixel = row + (size_t)x * channels;
    pixel[0] = decoder->palette[index].red;
    pixel[1] = decoder->palette[index].green;
    pixel[2] = decoder->palette[index].blue;
    if (channels == 4) {
      pixel[3] =
          index < decoder->alpha_count ? decoder->alphas[index] : UINT8_MAX;
    }
  }
}

static void png_read_next_row(pc_decoder* base, void* row) {
  png_decoder* const decoder = (png_decoder*)base;
  if (decoder->image) {
    const size_t row_bytes = codec_row_bytes(&base->codec.layout);
    memcpy(row, decoder->image + base->codec.rows_done * row_bytes, row_bytes);
  } else {
    png_read_row(decoder->png, row, NULL);
  }
  if (decoder->colors > 0) expand_palette(decoder, row);
}

static void png_finish(pc_decoder* base) {
  png_decoder* const decoder = (png_decoder*)base;
  png_set_crc_action(decoder->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_read_end(decoder->png, NULL);
  if (fgetc(base->codec.file) != EOF) {
    codec_fail(&base->codec, PC_DAMAGED, "there are data after the last chunk");
  }
}

static void png_destroy(pc_decoder* base) {
  png_decoder* const decoder = (png_decoder*)base;
  if (decoder->png) {
    png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
  }
  free(decoder->image);
}

const struct decoder_methods png_decoder_methods = {
    .instance_size = sizeof(png_decoder),
    .open = png_open,
    .begin = png_begin,
    .read_row = png_read_next_row,
    .finish = png_finish,
    .destroy = png_destroy,
};
