// codec.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// What the decoders and encoders share: the file, and the way out of an error.
//
// The methods of a format run under the one setjmp of the public function that
// called them (decoder.c, encoder.c), and leave it by codec_fail. They keep
// what they own in their struct, never in locals, so that `destroy` finds it
// after a jump.

#ifndef CPICTURECODECS_CODEC_H
#define CPICTURECODECS_CODEC_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "CPictureCodecs.h"

typedef struct {
  FILE* file;
  pc_layout layout;
  uint32_t rows_done;
  pc_status status;  // The first failure, after which every call fails.
  char* reason;      // The buffer of the call that is running.
  jmp_buf escape;    // The setjmp of the call that is running.
} pc_codec;

// Ends the running call with `status` and a reason.
_Noreturn void codec_fail(pc_codec* codec, pc_status status, const char* format,
                          ...) __attribute__((format(printf, 3, 4)));

// Like codec_fail, for the functions that have no setjmp to jump to.
pc_status codec_refuse(pc_status status, char reason[PC_REASON_CAPACITY],
                       const char* format, ...)
    __attribute__((format(printf, 3, 4)));

// Whether a call can start; sets up its reason if so, and writes one if not.
pc_status codec_enter(pc_codec* codec, char reason[PC_REASON_CAPACITY]);

size_t codec_row_bytes(const pc_layout* layout);

// Zeros, for `count` things of `size` bytes, that the caller frees. Ends the
// running call if there is no memory, for `purpose`.
void* codec_allocate(pc_codec* codec, size_t count, size_t size,
                     const char* purpose);

// Reads the next `count` bytes, or ends the running call.
void codec_read(pc_codec* codec, void* bytes, size_t count);

// Appends to the file, or ends the running call.
void codec_write(pc_codec* codec, const void* bytes, size_t count);

// Copies `count` samples of 16 bits, the high byte first.
void codec_copy_big_endian(const uint16_t* restrict samples, size_t count,
                           uint8_t* restrict bytes);

// The size of the file in bytes. Ends the running call if there is none.
int64_t codec_file_size(pc_codec* codec);

// Memory for a decoder or an encoder, whose struct starts with its pc_codec,
// zeros but for the codec's file, which is `descriptor` opened in `mode`, and
// the reason. Closes the descriptor, writes a reason and returns NULL on
// failure.
void* codec_create(size_t instance_size, int descriptor, const char* mode,
                   char reason[PC_REASON_CAPACITY]);

// MARK: Methods of a format

struct pc_decoder {
  pc_codec codec;
  const struct decoder_methods* methods;
  bool has_begun;
  bool holds_picture;
};

struct decoder_methods {
  size_t instance_size;  // Of the struct that starts with a pc_decoder.
  void (*open)(pc_decoder* decoder);
  void (*begin)(pc_decoder* decoder);
  void (*read_row)(pc_decoder* decoder, void* row);
  void (*finish)(pc_decoder* decoder);
  void (*destroy)(pc_decoder* decoder);
};

struct pc_encoder {
  pc_codec codec;
  const struct encoder_methods* methods;
  pc_options options;
};

struct encoder_methods {
  size_t instance_size;  // Of the struct that starts with a pc_encoder.
  void (*open)(pc_encoder* encoder);
  void (*write_row)(pc_encoder* encoder, const void* row);
  void (*finish)(pc_encoder* encoder);
  void (*destroy)(pc_encoder* encoder);
};

extern const struct decoder_methods png_decoder_methods;
extern const struct decoder_methods jpeg_decoder_methods;
extern const struct decoder_methods tiff_decoder_methods;
extern const struct decoder_methods pnm_decoder_methods;
extern const struct encoder_methods png_encoder_methods;
extern const struct encoder_methods jpeg_encoder_methods;
extern const struct encoder_methods tiff_encoder_methods;
extern const struct encoder_methods pnm_encoder_methods;

#endif  // CPICTURECODECS_CODEC_H
