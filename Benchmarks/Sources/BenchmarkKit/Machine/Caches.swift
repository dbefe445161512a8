// Caches.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The sizes of the caches, as the system tells them.
struct Caches: Hashable, Sendable {
  /// Bytes of the second level, which every core has to itself.
  let level2: Int
  /// Bytes of the third, which cores share.
  let level3: Int

  /// What is assumed where the system does not tell: sizes that few processors are below.
  static let assumed = Caches(level2: 512 << 10, level3: 16 << 20)

  /// This machine's.
  static var current: Caches {
    let root = "/sys/devices/system/cpu/cpu0/cache"
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    var sizes: [String: Int] = [:]
    for entry in entries {
      func text(_ file: String) -> String? {
        (try? String(contentsOfFile: "\(root)/\(entry)/\(file)", encoding: .utf8))?
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
      if let level = text("level"), let size = text("size").flatMap(bytes) { sizes[level] = size }
    }
    return Caches(
      level2: sizes["2"] ?? assumed.level2, level3: sizes["3"] ?? assumed.level3)
  }

  /// The bytes that a text like "1024K" means.
  private static func bytes(_ text: String) -> Int? {
    guard let unit = text.last else { return nil }
    switch unit {
    case "K": return Int(text.dropLast()).map { $0 << 10 }
    case "M": return Int(text.dropLast()).map { $0 << 20 }
    default: return Int(text)
    }
  }
}
