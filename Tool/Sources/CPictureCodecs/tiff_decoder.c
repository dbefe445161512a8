// tiff_decoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>
#include <string.h>

#include "tiff_file.h"

// Strips of more than this are decoded row by row, in which libtiff is slower.
enum { LARGEST_BAND = 8 << 20 };

// A TIFF is strips of rows or rows of tiles, and all channels of it together or
// each for itself. Whatever it is, a band of rows is put together from it.
typedef struct {
  pc_decoder base;
  tiff_file file;
  uint16_t compression;
  uint16_t photometric;
  bool is_tiled;
  bool is_planar;  // Whether every channel is stored for itself.
  bool is_premultiplied;
  uint32_t piece_width;
  uint32_t piece_height;  // Also the rows of a band.
  tmsize_t piece_bytes;
  uint8_t* band;   // NULL if rows are decoded one by one.
  uint8_t* piece;  // A tile, or a strip of one channel.
} tiff_decoder;

// MARK: Kinds of TIFF

static uint16_t tag(tiff_decoder* decoder, uint32_t name) {
  uint16_t value = 0;
  TIFFGetFieldDefaulted(decoder->file.tiff, name, &value);
  return value;
}

static uint32_t depth_of_samples(tiff_decoder* decoder) {
  const uint16_t bits = tag(decoder, TIFFTAG_BITSPERSAMPLE);
  const uint16_t kind = tag(decoder, TIFFTAG_SAMPLEFORMAT);
  if (kind == SAMPLEFORMAT_IEEEFP && bits == 32) return 32;
  if (kind == SAMPLEFORMAT_UINT || kind == SAMPLEFORMAT_VOID) {
    if (bits == 8 || bits == 16) return bits;
  }
  const char* const name = kind == SAMPLEFORMAT_IEEEFP ? "floating-point"
                           : kind == SAMPLEFORMAT_INT  ? "signed"
                           : kind == SAMPLEFORMAT_UINT ? "unsigned"
                                                       : "unusual";
  codec_fail(&decoder->base.codec, PC_UNSUPPORTED, "TIFF of %s %u-bit samples",
             name, bits);
}

static bool has_alpha(tiff_decoder* decoder, uint16_t samples,
                      uint16_t colors) {
  pc_codec* const codec = &decoder->base.codec;
  uint16_t count = 0;
  uint16_t* kinds = NULL;
  TIFFGetFieldDefaulted(decoder->file.tiff, TIFFTAG_EXTRASAMPLES, &count,
                        &kinds);
  if (samples == colors) return false;
  if (samples != colors + 1 || count != 1) {
    codec_fail(codec, PC_UNSUPPORTED, "TIFF of %u samples per pixel", samples);
  }
  if (kinds[0] == EXTRASAMPLE_UNSPECIFIED) {
    codec_fail(codec, PC_UNSUPPORTED,
               "TIFF with an extra sample that is not called alpha");
  }
  decoder->is_premultiplied = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  return true;
}

static void check_compression(tiff_decoder* decoder) {
  decoder->compression = tag(decoder, TIFFTAG_COMPRESSION);
  switch (decoder->compression) {
    case COMPRESSION_NONE:
    case COMPRESSION_LZW:
    case COMPRESSION_PACKBITS:
    case COMPRESSION_DEFLATE:
    case COMPRESSION_ADOBE_DEFLATE:
      return;
    default: {
      const TIFFCodec* const scheme = TIFFFindCODEC(decoder->compression);
      codec_fail(&decoder->base.codec, PC_UNSUPPORTED, "TIFF compressed by %s",
                 scheme ? scheme->name : "an unknown scheme");
    }
  }
}

static void tiff_open(pc_decoder* base) {
  tiff_decoder* const decoder = (tiff_decoder*)base;
  pc_codec* const codec = &base->codec;
  // No table and no strip is much larger than the file that it is in.
  tiff_file_open(&decoder->file, codec, "r",
                 (16 << 20) + 2 * codec_file_size(codec));
  check_compression(decoder);
  decoder->photometric = tag(decoder, TIFFTAG_PHOTOMETRIC);
  const bool is_gray = decoder->photometric == PHOTOMETRIC_MINISBLACK ||
                       decoder->photometric == PHOTOMETRIC_MINISWHITE;
  if (!is_gray && decoder->photometric != PHOTOMETRIC_RGB) {
    codec_fail(codec, PC_UNSUPPORTED, "TIFF of photometric interpretation %u",
               decoder->photometric);
  }
  const uint16_t samples = tag(decoder, TIFFTAG_SAMPLESPERPIXEL);
  const uint16_t colors = is_gray ? 1 : 3;
  TIFFGetField(decoder->file.tiff, TIFFTAG_IMAGEWIDTH, &codec->layout.width);
  TIFFGetField(decoder->file.tiff, TIFFTAG_IMAGELENGTH, &codec->layout.height);
  codec->layout.channels = colors + has_alpha(decoder, samples, colors);
  codec->layout.bit_depth = depth_of_samples(decoder);
  if (codec->layout.width == 0 || codec->layout.height == 0) {
    codec_fail(codec, PC_DAMAGED, "it has no pixels");
  }
  if (codec->layout.bit_depth == 32 &&
      decoder->photometric == PHOTOMETRIC_MINISWHITE) {
    codec_fail(codec, PC_UNSUPPORTED,
               "floating-point TIFF whose zero is white");
  }

  decoder->is_planar = samples > 1 && tag(decoder, TIFFTAG_PLANARCONFIG) ==
                                          PLANARCONFIG_SEPARATE;
  decoder->is_tiled = TIFFIsTiled(decoder->file.tiff);
  decoder->piece_width = codec->layout.width;
  if (decoder->is_tiled) {
    TIFFGetField(decoder->file.tiff, TIFFTAG_TILEWIDTH, &decoder->piece_width);
    TIFFGetField(decoder->file.tiff, TIFFTAG_TILELENGTH,
                 &decoder->piece_height);
  } else {
    TIFFGetFieldDefaulted(decoder->file.tiff, TIFFTAG_ROWSPERSTRIP,
                          &decoder->piece_height);
    if (decoder->piece_height > codec->layout.height) {
      decoder->piece_height = codec->layout.height;
    }
  }
  if (decoder->piece_width == 0 || decoder->piece_height == 0) {
    codec_fail(codec, PC_DAMAGED, "its strips or tiles have no pixels");
  }
  tiff_file_check(&decoder->file, true);
  const double band =
      (double)codec_row_bytes(&codec->layout) * decoder->piece_height;
  base->holds_picture = band > LARGEST_BAND &&
                        (decoder->is_tiled || decoder->is_planar) &&
                        decoder->piece_height >= codec->layout.height;
}

// MARK: Preparing

// The most bytes that one byte of the file can stand for.
static double largest_ratio(uint16_t compression) {
  switch (compression) {
    case COMPRESSION_NONE:
      return 1;
    case COMPRESSION_PACKBITS:
      return 64;
    case COMPRESSION_LZW:
      return 2731;  // Codes of 12 bits for strings of up to 4096 bytes.
    default:
      return 1032;
  }
}

static void tiff_begin(pc_decoder* base) {
  tiff_decoder* const decoder = (tiff_decoder*)base;
  pc_codec* const codec = &base->codec;
  const pc_layout* const layout = &codec->layout;
  const size_t row_bytes = codec_row_bytes(layout);
  const uint32_t samples = decoder->is_planar ? 1 : layout->channels;
  const double piece_bytes = (double)decoder->piece_width *
                             decoder->piece_height * samples *
                             (layout->bit_depth / 8);
  const int64_t size = codec_file_size(codec);
  const double bytes = decoder->is_tiled
                           ? piece_bytes * TIFFNumberOfTiles(decoder->file.tiff)
                           : (double)row_bytes * layout->height;
  if (bytes > largest_ratio(decoder->compression) * (double)size) {
    codec_fail(codec, PC_DAMAGED, "%lld bytes are too few for %u x %u pixels",
               (long long)size, (unsigned)layout->width,
               (unsigned)layout->height);
  }
  decoder->piece_bytes =
      decoder->is_tiled
          ? TIFFTileSize(decoder->file.tiff)
          : TIFFVStripSize(decoder->file.tiff, decoder->piece_height);
  tiff_file_check(&decoder->file, true);
  if ((double)decoder->piece_bytes != piece_bytes) {
    codec_fail(codec, PC_UNSUPPORTED, "this arrangement of samples");
  }
  const uint32_t rows = decoder->piece_height < layout->height
                            ? decoder->piece_height
                            : layout->height;
  const bool needs_pieces = decoder->is_tiled || decoder->is_planar;
  if (!needs_pieces && (double)row_bytes * rows > LARGEST_BAND) return;
  const char* const purpose = "strips or tiles";
  decoder->band = codec_allocate(codec, rows, row_bytes, purpose);
  if (needs_pieces) {
    decoder->piece =
        codec_allocate(codec, (size_t)decoder->piece_bytes, 1, purpose);
  }
}

// MARK: Bands

// Copies what is within the picture of a piece whose first column is x.
static void place(tiff_decoder* decoder, uint32_t x, uint32_t rows,
                  uint32_t sample) {
  const pc_layout* const layout = &decoder->base.codec.layout;
  const size_t size = layout->bit_depth / 8;
  const size_t row_bytes = codec_row_bytes(layout);
  const size_t step = layout->channels * size;
  const size_t piece_step = decoder->is_planar ? size : step;
  const uint32_t rest = layout->width - x;
  const size_t columns =
      decoder->piece_width < rest ? decoder->piece_width : rest;
  for (uint32_t y = 0; y < rows; y++) {
    const uint8_t* source =
        decoder->piece + (size_t)y * decoder->piece_width * piece_step;
    uint8_t* target = decoder->band + y * row_bytes + x * step;
    if (!decoder->is_planar) {
      memcpy(target, source, columns * step);
      continue;
    }
    target += sample * size;
    for (size_t i = 0; i < columns; i++) {
      memcpy(target + i * step, source + i * size, size);
    }
  }
}

// Decodes the tiles, or the strips of every channel, that begin at row y.
static void read_pieces(tiff_decoder* decoder, uint32_t y, uint32_t rows) {
  const pc_layout* const layout = &decoder->base.codec.layout;
  TIFF* const tiff = decoder->file.tiff;
  const uint32_t planes = decoder->is_planar ? layout->channels : 1;
  for (uint32_t sample = 0; sample < planes; sample++) {
    if (!decoder->is_tiled) {
      const tmsize_t bytes = TIFFVStripSize(tiff, rows);
      const tmsize_t done = TIFFReadEncodedStrip(
          tiff, TIFFComputeStrip(tiff, y, sample), decoder->piece, bytes);
      tiff_file_check(&decoder->file, done == bytes);
      place(decoder, 0, rows, sample);
      continue;
    }
    for (uint32_t x = 0; x < layout->width;) {
      const tmsize_t done = TIFFReadEncodedTile(
          tiff, TIFFComputeTile(tiff, x, y, 0, (uint16_t)sample),
          decoder->piece, decoder->piece_bytes);
      tiff_file_check(&decoder->file, done == decoder->piece_bytes);
      place(decoder, x, rows, sample);
      if (layout->width - x <= decoder->piece_width) break;
      x += decoder->piece_width;
    }
  }
}

static void read_band(tiff_decoder* decoder, uint32_t y) {
  const pc_layout* const layout = &decoder->base.codec.layout;
  const uint32_t rest = layout->height - y;
  const uint32_t rows =
      decoder->piece_height < rest ? decoder->piece_height : rest;
  if (decoder->piece) {
    read_pieces(decoder, y, rows);
    return;
  }
  const tmsize_t bytes = (tmsize_t)(rows * codec_row_bytes(layout));
  const tmsize_t done = TIFFReadEncodedStrip(
      decoder->file.tiff, TIFFComputeStrip(decoder->file.tiff, y, 0),
      decoder->band, bytes);
  tiff_file_check(&decoder->file, done == bytes);
}

// MARK: Rows

static void invert(void* row, const pc_layout* layout) {
  for (size_t x = 0; x < layout->width; x++) {
    if (layout->bit_depth == 8) {
      uint8_t* const sample = (uint8_t*)row + x * layout->channels;
      *sample = (uint8_t) ~*sample;
    } else {
      uint16_t* const sample = (uint16_t*)row + x * layout->channels;
      *sample = (uint16_t) ~*sample;
    }
  }
}

// The nearest number to color / alpha, which is at most full intensity.
static uint32_t divided(uint32_t color, uint32_t alpha, uint32_t full) {
  if (color >= alpha) return alpha == 0 ? 0 : full;
  return (uint32_t)(((uint64_t)color * full + alpha / 2) / alpha);
}

// Colors that were multiplied by alpha as they are without it.
static void divide_by_alpha(void* row, const pc_layout* layout) {
  const uint32_t channels = layout->channels;
  for (size_t x = 0; x < layout->width; x++) {
    for (uint32_t c = 0; c + 1 < channels; c++) {
      const size_t color = x * channels + c;
      const size_t alpha = x * channels + channels - 1;
      if (layout->bit_depth == 8) {
        uint8_t* const samples = row;
        samples[color] =
            (uint8_t)divided(samples[color], samples[alpha], UINT8_MAX);
      } else if (layout->bit_depth == 16) {
        uint16_t* const samples = row;
        samples[color] =
            (uint16_t)divided(samples[color], samples[alpha], UINT16_MAX);
      } else {
        float* const samples = row;
        if (samples[alpha] != 0) samples[color] /= samples[alpha];
      }
    }
  }
}

static void tiff_read_row(pc_decoder* base, void* row) {
  tiff_decoder* const decoder = (tiff_decoder*)base;
  const pc_layout* const layout = &base->codec.layout;
  const uint32_t y = base->codec.rows_done;
  if (decoder->band) {
    const size_t row_bytes = codec_row_bytes(layout);
    const uint32_t row_of_band = y % decoder->piece_height;
    if (row_of_band == 0) read_band(decoder, y);
    memcpy(row, decoder->band + row_of_band * row_bytes, row_bytes);
  } else {
    const int done = TIFFReadScanline(decoder->file.tiff, row, y, 0);
    tiff_file_check(&decoder->file, done == 1);
  }
  if (decoder->photometric == PHOTOMETRIC_MINISWHITE) invert(row, layout);
  if (decoder->is_premultiplied) divide_by_alpha(row, layout);
}

static void tiff_finish(pc_decoder* base) { (void)base; }

static void tiff_destroy(pc_decoder* base) {
  tiff_decoder* const decoder = (tiff_decoder*)base;
  if (decoder->file.tiff) TIFFClose(decoder->file.tiff);
  free(decoder->band);
  free(decoder->piece);
}

const struct decoder_methods tiff_decoder_methods = {
    .instance_size = sizeof(tiff_decoder),
    .open = tiff_open,
    .begin = tiff_begin,
    .read_row = tiff_read_row,
    .finish = tiff_finish,
    .destroy = tiff_destroy,
};
