// ConvolutionOptions+Combinations.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

extension ConvolutionOptions {
  /// Every way to share out the work. Five threads are more than most problems have work for, and
  /// odd.
  static let everyThreading: [ConvolutionOptions] = [Threading.workers, .blas].flatMap {
    threading in
    [1, 2, 5].map { ConvolutionOptions(threads: $0, threading: threading) }
  }
}

extension ConvolutionOptions: CustomTestStringConvertible {
  public var testDescription: String {
    let threads = threads.map { "\($0)" } ?? "as many threads as processors"
    return "\(algorithm), threads: \(threads), run by \(threading)"
  }
}
