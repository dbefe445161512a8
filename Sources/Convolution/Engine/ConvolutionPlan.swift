// ConvolutionPlan.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A convolution that is ready to run many times: a geometry, an algorithm chosen for it, and the
/// weights packed for that algorithm.
///
/// ```swift
/// let geometry = try ConvolutionGeometry(
///   inputShape: [1, 64, 56, 56], weightShape: weight.shape, padding: 1)
/// let plan = try ConvolutionPlan(geometry, weight: weight, bias: bias, activation: .relu)
/// var output = try Tensor<Float>.zeros(geometry.outputShape)
/// try plan.run(input, into: &output)
/// print(plan)   // what was chosen, and why
/// ```
///
/// A plan does not change, and any number of tasks may run one at once. After the first run it
/// allocates nothing.
public struct ConvolutionPlan<Scalar: TensorScalar>: Sendable {
  public let geometry: ConvolutionGeometry
  /// What becomes of every output.
  public let activation: Activation
  /// What the result is promised to be within.
  public let accuracy: Accuracy
  /// How it is carried out.
  public let options: ConvolutionOptions
  /// What there was to choose from, the choice first.
  public let candidates: [Candidate]
  let program: Program<Scalar>

  /// The algorithm that runs.
  public var algorithm: ConvolutionAlgorithm { candidates[0].algorithm }

  /// The most bytes of scratch that each thread works in, beside input, weight and output.
  ///
  /// At most 4 MiB, but for Winograd's algorithm, whose transformed inputs may need more. It comes
  /// from a pool, and goes back to it when a run ends.
  public var scratchBytes: Int { program.scratchBytes }

  /// An algorithm that accepts the geometry, with what it is predicted to take.
  public struct Candidate: Hashable, Sendable {
    public let algorithm: ConvolutionAlgorithm
    /// Seconds on one thread of the machine that the model was measured on.
    public let predictedSeconds: Double
  }

  /// Chooses an algorithm and packs the weight for it.
  ///
  /// - Parameters:
  ///   - geometry: The sizes.
  ///   - weight: `geometry.weightShape`
  ///   - bias: `[outputChannels]`, or nil for none.
  ///   - activation: What becomes of every output.
  ///   - accuracy: What the result must be within; `.fast` admits more algorithms.
  ///   - options: How to compute it.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: One pass over the weight. The plan holds it, or a packed copy that is as large up
  ///   to rounding channels up to whole vectors; transformed weights are larger: 1.8 or 4 times for
  ///   Winograd's algorithm, and 2 n^2 scalars for each kernel where ``description`` tells of
  ///   transforms of n x n, at most 256 MiB.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    try geometry.check(weight: weight)
    try self.init(
      geometry, weight: WeightView(weight, geometry), bias: bias, activation: activation,
      accuracy: accuracy, options: options)
  }

  /// As the public initializer, of a weight that need not lie as it is to be used.
  init(
    _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>, bias: Tensor<Scalar>? = nil,
    activation: Activation = .none, accuracy: Accuracy, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    try geometry.check(bias: bias)
    let range = try activation.range(Scalar.self)
    _ = try options.checkedWorkers()
    candidates = try Self.candidates(
      geometry, weight: weight, accuracy: accuracy, options: options)
    program = try Program(
      candidates[0].algorithm, geometry, weight: weight, bias: bias, range: range, options: options)
    self.geometry = geometry
    self.activation = activation
    self.accuracy = accuracy
    self.options = options
  }

  /// The algorithms that accept a geometry, the fastest first, or the one that is asked for.
  ///
  /// - Parameter weight: Kernels that planar may find to be products of a column and a row; nil where
  ///   they are not known, or it does not matter.
  static func candidates(
    _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>? = nil, accuracy: Accuracy,
    options: ConvolutionOptions
  ) throws(ConvolutionError) -> [Candidate] {
    let asked = options.algorithm
    let kernels = try options.kernels()
    let model = CostModel(kernels)
    // It decides between these two, and takes a while to find out.
    var isSeparable = false
    if let weight, asked == .automatic,
      ConvolutionAlgorithm.fourier.accepts(geometry, accuracy: accuracy, Scalar.self)
    {
      let lanes = kernels.lanes(Scalar.self)
      let kernels = try weight.tensor(workers: 1)
      isSeparable = try PlanarPasses(geometry, weight: kernels, lanes: lanes) != nil
    }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(ConvolutionAlgorithm.candidates.count)
    func consider(_ algorithm: ConvolutionAlgorithm) {
      guard algorithm.accepts(geometry, accuracy: accuracy, Scalar.self) else { return }
      let candidate = Candidate(
        algorithm: algorithm,
        predictedSeconds: model.seconds(
          algorithm, geometry, scalarSize: MemoryLayout<Scalar>.size, isSeparable: isSeparable))
      // In order of their times; what is preferred comes first among equals.
      let place = candidates.firstIndex { candidate.predictedSeconds < $0.predictedSeconds }
      candidates.insert(candidate, at: place ?? candidates.endIndex)
    }
    if asked == .automatic {
      for algorithm in ConvolutionAlgorithm.candidates { consider(algorithm) }
    } else {
      consider(asked)
    }
    guard !candidates.isEmpty else {
      throw .algorithmRefuses(algorithm: asked.rawValue, geometry: geometry.description)
    }
    return candidates
  }
}
