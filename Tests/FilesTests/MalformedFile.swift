// MalformedFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Testing

/// A malformed file and the error it has to be refused with.
struct MalformedFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let error: FileFormatError

  init(_ description: String, _ bytes: [UInt8], _ error: FileFormatError) {
    testDescription = description
    self.bytes = bytes
    self.error = error
  }
}
