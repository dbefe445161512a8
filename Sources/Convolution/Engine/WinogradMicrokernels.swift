// WinogradMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The microkernels of Winograd's algorithm for tiles of one size.
///
/// The header of `CConvolutionKernels` says what each computes. A call works for microseconds at
/// least, and so gets all its arguments anew.
@safe struct WinogradMicrokernels<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  private let size: WinogradTile

  init(_ kernels: KernelTable, _ size: WinogradTile) {
    unsafe table = kernels.table
    self.size = size
  }

  private var tile: ck_winograd_tile {
    switch size {
    case .two: CK_WINOGRAD_2
    case .four: CK_WINOGRAD_4
    }
  }

  /// Transforms the weights `[channel][tap][lane]` of one block of output channels, in `Double`,
  /// to `[channel][lane]` for every frequency.
  @inline(__always)
  func transformWeight(
    _ weight: UnsafePointer<Scalar>, channels: Int, into target: UnsafeMutablePointer<Scalar>,
    frequencyStride: Int
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_winograd_weight_f32(
        weight: cast(weight), channels: channels, target: cast(target),
        frequency_stride: frequencyStride)
      unsafe ck_winograd_weight_f32_call(table, tile, &arguments)
    } else {
      var arguments = unsafe ck_winograd_weight_f64(
        weight: cast(weight), channels: channels, target: cast(target),
        frequency_stride: frequencyStride)
      unsafe ck_winograd_weight_f64_call(table, tile, &arguments)
    }
  }

  /// Transformed inputs, as the product reads them.
  @unsafe struct Panels {
    var start: UnsafeMutablePointer<Scalar>
    /// The tiles of a panel.
    var tiles: Int
    var stride: Int
    var frequencyStride: Int
  }

  /// Transforms the inputs of a row of tiles for `channels` channels, at most the lanes of a
  /// vector; `panels` starts at the first of them.
  @inline(__always)
  func transformInput(
    _ input: UnsafePointer<Scalar>, channelStride: Int, rowStride: Int, channels: Int, tiles: Int,
    firstTile: Int, into panels: Panels
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_winograd_input_f32(
        input: cast(input), channel_stride: channelStride, row_stride: rowStride,
        channels: channels, tiles: tiles, first_tile: firstTile, panel_tiles: panels.tiles,
        panels: cast(panels.start), panel_stride: panels.stride,
        frequency_stride: panels.frequencyStride)
      unsafe ck_winograd_input_f32_call(table, tile, &arguments)
    } else {
      var arguments = unsafe ck_winograd_input_f64(
        input: cast(input), channel_stride: channelStride, row_stride: rowStride,
        channels: channels, tiles: tiles, first_tile: firstTile, panel_tiles: panels.tiles,
        panels: cast(panels.start), panel_stride: panels.stride,
        frequency_stride: panels.frequencyStride)
      unsafe ck_winograd_input_f64_call(table, tile, &arguments)
    }
  }

  /// Sums the products of `tiles` tiles for one block of output channels, every frequency.
  @inline(__always)
  func multiply(
    _ panels: Panels, tiles: Int, channels: Int, weight: UnsafePointer<Scalar>,
    into products: UnsafeMutablePointer<Scalar>
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_winograd_product_f32(
        panels: cast(panels.start), panel_tiles: panels.tiles, panel_stride: panels.stride,
        frequency_stride: panels.frequencyStride, frequencies: size.frequencies, tiles: tiles,
        channels: channels, weight: cast(weight), products: cast(products))
      unsafe table.pointee.winograd_product_f32(&arguments)
    } else {
      var arguments = unsafe ck_winograd_product_f64(
        panels: cast(panels.start), panel_tiles: panels.tiles, panel_stride: panels.stride,
        frequency_stride: panels.frequencyStride, frequencies: size.frequencies, tiles: tiles,
        channels: channels, weight: cast(weight), products: cast(products))
      unsafe table.pointee.winograd_product_f64(&arguments)
    }
  }

  /// The part of the output that a row of tiles makes, for one block of output channels.
  @unsafe struct Target {
    var start: UnsafeMutablePointer<Scalar>
    var rowStride: Int
    var channelStride: Int
    var rows: Int
    var columns: Int
    var channels: Int
  }

  /// Transforms the products of a row of tiles into outputs.
  @inline(__always)
  func transformOutput(
    _ products: UnsafePointer<Scalar>, tiles: Int, bias: UnsafePointer<Scalar>,
    range: ClosedRange<Scalar>, into target: Target
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_winograd_output_f32(
        products: cast(products), tiles: tiles, bias: cast(bias),
        lower: Float(range.lowerBound), upper: Float(range.upperBound),
        output: cast(target.start), row_stride: target.rowStride,
        channel_stride: target.channelStride, rows: target.rows, columns: target.columns,
        output_channels: target.channels)
      unsafe ck_winograd_output_f32_call(table, tile, &arguments)
    } else {
      var arguments = unsafe ck_winograd_output_f64(
        products: cast(products), tiles: tiles, bias: cast(bias),
        lower: Double(range.lowerBound), upper: Double(range.upperBound),
        output: cast(target.start), row_stride: target.rowStride,
        channel_stride: target.channelStride, rows: target.rows, columns: target.columns,
        output_channels: target.channels)
      unsafe ck_winograd_output_f64_call(table, tile, &arguments)
    }
  }
}
