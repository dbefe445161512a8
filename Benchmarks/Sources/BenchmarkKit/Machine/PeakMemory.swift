// PeakMemory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The most memory that the process has held at once.
package enum PeakMemory {
  /// Bytes, nil where the system does not tell.
  package static var current: Int? {
    (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)).flatMap(bytes(inStatus:))
  }

  /// Reads the line `VmHWM:  123 kB` of the text of `/proc/self/status`.
  package static func bytes(inStatus status: String) -> Int? {
    for line in status.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count == 3, words[0] == "VmHWM:", words[2] == "kB" {
        return Int(words[1]).map { $0 * 1024 }
      }
    }
    return nil
  }
}
