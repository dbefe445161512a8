// Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What came of one run of the program.
struct Run: Sendable, CustomStringConvertible {
  let arguments: [String]
  /// The exit status, or the number of the signal that ended the program with a minus sign.
  let status: Int32
  /// The text of standard output.
  let output: String
  /// The text of standard error.
  let errors: String

  /// The lines of standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// What a failed expectation needs to be understood.
  var description: String {
    "convolve \(arguments.joined(separator: " ")): status \(status)\n\(errors)\(output.suffix(2000))"
  }

  /// Whether the program did its work and wrote nothing to standard error.
  var isClean: Bool { status == 0 && errors.isEmpty }

  /// Whether the program refused: an error that starts as one, and nothing on standard output.
  func isRefused(status: Int32) -> Bool {
    self.status == status && errors.hasPrefix("Error: ") && output.isEmpty
  }
}
