// FuzzPictures.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Pictures

/// The file that the bytes are written to: pictures are read from files.
private let path =
  NSTemporaryDirectory() + "fuzz-pictures-\(ProcessInfo.processInfo.processIdentifier)"

/// Reads any bytes as a picture: an error that names the file, or pixels.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Data(UnsafeBufferPointer(start: data, count: count))
  guard FileManager.default.createFile(atPath: path, contents: bytes) else {
    preconditionFailure("cannot write \(path)")
  }
  do throws(PictureError) {
    let picture = try Picture(contentsOf: path, pixelBudget: 1 << 19)
    precondition(picture.samples.rank == 3)
  } catch {
    precondition("\(error)".contains(path))
  }
  return 0
}
