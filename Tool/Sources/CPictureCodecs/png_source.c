// png_source.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "png_source.h"

#include <string.h>

enum { SIGNATURE_BYTES = 8, HEADER_BYTES = 8, CHECKSUM_BYTES = 4 };

static const uint8_t image_name[4] = {'I', 'D', 'A', 'T'};

static uint32_t read_big_endian(const uint8_t bytes[4]) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
         (uint32_t)bytes[2] << 8 | bytes[3];
}

static void write_big_endian(uint32_t value, uint8_t bytes[4]) {
  for (int index = 0; index < 4; index++) {
    bytes[index] = (uint8_t)(value >> (24 - 8 * index));
  }
}

// MARK: For libpng

// Has libpng read `count` bytes at `start` next.
static void make_ready(png_source* source, const uint8_t* start, size_t count) {
  source->ready = start;
  source->ready_end = start + count;
}

// Wraps what is in `made`, where a chunk's data belong, into a chunk IDAT.
static void make_chunk_ready(png_source* source, uint32_t data_bytes) {
  write_big_endian(data_bytes, source->made);
  memcpy(source->made + 4, image_name, 4);
  memset(source->made + HEADER_BYTES + data_bytes, 0, CHECKSUM_BYTES);
  make_ready(source, source->made, HEADER_BYTES + data_bytes + CHECKSUM_BYTES);
}

// A stored block of `bytes`, which are in `made` behind the room for its head.
static void make_block_ready(png_source* source, uint16_t bytes) {
  uint8_t* const head = source->made + HEADER_BYTES;
  const uint16_t complement = (uint16_t)~bytes;
  head[0] = 0;  // Stored, and not the last.
  head[1] = (uint8_t)bytes;
  head[2] = (uint8_t)(bytes >> 8);
  head[3] = (uint8_t)complement;
  head[4] = (uint8_t)(complement >> 8);
  make_chunk_ready(source, 5 + (uint32_t)bytes);
}

// The two bytes that a zlib stream starts with: deflate, a window of 32 KiB.
static void make_stream_start_ready(png_source* source) {
  source->made[HEADER_BYTES] = 0x78;
  source->made[HEADER_BYTES + 1] = 0x01;
  make_chunk_ready(source, 2);
}

// An empty block, which is the last, and the stream's checksum.
static void make_stream_end_ready(png_source* source) {
  static const uint8_t end[] = {1, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};
  memcpy(source->made + HEADER_BYTES, end, sizeof(end));
  make_chunk_ready(source, sizeof(end));
}

// MARK: From the file

// Reads the next length and name of a chunk.
static void read_header(png_source* source, uint8_t header[HEADER_BYTES]) {
  codec_read(source->codec, header, HEADER_BYTES);
  source->left = (uint64_t)read_big_endian(header) + CHECKSUM_BYTES;
}

// Reads at most `most` bytes of the chunk, and returns how many.
static uint32_t read_some(png_source* source, uint64_t most) {
  const uint32_t count =
      most < PNG_SOURCE_READ_BYTES ? (uint32_t)most : PNG_SOURCE_READ_BYTES;
  codec_read(source->codec, source->read, count);
  source->left -= count;
  return count;
}

static bool is_image(const uint8_t header[HEADER_BYTES]) {
  return memcmp(header + 4, image_name, 4) == 0;
}

static void start_image_chunk(png_source* source) {
  source->checksum = crc32_gzip_refl(0, image_name, 4);
}

// Reads the checksum of a chunk IDAT whose data have all been read.
static void check_image_chunk(png_source* source) {
  uint8_t checksum[CHECKSUM_BYTES];
  codec_read(source->codec, checksum, CHECKSUM_BYTES);
  source->left = 0;
  if (read_big_endian(checksum) != source->checksum) {
    codec_fail(source->codec, PC_DAMAGED, "IDAT: wrong checksum");
  }
}

// Gives ISA-L the next image data, of this chunk or of those that follow it.
static void read_image_bytes(png_source* source) {
  while (source->left <= CHECKSUM_BYTES) {
    check_image_chunk(source);
    uint8_t header[HEADER_BYTES];
    read_header(source, header);
    if (!is_image(header)) {
      codec_fail(source->codec, PC_DAMAGED, "too few image data");
    }
    start_image_chunk(source);
  }
  const uint32_t count = read_some(source, source->left - CHECKSUM_BYTES);
  source->checksum = crc32_gzip_refl(source->checksum, source->read, count);
  source->inflate.next_in = source->read;
  source->inflate.avail_in = count;
}

// MARK: Parts of the file

static void start_image(png_source* source) {
  start_image_chunk(source);
  isal_inflate_init(&source->inflate);
  source->inflate.crc_flag = ISAL_ZLIB;
  source->place = PNG_SOURCE_IN_IMAGE;
  make_stream_start_ready(source);
}

static void finish_image(png_source* source) {
  if (source->inflate.avail_in > 0 || source->left > CHECKSUM_BYTES) {
    codec_fail(source->codec, PC_DAMAGED, "data after the compressed image");
  }
  check_image_chunk(source);
  source->place = PNG_SOURCE_AFTER_IMAGE;
  make_stream_end_ready(source);
}

// Decompresses the next block, unless there is none left.
static void continue_image(png_source* source) {
  struct inflate_state* const inflate = &source->inflate;
  inflate->next_out = source->made + PNG_SOURCE_BEFORE_BLOCK;
  inflate->avail_out = PNG_SOURCE_BLOCK_BYTES;
  while (inflate->avail_out > 0 && inflate->block_state != ISAL_BLOCK_FINISH) {
    const int result = isal_inflate(inflate);
    if (result != ISAL_DECOMP_OK) {
      codec_fail(source->codec, PC_DAMAGED,
                 "the image data cannot be decompressed (ISA-L's error %d)",
                 result);
    }
    // Afterwards: the end of the stream may be in ISA-L's own buffers.
    if (inflate->avail_out > 0 && inflate->avail_in == 0 &&
        inflate->block_state != ISAL_BLOCK_FINISH) {
      read_image_bytes(source);
    }
  }
  const uint32_t count = PNG_SOURCE_BLOCK_BYTES - inflate->avail_out;
  if (count > 0) {
    make_block_ready(source, (uint16_t)count);
  } else {
    finish_image(source);
  }
}

// Goes on with a chunk of any other kind, or starts one.
static void pass_on(png_source* source) {
  if (source->left == 0) {
    read_header(source, source->read);
    if (source->place == PNG_SOURCE_BEFORE_IMAGE && is_image(source->read)) {
      start_image(source);
    } else {
      make_ready(source, source->read, HEADER_BYTES);
    }
    return;
  }
  make_ready(source, source->read, read_some(source, source->left));
}

void png_source_begin(png_source* source, pc_codec* codec) {
  source->codec = codec;
  source->left = SIGNATURE_BYTES;
}

void png_source_read(png_source* source, uint8_t* bytes, size_t count) {
  while (count > 0) {
    if (source->ready == source->ready_end) {
      if (source->place == PNG_SOURCE_IN_IMAGE) {
        continue_image(source);
      } else {
        pass_on(source);
      }
    }
    const size_t ready = (size_t)(source->ready_end - source->ready);
    const size_t some = count < ready ? count : ready;
    memcpy(bytes, source->ready, some);
    source->ready += some;
    bytes += some;
    count -= some;
  }
}
