// ProblemError.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A list of problems, or a part of one, that cannot be read.
package struct ProblemError: Error, Hashable {
  /// The file, list or option that it came from.
  package var source: String
  /// The line, counted from 1.
  package var line: Int?
  /// The column of the list at fault.
  package var column: String?
  package var reason: String
}

extension ProblemError: CustomStringConvertible {
  package var description: String {
    let place = line.map { "\(source):\($0)" } ?? source
    return column.map { "\(place): column \($0): \(reason)" } ?? "\(place): \(reason)"
  }
}
