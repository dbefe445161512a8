// encoder.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

static const struct encoder_methods* methods_of(pc_format format) {
  switch (format) {
    case PC_PNG:
      return &png_encoder_methods;
    case PC_JPEG:
      return &jpeg_encoder_methods;
    case PC_TIFF:
      return &tiff_encoder_methods;
    default:
      return &pnm_encoder_methods;
  }
}

pc_status pc_encoder_open(pc_format format, int descriptor, pc_layout layout,
                          pc_options options, pc_encoder** encoder,
                          char reason[PC_REASON_CAPACITY]) {
  const struct encoder_methods* methods = methods_of(format);
  pc_encoder* const instance =
      codec_create(methods->instance_size, descriptor, "wb", reason);
  if (!instance) return PC_FILE_ERROR;
  instance->methods = methods;
  instance->options = options;
  instance->codec.layout = layout;
  if (setjmp(instance->codec.escape)) {
    const pc_status status = instance->codec.status;
    pc_encoder_close(instance);
    return status;
  }
  methods->open(instance);
  *encoder = instance;
  return PC_OK;
}

pc_status pc_encoder_write_row(pc_encoder* encoder, const void* row,
                               char reason[PC_REASON_CAPACITY]) {
  pc_codec* const codec = &encoder->codec;
  const pc_status entry = codec_enter(codec, reason);
  if (entry != PC_OK) return entry;
  if (codec->rows_done == codec->layout.height) {
    return codec_refuse(PC_MISUSE, reason, "all rows have been written");
  }
  if (setjmp(codec->escape)) return codec->status;
  encoder->methods->write_row(encoder, row);
  codec->rows_done += 1;
  return PC_OK;
}

pc_status pc_encoder_finish(pc_encoder* encoder,
                            char reason[PC_REASON_CAPACITY]) {
  pc_codec* const codec = &encoder->codec;
  const pc_status entry = codec_enter(codec, reason);
  if (entry != PC_OK) return entry;
  if (codec->rows_done != codec->layout.height) {
    return codec_refuse(PC_MISUSE, reason, "%u of %u rows have been written",
                        (unsigned)codec->rows_done,
                        (unsigned)codec->layout.height);
  }
  if (setjmp(codec->escape)) return codec->status;
  encoder->methods->finish(encoder);
  if (fflush(codec->file) != 0) {
    codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
  }
  return PC_OK;
}

void pc_encoder_close(pc_encoder* encoder) {
  encoder->methods->destroy(encoder);
  fclose(encoder->codec.file);
  free(encoder);
}
