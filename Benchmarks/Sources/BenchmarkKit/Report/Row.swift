// Row.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What was measured of one problem.
package struct Row: Hashable, Sendable {
  package var suite: String
  package var name: String
  /// How often the suite has the problem.
  package var repeats: Int
  package var batch: Int
  package var threads: Int
  package var gflop: Double
  /// Milliseconds of one run, for the contenders that took part.
  package var milliseconds: [Contender: Double]
  /// What the automatic choice was.
  package var algorithm: String
  package var largestDifference: Double
  /// The part of the elements that was compared with the naive loop.
  package var checkedShare: Double
  /// The least time that the machine's limits allow for the definition of the problem.
  package var limitMilliseconds: Double?

  package init(
    suite: String, name: String, repeats: Int = 1, batch: Int = 1, threads: Int = 1,
    gflop: Double, milliseconds: [Contender: Double], algorithm: String = "",
    largestDifference: Double = 0, checkedShare: Double = 1, limitMilliseconds: Double? = nil
  ) {
    self.suite = suite
    self.name = name
    self.repeats = repeats
    self.batch = batch
    self.threads = threads
    self.gflop = gflop
    self.milliseconds = milliseconds
    self.algorithm = algorithm
    self.largestDifference = largestDifference
    self.checkedShare = checkedShare
    self.limitMilliseconds = limitMilliseconds
  }
}

extension Row: Encodable {
  private enum CodingKeys: String, CodingKey {
    case suite
    case name
    case repeats = "repeat"
    case batch
    case threads
    case gflop
    case naive = "naive_ms"
    case im2col = "im2col_ms"
    case automatic = "automatic_ms"
    case gemm = "gemm_ms"
    case algorithm
    case largestDifference = "largest_difference"
    case checkedShare = "checked_share"
    case limitMilliseconds = "limit_ms"
  }

  private static let keys: KeyValuePairs<Contender, CodingKeys> = [
    .naive: .naive, .im2col: .im2col, .automatic: .automatic, .gemm: .gemm,
  ]

  /// Writes all keys in every row; the time of who did not take part is null.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(suite, forKey: .suite)
    try container.encode(name, forKey: .name)
    try container.encode(repeats, forKey: .repeats)
    try container.encode(batch, forKey: .batch)
    try container.encode(threads, forKey: .threads)
    try container.encode(gflop, forKey: .gflop)
    for (contender, key) in Self.keys {
      try container.encode(milliseconds[contender], forKey: key)
    }
    try container.encode(algorithm, forKey: .algorithm)
    try container.encode(largestDifference, forKey: .largestDifference)
    try container.encode(checkedShare, forKey: .checkedShare)
    try container.encode(limitMilliseconds, forKey: .limitMilliseconds)
  }
}
