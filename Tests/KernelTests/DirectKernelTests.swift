// DirectKernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// The direct microkernels of every instruction set that the machine has, entry by entry.
@Suite struct DirectKernelTests {
  private static let tables = PlanarKernelTests.tables

  /// One tap and several, one channel and several, these in two calls, and some of the taps.
  private static let sums: [(channels: Int, taps: Int, pausesAfter: Int?, otherTaps: Int)] = [
    (1, 1, nil, 0), (3, 4, nil, 0), (3, 4, 2, 0), (3, 1, nil, 1), (3, 4, 2, 2),
  ]
  /// Kernel rows of three taps, whose edges may be left out.
  private static let sumsOfRows: [(channels: Int, taps: Int, pausesAfter: Int?, otherTaps: Int)] = [
    (1, 3, nil, 0), (3, 9, nil, 0), (3, 6, 2, 3),
  ]

  private func check<Scalar: TensorScalar & DirectScalar>(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement, pixels: [Int],
    outputChannels: [Int], strides: [Int], edges: [DirectCall.Edges] = [.none], _: Scalar.Type
  ) {
    for stride in strides {
      for outputChannels in outputChannels {
        for pixels in pixels {
          for edges in edges {
            for sum in edges == .none ? Self.sums : Self.sumsOfRows {
              if case .wide = arrangement, sum.pausesAfter != nil { continue }
              let call = DirectCall(
                arrangement: arrangement, pixels: pixels, stride: stride,
                outputChannels: outputChannels, channels: sum.channels, taps: sum.taps,
                otherTaps: sum.otherTaps, edges: edges, pausesAfter: sum.pausesAfter)
              let actual: [Scalar] = call.actual(table)
              #expect(
                actual.elementsEqual(call.expected()) { $0.isNaN ? $1.isNaN : $0 == $1 },
                "\(call) \(Scalar.self), instruction set \(table.pointee.isa.rawValue)")
            }
          }
        }
      }
    }
  }

  private func check<Scalar: TensorScalar & DirectScalar>(isa: UInt32, _: Scalar.Type) throws {
    let table = try #require(ck_table_for(ck_isa(isa)))
    let lanes = table.pointee.vector_size / MemoryLayout<Scalar>.size
    let most = table.pointee.direct_pixels
    for vectors in 1...Int(CK_DIRECT_MAX_VECTORS) {
      check(
        table, .channels(vectors: vectors), pixels: Array(1...most),
        outputChannels: [1, (vectors - 1) * lanes + 1, vectors * lanes - 1, vectors * lanes],
        strides: [1, 2, 3], Scalar.self)
      check(
        table, .channels(vectors: vectors), pixels: Array(1...most),
        outputChannels: [1, vectors * lanes], strides: [1], edges: [.first, .last, .both],
        Scalar.self)
      for width in 1...most / 2 {
        let rows = ck_direct_narrow_rows(table, width)
        check(
          table, .narrow(vectors: vectors, width: width), pixels: [rows * width],
          outputChannels: [1, vectors * lanes], strides: [1, 2], Scalar.self)
        check(
          table, .narrow(vectors: vectors, width: width), pixels: [rows * width],
          outputChannels: [1, vectors * lanes], strides: [1], edges: [.both], Scalar.self)
      }
    }
    check(
      table, .wide, pixels: Array(1...2 * lanes), outputChannels: Array(1...most),
      strides: [1], Scalar.self)
  }

  @Test(arguments: tables.map(\.rawValue))
  func entriesMatchPlainLoops(isa: UInt32) throws {
    try check(isa: isa, Float.self)
    try check(isa: isa, Double.self)
  }
}
