// SafetensorsHeader+Layout.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension SafetensorsHeader {
  /// The entries that are to be read and their element types, every entry found sound.
  ///
  /// The tensors have to tile the data: without the rule, entries that share bytes would turn a
  /// small file into much memory, and gaps would hide what no reader sees.
  ///
  /// - Throws: The ``FileFormatError`` of the first rule that an entry breaks.
  func checkedEntries(
    dataSize: Int, otherTypes: SafetensorsFile.OtherTypes
  ) throws(FileFormatError) -> [(Entry, SafetensorsElement)] {
    var readable: [(Entry, SafetensorsElement)] = []
    for entry in entries {
      let element = SafetensorsElement(rawValue: entry.type)
      try entry.check(element: element, dataSize: dataSize)
      if let element, otherTypes == .convertIntegers || !element.isInteger {
        readable.append((entry, element))
      } else if otherTypes != .skip {
        throw .unsupportedType(tensor: entry.name, type: entry.type.debugDescription)
      }
    }
    try checkTiling(dataSize: dataSize)
    return readable
  }

  private func checkTiling(dataSize: Int) throws(FileFormatError) {
    var previous = ""
    var position = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.begin >= position else {
        throw .overlap(
          tensor: entry.name, begin: entry.begin, other: previous, otherEnd: position)
      }
      guard entry.begin == position else {
        throw .unusedBytes(begin: position, end: entry.begin)
      }
      previous = entry.name
      position = entry.end
    }
    guard position == dataSize else { throw .unusedBytes(begin: position, end: dataSize) }
  }
}

extension SafetensorsHeader.Entry {
  /// Checks what can be said of an entry alone.
  ///
  /// Only a known element type has a size to check.
  fileprivate func check(
    element: SafetensorsElement?, dataSize: Int
  ) throws(FileFormatError) {
    guard begin >= 0, end >= begin else {
      throw .invalidOffsets(tensor: name, begin: begin, end: end)
    }
    guard end <= dataSize else {
      throw .dataBeyondFile(tensor: name, end: end, available: dataSize)
    }
    guard let element else { return }
    let expected = try TensorBytes.count(of: name, shape: shape, elementSize: element.size)
    guard end - begin == expected else {
      throw .dataSizeMismatch(
        tensor: name, shape: shape, expected: expected, actual: end - begin)
    }
  }
}
