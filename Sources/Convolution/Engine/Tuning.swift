// Tuning.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the algorithms are told to cut their work otherwise than they would: for tests, which see to
/// it that no result depends on it.
///
/// What a small problem is cut into says little about large ones: it is one piece, for one thread.
/// Pieces forced small make a small problem run through all that a large one does.
package struct Tuning: Hashable, Sendable {
  /// The most of a piece: of the rows of a band, the pixels and taps of a tile of the im2col matrix,
  /// the pixels of a microkernel's tile, the blocks of channels of a unit, Winograd's tiles.
  package var pieceLimit: Int
  /// Whether threads are woken for any work, however little.
  package var wakesThreads: Bool
  /// Whether the direct algorithm copies what it could read in place, collects what it stores, and
  /// computes small images together.
  package var copies: Bool
  /// Whether direct and planar microkernels have pixels on the vector lanes, instead of what takes less;
  /// where they can.
  package var isWide: Bool?
  /// Whether outputs are stored past the caches, however small they are; where they can be.
  package var streams: Bool
  /// The microkernels to run, instead of the widest.
  package var instructionSet: Machine.InstructionSet?

  /// What the library does by itself, but for the arguments that are given.
  package init(
    pieceLimit: Int = .max, wakesThreads: Bool = false, copies: Bool = false,
    isWide: Bool? = nil, streams: Bool = false, instructionSet: Machine.InstructionSet? = nil
  ) {
    self.pieceLimit = max(1, pieceLimit)
    self.wakesThreads = wakesThreads
    self.copies = copies
    self.isWide = isWide
    self.streams = streams
    self.instructionSet = instructionSet
  }
}

extension ConvolutionOptions {
  /// The same options with other pieces.
  package func tuned(_ tuning: Tuning) -> ConvolutionOptions {
    var options = self
    options.tuning = tuning
    return options
  }

  /// The threads that an amount of work is worth, of those that these options allow.
  ///
  /// - Parameter seconds: What it takes one thread, where that is not for the multiply-adds.
  func workers(
    for multiplyAdds: Double, seconds: Double = 0
  ) throws(ConvolutionError) -> Int {
    let allowed = try checkedWorkers()
    return tuning.wakesThreads
      ? allowed : Work.workers(for: multiplyAdds, seconds: seconds, of: allowed)
  }

  /// The microkernels to run.
  ///
  /// - Throws: As ``Kernels/table()``.
  func kernels() throws(ConvolutionError) -> KernelTable {
    if let instructionSet = tuning.instructionSet { return KernelTable(instructionSet) }
    return try Kernels.table()
  }
}
