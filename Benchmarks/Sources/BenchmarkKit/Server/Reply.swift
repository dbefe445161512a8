// Reply.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The answer to a ``Request``: one line of JSON.
enum Reply {
  /// The machine, and what it can do at most.
  struct Description: Encodable {
    let cpu: String
    let processors: Int
    let isa: String
    let blas: Machine.BLAS
    let environment: [String: String]
    let build: BuildMode
    let limits: Limits
  }

  /// A convolution that is ready to be timed.
  struct Prepared: Encodable {
    let shape: String
    let algorithm: String
    let gflop: Double
    let limitMilliseconds: Double
    let limitedBy: String

    private enum CodingKeys: String, CodingKey {
      case shape
      case algorithm
      case gflop
      case limitMilliseconds = "limit_ms"
      case limitedBy = "limited_by"
    }
  }

  /// The time of one run.
  struct Sample: Encodable {
    let milliseconds: Double
  }

  /// Why there is no other answer.
  struct Failure: Encodable {
    let error: String
  }
}
