// Accuracy.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What a result is promised to be within.
public enum Accuracy: String, CaseIterable, Hashable, Sendable {
  /// Every output is a sum of its K products in some order: within 2 K eps of the sum of their sizes,
  /// and exact for whole numbers that fit. The default.
  case strict
  /// Algorithms that save multiplications are admitted too: within 1e-5 of the largest output for
  /// `Float`, 1e-13 for `Double`; the largest before an activation, which does not add to it. Where
  /// ``ConvolutionAlgorithm/fourier`` computes outputs whose products all cancel, within 1e-6
  /// (`Double`: 1e-14) of the largest input times the summed sizes of a kernel's weights.
  /// A NaN or an infinity may reach outputs beside those whose window covers it, at most 3 rows and
  /// columns away; whole numbers need not be exact.
  case fast
}
