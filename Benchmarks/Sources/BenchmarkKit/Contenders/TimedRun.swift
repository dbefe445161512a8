// TimedRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Something that the library computes, again and again.
package protocol TimedRun: AnyObject {
  /// What the plan chose, once it ran.
  var algorithm: ConvolutionAlgorithm { get }
  /// What the last run computed.
  var outputs: [Tensor<Float>] { get }

  func run() throws(ConvolutionError)
}
