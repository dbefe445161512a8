// CodecTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs
import Foundation
import Testing

/// The C functions, where no Swift call reaches: a full disk, and calls out of order.
@Suite struct CodecTests {
  static func reason(_ body: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PC_REASON_CAPACITY))
    body(&buffer)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  #if os(Linux)
  // A TIFF is written here and there, which this device does not know.
  @Test("A full disk is an error with the system's words", arguments: [PC_PNG, PC_JPEG, PC_PNM])
  func fullDisk(format: pc_format) {
    let layout = pc_layout(width: 64, height: 64, channels: 3, bit_depth: 8)
    var encoder: OpaquePointer?
    var status = PC_OK
    let row = [UInt8](repeating: 7, count: 64 * 3)
    let text = Self.reason { reason in
      status = pc_encoder_open(
        format, open("/dev/full", O_WRONLY), layout,
        pc_options(quality: 95, compression: PC_COMPRESSION_LZW), &encoder, reason)
      for _ in 0..<64 where status == PC_OK {
        status = pc_encoder_write_row(encoder, row, reason)
      }
      if status == PC_OK { status = pc_encoder_finish(encoder, reason) }
    }
    #expect(status == PC_FILE_ERROR)
    #expect(text.lowercased().contains("space"))
    if let encoder { pc_encoder_close(encoder) }
  }
  #endif

  @Test("Calls out of order are refused")
  func order() throws {
    var decoder: OpaquePointer?
    let descriptor = open(Resource.path("rgb8.png"), O_RDONLY)
    var row = [UInt8](repeating: 0, count: 11 * 3)
    _ = Self.reason { reason in
      #expect(pc_decoder_open(PC_PNG, descriptor, &decoder, reason) == PC_OK)
      #expect(pc_decoder_read_row(decoder, &row, reason) == PC_MISUSE)
      #expect(pc_decoder_begin(decoder, reason) == PC_OK)
      #expect(pc_decoder_begin(decoder, reason) == PC_MISUSE)
      for _ in 0..<9 { #expect(pc_decoder_read_row(decoder, &row, reason) == PC_OK) }
      #expect(pc_decoder_read_row(decoder, &row, reason) == PC_MISUSE)
    }
    pc_decoder_close(decoder)
  }

  @Test("After a failure there are only failures")
  func afterFailure() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file(PNGBytes.file(raw: [9, 1, 2, 0, 3, 4]))
    var decoder: OpaquePointer?
    var row: [UInt8] = [0, 0]
    _ = Self.reason { reason in
      #expect(pc_decoder_open(PC_PNG, open(path, O_RDONLY), &decoder, reason) == PC_OK)
      #expect(pc_decoder_begin(decoder, reason) == PC_OK)
      #expect(pc_decoder_read_row(decoder, &row, reason) == PC_DAMAGED)
      #expect(pc_decoder_read_row(decoder, &row, reason) == PC_MISUSE)
    }
    pc_decoder_close(decoder)
  }

  @Test("A descriptor that is none")
  func invalidDescriptor() {
    var decoder: OpaquePointer?
    let text = Self.reason { reason in
      #expect(pc_decoder_open(PC_PNG, -1, &decoder, reason) == PC_FILE_ERROR)
    }
    #expect(text == "Bad file descriptor")
    #expect(decoder == nil)
  }
}
