// InputGradientPhases.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the input as convolutions of the output's gradient, one for every
/// phase of the stride, each by the algorithm that is fastest for it.
///
/// With stride 1 there is one phase: the correlation with the kernel turned by 180 degrees, input and
/// output channels exchanged. Where kernels lie side by side each phase has one tap, and one product of
/// matrices computes them all.
struct InputGradientPhases<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  /// Whether one plan computes all phases.
  private let areSideBySide: Bool
  /// `[row phase][column phase]`, nil where no tap meets the elements; or one for all phases.
  private let plans: [ConvolutionPlan<Scalar>?]
  /// What elements hold that no tap meets: `[image][channel][place in a row]`; empty if there are none.
  private let untouched: Tensor<Scalar>
  /// How parts are put in their places; nil where there is one, of whole planes.
  private let interleaving: PhaseInterleaving<Scalar>?
  /// The images whose parts are computed before they are put in their places.
  private let images: Int
  private let workers: Int

  /// A stride beyond this has many phases, of a tap each.
  private static var largestStride: Int { 4 }

  /// Whether the gradient can be had from phases: but with a border that repeats input elements, where a
  /// phase leaves out a part of the output's gradient, or with a large stride.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.border.constantValue != nil
      && max(geometry.height.stride, geometry.width.stride) <= largestStride
      && (geometry.height.phases + geometry.width.phases).allSatisfy(\.isWhole)
  }

  /// Nil for another geometry, or one without elements, and with weights that are not finite, which the
  /// zeros around the output's gradient would make NaN of.
  ///
  /// - Parameter bias: `[inputChannels]`, what is added to the elements of each channel.
  init?(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    accuracy: Accuracy, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    // Of a depthwise layer they are planes times numbers, not a product of matrices. Even of kernels that
    // cover a plane, which are summed up over zeros then, the phases take half the time.
    let areSideBySide = geometry.isOfPatches && geometry.groupOutputChannels > 1
    guard geometry.batch > 0, geometry.inputPixels > 0,
      areSideBySide || Self.accepts(geometry),
      unsafe Summation.isFinite(weight.storage.baseAddress, count: weight.count)
    else { return nil }
    var options = options
    options.algorithm = .automatic
    let (height, width) = (geometry.height, geometry.width)
    let rows = areSideBySide ? height.phasesSideBySide : height.phases
    let columns = areSideBySide ? width.phasesSideBySide : width.phases
    let isWhole =
      areSideBySide
      ? geometry.outputPixels == 1 || geometry.kernelTaps == 1
      : height.stride == 1 && width.stride == 1
    self.geometry = geometry
    self.areSideBySide = areSideBySide
    workers = try options.workers(for: geometry.multiplyAdds)
    images = isWhole ? geometry.batch : Self.imagesAtOnce(geometry, workers: workers, options)
    interleaving =
      isWhole ? nil : PhaseInterleaving(geometry, rows: rows, columns: columns, options)
    if areSideBySide {
      let points = try geometry.ofPoints(images: images)
      plans = [
        try ConvolutionPlan(
          points.overOutputGradient(
            points.height.phases[0], points.width.phases[0], images: images),
          weight: WeightView(exchanging: weight, points, rows: [0], columns: [0]),
          bias: bias?.repeated(geometry.kernelTaps), accuracy: accuracy, options: options)
      ]
      untouched = try Tensor(shape: [0], repeating: 0)
      return
    }
    var plans: [ConvolutionPlan<Scalar>?] = []
    for row in rows {
      for column in columns {
        if row.taps.isEmpty || column.taps.isEmpty {
          plans.append(nil)
          continue
        }
        let weight = WeightView(
          exchanging: weight, geometry, rows: row.taps, columns: column.taps)
        let correlation = try geometry.overOutputGradient(row, column, images: images)
        plans.append(
          try ConvolutionPlan(
            correlation, weight: weight, bias: bias, accuracy: accuracy, options: options))
      }
    }
    self.plans = plans
    let channels =
      if let bias { bias } else {
        try Tensor<Scalar>(shape: [geometry.inputChannels], repeating: 0)
      }
    let longest = columns.map(\.count).max() ?? 0
    untouched = try channels.repeated(plans.contains { $0 == nil } ? longest : 0, times: images)
  }

  /// The parts of several images take no more than this for each worker: they are still near when they
  /// are put in their places.
  private static var nearBytes: Int { 1 << 20 }

  /// A divisor of the batch.
  private static func imagesAtOnce(
    _ geometry: ConvolutionGeometry, workers: Int, _ options: ConvolutionOptions
  ) -> Int {
    let imageBytes = geometry.inputChannels * geometry.inputPixels * MemoryLayout<Scalar>.size
    let most = min(
      max(1, workers * nearBytes / imageBytes), options.tuning.pieceLimit, geometry.batch)
    return (1...most).last { geometry.batch.isMultiple(of: $0) } ?? 1
  }

  /// Writes the gradient, every element of it.
  ///
  /// - Precondition: Nothing else has the memory that it is written to.
  func run(
    outputGradient: UnsafePointer<Scalar>, inputGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    guard let interleaving else {
      try unsafe plans[0]?.program.run(input: outputGradient, output: inputGradient)
      return
    }
    let parts = try plans.map { plan throws(ConvolutionError) in
      try plan.map { plan throws(ConvolutionError) in
        try Tensor<Scalar>(uninitializedShape: plan.geometry.outputShape)
      }
    }
    defer { withExtendedLifetime(parts) {} }
    let lines = unsafe lines(of: parts, columns: interleaving.columns)
    for first in stride(from: 0, to: geometry.batch, by: images) {
      for (plan, part) in zip(plans, parts) {
        guard let plan, let part else { continue }
        try unsafe plan.program.run(
          input: outputGradient + first * geometry.outputChannels * geometry.outputPixels,
          output: part.storage.baseAddress)
      }
      unsafe interleaving.write(
        lines, planes: images * geometry.inputChannels,
        to: inputGradient + first * geometry.inputChannels * geometry.inputPixels,
        workers: workers)
    }
  }

  /// Where the lines of each phase are.
  private func lines(
    of parts: [Tensor<Scalar>?], columns: [AxisGeometry.Phase]
  ) -> [PhaseInterleaving<Scalar>.Lines] {
    if areSideBySide, let part = parts[0] {
      // One plane after the other of all phases.
      let (taps, pixels) = (geometry.kernelTaps, geometry.outputPixels)
      return unsafe (0..<taps).map {
        unsafe PhaseInterleaving.Lines(
          start: UnsafePointer(part.storage.baseAddress) + $0 * pixels, planeStride: taps * pixels,
          stride: geometry.width.output)
      }
    }
    return unsafe parts.enumerated().map { index, part in
      guard let part else {
        let length = untouched.count / (images * geometry.inputChannels)
        return unsafe PhaseInterleaving.Lines(
          start: UnsafePointer(untouched.storage.baseAddress), planeStride: length, stride: 0)
      }
      let count = columns[index % columns.count].count
      return unsafe PhaseInterleaving.Lines(
        start: UnsafePointer(part.storage.baseAddress),
        planeStride: part.count / (images * geometry.inputChannels), stride: count)
    }
  }
}
