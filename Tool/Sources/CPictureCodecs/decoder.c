// decoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>

#include "codec.h"

static const struct decoder_methods* methods_of(pc_format format) {
  switch (format) {
    case PC_PNG:
      return &png_decoder_methods;
    case PC_JPEG:
      return &jpeg_decoder_methods;
    case PC_TIFF:
      return &tiff_decoder_methods;
    default:
      return &pnm_decoder_methods;
  }
}

pc_status pc_decoder_open(pc_format format, int descriptor,
                          pc_decoder** decoder,
                          char reason[PC_REASON_CAPACITY]) {
  const struct decoder_methods* methods = methods_of(format);
  pc_decoder* const instance =
      codec_create(methods->instance_size, descriptor, "rb", reason);
  if (!instance) return PC_FILE_ERROR;
  instance->methods = methods;
  if (setjmp(instance->codec.escape)) {
    const pc_status status = instance->codec.status;
    pc_decoder_close(instance);
    return status;
  }
  methods->open(instance);
  *decoder = instance;
  return PC_OK;
}

pc_layout pc_decoder_layout(const pc_decoder* decoder) {
  return decoder->codec.layout;
}

bool pc_decoder_holds_picture(const pc_decoder* decoder) {
  return decoder->holds_picture;
}

pc_status pc_decoder_begin(pc_decoder* decoder,
                           char reason[PC_REASON_CAPACITY]) {
  const pc_status entry = codec_enter(&decoder->codec, reason);
  if (entry != PC_OK) return entry;
  if (decoder->has_begun) {
    return codec_refuse(PC_MISUSE, reason, "decoding has begun already");
  }
  if (setjmp(decoder->codec.escape)) return decoder->codec.status;
  decoder->methods->begin(decoder);
  decoder->has_begun = true;
  return PC_OK;
}

pc_status pc_decoder_read_row(pc_decoder* decoder, void* row,
                              char reason[PC_REASON_CAPACITY]) {
  pc_codec* const codec = &decoder->codec;
  const pc_status entry = codec_enter(codec, reason);
  if (entry != PC_OK) return entry;
  if (!decoder->has_begun || codec->rows_done == codec->layout.height) {
    return codec_refuse(PC_MISUSE, reason,
                        decoder->has_begun ? "all rows have been read"
                                           : "decoding has not begun");
  }
  if (setjmp(codec->escape)) return codec->status;
  decoder->methods->read_row(decoder, row);
  codec->rows_done += 1;
  if (codec->rows_done == codec->layout.height) {
    decoder->methods->finish(decoder);
  }
  return PC_OK;
}

void pc_decoder_close(pc_decoder* decoder) {
  decoder->methods->destroy(decoder);
  fclose(decoder->codec.file);
  free(decoder);
}
