// NPYHeader.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What the header of an `.npy` file says, as in
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// Source: NumPy Enhancement Proposal 1, and the documentation of `numpy.lib.format`.
struct NPYHeader {
  enum Element: Int {
    case float = 4
    case double = 8
  }

  var element: Element
  var order: ByteOrder
  var isFortranOrder: Bool
  var shape: [Int]

  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The longest header that is read: more than version 1.0 can express, and six times what NumPy
  /// itself reads without being told to trust the file.
  static let lengthLimit = 1 << 16

  /// The number of bytes of the array.
  ///
  /// - Throws: The errors of a shape that cannot be.
  func byteCount() throws(FileFormatError) -> Int {
    try TensorBytes.count(of: nil, shape: shape, elementSize: element.rawValue)
  }
}

// MARK: - Reading

extension NPYHeader {
  /// The header at the start of `source`, and the offset of the array behind it.
  ///
  /// - Throws: The ``FileFormatError`` of the first rule that the file breaks.
  static func read(
    from source: borrowing some ByteSource & ~Copyable
  ) throws(FileFormatError) -> (header: NPYHeader, dataOffset: Int) {
    guard source.count > 0 else { throw .empty }
    let start = try source.bytes(
      from: 0, count: min(magic.count, source.count), part: "magic string")
    guard magic.starts(with: start) else { throw .notNPY(found: start) }
    let version = try source.bytes(from: 0, count: magic.count + 2, part: "version")
      .suffix(2)
    let (major, minor) = (version.first ?? 0, version.last ?? 0)
    guard (1...3).contains(major), minor == 0 else {
      throw .unsupportedNPYVersion(major: major, minor: minor)
    }
    let lengthOffset = magic.count + 2
    let lengthSize = major == 1 ? 2 : 4
    let length = try source.bytes(from: lengthOffset, count: lengthSize, part: "header length")
      .reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let textOffset = lengthOffset + lengthSize
    let text = try source.header(from: textOffset, length: length, limit: lengthLimit)
    return (try NPYHeader(parsing: text), textOffset + text.count)
  }
}

// MARK: - Writing

extension NPYHeader {
  /// The header of a file of `tensor`, as ``NPYFile`` writes it.
  ///
  /// - Throws: ``FileFormatError/tooManyAxes(tensor:limit:)``.
  init(describing tensor: AnyTensor) throws(FileFormatError) {
    element =
      switch tensor {
      case .float: .float
      case .double: .double
      }
    order = .little
    isFortranOrder = false
    shape = tensor.shape
    _ = try byteCount()
  }

  /// The bytes in front of the array, in version 1.0: 64 axes of 19 digits are far below the 65535
  /// bytes that it allows.
  ///
  /// As NumPy, it leaves room for the first axis to grow in place, and fills up to a multiple of 64
  /// bytes so that the array can be mapped into memory.
  func encoded() -> [UInt8] {
    let axes = shape.map(String.init)
    let tuple = "(" + axes.joined(separator: ", ") + (axes.count == 1 ? ",)" : ")")
    var text = "{'descr': '<f\(element.rawValue)', 'fortran_order': False, 'shape': \(tuple), }"
    if let first = axes.first {
      text += String(repeating: " ", count: max(0, 21 - first.utf8.count))
    }
    let prefixSize = Self.magic.count + 4
    let unpadded = prefixSize + text.utf8.count + 1
    text += String(repeating: " ", count: 64 - unpadded % 64) + "\n"
    let length = UInt16(text.utf8.count)
    return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }
}
