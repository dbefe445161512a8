// ProblemSource.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkProblems
import Foundation

/// Where lists of problems come from: files, and the lists that the program carries.
package enum ProblemSource {
  /// The list that is run when none is asked for.
  package static let standard = "resnet50_v1_5"

  /// The names of the lists that the program carries.
  package static var names: [String] { ProblemLists.names }

  /// The problems of a file, or of a list that the program carries.
  package static func problems(of source: String) throws(ProblemError) -> [Problem] {
    if let text = ProblemLists.text(of: source), !FileManager.default.fileExists(atPath: source) {
      return try ProblemCSV.problems(in: text, source: source)
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: source))
    } catch {
      let names = ProblemLists.names.joined(separator: ", ")
      throw ProblemError(
        source: source, reason: "no readable file, and none of the lists \(names)")
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw ProblemError(source: source, reason: "not a text in UTF-8")
    }
    return try ProblemCSV.problems(in: text, source: source)
  }
}
