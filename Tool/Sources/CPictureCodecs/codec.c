// codec.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "codec.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void codec_fail(pc_codec* codec, pc_status status, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(codec->reason, PC_REASON_CAPACITY, format, arguments);
  va_end(arguments);
  codec->status = status;
  longjmp(codec->escape, 1);
}

pc_status codec_refuse(pc_status status, char reason[PC_REASON_CAPACITY],
                       const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(reason, PC_REASON_CAPACITY, format, arguments);
  va_end(arguments);
  return status;
}

pc_status codec_enter(pc_codec* codec, char reason[PC_REASON_CAPACITY]) {
  // After an error the libraries' structs are fit for nothing but destruction.
  if (codec->status != PC_OK) {
    return codec_refuse(PC_MISUSE, reason, "an earlier call failed");
  }
  codec->reason = reason;
  return PC_OK;
}

size_t codec_row_bytes(const pc_layout* layout) {
  return (size_t)layout->width * layout->channels * (layout->bit_depth / 8);
}

void* codec_allocate(pc_codec* codec, size_t count, size_t size,
                     const char* purpose) {
  void* const memory = calloc(count, size);
  if (!memory) {
    codec_fail(codec, PC_OUT_OF_MEMORY, "no memory for %s", purpose);
  }
  return memory;
}

void codec_read(pc_codec* codec, void* bytes, size_t count) {
  if (fread(bytes, 1, count, codec->file) == count) return;
  if (ferror(codec->file)) {
    codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
  }
  codec_fail(codec, PC_DAMAGED, "the file ends too early");
}

void codec_write(pc_codec* codec, const void* bytes, size_t count) {
  if (fwrite(bytes, 1, count, codec->file) != count) {
    codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
  }
}

void codec_copy_big_endian(const uint16_t* restrict samples, size_t count,
                           uint8_t* restrict bytes) {
  for (size_t index = 0; index < count; index++) {
    bytes[2 * index] = (uint8_t)(samples[index] >> 8);
    bytes[2 * index + 1] = (uint8_t)samples[index];
  }
}

int64_t codec_file_size(pc_codec* codec) {
  struct stat status;
  if (fstat(fileno(codec->file), &status) != 0) {
    codec_fail(codec, PC_FILE_ERROR, "%s", strerror(errno));
  }
  return status.st_size;
}

void* codec_create(size_t instance_size, int descriptor, const char* mode,
                   char reason[PC_REASON_CAPACITY]) {
  pc_codec* const codec = calloc(1, instance_size);
  FILE* const file = codec ? fdopen(descriptor, mode) : NULL;
  if (!file) {
    codec_refuse(PC_FILE_ERROR, reason, "%s", strerror(errno));
    free(codec);
    close(descriptor);
    return NULL;
  }
  codec->file = file;
  codec->reason = reason;
  return codec;
}
