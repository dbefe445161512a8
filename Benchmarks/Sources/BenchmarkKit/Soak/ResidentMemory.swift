// ResidentMemory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The memory that the process holds now.
package enum ResidentMemory {
  /// Bytes, nil where the system does not tell.
  package static var current: Int? {
    (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)).flatMap(bytes(inStatm:))
  }

  /// Reads the second number, pages that are resident, of the text of `/proc/self/statm`.
  package static func bytes(inStatm text: String) -> Int? {
    let numbers = text.split(whereSeparator: \.isWhitespace)
    guard numbers.count >= 2, let pages = Int(numbers[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
