// Tally.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How many results were compared: what says that a search that found nothing has searched.
struct Tally: Sendable {
  /// A way to a result, the type of its elements, and the kind of numbers.
  struct Key: Hashable, Sendable {
    let way: String
    let scalar: String
    let numbers: Trial.Numbers
  }

  private(set) var problems = 0
  private(set) var comparisons: [Key: Int] = [:]
  private(set) var elements: [Key: Int] = [:]

  mutating func addProblem() { problems += 1 }

  mutating func add(
    _ way: String, _ scalar: Any.Type, _ numbers: Trial.Numbers, elements count: Int
  ) {
    let key = Key(way: way, scalar: "\(scalar)", numbers: numbers)
    comparisons[key, default: 0] += 1
    elements[key, default: 0] += count
  }

  mutating func add(_ other: Tally) {
    problems += other.problems
    comparisons.merge(other.comparisons, uniquingKeysWith: +)
    elements.merge(other.elements, uniquingKeysWith: +)
  }

  /// The ways, types and numbers that a long search has to have met.
  static var expected: [Key] {
    let outputs = [
      "automatic", "im2col", "direct", "planar", "winograd", "fourier",
    ].map { "output, \($0)" }
    let inputGradients = ["depthwise", "phases", "im2col"].map { "input gradient, \($0)" }
    let weightGradients = ["direct", "depthwise", "planar", "im2col"].map {
      "weight gradient, \($0)"
    }
    let transposed = [
      "output", "input gradient", "weight gradient", "bias gradient",
    ].map { "transposed \($0)" }
    return (outputs + inputGradients + weightGradients + ["bias gradient"] + transposed).flatMap {
      way in
      ["Float", "Double"].flatMap { scalar in
        Trial.Numbers.allCases.map { Key(way: way, scalar: scalar, numbers: $0) }
      }
    }
  }
}

extension Tally: CustomStringConvertible {
  /// A line for every way: comparisons for each type and kind of numbers, and elements in all.
  var description: String {
    let columns = ["Float", "Double"].flatMap { scalar in
      Trial.Numbers.allCases.map { (scalar, $0) }
    }
    func cell(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let ways = Set(comparisons.keys.map(\.way)).sorted()
    let width = (ways.map(\.count).max() ?? 0) + 2
    func line(_ name: String, _ cells: [String]) -> String {
      name + String(repeating: " ", count: max(0, width - name.count))
        + cells.map { cell($0, 14) }.joined()
    }
    var lines = [
      line("results compared", columns.map { "\($0.0) \($0.1)" } + ["elements"])
    ]
    for way in ways {
      let keys = columns.map { Key(way: way, scalar: $0.0, numbers: $0.1) }
      lines.append(
        line(
          way,
          keys.map { "\(comparisons[$0] ?? 0)" } + [
            "\(keys.reduce(0) { $0 + (elements[$1] ?? 0) })"
          ])
      )
    }
    return lines.joined(separator: "\n")
  }
}
