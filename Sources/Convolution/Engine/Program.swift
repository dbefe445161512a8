// Program.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A geometry with its weights, prepared for one of the algorithms.
///
/// A case for each algorithm rather than a protocol: where a program is run, its scalar type is
/// known, and a switch over cases keeps it known, where a call through a protocol would forget it.
enum Program<Scalar: TensorScalar>: Sendable {
  case im2col(Im2ColProgram<Scalar>)
  case direct(Direct<Scalar>)
  case directBatch(DirectBatch<Scalar>)
  case planar(Planar<Scalar>)
  case depthwise(Depthwise<Scalar>)
  case winograd(Winograd<Scalar>)
  case fourier(Fourier<Scalar>)

  /// Prepares `algorithm`, which accepts the geometry.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  init(
    _ algorithm: ConvolutionAlgorithm, _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>,
    bias: Tensor<Scalar>?, range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    func tensor() throws(ConvolutionError) -> Tensor<Scalar> {
      try weight.tensor(workers: options.workers(for: geometry.multiplyAdds))
    }
    switch algorithm {
    case .automatic, .im2col:
      self = .im2col(
        Im2ColProgram(
          im2col: try Im2Col(geometry, options), weight: try tensor(), bias: bias, range: range))
    case .direct:
      if let batch = try DirectBatch(
        geometry, weight: weight, bias: bias, range: range, options: options)
      {
        self = .directBatch(batch)
      } else {
        self = .direct(
          try Direct(
            geometry, weight: weight, bias: bias, range: range, options: options))
      }
    case .planar:
      let weight = try tensor()
      if let depthwise = try Depthwise(
        geometry, weight: weight, bias: bias, range: range, options: options)
      {
        self = .depthwise(depthwise)
      } else {
        self = .planar(
          try Planar(
            geometry, weight: weight, bias: bias, range: range, options: options))
      }
    case .winograd:
      self = .winograd(
        try Winograd(
          geometry, weight: weight, bias: bias, range: range, options: options))
    case .fourier:
      self = .fourier(
        try Fourier(
          geometry, weight: tensor(), bias: bias, range: range, options: options))
    }
  }

  /// How the work is cut, and what else matters to its time.
  var description: String {
    switch self {
    case .im2col(let program): program.im2col.tiling.description
    case .direct(let direct): direct.tiling.description
    case .directBatch(let batch): batch.description
    case .winograd(let winograd): winograd.tiling.description
    case .planar(let planar): planar.description
    case .depthwise(let depthwise): depthwise.description
    case .fourier(let fourier): fourier.tiling.description
    }
  }

  /// The most scratch that a worker uses.
  var scratchBytes: Int {
    switch self {
    case .im2col(let program): program.im2col.scratchBytes
    case .direct(let direct): direct.scratchBytes
    case .directBatch(let batch): batch.scratchBytes
    case .winograd(let winograd): winograd.scratchBytes
    case .planar(let planar): planar.scratchBytes
    case .depthwise(let depthwise): depthwise.scratchBytes
    case .fourier(let fourier): fourier.scratchBytes
    }
  }

  /// The threads that it is worth.
  var workers: Int {
    switch self {
    case .im2col(let program): program.im2col.tiling.workers
    case .direct(let direct): direct.tiling.workers
    case .directBatch(let batch): batch.workers
    case .winograd(let winograd): winograd.tiling.workers
    case .planar(let planar): planar.tiling.workers
    case .depthwise(let depthwise): depthwise.tiling.workers
    case .fourier(let fourier): fourier.tiling.workers
    }
  }

  /// Computes the output of an input.
  ///
  /// - Precondition: Both have the geometry's sizes; neither is empty.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    switch self {
    case .im2col(let program): try unsafe program.run(input: input, output: output)
    case .direct(let direct): try unsafe direct.run(input: input, output: output)
    case .directBatch(let batch): try unsafe batch.run(input: input, output: output)
    case .planar(let planar): try unsafe planar.run(input: input, output: output)
    case .depthwise(let depthwise): try unsafe depthwise.run(input: input, output: output)
    case .winograd(let winograd): try unsafe winograd.run(input: input, output: output)
    case .fourier(let fourier): try unsafe fourier.run(input: input, output: output)
    }
  }
}
