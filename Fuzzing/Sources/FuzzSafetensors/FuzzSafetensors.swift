// FuzzSafetensors.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles

/// Reads any bytes as a `.safetensors` file: an error, or tensors that are the same after a round
/// trip.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  for otherTypes in [SafetensorsFile.OtherTypes.refuse, .skip, .convertIntegers] {
    let contents: NamedTensors
    do throws(FileFormatError) {
      contents = try SafetensorsFile.decode(bytes, otherTypes: otherTypes)
    } catch {
      precondition(!error.description.isEmpty)
      continue
    }
    do throws(FileFormatError) {
      // The bytes are compared, as NaN equals nothing.
      let written = try SafetensorsFile.encode(contents)
      let again = try SafetensorsFile.encode(SafetensorsFile.decode(written))
      precondition(again == written, "changed by a round trip")
    } catch {
      preconditionFailure("cannot be written and read again: \(error)")
    }
  }
  return 0
}
