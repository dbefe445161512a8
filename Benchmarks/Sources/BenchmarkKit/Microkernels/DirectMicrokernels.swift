// DirectMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A tile of a layer with a 3x3 kernel and 16 input channels.
struct DirectMicrokernelProblem {
  enum Arrangement {
    case channels(vectors: Int, pixels: Int)
    case narrow(vectors: Int, width: Int, rows: Int)
    case wide(vectors: Int, channels: Int)
  }

  static let channels = 16
  static let kernelSize = 3

  let arrangement: Arrangement
  let stride: ck_stride
  let lanes: Int

  var pixelStride: Int {
    switch stride {
    case CK_STRIDE_2: 2
    case CK_STRIDE_ANY: 3
    default: 1
    }
  }
  var pixels: Int {
    switch arrangement {
    case .channels(_, let pixels): pixels
    case .narrow(_, let width, let rows): width * rows
    case .wide(let vectors, _): vectors * lanes
    }
  }
  var outputChannels: Int {
    switch arrangement {
    case .channels(let vectors, _), .narrow(let vectors, _, _): vectors * lanes
    case .wide(_, let channels): channels
    }
  }
  private var rows: Int { if case .narrow(_, _, let rows) = arrangement { rows } else { 1 } }
  var pitch: Int { (pixels / rows - 1) * pixelStride + Self.kernelSize }
  var channelStride: Int { pitch * ((rows - 1) * pixelStride + Self.kernelSize) }
  var taps: Int { Self.kernelSize * Self.kernelSize }
  /// Those at the edges leave out two of a kernel row, for every row of pixels.
  private var products: Int {
    taps * pixels - (stride == CK_STRIDE_1_EDGES ? 2 * Self.kernelSize * rows : 0)
  }
  var operations: Int { 2 * Self.channels * products * outputChannels }

  func microkernel<Scalar: DirectMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let input = AlignedBuffer<Scalar>(count: Self.channels * channelStride)
    let weight = AlignedBuffer<Scalar>(count: Self.channels * taps * outputChannels)
    let bias = AlignedBuffer<Scalar>(count: outputChannels)
    let output = AlignedBuffer<Scalar>(count: pixels * outputChannels)
    let offsets = (0..<taps).map { $0 / Self.kernelSize * pitch + $0 % Self.kernelSize }
    return Microkernel(amount: .operations(operations)) { repetitions in
      unsafe offsets.withUnsafeBufferPointer { offsets in
        guard let offsets = offsets.baseAddress else { return }
        unsafe Scalar.call(
          table, self, input: input.start, tapOffsets: offsets, weight: weight.start,
          bias: bias.start, output: output.start, repetitions: repetitions)
      }
    }
  }

  /// All direct microkernels of a table.
  static func all<Scalar: MicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    let most = unsafe table.pointee.direct_pixels
    let strides: [(entry: ck_stride, name: String)] = [
      (CK_STRIDE_1, "stride 1"), (CK_STRIDE_2, "stride 2"), (CK_STRIDE_1_EDGES, "edges"),
      (CK_STRIDE_ANY, "any stride"), (CK_STRIDE_1_ADDING, "adding"),
    ]
    var all: [MicrokernelSeries] = []
    func add(
      _ name: String, _ unit: String, _ stride: ck_stride, _ sizes: ClosedRange<Int>,
      _ arrangement: (Int) -> Arrangement
    ) {
      all.append(
        MicrokernelSeries(
          name: name, unit: unit,
          entries: sizes.map { size in
            let problem = Self(arrangement: arrangement(size), stride: stride, lanes: lanes)
            return (size, unsafe problem.microkernel(table, Scalar.self))
          }))
    }
    for vectors in 1...Int(CK_DIRECT_MAX_VECTORS) {
      let width = "\(vectors) \(vectors == 1 ? "vector" : "vectors")"
      for stride in strides {
        add("direct, \(width) of channels, \(stride.name)", "pixels", stride.entry, 1...most) {
          .channels(vectors: vectors, pixels: $0)
        }
      }
      for stride in strides.prefix(Int(CK_STRIDE_NARROW_COUNT.rawValue)) {
        add("narrow, \(width) of channels, \(stride.name)", "columns", stride.entry, 1...most / 2) {
          .narrow(vectors: vectors, width: $0, rows: unsafe ck_direct_narrow_rows(table, $0))
        }
      }
      add("wide, \(width) of pixels", "channels", CK_STRIDE_1, 1...most) {
        .wide(vectors: vectors, channels: $0)
      }
    }
    return all
  }
}

/// A scalar that direct microkernels compute in.
protocol DirectMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DirectMicrokernelProblem,
    input: UnsafePointer<Self>, tapOffsets: UnsafePointer<Int>, weight: UnsafePointer<Self>,
    bias: UnsafePointer<Self>, output: UnsafeMutablePointer<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DirectMicrokernelProblem,
    input: UnsafePointer<Float>, tapOffsets: UnsafePointer<Int>, weight: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, repetitions: Int
  ) {
    var arguments = unsafe ck_direct_f32(
      input: input, channel_stride: problem.channelStride, tap_offsets: tapOffsets,
      taps: problem.taps, packed_taps: problem.taps, leaves_first: true, leaves_last: true,
      channels: DirectMicrokernelProblem.channels,
      pixel_stride: problem.pixelStride, row_stride: problem.pitch * problem.pixelStride,
      weight: weight, bias: bias, lower: -.infinity, upper: .infinity, output: output,
      output_channel_stride: problem.pixels, output_channels: problem.outputChannels,
      may_overrun: false, pixels: problem.pixels, asked: input,
      asked_stride: 0, resumed: nil, paused: nil)
    for _ in 0..<repetitions {
      switch problem.arrangement {
      case .channels(let vectors, let pixels):
        unsafe ck_direct_f32_call(table, vectors, problem.stride, pixels, &arguments)
      case .narrow(let vectors, let width, _):
        unsafe ck_direct_narrow_f32_call(table, vectors, problem.stride, width, &arguments)
      case .wide(let vectors, let channels):
        unsafe ck_direct_wide_f32_call(table, vectors, channels, &arguments)
      }
    }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DirectMicrokernelProblem,
    input: UnsafePointer<Double>, tapOffsets: UnsafePointer<Int>, weight: UnsafePointer<Double>,
    bias: UnsafePointer<Double>, output: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    var arguments = unsafe ck_direct_f64(
      input: input, channel_stride: problem.channelStride, tap_offsets: tapOffsets,
      taps: problem.taps, packed_taps: problem.taps, leaves_first: true, leaves_last: true,
      channels: DirectMicrokernelProblem.channels,
      pixel_stride: problem.pixelStride, row_stride: problem.pitch * problem.pixelStride,
      weight: weight, bias: bias, lower: -.infinity, upper: .infinity, output: output,
      output_channel_stride: problem.pixels, output_channels: problem.outputChannels,
      may_overrun: false, pixels: problem.pixels, asked: input,
      asked_stride: 0, resumed: nil, paused: nil)
    for _ in 0..<repetitions {
      switch problem.arrangement {
      case .channels(let vectors, let pixels):
        unsafe ck_direct_f64_call(table, vectors, problem.stride, pixels, &arguments)
      case .narrow(let vectors, let width, _):
        unsafe ck_direct_narrow_f64_call(table, vectors, problem.stride, width, &arguments)
      case .wide(let vectors, let channels):
        unsafe ck_direct_wide_f64_call(table, vectors, channels, &arguments)
      }
    }
  }
}
