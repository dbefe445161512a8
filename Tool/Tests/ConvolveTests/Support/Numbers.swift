// Numbers.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The decimal numbers in a text, in order; the sign belongs to the number.
  var numbers: [Double] {
    matches(of: /[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/).compactMap { Double($0.output.0) }
  }
}
