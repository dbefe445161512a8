// png_encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// libpng writes the file's chunks, ISA-L compresses what is in them. Of a photo
// of 3840 x 2160 pixels that was filtered, 19 MB, it takes 110 ms (on an AMD
// EPYC of family 25), and zlib at its fastest 400 ms, which would be most of
// what filtering the file takes.

#include <isa-l.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

// Of compressed data, written as one chunk.
enum { CHUNK_BYTES = 64 << 10 };

typedef struct {
  pc_encoder base;
  png_structp png;
  png_infop info;

  uint8_t* swapped;    // The row in the file's order of bytes, at depth 16.
  uint8_t* row_above;  // The last one that was written, in that order.
  uint8_t* filtered;   // The kind of filter, and what it makes of the row.
  struct isal_zstream deflate;
  uint8_t* deflate_level;
  uint8_t chunk[CHUNK_BYTES];
} png_encoder;

// MARK: Callbacks of libpng

static void on_message(png_structp png, png_const_charp message) {
  codec_fail(png_get_error_ptr(png), PC_UNSUPPORTED, "%s", message);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  codec_write(png_get_io_ptr(png), bytes, count);
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

// Filtered photos are noise to a search for repetitions: of differences to the
// row above, the levels above the first find nothing more to leave out.
static void start_deflating(png_encoder* encoder) {
  pc_codec* const codec = &encoder->base.codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  const char* const purpose = "a PNG encoder";
  if (codec->layout.bit_depth == 16) {
    encoder->swapped = codec_allocate(codec, row_bytes, 1, purpose);
  }
  encoder->row_above = codec_allocate(codec, row_bytes, 1, purpose);
  encoder->filtered = codec_allocate(codec, 1 + row_bytes, 1, purpose);
  encoder->deflate_level =
      codec_allocate(codec, ISAL_DEF_LVL1_DEFAULT, 1, purpose);

  struct isal_zstream* const deflate = &encoder->deflate;
  isal_deflate_init(deflate);
  deflate->gzip_flag = IGZIP_ZLIB;
  deflate->level = 1;
  deflate->level_buf = encoder->deflate_level;
  deflate->level_buf_size = ISAL_DEF_LVL1_DEFAULT;
  deflate->next_out = encoder->chunk;
  deflate->avail_out = CHUNK_BYTES;
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
  png_write_info(encoder->png, encoder->info);
  start_deflating(encoder);
}

static void write_chunk(png_encoder* encoder) {
  struct isal_zstream* const deflate = &encoder->deflate;
  png_write_chunk(encoder->png, (png_const_bytep) "IDAT", encoder->chunk,
                  CHUNK_BYTES - deflate->avail_out);
  deflate->next_out = encoder->chunk;
  deflate->avail_out = CHUNK_BYTES;
}

// Takes `count` bytes of `bytes`, and all that is left where they are the last.
static void deflate_bytes(png_encoder* encoder, uint8_t* bytes, size_t count,
                          bool is_last) {
  struct isal_zstream* const deflate = &encoder->deflate;
  do {
    // A row may have more bytes than ISA-L can count.
    const size_t some = count < UINT32_MAX ? count : UINT32_MAX;
    deflate->next_in = bytes;
    deflate->avail_in = (uint32_t)some;
    deflate->end_of_stream = is_last && some == count;
    bytes += some;
    count -= some;
    while (true) {
      const int result = isal_deflate(deflate);
      if (result != COMP_OK) {
        codec_fail(&encoder->base.codec, PC_UNSUPPORTED, "ISA-L's error %d",
                   result);
      }
      if (deflate->avail_out > 0) break;
      write_chunk(encoder);
    }
  } while (count > 0);
}

// Writes the difference of two rows, and the first over the second.
static void subtract_above(const uint8_t* restrict row, size_t count,
                           uint8_t* restrict above,
                           uint8_t* restrict difference) {
  for (size_t index = 0; index < count; index++) {
    difference[index] = (uint8_t)(row[index] - above[index]);
    above[index] = row[index];
  }
}

static void png_write_next_row(pc_encoder* base, const void* samples) {
  png_encoder* const encoder = (png_encoder*)base;
  const pc_codec* const codec = &base->codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  const uint8_t* row = samples;
  if (encoder->swapped) {
    codec_copy_big_endian(samples, row_bytes / 2, encoder->swapped);
    row = encoder->swapped;
  }
  encoder->filtered[0] = PNG_FILTER_VALUE_UP;
  subtract_above(row, row_bytes, encoder->row_above, encoder->filtered + 1);
  deflate_bytes(encoder, encoder->filtered, 1 + row_bytes,
                codec->rows_done + 1 == codec->layout.height);
}

static void png_finish(pc_encoder* base) {
  png_encoder* const encoder = (png_encoder*)base;
  if (encoder->deflate.avail_out < CHUNK_BYTES) write_chunk(encoder);
  // png_write_end would miss the chunks that it did not make.
  png_write_chunk(encoder->png, (png_const_bytep) "IEND", NULL, 0);
}

static void png_destroy(pc_encoder* base) {
  png_encoder* const encoder = (png_encoder*)base;
  if (encoder->png) png_destroy_write_struct(&encoder->png, &encoder->info);
  free(encoder->swapped);
  free(encoder->row_above);
  free(encoder->filtered);
  free(encoder->deflate_level);
}

const struct encoder_methods png_encoder_methods = {
    .instance_size = sizeof(png_encoder),
    .open = png_open,
    .write_row = png_write_next_row,
    .finish = png_finish,
    .destroy = png_destroy,
};
