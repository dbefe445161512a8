// Request.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// What a program that compares libraries asks of ours: one line of JSON each.
package enum Request: Hashable, Sendable {
  /// `{"request": "machine", "threads": 2}`: describe the machine and measure its limits.
  case machine(threads: Int)
  /// `{"request": "prepare", "problem": "…", "threads": 2, "accuracy": "strict",
  /// "task": "forward", "input": "x.npy", "weight": "w.npy", "outputs": ["y.npy"]}`: plan a
  /// convolution of the tensors of two files, and write what a first run computes to others: the
  /// output, and the gradients with respect to the weight and the input or the kernel that was found,
  /// as far as the task has them.
  /// The problem is a row of a list, or as in "1x64x56x56 k128 3x3 s2 p1".
  case prepare(Preparation)
  /// `{"request": "sample", "milliseconds": 10}`: time what was prepared last, repeating it for as
  /// long as that.
  case sample(milliseconds: Double)

  package struct Preparation: Decodable, Hashable, Sendable {
    package let problem: String
    package let threads: Int
    package let accuracy: String
    package let task: TimedTask
    package let input: String
    package let weight: String
    package let outputs: [String]
  }
}

extension Request: Decodable {
  private enum CodingKeys: String, CodingKey {
    case request
    case threads
    case milliseconds
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .request) {
    case "machine":
      self = .machine(threads: try container.decode(Int.self, forKey: .threads))
    case "prepare":
      self = .prepare(try Preparation(from: decoder))
    case "sample":
      self = .sample(milliseconds: try container.decode(Double.self, forKey: .milliseconds))
    case let other:
      throw ServerError("\"\(other)\" is none of the requests machine, prepare, sample")
    }
  }
}

/// A request that cannot be answered.
package struct ServerError: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
