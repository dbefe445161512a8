// PictureFilter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// What is to be done to a picture, whatever its size.
struct PictureFilter {
  /// `[kernels, height, width]`, as they are slid over the picture. Of more than one the magnitude is
  /// taken: the root of the sum of the squares.
  let kernels: Tensor<Float>
  var bias: Float = 0
  var padding = Padding.same
  var border = Border.reflect
  /// Whether the picture is made gray first.
  var isLuminance = false
  var isAbsolute = false
  /// What the values are multiplied by and what is added to it, in the end.
  var range = (scale: Float(1), offset: Float(0))
  var threads: Int?

  /// Rows above and below the picture that continue it from the other side are not there when the
  /// first rows are.
  private var needsWholePicture: Bool { border == .circular && kernels.shape[1] > 1 }

  private func options() -> ConvolutionOptions {
    // Small kernels are quicker than the files are read and written, on threads of their own.
    let isSmall = kernels.count <= 256
    return ConvolutionOptions(
      threads: threads ?? (isSmall ? max(1, Machine.processorCount - 2) : nil))
  }

  private var isMagnitude: Bool { kernels.shape[0] > 1 }

  /// Reads a picture, filters it and hands it on.
  func run(
    _ reader: PictureReader, to sink: any RowSink, pixelBudget: Int,
    rowsDone: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws {
    let layout = reader.layout
    guard needsWholePicture else {
      let stage = FilteringStage(
        self, layout,
        try RowFilter(
          width: layout.width, height: layout.height, channels: channels(layout), kernel: kernels,
          bias: isMagnitude ? 0 : bias, padding: padding, border: border, options: options()))
      return try RowPipeline.run(reader, stage, sink, rowsDone: rowsDone)
    }
    let (pixels, overflow) = layout.width.multipliedReportingOverflow(by: layout.height)
    guard !overflow, pixels <= pixelBudget else {
      throw PictureError.tooManyPixels(
        path: reader.path, width: layout.width, height: layout.height, budget: pixelBudget)
    }
    let stage = try HoldingStage(self, layout)
    try RowPipeline.run(reader, stage, sink, rowsDone: rowsDone)
  }

  /// The channels of the picture that comes out of one.
  func channels(_ layout: PictureLayout) -> Int { isLuminance ? 1 : layout.channels }

  // MARK: - Whole pictures

  /// The outputs of all channels, `[channels x kernels, height, width]`.
  func filtered(_ samples: Tensor<Float>) throws -> Tensor<Float> {
    let (channels, count) = (samples.shape[0], kernels.shape[0])
    let single = try kernels.reshaped(to: [count, 1] + kernels.shape.dropFirst())
    var weight = try Tensor<Float>.zeros([channels * count] + single.shape.dropFirst())
    for channel in 0..<channels {
      weight[channel * count..<(channel + 1) * count, 0..., 0..., 0...] = single
    }
    let output = try conv2D(
      samples.reshaped(to: [1] + samples.shape), weight: weight,
      bias: try Tensor(shape: [channels * count], repeating: isMagnitude ? 0 : bias),
      padding: padding, groups: channels, border: border, options: options())
    return try output.reshaped(to: Array(output.shape.dropFirst()))
  }

  // MARK: - Values

  /// What becomes of rows of the outputs, `[channels x kernels, any number, width]`: the first rows of
  /// `result`, `[channels, any number, width]`.
  func finish(_ outputs: Tensor<Float>, rows: Range<Int>, into result: inout Tensor<Float>) {
    guard !isPlain else { return result.copyRows(rows, of: outputs) }
    let count = kernels.shape[0]
    let (height, width) = (outputs.shape[1], outputs.shape[2])
    let (channels, capacity) = (result.shape[0], result.shape[1])
    outputs.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for channel in 0..<channels {
          for (index, row) in rows.enumerated() {
            let from = (channel * count * height + row) * width
            let to = (channel * capacity + index) * width
            finish(
              UnsafeBufferPointer(rebasing: source[from...]), step: height * width,
              into: UnsafeMutableBufferPointer(rebasing: target[to..<to + width]))
          }
        }
      }
    }
  }

  /// What becomes of a row of the outputs, that of the next kernel `step` further on. Loops of one
  /// operation each become vector instructions, but for the root.
  private func finish(
    _ outputs: UnsafeBufferPointer<Float>, step: Int, into result: UnsafeMutableBufferPointer<Float>
  ) {
    let (scale, offset) = (range.scale, range.offset + (isMagnitude ? bias * range.scale : 0))
    if isMagnitude {
      for x in result.indices { result[x] = outputs[x] * outputs[x] }
      for kernel in 1..<kernels.shape[0] {
        let others = UnsafeBufferPointer(rebasing: outputs[(kernel * step)...])
        for x in result.indices { result[x] += others[x] * others[x] }
      }
      for x in result.indices { result[x] = result[x].squareRoot() * scale + offset }
    } else if isAbsolute {
      for x in result.indices { result[x] = abs(outputs[x]) * scale + offset }
    } else {
      for x in result.indices { result[x] = outputs[x] * scale + offset }
    }
  }

  /// Whether outputs are results as they are.
  private var isPlain: Bool { !isMagnitude && !isAbsolute && range == (1, 0) }
}
