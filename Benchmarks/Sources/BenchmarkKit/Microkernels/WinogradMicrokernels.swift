// WinogradMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A step of Winograd's algorithm.
struct WinogradMicrokernelProblem {
  enum Step {
    /// The weights of one block of output channels.
    case weight(ck_winograd_tile)
    /// A row of tiles, for one vector of channels.
    case input(ck_winograd_tile)
    /// Sums for one block of output channels.
    case product(tiles: Int)
    /// A row of tiles, for one block of output channels.
    case output(ck_winograd_tile)
  }

  static let tiles = 8
  static let channels = 64

  let step: Step
  let lanes: Int

  var block: Int { Int(CK_DIRECT_MAX_VECTORS) * lanes }
  static func side(_ tile: ck_winograd_tile) -> Int { tile == CK_WINOGRAD_2 ? 2 : 4 }
  static func frequencies(_ tile: ck_winograd_tile) -> Int { (side(tile) + 2) * (side(tile) + 2) }

  /// Of a row of inputs, with what is read behind the last tile.
  func pitch(_ tile: ck_winograd_tile) -> Int { Self.tiles * Self.side(tile) + max(lanes, 4) }

  /// The elements that are read and written.
  private var counts: (source: Int, weight: Int, target: Int) {
    switch step {
    case .weight(let tile):
      (9 * Self.channels * block, 0, Self.frequencies(tile) * Self.channels * block)
    case .input(let tile):
      (
        lanes * (Self.side(tile) + 2) * pitch(tile), 0,
        Self.frequencies(tile) * Self.tiles * lanes
      )
    case .product(let tiles): (tiles * Self.channels, Self.channels * block, tiles * block)
    case .output(let tile):
      (
        Self.tiles * Self.frequencies(tile) * block, block,
        block * Self.tiles * Self.side(tile) * Self.side(tile)
      )
    }
  }

  func microkernel<Scalar: WinogradMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let counts = counts
    let source = AlignedBuffer<Scalar>(count: counts.source)
    let weight = AlignedBuffer<Scalar>(count: counts.weight)
    let target = AlignedBuffer<Scalar>(count: counts.target)
    let amount: Microkernel.Amount =
      if case .product(let tiles) = step {
        .operations(2 * tiles * Self.channels * block)
      } else {
        .bytes((counts.source + counts.target) * MemoryLayout<Scalar>.size)
      }
    return Microkernel(amount: amount) { repetitions in
      unsafe Scalar.call(
        table, self, from: source.start, weight: weight.start, to: target.start,
        repetitions: repetitions)
    }
  }

  /// All of Winograd's microkernels of a table.
  static func all<Scalar: WinogradMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    let most = unsafe table.pointee.direct_pixels
    func series(_ name: String, _ unit: String, _ steps: [(Int, Step)]) -> MicrokernelSeries {
      MicrokernelSeries(
        name: name, unit: unit,
        entries: steps.map { size, step in
          (size, unsafe Self(step: step, lanes: lanes).microkernel(table, Scalar.self))
        })
    }
    let sides = [CK_WINOGRAD_2, CK_WINOGRAD_4]
    return [
      series("winograd, weight", "pixels a side", sides.map { (side($0), .weight($0)) }),
      series("winograd, input", "pixels a side", sides.map { (side($0), .input($0)) }),
      series("winograd, product", "tiles", (1...most).map { ($0, .product(tiles: $0)) }),
      series("winograd, output", "pixels a side", sides.map { (side($0), .output($0)) }),
    ]
  }
}

/// A scalar that Winograd's microkernels compute in.
protocol WinogradMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: WinogradMicrokernelProblem,
    from source: UnsafePointer<Self>, weight: UnsafePointer<Self>,
    to target: UnsafeMutablePointer<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: WinogradMicrokernelProblem,
    from source: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    to target: UnsafeMutablePointer<Float>, repetitions: Int
  ) {
    typealias Problem = WinogradMicrokernelProblem
    switch problem.step {
    case .weight(let tile):
      var arguments = unsafe ck_winograd_weight_f32(
        weight: source, channels: Problem.channels, target: target,
        frequency_stride: Problem.channels * problem.block)
      for _ in 0..<repetitions { unsafe ck_winograd_weight_f32_call(table, tile, &arguments) }
    case .input(let tile):
      let (pitch, panel) = (problem.pitch(tile), Problem.tiles * problem.lanes)
      var arguments = unsafe ck_winograd_input_f32(
        input: source, channel_stride: (Problem.side(tile) + 2) * pitch, row_stride: pitch,
        channels: problem.lanes, tiles: Problem.tiles, first_tile: 0, panel_tiles: Problem.tiles,
        panels: target, panel_stride: panel, frequency_stride: panel)
      for _ in 0..<repetitions { unsafe ck_winograd_input_f32_call(table, tile, &arguments) }
    case .product(let tiles):
      var arguments = unsafe ck_winograd_product_f32(
        panels: source, panel_tiles: tiles, panel_stride: tiles * Problem.channels,
        frequency_stride: tiles * Problem.channels, frequencies: 1, tiles: tiles,
        channels: Problem.channels, weight: weight, products: target)
      for _ in 0..<repetitions { unsafe table.pointee.winograd_product_f32(&arguments) }
    case .output(let tile):
      let side = Problem.side(tile)
      var arguments = unsafe ck_winograd_output_f32(
        products: source, tiles: Problem.tiles, bias: weight, lower: -.infinity, upper: .infinity,
        output: target, row_stride: Problem.tiles * side,
        channel_stride: Problem.tiles * side * side, rows: side, columns: Problem.tiles * side,
        output_channels: problem.block)
      for _ in 0..<repetitions { unsafe ck_winograd_output_f32_call(table, tile, &arguments) }
    }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: WinogradMicrokernelProblem,
    from source: UnsafePointer<Double>, weight: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    typealias Problem = WinogradMicrokernelProblem
    switch problem.step {
    case .weight(let tile):
      var arguments = unsafe ck_winograd_weight_f64(
        weight: source, channels: Problem.channels, target: target,
        frequency_stride: Problem.channels * problem.block)
      for _ in 0..<repetitions { unsafe ck_winograd_weight_f64_call(table, tile, &arguments) }
    case .input(let tile):
      let (pitch, panel) = (problem.pitch(tile), Problem.tiles * problem.lanes)
      var arguments = unsafe ck_winograd_input_f64(
        input: source, channel_stride: (Problem.side(tile) + 2) * pitch, row_stride: pitch,
        channels: problem.lanes, tiles: Problem.tiles, first_tile: 0, panel_tiles: Problem.tiles,
        panels: target, panel_stride: panel, frequency_stride: panel)
      for _ in 0..<repetitions { unsafe ck_winograd_input_f64_call(table, tile, &arguments) }
    case .product(let tiles):
      var arguments = unsafe ck_winograd_product_f64(
        panels: source, panel_tiles: tiles, panel_stride: tiles * Problem.channels,
        frequency_stride: tiles * Problem.channels, frequencies: 1, tiles: tiles,
        channels: Problem.channels, weight: weight, products: target)
      for _ in 0..<repetitions { unsafe table.pointee.winograd_product_f64(&arguments) }
    case .output(let tile):
      let side = Problem.side(tile)
      var arguments = unsafe ck_winograd_output_f64(
        products: source, tiles: Problem.tiles, bias: weight, lower: -.infinity, upper: .infinity,
        output: target, row_stride: Problem.tiles * side,
        channel_stride: Problem.tiles * side * side, rows: side, columns: Problem.tiles * side,
        output_channels: problem.block)
      for _ in 0..<repetitions { unsafe ck_winograd_output_f64_call(table, tile, &arguments) }
    }
  }
}
