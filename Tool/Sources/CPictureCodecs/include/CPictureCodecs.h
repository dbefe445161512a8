// CPictureCodecs.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// Pictures row by row: PNG, JPEG and TIFF over libpng, libjpeg and libtiff, and
// PGM, PPM and PFM, which are a few words before the samples.
//
// libpng and libjpeg report errors by longjmp, which must not cross Swift
// frames. This target keeps every jump within one call and returns a status
// instead.
//
// Strict by design: what the libraries call a warning (a truncated scan, a bad
// checksum) is an error here, and nothing is ever printed.

#ifndef CPICTURECODECS_H
#define CPICTURECODECS_H

#include <stdbool.h>
#include <stdint.h>

#include "CTemporaryFiles.h"

typedef enum {
  PC_OK = 0,
  PC_DAMAGED,        // The data break the rules of their format.
  PC_UNSUPPORTED,    // A kind of picture that is not decoded here.
  PC_FILE_ERROR,     // The system failed to read or to write.
  PC_OUT_OF_MEMORY,  // The system has no memory for the picture.
  PC_MISUSE,         // A call out of order, or after one that failed.
} pc_status;

typedef enum {
  PC_PNG = 0,
  PC_JPEG,
  PC_TIFF,
  PC_PNM,  // PGM and PPM
  PC_PFM,
} pc_format;

// What makes a TIFF smaller; none of it loses anything.
typedef enum {
  PC_COMPRESSION_NONE = 0,
  PC_COMPRESSION_LZW,
  PC_COMPRESSION_DEFLATE,
} pc_compression;

// A row is width * channels interleaved samples, each of one byte at depth 8,
// a uint16_t of the machine's byte order at depth 16, and a float at depth 32.
typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t channels;   // 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha
  uint32_t bit_depth;  // 8, 16 or 32
} pc_layout;

// Functions that can fail write the reason, one line without the file's name,
// into a buffer of this size, and leave it alone when they return PC_OK.
enum { PC_REASON_CAPACITY = 256 };

// MARK: Decoding

typedef struct pc_decoder pc_decoder;

// Reads the header of the picture in the file `descriptor`, which must be at
// its start, and writes a decoder to `*decoder` if it returns PC_OK.
//
// Takes the descriptor over: it is closed by pc_decoder_close, or here when
// this fails. Allocates nothing that grows with the picture.
pc_status pc_decoder_open(pc_format format, int descriptor,
                          pc_decoder** decoder,
                          char reason[PC_REASON_CAPACITY]);

// The rows that the decoder will give: palettes and depths below 8 are
// expanded, transparent colors have become an alpha channel.
pc_layout pc_decoder_layout(const pc_decoder* decoder);

// Whether the decoder needs memory for all samples of the picture at once, as
// for an interlaced or progressive one; any other takes that of some rows.
bool pc_decoder_holds_picture(const pc_decoder* decoder);

// Prepares for the first row. Refuses sizes that so small a file cannot fill.
// Takes the memory that it needs until pc_decoder_close.
pc_status pc_decoder_begin(pc_decoder* decoder,
                           char reason[PC_REASON_CAPACITY]);

// Decodes the next row, top to bottom. With the last row, the rest of the file
// is checked too.
pc_status pc_decoder_read_row(pc_decoder* decoder, void* row,
                              char reason[PC_REASON_CAPACITY]);

void pc_decoder_close(pc_decoder* decoder);

// MARK: Encoding

typedef struct pc_encoder pc_encoder;

typedef struct {
  int quality;                 // Of a JPEG, 1 to 100.
  pc_compression compression;  // Of a TIFF.
} pc_options;

// Writes the header of a picture to the file `descriptor`, and an encoder to
// `*encoder` if it returns PC_OK. PNG takes 8 and 16 bits; JPEG 1 or 3 channels
// of 8 bits; TIFF everything; PNM 1 or 3 channels of 8 or 16 bits; PFM 1 or 3
// channels of 32.
//
// Takes the descriptor over: it is closed by pc_encoder_close, or here when
// this fails.
pc_status pc_encoder_open(pc_format format, int descriptor, pc_layout layout,
                          pc_options options, pc_encoder** encoder,
                          char reason[PC_REASON_CAPACITY]);

// Encodes the next row, top to bottom.
pc_status pc_encoder_write_row(pc_encoder* encoder, const void* row,
                               char reason[PC_REASON_CAPACITY]);

// Ends the picture after its last row and hands all bytes to the system.
pc_status pc_encoder_finish(pc_encoder* encoder,
                            char reason[PC_REASON_CAPACITY]);

void pc_encoder_close(pc_encoder* encoder);

// MARK: Samples

// Writes the samples of one channel of a row to `plane`, as fractions of the
// largest that the depth stores; samples of depth 32 as they are.
void pc_unpack(const void* row, pc_layout layout, uint32_t channel,
               float* plane);

// Takes the samples of one channel of a row from `plane`. Depths 8 and 16 get
// the nearest number that they store, of values clamped to 0...1, and 0 for
// NaN; depth 32 gets the values as they are.
void pc_pack(void* row, pc_layout layout, uint32_t channel, const float* plane);

#endif  // CPICTURECODECS_H
