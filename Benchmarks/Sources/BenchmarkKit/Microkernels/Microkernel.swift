// Microkernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// An entry of the table of microkernels, on a problem that stays in the first level of cache.
struct Microkernel {
  /// What a call does.
  let amount: Amount
  /// Calls the entry as often as told.
  let run: (_ repetitions: Int) -> Void

  enum Amount {
    /// Additions and multiplications.
    case operations(Int)
    /// Bytes read and bytes written.
    case bytes(Int)
  }
}

/// Entries of the table that differ in one number.
struct MicrokernelSeries {
  /// As "direct, 2 vectors of channels, stride 1".
  let name: String
  /// What the number counts, in the plural.
  let unit: String
  /// From the smallest number on.
  let entries: [(size: Int, microkernel: Microkernel)]
}
