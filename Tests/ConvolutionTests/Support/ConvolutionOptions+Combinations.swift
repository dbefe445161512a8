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

extension ConvolutionOptions {
  /// The library's choice, and every algorithm by name.
  static let everyAlgorithm = ConvolutionAlgorithm.allCases.map {
    ConvolutionOptions(algorithm: $0)
  }

  /// Every way to share out the work, and every algorithm by name, alone and on two threads.
  static let everyWay =
    everyThreading
    + everyAlgorithm.flatMap { options in
      [1, 2].map { ConvolutionOptions(algorithm: options.algorithm, threads: $0) }
    }
}

extension ConvolutionOptions: CustomTestStringConvertible {
  public var testDescription: String {
    let threads = threads.map { "\($0)" } ?? "as many threads as processors"
    let pieces = tuning == Tuning() ? "" : ", \(tuning)"
    return "\(algorithm), threads: \(threads), run by \(threading)\(pieces)"
  }
}
