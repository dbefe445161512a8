// tiff_encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>
#include <string.h>

#include "tiff_file.h"

// Strips of about this size are compressed at once.
enum { STRIP_BYTES = 256 << 10 };
// Of samples, from which on offsets may not fit into 32 bits.
static const double LARGEST_CLASSIC = 4.0e9;

typedef struct {
  pc_encoder base;
  tiff_file file;
  uint32_t strip_rows;
  uint32_t rows_in_strip;
  uint8_t* strip;
} tiff_encoder;

static uint16_t scheme_of(pc_compression compression) {
  switch (compression) {
    case PC_COMPRESSION_LZW:
      return COMPRESSION_LZW;
    case PC_COMPRESSION_DEFLATE:
      return COMPRESSION_ADOBE_DEFLATE;
    default:
      return COMPRESSION_NONE;
  }
}

static void tiff_open(pc_encoder* base) {
  tiff_encoder* const encoder = (tiff_encoder*)base;
  pc_codec* const codec = &base->codec;
  const pc_layout* const layout = &codec->layout;
  const size_t row_bytes = codec_row_bytes(layout);
  const bool is_big = (double)row_bytes * layout->height > LARGEST_CLASSIC;
  const size_t rows = STRIP_BYTES / row_bytes;
  encoder->strip_rows = rows < 1                ? 1
                        : rows < layout->height ? (uint32_t)rows
                                                : layout->height;
  encoder->strip =
      codec_allocate(codec, encoder->strip_rows, row_bytes, "a strip of rows");
  tiff_file_open(&encoder->file, codec, is_big ? "w8" : "w4", 0);

  TIFF* const tiff = encoder->file.tiff;
  const bool has_alpha = layout->channels % 2 == 0;
  const bool is_gray = layout->channels <= 2;
  const bool is_float = layout->bit_depth == 32;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, layout->width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, layout->height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, layout->channels);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, layout->bit_depth);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT,
               is_float ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
               is_gray ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, encoder->strip_rows);
  if (has_alpha) {
    const uint16_t kind = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  const uint16_t scheme = scheme_of(base->options.compression);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, scheme);
  if (scheme != COMPRESSION_NONE) {
    TIFFSetField(tiff, TIFFTAG_PREDICTOR,
                 is_float ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
    // Of differences, the levels above the fastest gain little, and smooth
    // pictures take ten times as long.
    if (scheme == COMPRESSION_ADOBE_DEFLATE) {
      TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 1);
    }
  }
  tiff_file_check(&encoder->file, true);
}

// libtiff may change what it compresses, which is a copy for that reason.
static void tiff_write_row(pc_encoder* base, const void* row) {
  tiff_encoder* const encoder = (tiff_encoder*)base;
  const pc_codec* const codec = &base->codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  memcpy(encoder->strip + encoder->rows_in_strip * row_bytes, row, row_bytes);
  encoder->rows_in_strip += 1;
  const bool is_last = codec->rows_done + 1 == codec->layout.height;
  if (encoder->rows_in_strip < encoder->strip_rows && !is_last) return;
  const tmsize_t bytes = (tmsize_t)(encoder->rows_in_strip * row_bytes);
  const tmsize_t done = TIFFWriteEncodedStrip(
      encoder->file.tiff, codec->rows_done / encoder->strip_rows,
      encoder->strip, bytes);
  tiff_file_check(&encoder->file, done == bytes);
  encoder->rows_in_strip = 0;
}

static void tiff_finish(pc_encoder* base) {
  tiff_encoder* const encoder = (tiff_encoder*)base;
  const int done = TIFFFlush(encoder->file.tiff);
  tiff_file_check(&encoder->file, done == 1);
}

static void tiff_destroy(pc_encoder* base) {
  tiff_encoder* const encoder = (tiff_encoder*)base;
  // After an error this tries to write once more; what it writes is thrown
  // away with the file.
  if (encoder->file.tiff) TIFFCleanup(encoder->file.tiff);
  free(encoder->strip);
}

const struct encoder_methods tiff_encoder_methods = {
    .instance_size = sizeof(tiff_encoder),
    .open = tiff_open,
    .write_row = tiff_write_row,
    .finish = tiff_finish,
    .destroy = tiff_destroy,
};
