// FuzzNPY.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles

/// Reads any bytes as an `.npy` file: an error, or a tensor that is the same after a round trip.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let tensor: AnyTensor
  do throws(FileFormatError) {
    tensor = try NPYFile.decode(bytes)
  } catch {
    precondition(!error.description.isEmpty)
    return 0
  }
  do throws(FileFormatError) {
    // The bytes are compared, as NaN equals nothing.
    let written = try NPYFile.encode(tensor)
    let again = try NPYFile.encode(NPYFile.decode(written))
    precondition(again == written, "changed by a round trip")
  } catch {
    preconditionFailure("cannot be written and read again: \(error)")
  }
  return 0
}
