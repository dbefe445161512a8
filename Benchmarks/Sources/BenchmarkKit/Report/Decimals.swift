// Decimals.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Numbers as they stand in a table.
enum Decimals {
  static func fixed(_ value: Double, places: Int) -> String {
    String(format: "%.\(places)f", value)
  }

  /// As in 1.23e-06.
  static func scientific(_ value: Double) -> String {
    String(format: "%.2e", value)
  }

  /// With about three digits that tell something: more places for smaller numbers.
  static func readable(_ value: Double) -> String {
    switch value {
    case ..<0.1: fixed(value, places: 5)
    case ..<10: fixed(value, places: 3)
    case ..<100: fixed(value, places: 2)
    default: fixed(value, places: 1)
    }
  }
}
