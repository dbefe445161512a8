// InputGradientPhases.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the input as convolutions of the output's gradient, one for every
/// phase of the stride, each by the algorithm that is fastest for it.
///
/// With stride 1 there is one phase: the correlation with the kernel turned by 180 degrees, input and
/// output channels exchanged.
struct InputGradientPhases<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  private let weight: Tensor<Scalar>
  private let rows: [AxisGeometry.Phase]
  private let columns: [AxisGeometry.Phase]

  /// A stride beyond this has many phases, of a tap each.
  private static var largestStride: Int { 4 }

  /// The phases of a geometry; nil where the gradient cannot be had from them: with a border that
  /// repeats input elements, padding wider than the kernel, or a large stride; and with weights that
  /// are not finite, which the zeros around the output's gradient would make NaN of.
  init?(_ geometry: ConvolutionGeometry, weight: Tensor<Scalar>) {
    guard geometry.border.constantValue != nil,
      max(geometry.height.stride, geometry.width.stride) <= Self.largestStride,
      let rows = geometry.height.phases, let columns = geometry.width.phases,
      Self.isFinite(weight)
    else { return nil }
    self.geometry = geometry
    self.weight = weight
    self.rows = rows
    self.columns = columns
  }

  /// Writes the gradient, every element of it.
  func run(
    outputGradient: Tensor<Scalar>, into inputGradient: inout Tensor<Scalar>, accuracy: Accuracy,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    var options = options
    options.algorithm = .automatic
    for row in rows {
      for column in columns {
        guard !row.taps.isEmpty, !column.taps.isEmpty else {
          unsafe interleave(nil, row, column, into: inputGradient.storage.baseAddress, options)
          continue
        }
        let plan = try ConvolutionPlan(
          phaseGeometry(row, column), weight: turned(row, column), accuracy: accuracy,
          options: options)
        if row.step == 1, column.step == 1 {
          try plan.run(outputGradient, into: &inputGradient)
        } else {
          let part = try plan(outputGradient)
          unsafe interleave(
            part.storage.baseAddress, row, column, into: inputGradient.storage.baseAddress, options)
        }
      }
    }
  }

  private static func isFinite(_ weight: Tensor<Scalar>) -> Bool {
    // NaN and infinity times zero are NaN, and so is any sum with one.
    var sum: Scalar = 0
    for index in 0..<weight.count { unsafe sum += weight.storage.baseAddress[index] * 0 }
    return sum == 0
  }

  private func phaseGeometry(
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase
  ) throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: geometry.outputShape,
      weightShape: [
        geometry.inputChannels, geometry.groupOutputChannels, row.taps.count, column.taps.count,
      ],
      padding: .sides(
        top: row.before, left: column.before, bottom: row.after, right: column.after),
      dilation: Size2D(height: row.dilation, width: column.dilation), groups: geometry.groups)
  }

  /// The weight of a phase: `[inputChannels, outputChannels / groups, rows, columns]`.
  private func turned(
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let (inputs, outputs) = (geometry.groupInputChannels, geometry.groupOutputChannels)
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    let turned = try Tensor<Scalar>(
      uninitializedShape: [geometry.inputChannels, outputs, row.taps.count, column.taps.count])
    var target = unsafe turned.storage.baseAddress
    for group in 0..<geometry.groups {
      for input in 0..<inputs {
        for output in 0..<outputs {
          let kernel =
            unsafe weight.storage.baseAddress
            + ((group * outputs + output) * inputs + input) * height * width
          for tapRow in row.taps {
            for tapColumn in column.taps {
              unsafe target.pointee = kernel[tapRow * width + tapColumn]
              unsafe target += 1
            }
          }
        }
      }
    }
    return turned
  }

  /// Writes the elements of a phase to their places; zeros, where no tap meets them.
  private func interleave(
    _ part: UnsafeMutablePointer<Scalar>?, _ row: AxisGeometry.Phase,
    _ column: AxisGeometry.Phase, into gradient: UnsafeMutablePointer<Scalar>,
    _ options: ConvolutionOptions
  ) {
    let planes = geometry.batch * geometry.inputChannels
    let elements = Double(planes * row.count * column.count)
    let workers = (try? options.workers(for: elements)) ?? 1
    unsafe ParallelLoop.run(
      count: planes, workers: workers,
      (geometry, part, row, column, gradient)
    ) { captures, _, plane in
      let (geometry, part, row, column, gradient) = unsafe captures
      var source = unsafe part.map { unsafe $0 + plane * row.count * column.count }
      var line =
        unsafe gradient + plane * geometry.inputPixels + row.first * geometry.width.input
        + column.first
      for _ in 0..<row.count {
        if let elements = unsafe source {
          for index in 0..<column.count { unsafe line[index * column.step] = elements[index] }
          unsafe source = elements + column.count
        } else {
          for index in 0..<column.count { unsafe line[index * column.step] = 0 }
        }
        unsafe line += row.step * geometry.width.input
      }
    }
  }
}
