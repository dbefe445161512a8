// pnm_decoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

// PGM (P5), PPM (P6) and PFM (Pf, PF): words, one character of space, and the
// samples. A PFM has its last row first.
//
// https://netpbm.sourceforge.net/doc/pgm.html,
// https://netpbm.sourceforge.net/doc/pfm.html
typedef struct {
  pc_decoder base;
  off_t data;        // Where the samples start.
  uint32_t largest;  // What stands for full intensity, 0 in a PFM.
  bool is_swapped;   // Whether the samples are not of the machine's byte order.
} pnm_decoder;

static int next_character(pc_codec* codec) {
  const int character = fgetc(codec->file);
  if (character == EOF) {
    if (ferror(codec->file)) {
      codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
    }
    codec_fail(codec, PC_DAMAGED, "the file ends too early");
  }
  return character;
}

// Reads a word of the header, and the one character behind it. Comments go from
// # to the end of a line.
static void read_word(pc_codec* codec, char word[32], bool has_comments) {
  int character = next_character(codec);
  while (isspace(character) || (has_comments && character == '#')) {
    if (character == '#') {
      while (character != '\n') character = next_character(codec);
    }
    character = next_character(codec);
  }
  size_t length = 0;
  while (!isspace(character)) {
    if (length == 31) codec_fail(codec, PC_DAMAGED, "a word without end");
    word[length++] = (char)character;
    character = next_character(codec);
  }
  word[length] = 0;
}

static uint32_t read_number(pc_codec* codec, const char* name, uint32_t largest,
                            bool has_comments) {
  char word[32];
  read_word(codec, word, has_comments);
  char* end = NULL;
  const unsigned long long number = strtoull(word, &end, 10);
  if (!isdigit((unsigned char)word[0]) || *end != 0 || number == 0 ||
      number > largest) {
    codec_fail(codec, PC_DAMAGED, "its %s is \"%s\"", name, word);
  }
  return (uint32_t)number;
}

static void pnm_open(pc_decoder* base) {
  pnm_decoder* const decoder = (pnm_decoder*)base;
  pc_codec* const codec = &base->codec;
  const int p = next_character(codec);
  const int kind = next_character(codec);
  if (p != 'P' || !strchr("56fF", kind)) {
    codec_fail(codec, PC_UNSUPPORTED, "P%c", kind);
  }
  const bool is_float = kind == 'f' || kind == 'F';
  codec->layout.channels = kind == '6' || kind == 'F' ? 3 : 1;
  codec->layout.width = read_number(codec, "width", INT32_MAX, !is_float);
  codec->layout.height = read_number(codec, "height", INT32_MAX, !is_float);
  const bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
  if (is_float) {
    char word[32];
    read_word(codec, word, false);
    char* end = NULL;
    // The sign tells the byte order. The size is a unit for who knows it.
    const double scale = strtod(word, &end);
    if (*end != 0 || !(scale < 0 || scale > 0)) {
      codec_fail(codec, PC_DAMAGED, "its scale is \"%s\"", word);
    }
    codec->layout.bit_depth = 32;
    decoder->is_swapped = (scale < 0) != is_little;
  } else {
    decoder->largest = read_number(codec, "largest value", 65535, true);
    codec->layout.bit_depth = decoder->largest > 255 ? 16 : 8;
    decoder->is_swapped = is_little;
  }
  decoder->data = ftello(codec->file);
}

// The bytes of the samples are those of the file, not one more or less.
static void pnm_begin(pc_decoder* base) {
  pc_codec* const codec = &base->codec;
  const int64_t there = codec_file_size(codec) - ((pnm_decoder*)base)->data;
  int64_t needed = 0;
  if (__builtin_mul_overflow((int64_t)codec_row_bytes(&codec->layout),
                             (int64_t)codec->layout.height, &needed) ||
      there < needed) {
    codec_fail(codec, PC_DAMAGED, "%lld bytes are too few for %u x %u pixels",
               (long long)there, (unsigned)codec->layout.width,
               (unsigned)codec->layout.height);
  }
  if (there > needed) {
    codec_fail(codec, PC_DAMAGED, "there are data after the last row");
  }
}

static void swap_bytes(uint8_t* bytes, size_t count, size_t size) {
  for (size_t start = 0; start < count * size; start += size) {
    for (size_t i = 0; i < size / 2; i++) {
      const uint8_t byte = bytes[start + i];
      bytes[start + i] = bytes[start + size - 1 - i];
      bytes[start + size - 1 - i] = byte;
    }
  }
}

// The nearest number to the fraction that is stored, of a sample whose type
// holds more than the file's largest.
static uint32_t scaled(pnm_decoder* decoder, uint32_t sample, uint32_t full) {
  if (sample > decoder->largest) {
    codec_fail(&decoder->base.codec, PC_DAMAGED,
               "a value is %u, the largest is %u", (unsigned)sample,
               (unsigned)decoder->largest);
  }
  return (uint32_t)(((uint64_t)sample * full + decoder->largest / 2) /
                    decoder->largest);
}

static void pnm_read_row(pc_decoder* base, void* row) {
  pnm_decoder* const decoder = (pnm_decoder*)base;
  pc_codec* const codec = &base->codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  const size_t size = codec->layout.bit_depth / 8;
  const size_t samples = row_bytes / size;
  if (size == 4) {
    const off_t below = codec->layout.height - 1 - codec->rows_done;
    fseeko(codec->file, decoder->data + below * (off_t)row_bytes, SEEK_SET);
  }
  if (fread(row, 1, row_bytes, codec->file) != row_bytes) {
    codec_fail(
        codec, PC_FILE_ERROR, "%s",
        ferror(codec->file) ? strerror(errno) : "the file became shorter");
  }
  if (size > 1 && decoder->is_swapped) swap_bytes(row, samples, size);
  if (size == 1 && decoder->largest != UINT8_MAX) {
    uint8_t* const bytes = row;
    for (size_t i = 0; i < samples; i++) {
      bytes[i] = (uint8_t)scaled(decoder, bytes[i], UINT8_MAX);
    }
  } else if (size == 2 && decoder->largest != UINT16_MAX) {
    uint16_t* const words = row;
    for (size_t i = 0; i < samples; i++) {
      words[i] = (uint16_t)scaled(decoder, words[i], UINT16_MAX);
    }
  }
}

static void nothing(pc_decoder* base) { (void)base; }

const struct decoder_methods pnm_decoder_methods = {
    .instance_size = sizeof(pnm_decoder),
    .open = pnm_open,
    .begin = pnm_begin,
    .read_row = pnm_read_row,
    .finish = nothing,
    .destroy = nothing,
};
