// DigitSet.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// Pictures of handwritten digits, and what they show.
struct DigitSet {
  /// `[count, 1, 8, 8]`, from 0 to 1.
  let pictures: Tensor<Float>
  let labels: [Int]

  var count: Int { labels.count }

  /// The digits of lines of 64 pixels and a label.
  init(csv: some StringProtocol) throws {
    var pixels: [Float] = []
    var labels: [Int] = []
    for (index, line) in csv.split(whereSeparator: \.isNewline).enumerated() {
      let numbers = line.split(separator: ",").compactMap { Int($0) }
      guard numbers.count == 65, (0...9).contains(numbers[64]) else {
        throw DigitsError(
          description: "line \(index + 1) of the digits is not 64 pixels and a digit")
      }
      pixels += numbers.prefix(64).map { Float($0) / 16 }
      labels.append(numbers[64])
    }
    self.labels = labels
    pictures = try Tensor(shape: [labels.count, 1, 8, 8], elements: pixels)
  }

  private init(pictures: Tensor<Float>, labels: [Int]) {
    self.pictures = pictures
    self.labels = labels
  }

  /// The digits that come with the program.
  static func standard() throws -> DigitSet {
    guard let file = Bundle.module.url(forResource: "Data/digits", withExtension: "csv") else {
      throw DigitsError(description: "the digits are not beside the program")
    }
    return try DigitSet(csv: String(contentsOf: file, encoding: .utf8))
  }

  subscript(range: Range<Int>) -> DigitSet {
    DigitSet(pictures: pictures[range, 0..., 0..., 0...], labels: Array(labels[range]))
  }

  /// The digits at `indices`, in their order.
  subscript(indices: ArraySlice<Int>) -> DigitSet {
    get throws {
      var batch = try Tensor<Float>.zeros([indices.count, 1, 8, 8])
      var target = batch.mutableSpan
      let source = pictures.span
      for (place, index) in indices.enumerated() {
        for pixel in 0..<64 { target[place * 64 + pixel] = source[index * 64 + pixel] }
      }
      return DigitSet(pictures: batch, labels: indices.map { labels[$0] })
    }
  }
}

/// What the program has to say when it cannot go on.
struct DigitsError: Error, CustomStringConvertible {
  let description: String
}
