// FileBuilders.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// Files put together by hand, right or wrong, without any of the code under test.

/// The bytes of `value`, lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// An `.npy` file of version `major`.0 with the text of its header and its data.
///
/// `length` is what the file claims of the length of its header.
func npy(
  _ header: String, version major: UInt8 = 1, length: UInt32? = nil, data: [UInt8] = []
) -> [UInt8] {
  let text = Array(header.utf8)
  let length = length ?? UInt32(text.count)
  let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, major, 0]
  let lengthBytes = littleEndian(length).prefix(major == 1 ? 2 : 4)
  return magic + lengthBytes + text + data
}

/// An `.npy` file of `dataSize` zero bytes with a header of the usual form.
func npy(
  type: String = "'<f4'", fortran: String = "False", shape: String, version: UInt8 = 1,
  dataSize: Int = 0
) -> [UInt8] {
  npy(
    "{'descr': \(type), 'fortran_order': \(fortran), 'shape': \(shape), }\n", version: version,
    data: [UInt8](repeating: 0, count: dataSize))
}

/// A `.safetensors` file with the text of its header and `dataSize` zero bytes of data.
///
/// `length` is what the file claims of the length of its header.
func safetensors(_ header: String, length: UInt64? = nil, dataSize: Int = 0) -> [UInt8] {
  let text = Array(header.utf8)
  return littleEndian(length ?? UInt64(text.count)) + text
    + [UInt8](repeating: 0, count: dataSize)
}

/// The entry of one tensor in the header of a `.safetensors` file.
func entry(_ name: String, _ type: String = "F32", shape: String, offsets: String) -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

/// A `.safetensors` file of these entries and `dataSize` zero bytes of data.
func safetensors(entries: String..., dataSize: Int = 0) -> [UInt8] {
  safetensors("{\(entries.joined(separator: ","))}", dataSize: dataSize)
}
