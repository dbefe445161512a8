// DepthwiseKernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

/// The depthwise microkernels of every instruction set that the machine has.
@Suite struct DepthwiseKernelTests {
  private static let tables = PlanarKernelTests.tables

  /// Whole numbers, whose sums are exact; what must not be read is NaN, and what must not be written stays.
  @Test(arguments: tables.map(\.rawValue), [(1, 1), (3, 3), (5, 2), (0, 3), (2, 7)])
  func sumsMatchPlainLoops(isa: UInt32, kernel: (rows: Int, columns: Int)) throws {
    let table = try #require(ck_table_for(ck_isa(isa)))
    for pixels in 1...Int(table.pointee.direct_pixels) {
      for stride in [1, 2, 3, 5] {
        for (dilation, step) in [(1, 1), (2, 1), (1, 3)] {
          let call = DepthwiseCall(
            pixels: pixels, rows: kernel.rows, columns: kernel.columns, stride: stride,
            dilation: dilation, step: step)
          call.expectSums(table, Float.self)
          call.expectSums(table, Double.self)
        }
      }
    }
  }
}

/// A scalar that depthwise microkernels compute in.
private protocol DepthwiseScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ call: DepthwiseCall, lanes: Int, input: UnsafePointer<Self>,
    weight: UnsafePointer<Self>, bias: UnsafePointer<Self>, output: UnsafeMutablePointer<Self>)
}

/// One call, on rows whose pixels are apart.
private struct DepthwiseCall {
  static let lower = -60
  static let upper = 90

  let pixels: Int
  let rows: Int
  let columns: Int
  let stride: Int
  let dilation: Int
  /// The distance between outputs.
  let step: Int

  /// Vectors of a row.
  var rowLength: Int { (pixels - 1) * stride + max(0, columns - 1) * dilation + 1 }

  private func input(_ row: Int, _ column: Int, _ lane: Int) -> Int {
    (row * 31 + column * 7 + lane * 3) % 13 - 6
  }

  private func weight(_ row: Int, _ column: Int, _ lane: Int) -> Int {
    (row * 5 + column * 11 + lane * 7) % 9 - 4
  }

  private func expected(_ pixel: Int, _ lane: Int) -> Int {
    var sum = lane - 3
    for row in 0..<rows {
      for column in 0..<columns {
        sum +=
          weight(row, column, lane) * input(row, pixel * stride + column * dilation, lane)
      }
    }
    return min(max(sum, Self.lower), Self.upper)
  }

  func expectSums<Scalar: DepthwiseScalar>(_ table: UnsafePointer<ck_table>, _: Scalar.Type) {
    let lanes = Int(table.pointee.vector_size) / MemoryLayout<Scalar>.size
    func aligned(_ count: Int) -> UnsafeMutableBufferPointer<Scalar> {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(1, count) * MemoryLayout<Scalar>.size, alignment: 64)
      let memory = bytes.bindMemory(to: Scalar.self)
      memory.initialize(repeating: .nan)
      return memory
    }
    // A row more than is read stays NaN; so do the vectors after the last pixel, and those between.
    let source = aligned((rows + 1) * rowLength * lanes)
    let weights = aligned(rows * columns * lanes)
    let bias = aligned(lanes)
    let output = aligned((pixels * step + 1) * lanes)
    defer { for memory in [source, weights, bias, output] { memory.deallocate() } }
    for lane in 0..<lanes {
      bias[lane] = Scalar(lane - 3)
      for row in 0..<rows {
        for column in 0..<columns {
          weights[(row * columns + column) * lanes + lane] = Scalar(weight(row, column, lane))
          for pixel in 0..<pixels {
            let place = pixel * stride + column * dilation
            source[(row * rowLength + place) * lanes + lane] = Scalar(input(row, place, lane))
          }
        }
      }
    }
    guard let first = source.baseAddress, let firstWeight = weights.baseAddress,
      let firstBias = bias.baseAddress, let target = output.baseAddress
    else { return }
    Scalar.call(
      table, self, lanes: lanes, input: first, weight: firstWeight, bias: firstBias,
      output: target)
    for pixel in 0..<pixels {
      for lane in 0..<lanes {
        #expect(
          output[pixel * step * lanes + lane] == Scalar(expected(pixel, lane)),
          "\(self), pixel \(pixel), lane \(lane), \(lanes) lanes")
      }
    }
    for vector in 0...pixels * step where vector == pixels * step || vector % step > 0 {
      for lane in 0..<lanes { #expect(output[vector * lanes + lane].isNaN) }
    }
  }
}

extension Float: DepthwiseScalar {
  fileprivate static func call(
    _ table: UnsafePointer<ck_table>, _ call: DepthwiseCall, lanes: Int,
    input: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    var arguments = ck_depthwise_f32(
      input: input, row_stride: call.rowLength * lanes, column_stride: call.dilation * lanes,
      pixel_stride: call.stride * lanes, rows: call.rows, columns: call.columns, weight: weight,
      bias: bias, lower: Float(DepthwiseCall.lower), upper: Float(DepthwiseCall.upper),
      output: output, output_stride: call.step * lanes)
    ck_depthwise_f32_call(table, call.pixels, &arguments)
  }
}

extension Double: DepthwiseScalar {
  fileprivate static func call(
    _ table: UnsafePointer<ck_table>, _ call: DepthwiseCall, lanes: Int,
    input: UnsafePointer<Double>, weight: UnsafePointer<Double>, bias: UnsafePointer<Double>,
    output: UnsafeMutablePointer<Double>
  ) {
    var arguments = ck_depthwise_f64(
      input: input, row_stride: call.rowLength * lanes, column_stride: call.dilation * lanes,
      pixel_stride: call.stride * lanes, rows: call.rows, columns: call.columns, weight: weight,
      bias: bias, lower: Double(DepthwiseCall.lower), upper: Double(DepthwiseCall.upper),
      output: output, output_stride: call.step * lanes)
    ck_depthwise_f64_call(table, call.pixels, &arguments)
  }
}
