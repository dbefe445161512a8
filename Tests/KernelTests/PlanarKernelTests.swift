// PlanarKernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// The planar microkernels of every instruction set that the machine has.
@Suite struct PlanarKernelTests {
  static let tables = [CK_ISA_BASELINE, CK_ISA_AVX2, CK_ISA_AVX512].filter(ck_isa_is_supported)

  private static let kernels = [
    (1, 1), (1, 2), (1, 5), (2, 2), (3, 1), (3, 3), (4, 4), (5, 5), (3, 5), (5, 3), (6, 7), (7, 7),
    (8, 2), (9, 9), (31, 3), (1, 15), (1, 16), (1, 37), (9, 1), (14, 1), (32, 1),
  ]

  /// As many as tiles have, and others; and enough for tall tiles of 6 rows, and of 8.
  private static let rows = Array(1...9) + [12, 25, 35]

  /// Compares with the oracle's sums, with bounds and without; the latter the other way stored and
  /// fetched.
  private func check<Scalar: TensorScalar>(
    _ call: PlanarCall, _ sums: [Double], _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) throws {
    var call = call
    for range in [call.range, -.infinity ... .infinity] {
      call.range = range
      let actual = try call.actual(table, Scalar.self)
      let expected = sums.map { min(max(Float($0), range.lowerBound), range.upperBound) }
      #expect(actual != nil, "\(call) \(Scalar.self) wrote beyond its outputs")
      #expect(actual == expected, "\(call) \(Scalar.self)")
      call.streams.toggle()
      call.isFar.toggle()
      call.fetches.toggle()
    }
  }

  private func check<Scalar: TensorScalar>(
    _ isa: ck_isa, stride: Int, isNarrow: Bool, _: Scalar.Type
  ) throws {
    let table = try #require(ck_table_for(isa))
    #expect(table.pointee.isa == isa)
    let lanes = table.pointee.vector_size / MemoryLayout<Scalar>.size
    let widths = isNarrow ? Array(1...lanes) : Array(lanes...6 * lanes + 1)
    var problems = 0
    for (height, width) in Self.kernels {
      for pixels in widths {
        problems += 1
        var call = PlanarCall(
          rows: Self.rows[problems % Self.rows.count],
          pieces: [PlanarCall.Piece(pixels: pixels, isNarrow: isNarrow)], kernelHeight: height,
          kernelWidth: width, stride: stride)
        try check(&call, table, Scalar.self)
      }
    }
  }

  /// Checks a call as it is, with taps apart, streamed, and with hidden elements where it has no wide
  /// piece at an end.
  private func check<Scalar: TensorScalar>(
    _ call: inout PlanarCall, _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) throws {
    if call.stride == 1 {
      call.tapStride = 3
      try check(call, call.sums(), table, Scalar.self)
      call.tapStride = 1
    }
    let sums = call.sums()
    try check(call, sums, table, Scalar.self)
    call.streams = true
    try check(call, sums, table, Scalar.self)
    if call.pieces.first?.isNarrow == true, call.pieces.last?.isNarrow == true {
      call.hidden = 1
      let sums = call.sums()
      try check(call, sums, table, Scalar.self)
      call.isReadable = true
      try check(call, sums, table, Scalar.self)
    }
  }

  /// Rows of several pieces: two narrow ones side by side, which may be computed together, three, and
  /// such on both sides of wide ones.
  private func checkPieces<Scalar: TensorScalar>(
    _ isa: ck_isa, stride: Int, _: Scalar.Type
  ) throws {
    let table = try #require(ck_table_for(isa))
    let lanes = table.pointee.vector_size / MemoryLayout<Scalar>.size
    func narrow(_ pixels: Int) -> PlanarCall.Piece { .init(pixels: pixels, isNarrow: true) }
    func wide(_ pixels: Int) -> PlanarCall.Piece { .init(pixels: pixels, isNarrow: false) }
    let rows: [[PlanarCall.Piece]] = [
      [narrow(lanes), narrow(1)], [narrow(1), narrow(lanes)],
      [narrow(lanes - 1), narrow(lanes / 2), narrow(lanes)],
      [narrow(lanes), wide(2 * lanes), narrow(lanes / 2)],
      [narrow(1), wide(5 * lanes + 1), narrow(lanes), narrow(1)],
      [wide(lanes), narrow(lanes - 1)], [narrow(lanes), wide(lanes + 1), wide(4 * lanes)],
    ]
    for (height, width) in Self.kernels {
      for (index, pieces) in rows.enumerated() {
        var call = PlanarCall(
          rows: Self.rows[index % Self.rows.count], pieces: pieces, kernelHeight: height,
          kernelWidth: width, stride: stride)
        try check(&call, table, Scalar.self)
      }
    }
  }

  @Test(arguments: tables.map(\.rawValue), [1, 2])
  func rowsOfSeveralPiecesMatchTheOracle(isa: UInt32, stride: Int) throws {
    try checkPieces(ck_isa(isa), stride: stride, Float.self)
    try checkPieces(ck_isa(isa), stride: stride, Double.self)
  }

  @Test(arguments: tables.map(\.rawValue), [1, 2])
  func widePiecesMatchTheOracle(isa: UInt32, stride: Int) throws {
    try check(ck_isa(isa), stride: stride, isNarrow: false, Float.self)
    try check(ck_isa(isa), stride: stride, isNarrow: false, Double.self)
  }

  @Test(arguments: tables.map(\.rawValue), [1, 2])
  func narrowPiecesMatchTheOracle(isa: UInt32, stride: Int) throws {
    try check(ck_isa(isa), stride: stride, isNarrow: true, Float.self)
    try check(ck_isa(isa), stride: stride, isNarrow: true, Double.self)
  }
}
