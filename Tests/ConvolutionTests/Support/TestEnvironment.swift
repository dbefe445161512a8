// TestEnvironment.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// What a run of the tests can be told from outside.
enum TestEnvironment {
  /// `CONVOLUTION_PROBLEM`: the line of one problem to check.
  static var problem: String? { value("CONVOLUTION_PROBLEM") }

  /// `CONVOLUTION_SEED`: where the numbers of that problem, or the sequence of random problems,
  /// start.
  static var seed: UInt64? { value("CONVOLUTION_SEED").flatMap { UInt64($0) } }

  /// `CONVOLUTION_RANDOM_SECONDS`: how long to search random problems for a wrong result.
  static var randomSeconds: Double? { value("CONVOLUTION_RANDOM_SECONDS").flatMap { Double($0) } }

  /// `CONVOLUTION_RANDOM_TASKS`: how many searches to run at once.
  static var randomTasks: Int? { value("CONVOLUTION_RANDOM_TASKS").flatMap { Int($0) } }

  private static func value(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
