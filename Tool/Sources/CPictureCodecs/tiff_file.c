// tiff_file.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "tiff_file.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

// MARK: Reports

static void keep(tiff_file* file, pc_status status, const char* format,
                 va_list arguments) {
  if (file->status != PC_OK) return;
  file->status = status;
  vsnprintf(file->reason, sizeof file->reason, format, arguments);
}

static int on_error(TIFF* tiff, void* user_data, const char* module,
                    const char* format, va_list arguments) {
  (void)tiff, (void)module;
  keep(user_data, PC_DAMAGED, format, arguments);
  return 1;
}

// A warning is damage, or something to be guessed; but a tag that libtiff has
// not heard of is somebody's note, and says nothing about the samples.
static int on_warning(TIFF* tiff, void* user_data, const char* module,
                      const char* format, va_list arguments) {
  (void)tiff, (void)module;
  if (strncmp(format, "Unknown field with tag", 22) != 0) {
    keep(user_data, PC_DAMAGED, format, arguments);
  }
  return 1;
}

static void keep_system_error(tiff_file* file) {
  if (file->status != PC_OK) return;
  file->status = PC_FILE_ERROR;
  snprintf(file->reason, sizeof file->reason, "%s", strerror(errno));
}

// MARK: Access to the file

static tmsize_t read_bytes(thandle_t handle, void* bytes, tmsize_t count) {
  tiff_file* const file = handle;
  FILE* const stream = file->codec->file;
  const size_t done = fread(bytes, 1, (size_t)count, stream);
  if (done < (size_t)count && ferror(stream)) keep_system_error(file);
  return (tmsize_t)done;
}

static tmsize_t write_bytes(thandle_t handle, void* bytes, tmsize_t count) {
  tiff_file* const file = handle;
  const size_t done = fwrite(bytes, 1, (size_t)count, file->codec->file);
  if (done < (size_t)count) keep_system_error(file);
  return (tmsize_t)done;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  FILE* const stream = ((tiff_file*)handle)->codec->file;
  if (fseeko(stream, (off_t)offset, whence) != 0) return (toff_t)-1;
  return (toff_t)ftello(stream);
}

// The file is the codec's, and stays open.
static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of_file(thandle_t handle) {
  FILE* const stream = ((tiff_file*)handle)->codec->file;
  const off_t place = ftello(stream);
  fseeko(stream, 0, SEEK_END);
  const off_t size = ftello(stream);
  fseeko(stream, place, SEEK_SET);
  return (toff_t)size;
}

// MARK: Opening and checking

void tiff_file_open(tiff_file* file, pc_codec* codec, const char* mode,
                    int64_t memory_limit) {
  file->codec = codec;
  TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
  if (!options) codec_fail(codec, PC_OUT_OF_MEMORY, "no memory for a TIFF");
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, file);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, file);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, memory_limit);
  file->tiff =
      TIFFClientOpenExt("TIFF", mode, file, read_bytes, write_bytes, seek,
                        close_nothing, size_of_file, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  tiff_file_check(file, file->tiff != NULL);
}

void tiff_file_check(tiff_file* file, bool succeeded) {
  if (file->status != PC_OK) {
    codec_fail(file->codec, file->status, "%s", file->reason);
  }
  if (!succeeded) codec_fail(file->codec, PC_DAMAGED, "libtiff gave no reason");
}
