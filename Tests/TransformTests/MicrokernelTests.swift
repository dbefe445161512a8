// MicrokernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

/// The microkernels alone, of every instruction set that the machine has, against plain products of
/// matrices in `Double`. Around everything that they write there are canaries.
@Suite struct MicrokernelTests {
  static let sets: [ck_isa] = [CK_ISA_BASELINE, CK_ISA_AVX2, CK_ISA_AVX512]
    .filter { ck_isa_is_supported($0) }
  static let tiles: [ck_winograd_tile] = [CK_WINOGRAD_2, CK_WINOGRAD_4]

  @Test func thereIsAlwaysASet() {
    #expect(!Self.sets.isEmpty)
  }

  @Test(arguments: sets, tiles)
  func weightsAreTransformed(set: ck_isa, tile: ck_winograd_tile) throws {
    for channels in [1, 2, 7] {
      try WeightCase<Float>(set, tile, channels: channels).check()
      try WeightCase<Double>(set, tile, channels: channels).check()
    }
  }

  @Test(arguments: sets, tiles)
  func inputsAreTransformed(set: ck_isa, tile: ck_winograd_tile) throws {
    for tiles in [1, 2, 3, 4, 5, 9, 17] {
      for channels in [1, 2, 3, 7, 8, 15, 16] {
        try InputCase<Float>(set, tile, tiles: tiles, channels: channels)?.check()
        try InputCase<Double>(set, tile, tiles: tiles, channels: channels)?.check()
      }
    }
  }

  @Test(arguments: sets)
  func productsAreSummed(set: ck_isa) throws {
    for (tiles, panelTiles) in [(1, 1), (5, 3), (6, 6), (13, 5), (14, 14), (27, 13)] {
      for channels in [1, 2, 15, 16, 17, 33, 128, 150] {
        try ProductCase<Float>(
          set, tiles: tiles, panelTiles: panelTiles, channels: channels)?.check()
        try ProductCase<Double>(
          set, tiles: tiles, panelTiles: panelTiles, channels: channels)?.check()
      }
    }
  }

  @Test(arguments: sets, tiles)
  func outputsAreTransformed(set: ck_isa, tile: ck_winograd_tile) throws {
    let side = tile == CK_WINOGRAD_2 ? 2 : 4
    for tiles in [1, 2, 3, 4, 5, 9] {
      for missing in 0..<side {
        for channels in [1, 3, 4, 7, 8, 15, 16, 17, 31, 32] {
          let (rows, columns) = (side - missing, tiles * side - (missing + tiles) % side)
          try OutputCase<Float>(
            set, tile, tiles: tiles, rows: rows, columns: columns, channels: channels)?.check()
          try OutputCase<Double>(
            set, tile, tiles: tiles, rows: rows, columns: columns, channels: channels)?.check()
        }
      }
    }
  }

  @Test(arguments: sets)
  func clampedNaNStaysNaN(set: ck_isa) throws {
    let found = try OutputCase<Float>(
      set, CK_WINOGRAD_4, tiles: 2, rows: 4, columns: 8, channels: 1)
    var problem = try #require(found)
    problem.poisonsProducts = true
    let output = try problem.run()
    #expect(output[0..<problem.window.columns].allSatisfy { $0.isNaN })
  }

  @Test(arguments: sets, [16, 32, 64, 128, 256])
  func tilesAreCorrelated(set: ck_isa, size: Int) throws {
    let cuts = [
      (size - 3, (size - 1, size - 6)), (1, (1, 0)), (size / 2 + 1, (size / 2 + 3, 0)),
      (size, (size, size)),
    ]
    for (rows, columns) in size <= 64 ? cuts : Array(cuts[..<1]) {
      try FourierCase<Float>(set, size: size, rows: rows, columns: columns).check()
      try FourierCase<Double>(set, size: size, rows: rows, columns: columns).check()
    }
  }

  @Test(arguments: sets, [Float.nan, .infinity, 3e38])
  func whatIsNotFiniteIsReported(set: ck_isa, value: Float) throws {
    for size in [16, 32] {
      var problem = try FourierCase<Float>(set, size: size, rows: 2, columns: (3, 2))
      problem.special = value
      #expect(!problem.run().isFinite)
    }
  }
}
