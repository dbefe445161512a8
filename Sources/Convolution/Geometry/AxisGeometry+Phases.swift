// AxisGeometry+Phases.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension AxisGeometry {
  /// The input elements of one remainder by the stride, and the elements of the kernel that they
  /// meet.
  ///
  /// A kernel that moves by the stride meets an input element only with every so many of its own
  /// elements, the same for all input elements that are whole strides apart. For those the gradient
  /// is a correlation of the output's gradient with these elements, in reverse, with stride 1: no
  /// zeros are put in between.
  struct Phase: Hashable {
    /// The first input element, how many there are, and that they are a stride apart.
    let first: Int
    let count: Int
    let step: Int
    /// The elements of the kernel, in the order of the correlation.
    let taps: [Int]
    /// What the correlation pads the output's gradient by, negative where it leaves out a part of it, and
    /// the dilation of its kernel.
    let before: Int
    let after: Int
    let dilation: Int

    /// Whether the correlation reads all of the output's gradient.
    var isWhole: Bool { before >= 0 && after >= 0 }
  }

  /// The phases that have input elements, from the first of these on.
  var phases: [Phase] {
    var phases: [Phase] = []
    for remainder in 0..<stride {
      // Input element i is met by tap r at position m - (r dilation - remainder) / stride, if that is
      // whole, where m = (i + before - remainder) / stride.
      let distance = (remainder - before) % stride
      let first = distance < 0 ? distance + stride : distance
      guard first < input else { continue }
      let count = (input - first - 1) / stride + 1
      let taps = (0..<kernel).filter { ($0 * dilation - remainder) % stride == 0 }
      let firstPosition = (first + before - remainder) / stride
      guard let nearest = taps.first, let farthest = taps.last else {
        phases.append(
          Phase(
            first: first, count: count, step: stride, taps: [], before: 0, after: 0, dilation: 1))
        continue
      }
      let before = (farthest * dilation - remainder) / stride - firstPosition
      let after =
        firstPosition + count - 1 - (nearest * dilation - remainder) / stride - (output - 1)
      phases.append(
        Phase(
          first: first, count: count, step: stride, taps: taps.reversed(), before: before,
          after: after,
          dilation: taps.count > 1 ? (taps[1] - taps[0]) * dilation / stride : 1))
    }
    return phases.sorted { $0.first < $1.first }
  }
}

extension AxisGeometry {
  /// Whether kernels lie side by side and cover the input: each element meets one position of the kernel.
  var isOfPatches: Bool {
    !isPadded && (kernel == 1 || dilation == 1)
      && (output == 1 ? input == kernel : kernel == stride && input == output * stride)
  }

  /// The elements that each tap meets.
  ///
  /// - Precondition: ``isOfPatches``
  var phasesSideBySide: [Phase] {
    (0..<kernel).map {
      Phase(first: $0, count: output, step: kernel, taps: [$0], before: 0, after: 0, dilation: 1)
    }
  }
}

extension ConvolutionGeometry {
  /// The correlation of the output's gradient with the elements of the kernel that input elements of a
  /// phase of rows and one of columns meet: to it the input channels are the outputs.
  func overOutputGradient(
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase, images: Int
  ) throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: [images] + outputShape[1...],
      weightShape: [inputChannels, groupOutputChannels, row.taps.count, column.taps.count],
      padding: .sides(
        top: row.before, left: column.before, bottom: row.after, right: column.after),
      dilation: Size2D(height: row.dilation, width: column.dilation), groups: groups)
  }
}
