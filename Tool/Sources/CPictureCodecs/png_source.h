// png_source.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// The bytes of a PNG file as libpng is given them: its own, but for the image
// data (the chunks IDAT), which ISA-L has decompressed.
//
// libpng has them decompressed by zlib, which takes more than twice as long,
// most of the time of decoding a photo, and knows no other way. So it gets them
// as deflate allows too: blocks stored as they are, that zlib copies. All that
// libpng does after that, for every kind of picture, is left to it.

#ifndef CPICTURECODECS_PNG_SOURCE_H
#define CPICTURECODECS_PNG_SOURCE_H

#include <isa-l.h>

#include "codec.h"

enum {
  // The most that is read of the file at once.
  PNG_SOURCE_READ_BYTES = 64 << 10,
  // The most that a stored block can have.
  PNG_SOURCE_BLOCK_BYTES = 65535,
  // What is around a block: length and name of its chunk, kind and size of the
  // block; a checksum.
  PNG_SOURCE_BEFORE_BLOCK = 8 + 5,
  PNG_SOURCE_AFTER_BLOCK = 4,
};

typedef struct {
  pc_codec* codec;

  // The bytes of the chunk, or of the signature, that are still in the file: a
  // chunk ends with its checksum. And the checksum of its image data so far.
  uint64_t left;
  uint32_t checksum;
  uint8_t read[PNG_SOURCE_READ_BYTES];

  enum {
    PNG_SOURCE_BEFORE_IMAGE,
    PNG_SOURCE_IN_IMAGE,
    PNG_SOURCE_AFTER_IMAGE
  } place;
  struct inflate_state inflate;

  // The next bytes for libpng.
  const uint8_t* ready;
  const uint8_t* ready_end;
  uint8_t made[PNG_SOURCE_BEFORE_BLOCK + PNG_SOURCE_BLOCK_BYTES +
               PNG_SOURCE_AFTER_BLOCK];
} png_source;

// Starts at the beginning of the codec's file. `source` is all zeros.
void png_source_begin(png_source* source, pc_codec* codec);

// The next bytes. Ends the running call if there are none, or the image data
// are damaged: their checksums are compared here, those that libpng gets are 0.
void png_source_read(png_source* source, uint8_t* bytes, size_t count);

#endif  // CPICTURECODECS_PNG_SOURCE_H
