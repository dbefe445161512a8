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
    self.columns = columns.sorted { $0.first < $1.first }
  }

  /// Writes the gradient, every element of it.
  func run(
    outputGradient: Tensor<Scalar>, into inputGradient: inout Tensor<Scalar>, accuracy: Accuracy,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    var options = options
    options.algorithm = .automatic
    if rows[0].step == 1, columns[0].step == 1 {
      return try plan(rows[0], columns[0], accuracy, options)
        .run(outputGradient, into: &inputGradient)
    }
    for row in rows {
      var parts: [Tensor<Scalar>?] = []
      for column in columns {
        let isMet = !row.taps.isEmpty && !column.taps.isEmpty
        parts.append(isMet ? try plan(row, column, accuracy, options)(outputGradient) : nil)
      }
      unsafe interleave(parts, row, into: inputGradient.storage.baseAddress, options)
    }
  }

  private func plan(
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase, _ accuracy: Accuracy,
    _ options: ConvolutionOptions
  ) throws(ConvolutionError) -> ConvolutionPlan<Scalar> {
    try ConvolutionPlan(
      phaseGeometry(row, column), weight: turned(row, column, options), accuracy: accuracy,
      options: options)
  }

  private static func isFinite(_ weight: Tensor<Scalar>) -> Bool {
    // Without a branch, so that it is done with vectors.
    var isFinite = true
    for index in 0..<weight.count {
      // NaN and infinity times zero are NaN.
      isFinite = unsafe (weight.storage.baseAddress[index] * 0 == 0) && isFinite
    }
    return isFinite
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
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase, _ options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let (inputs, outputs) = (geometry.groupInputChannels, geometry.groupOutputChannels)
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    let turned = try Tensor<Scalar>(
      uninitializedShape: [geometry.inputChannels, outputs, row.taps.count, column.taps.count])
    let taps = row.taps.flatMap { tapRow in column.taps.map { tapRow * width + $0 } }
    // By squares of channels, whose kernels stay near.
    let side = 16
    let bands = (inputs + side - 1) / side
    let workers = try options.workers(for: geometry.multiplyAdds)
    ParallelLoop.run(count: geometry.groups * bands, workers: workers) { _, index in
      let (group, band) = index.quotientAndRemainder(dividingBy: bands)
      let target = unsafe turned.storage.baseAddress + group * inputs * outputs * taps.count
      let source = unsafe weight.storage.baseAddress + group * inputs * outputs * height * width
      unsafe taps.withUnsafeBufferPointer { taps in
        for firstOutput in stride(from: 0, to: outputs, by: side) {
          for input in band * side..<min((band + 1) * side, inputs) {
            for output in firstOutput..<min(firstOutput + side, outputs) {
              let place = unsafe target + (input * outputs + output) * taps.count
              let kernel = unsafe source + (output * inputs + input) * height * width
              for index in 0..<taps.count { unsafe place[index] = kernel[taps[index]] }
            }
          }
        }
      }
    }
    return turned
  }

  /// Writes the parts of a row phase, one for every column phase, to their places; zeros, where no
  /// tap meets them.
  private func interleave(
    _ parts: [Tensor<Scalar>?], _ row: AxisGeometry.Phase,
    into gradient: UnsafeMutablePointer<Scalar>, _ options: ConvolutionOptions
  ) {
    let planes = geometry.batch * geometry.inputChannels
    let elements = Double(planes * row.count * geometry.width.input)
    let workers = (try? options.workers(for: elements)) ?? 1
    ParallelLoop.run(count: planes, workers: workers) { _, plane in
      for index in 0..<row.count {
        let line =
          unsafe gradient + plane * geometry.inputPixels
          + (row.first + index * row.step) * geometry.width.input
        unsafe interleave(parts, line: plane * row.count + index, into: line)
      }
    }
  }

  /// Writes line `line` of every part to its places in `target`.
  private func interleave(
    _ parts: [Tensor<Scalar>?], line: Int, into target: UnsafeMutablePointer<Scalar>
  ) {
    func start(_ index: Int) -> UnsafeMutablePointer<Scalar>? {
      unsafe parts[index].map { unsafe $0.storage.baseAddress + line * columns[index].count }
    }
    var merged = 0
    if columns.count == 2, columns[0].step == 2, let even = unsafe start(0),
      let odd = unsafe start(1)
    {
      merged = min(columns[0].count, columns[1].count)
      unsafe Interleaving.merge(even, odd, into: target, count: merged)
    }
    for (index, column) in columns.enumerated() {
      let elements = unsafe start(index)
      let places = unsafe target + column.first
      for element in merged..<max(merged, column.count) {
        unsafe places[element * column.step] = elements?[element] ?? 0
      }
    }
  }
}
