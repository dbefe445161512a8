// pnm_encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <string.h>

#include "codec.h"

typedef struct {
  pc_encoder base;
  off_t data;  // Where the samples start.
} pnm_encoder;

static void pnm_open(pc_encoder* base) {
  pc_codec* const codec = &base->codec;
  const pc_layout* const layout = &codec->layout;
  if (layout->channels != 1 && layout->channels != 3) {
    codec_fail(codec, PC_UNSUPPORTED, "PGM, PPM or PFM with alpha");
  }
  const bool is_gray = layout->channels == 1;
  const bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
  char header[64];
  const int length =
      layout->bit_depth == 32
          ? snprintf(header, sizeof header, "P%c\n%u %u\n%s\n",
                     is_gray ? 'f' : 'F', (unsigned)layout->width,
                     (unsigned)layout->height, is_little ? "-1.0" : "1.0")
          : snprintf(header, sizeof header, "P%c\n%u %u\n%u\n",
                     is_gray ? '5' : '6', (unsigned)layout->width,
                     (unsigned)layout->height,
                     layout->bit_depth == 16 ? UINT16_MAX : UINT8_MAX);
  codec_write(codec, header, (size_t)length);
  ((pnm_encoder*)base)->data = length;
}

static void pnm_write_row(pc_encoder* base, const void* row) {
  pc_codec* const codec = &base->codec;
  const size_t row_bytes = codec_row_bytes(&codec->layout);
  if (codec->layout.bit_depth == 16) {
    // The most significant byte first, some at a time.
    const uint16_t* const words = row;
    uint8_t bytes[4096];
    for (size_t start = 0; start < row_bytes; start += sizeof bytes) {
      const size_t rest = row_bytes - start;
      const size_t count = rest < sizeof bytes ? rest : sizeof bytes;
      codec_copy_big_endian(words + start / 2, count / 2, bytes);
      codec_write(codec, bytes, count);
    }
    return;
  }
  if (codec->layout.bit_depth == 32) {
    const off_t below = codec->layout.height - 1 - codec->rows_done;
    const off_t offset = ((pnm_encoder*)base)->data + below * (off_t)row_bytes;
    if (fseeko(codec->file, offset, SEEK_SET) != 0) {
      codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
    }
  }
  codec_write(codec, row, row_bytes);
}

static void nothing(pc_encoder* base) { (void)base; }

const struct encoder_methods pnm_encoder_methods = {
    .instance_size = sizeof(pnm_encoder),
    .open = pnm_open,
    .write_row = pnm_write_row,
    .finish = nothing,
    .destroy = nothing,
};
