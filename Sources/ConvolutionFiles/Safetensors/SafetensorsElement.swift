// SafetensorsElement.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// An element type of a `.safetensors` file that can be read, under the name it has there.
enum SafetensorsElement: String {
  case f32 = "F32"
  case f64 = "F64"
  case i8 = "I8"
  case i16 = "I16"
  case i32 = "I32"
  case i64 = "I64"
  case u8 = "U8"
  case u16 = "U16"
  case u32 = "U32"
  case u64 = "U64"

  /// The number of bytes of an element.
  var size: Int {
    switch self {
    case .i8, .u8: 1
    case .i16, .u16: 2
    case .f32, .i32, .u32: 4
    case .f64, .i64, .u64: 8
    }
  }

  /// Whether elements are whole numbers, which are read on request only.
  var isInteger: Bool { self != .f32 && self != .f64 }
}

extension SafetensorsHeader.Entry {
  /// The tensor of an entry that was checked against the size of `source`.
  ///
  /// - Throws: ``FileFormatError/integerNotExact(tensor:value:)``, and the errors of reading.
  func tensor(
    of element: SafetensorsElement, from source: borrowing some ByteSource & ~Copyable,
    dataOffset: Int
  ) throws(FileFormatError) -> AnyTensor {
    let offset = dataOffset + begin
    switch element {
    case .f32: return .float(try floats(from: source, at: offset))
    case .f64: return .double(try floats(from: source, at: offset))
    case .i8: return .double(try integers(Int8.self, from: source, at: offset))
    case .i16: return .double(try integers(Int16.self, from: source, at: offset))
    case .i32: return .double(try integers(Int32.self, from: source, at: offset))
    case .i64: return .double(try integers(Int64.self, from: source, at: offset))
    case .u8: return .double(try integers(UInt8.self, from: source, at: offset))
    case .u16: return .double(try integers(UInt16.self, from: source, at: offset))
    case .u32: return .double(try integers(UInt32.self, from: source, at: offset))
    case .u64: return .double(try integers(UInt64.self, from: source, at: offset))
    }
  }

  private func floats<Scalar>(
    from source: borrowing some ByteSource & ~Copyable, at offset: Int
  ) throws(FileFormatError) -> Tensor<Scalar> {
    try Tensor(shape: shape, readingFrom: source, at: offset, order: .little, name: name)
  }

  private func integers<Value: FixedWidthInteger>(
    _ type: Value.Type, from source: borrowing some ByteSource & ~Copyable, at offset: Int
  ) throws(FileFormatError) -> Tensor<Double> {
    let count = (end - begin) / MemoryLayout<Value>.size
    var values = [Value](repeating: 0, count: count)
    try unsafe values.withUnsafeMutableBufferPointer { buffer throws(FileFormatError) in
      try unsafe source.copy(from: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
    let numbers = try values.map { value throws(FileFormatError) in
      let value = Value(littleEndian: value)
      guard let number = Double(exactly: value) else {
        throw .integerNotExact(tensor: name, value: "\(value)")
      }
      return number
    }
    do throws(ConvolutionError) {
      return try Tensor(shape: shape, elements: numbers)
    } catch {
      throw FileFormatError(error, tensor: name, shape: shape)
    }
  }
}
