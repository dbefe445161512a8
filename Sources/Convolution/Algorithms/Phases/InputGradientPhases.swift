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

  /// Whether the gradient can be had from phases: but with a border that repeats input elements, where a
  /// phase leaves out a part of the output's gradient, or with a large stride.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.border.constantValue != nil
      && max(geometry.height.stride, geometry.width.stride) <= largestStride
      && (geometry.height.phases + geometry.width.phases).allSatisfy(\.isWhole)
  }

  /// Nil for another geometry, and with weights that are not finite, which the zeros around the output's
  /// gradient would make NaN of.
  init?(_ geometry: ConvolutionGeometry, weight: Tensor<Scalar>) {
    guard Self.accepts(geometry),
      unsafe Summation.isFinite(weight.storage.baseAddress, count: weight.count)
    else { return nil }
    self.geometry = geometry
    self.weight = weight
    rows = geometry.height.phases
    columns = geometry.width.phases
  }

  /// Writes the gradient, every element of it.
  ///
  /// - Precondition: Nothing else has the tensor that it is written to, and neither is empty.
  func run(
    outputGradient: Tensor<Scalar>, into inputGradient: Tensor<Scalar>, accuracy: Accuracy,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    var options = options
    options.algorithm = .automatic
    if rows[0].step == 1, columns[0].step == 1 {
      let plan = try plan(rows[0], columns[0], images: geometry.batch, accuracy, options)
      return try unsafe plan.program.run(
        input: outputGradient.storage.baseAddress, output: inputGradient.storage.baseAddress)
    }
    try runPhases(outputGradient, into: inputGradient, accuracy, options)
  }

  /// Writes the gradient of a geometry with a stride, some images at a time.
  private func runPhases(
    _ outputGradient: Tensor<Scalar>, into inputGradient: Tensor<Scalar>, _ accuracy: Accuracy,
    _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let workers = try options.workers(for: geometry.multiplyAdds)
    let images = imagesAtOnce(workers: workers, options)
    var plans: [ConvolutionPlan<Scalar>?] = []
    var parts: [Tensor<Scalar>?] = []
    for row in rows {
      for column in columns {
        guard !row.taps.isEmpty, !column.taps.isEmpty else {
          plans.append(nil)
          parts.append(nil)
          continue
        }
        let plan = try plan(row, column, images: images, accuracy, options)
        plans.append(plan)
        parts.append(try Tensor(uninitializedShape: plan.geometry.outputShape))
      }
    }
    let zeros = try Tensor<Scalar>(shape: [columns.map(\.count).max() ?? 0], repeating: 0)
    defer { withExtendedLifetime((parts, zeros)) {} }
    let lines = unsafe parts.enumerated().map { index, part in
      unsafe PartLines(
        start: UnsafePointer((part ?? zeros).storage.baseAddress),
        stride: part == nil ? 0 : columns[index % columns.count].count)
    }
    let streams = streams(options)
    let outputElements = geometry.outputChannels * geometry.outputPixels
    let inputElements = geometry.inputChannels * geometry.inputPixels
    for first in stride(from: 0, to: geometry.batch, by: images) {
      for (plan, part) in zip(plans, parts) {
        guard let plan, let part else { continue }
        try unsafe plan.program.run(
          input: outputGradient.storage.baseAddress + first * outputElements,
          output: part.storage.baseAddress)
      }
      unsafe interleave(
        lines, images: images, into: inputGradient.storage.baseAddress + first * inputElements,
        streams: streams, workers: workers)
    }
  }

  /// The parts of several images take no more than this for each worker: they are still near when they
  /// are put in their places.
  private static var nearBytes: Int { 1 << 20 }

  /// The images whose parts are computed before they are put in their places: a divisor of the batch.
  private func imagesAtOnce(workers: Int, _ options: ConvolutionOptions) -> Int {
    let imageBytes = geometry.inputChannels * geometry.inputPixels * MemoryLayout<Scalar>.size
    let most = min(
      max(1, workers * Self.nearBytes / imageBytes), options.tuning.pieceLimit, geometry.batch)
    return (1...most).last { geometry.batch.isMultiple(of: $0) } ?? 1
  }

  /// Whether the columns are the even and the odd ones.
  private var areEvenAndOdd: Bool { columns.count == 2 && columns[0].step == 2 }

  /// Whether the gradient is stored past the caches: where all of a row is, and each begins at a multiple
  /// of 16 bytes. Lines that are stored both ways take ten times as long.
  private func streams(_ options: ConvolutionOptions) -> Bool {
    guard areEvenAndOdd, columns[0].count == columns[1].count,
      (columns[0].count * MemoryLayout<Scalar>.size).isMultiple(of: 16)
    else { return false }
    let bytes =
      Double(geometry.batch) * Double(geometry.inputChannels) * Double(geometry.inputPixels)
      * Double(MemoryLayout<Scalar>.size)
    return bytes >= FarMemory.outputBytes || options.tuning.streams
  }

  private func plan(
    _ row: AxisGeometry.Phase, _ column: AxisGeometry.Phase, images: Int, _ accuracy: Accuracy,
    _ options: ConvolutionOptions
  ) throws(ConvolutionError) -> ConvolutionPlan<Scalar> {
    try ConvolutionPlan(
      geometry.overOutputGradient(row, column, images: images),
      weight: WeightView(exchanging: weight, geometry, rows: row.taps, columns: column.taps),
      accuracy: accuracy, options: options)
  }

  /// Writes the parts of some images to their places; zeros, where no tap meets them.
  private func interleave(
    _ lines: [PartLines], images: Int, into gradient: UnsafeMutablePointer<Scalar>,
    streams: Bool, workers: Int
  ) {
    let planes = images * geometry.inputChannels
    let mostLines = rows.map(\.count).max() ?? 0
    unsafe lines.withUnsafeBufferPointer { lines in
      ParallelLoop.run(count: planes, workers: workers) { _, plane in
        // Row after row of the plane, as lines that are stored past the caches are put together.
        for index in 0..<mostLines {
          for (place, row) in rows.enumerated() where index < row.count {
            unsafe interleave(
              UnsafeBufferPointer(
                rebasing: lines[place * columns.count..<(place + 1) * columns.count]),
              line: plane * row.count + index,
              into: gradient + plane * geometry.inputPixels
                + (row.first + index * row.step) * geometry.width.input,
              streams: streams)
          }
        }
        if streams { FarMemory.fence() }
      }
    }
  }

  /// The lines of a part, or one of zeros, again and again.
  @unsafe private struct PartLines {
    let start: UnsafePointer<Scalar>
    let stride: Int
  }

  /// Writes line `line` of the parts of a row phase to its places in `target`.
  @inline(__always)
  private func interleave(
    _ parts: UnsafeBufferPointer<PartLines>, line: Int,
    into target: UnsafeMutablePointer<Scalar>, streams: Bool
  ) {
    var merged = 0
    if areEvenAndOdd {
      merged = min(columns[0].count, columns[1].count)
      unsafe Interleaving.merge(
        parts[0].start + line * parts[0].stride, parts[1].start + line * parts[1].stride,
        into: target, count: merged, streams: streams)
    }
    for (index, column) in columns.enumerated() where column.count > merged {
      let elements = unsafe parts[index].start + line * parts[index].stride
      if column.step == 1 {
        unsafe target.update(from: elements, count: column.count)
        continue
      }
      let places = unsafe target + column.first
      for element in merged..<column.count {
        unsafe places[element * column.step] = elements[element]
      }
    }
  }
}
