// SafetensorsHeader+Encoding.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension SafetensorsHeader {
  /// The bytes in front of the data of a file of `contents`, and its tensors in the order in which
  /// their bytes follow.
  ///
  /// The larger elements come first, so that every tensor is aligned when the file is mapped into
  /// memory: that is the order of the reference implementation, whose bytes these are. It leaves
  /// only the order of the notes to chance; here it is that of their keys.
  ///
  /// - Throws: ``FileFormatError/reservedName(name:)``,
  ///   ``FileFormatError/tooManyAxes(tensor:limit:)``, or
  ///   ``FileFormatError/headerTooLong(length:limit:)``.
  static func encode(
    _ contents: NamedTensors
  ) throws(FileFormatError) -> (bytes: [UInt8], tensors: [AnyTensor]) {
    guard contents[metadataKey] == nil else { throw .reservedName(name: metadataKey) }
    var members: [String] = []
    if !contents.metadata.isEmpty {
      let notes = contents.metadata.sorted { String.precedesInUTF8($0.key, $1.key) }
        .map { jsonString($0.key) + ":" + jsonString($0.value) }
      members.append("\"\(metadataKey)\":{\(notes.joined(separator: ","))}")
    }
    var tensors: [AnyTensor] = []
    var offset = 0
    for element in [SafetensorsElement.f64, .f32] {
      for name in contents.names {
        guard let tensor = contents[name], tensor.safetensorsElement == element else { continue }
        let size = try TensorBytes.count(
          of: name, shape: tensor.shape, elementSize: element.size)
        // The tensors are in memory, so their sizes have a sum.
        let end = offset + size
        let shape = tensor.shape.map(String.init).joined(separator: ",")
        members.append(
          jsonString(name)
            + ":{\"dtype\":\"\(element.rawValue)\",\"shape\":[\(shape)],"
            + "\"data_offsets\":[\(offset),\(end)]}")
        tensors.append(tensor)
        offset = end
      }
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
    guard text.count <= lengthLimit else {
      throw .headerTooLong(length: UInt64(text.count), limit: lengthLimit)
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return (length + text, tensors)
  }

  /// `text` as a JSON string, with no more escapes than JSON requires.
  private static func jsonString(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\u{8}": json += "\\b"
      case "\u{C}": json += "\\f"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case ..<" ":
        json += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}

extension AnyTensor {
  fileprivate var safetensorsElement: SafetensorsElement {
    switch self {
    case .float: .f32
    case .double: .f64
    }
  }
}
