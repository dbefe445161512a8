// Problem+Text.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A problem as a few words, which tables print and the command line takes.
///
/// ```
/// 1x64x56x56 k128 3x3 s2 p1
/// ```
///
/// is the input `[1, 64, 56, 56]`, 128 output channels, a kernel of 3x3, stride 2 and padding 1.
/// After these may come `d2` for a dilation, `g32` for groups, and the border by its name, `reflect`.
/// Two numbers, `s1x3`, are height and width. What is left out is the default: stride 1, no padding,
/// dilation 1, one group, zeros.
extension Problem: CustomStringConvertible {
  package var description: String {
    var words = ["\(batch)x\(inputChannels)x\(inputSize)", "k\(outputChannels)", "\(kernelSize)"]
    for (letter, size, standard) in [
      ("s", stride, 1 as Size2D), ("p", padding, 0), ("d", dilation, 1),
    ] where size != standard {
      words.append(size.height == size.width ? "\(letter)\(size.height)" : "\(letter)\(size)")
    }
    if groups != 1 { words.append("g\(groups)") }
    if let name = Self.borders.first(where: { $0.value == border })?.key { words.append(name) }
    return words.joined(separator: " ")
  }
}

extension Problem {
  /// The problem of a line from the command line: a row of a list, or the few words.
  package init(argument: String, source: String) throws(ProblemError) {
    if argument.contains(",") {
      self = try ProblemCSV.problem(line: argument, source: source)
    } else {
      try self.init(text: argument, source: source)
    }
  }

  private init(text: String, source: String) throws(ProblemError) {
    func failure(_ reason: String) -> ProblemError {
      ProblemError(source: source, reason: "\"\(text)\": \(reason)")
    }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3,
      let input = Self.numbers(words[0]), input.count == 4,
      words[1].first == "k", let outputChannels = Int(words[1].dropFirst()),
      let kernel = Self.numbers(words[2]), kernel.count == 2
    else {
      throw failure(
        "a problem starts with input, output channels and kernel, as in "
          + "\"1x64x56x56 k128 3x3 s2 p1\", or is a row of the columns "
          + ProblemCSV.columns.joined(separator: ","))
    }
    self.init(
      suite: "command line", name: text, batch: input[0], inputChannels: input[1],
      inputSize: Size2D(height: input[2], width: input[3]), outputChannels: outputChannels,
      kernelSize: Size2D(height: kernel[0], width: kernel[1]))
    for word in words[3...] {
      if let border = Self.borders[String(word)] {
        self.border = border
        continue
      }
      guard let value = Self.numbers(word.dropFirst()), value.count <= 2 else {
        throw failure(
          "\"\(word)\" is none of s2, p1, d2, g32, reflect or, for height and width, s1x2")
      }
      let size = Size2D(height: value[0], width: value[value.count - 1])
      switch word.first {
      case "s": stride = size
      case "p": padding = size
      case "d": dilation = size
      case "g" where value.count == 1: groups = value[0]
      default: throw failure("\"\(word)\" is none of s2, p1, d2 or g32")
      }
    }
    guard batch >= 1 else { throw failure("the batch must be at least 1") }
    do {
      _ = try geometry()
    } catch {
      throw failure("\(error)")
    }
  }

  /// What continues an image beyond its edges, by name; zeros have none.
  private static let borders: [String: Border] = [
    "reflect": .reflect, "symmetric": .symmetric, "replicate": .replicate, "circular": .circular,
  ]

  /// The numbers of "1x64x56x56", nil where one is none.
  private static func numbers(_ word: Substring) -> [Int]? {
    let numbers = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }
}
