// KernelFit+Solve.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension KernelFit {
  /// The best kernel for one pair of pictures, or of batches.
  ///
  /// - Parameters:
  ///   - input: `[height, width]` or `[batch, inputChannels, height, width]`
  ///   - output: `[outputHeight, outputWidth]` or
  ///     `[batch, outputChannels, outputHeight, outputWidth]`; see ``Padding`` for its size.
  ///   - kernelSize: The height and width of the kernel.
  ///   - stride: The step from one position of the kernel to the next.
  ///   - padding: How far the input continues beyond its edges.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  ///   - border: What the padding holds.
  ///   - bias: Whether to fit a bias too.
  ///   - ridge: What the square of a weight costs, 0 or more.
  ///   - pixelWeights: How much each output pixel counts, 0 or more, `[outputHeight, outputWidth]` or
  ///     `[batch, outputHeight, outputWidth]`; nil for 1.
  ///   - options: How to compute it; its algorithm serves the residual.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault;
  ///   ``ConvolutionError/notFinite(name:)`` for data that are not finite.
  /// - Complexity: As ``Accumulator/add(input:output:pixelWeights:)`` and
  ///   ``Accumulator/solve(ridge:)``, and a convolution for the residual; the memory does not depend
  ///   on the size of the pictures.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func solve(
    input: Tensor<Scalar>, output: Tensor<Scalar>, kernelSize: Size2D, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1, border: Border = .zeros,
    bias: Bool = false, ridge: Double = 0, pixelWeights: Tensor<Scalar>? = nil,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) -> KernelFit {
    try FitConfiguration.check(ridge: ridge)
    var sums = try Accumulator(
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, groups: groups,
      border: border, bias: bias, options: options)
    try sums.add(input: input, output: output, pixelWeights: pixelWeights)
    let solution = try sums.solution(ridge: ridge)
    let pair = try solution.configuration.pair(
      input: input, output: output, pixelWeights: pixelWeights)
    return try KernelFit(solution, residual: KernelFit(solution, residual: nil).residual(of: pair))
  }

  /// What is left over of the outputs of another pair, the kernel's prediction taken away.
  ///
  /// - Parameters: As in ``Accumulator/add(input:output:pixelWeights:)``.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: One convolution, in strips of at most 4 MiB.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func residual(
    input: Tensor<Scalar>, output: Tensor<Scalar>, pixelWeights: Tensor<Scalar>? = nil
  ) throws(ConvolutionError) -> FitResidual {
    let pair = try configuration.pair(input: input, output: output, pixelWeights: pixelWeights)
    guard pair.geometry.weightShape == weight.shape else {
      throw .shapeMismatch(
        name: "the weight of this pair", expected: weight.shape, actual: pair.geometry.weightShape)
    }
    return try residual(of: pair).summary
  }

  /// - Parameter residual: Measured on the data; nil takes it from the moments.
  init(_ solution: FitSolution, residual measured: MeasuredResidual?) throws(ConvolutionError) {
    let squares = measured?.squares ?? solution.squaredResiduals
    let weightSum = measured?.weightSum ?? solution.weightSum
    let (weightMargins, biasMargins) = solution.margins(squaredResiduals: squares)
    func rounded(_ margins: [Double], _ values: [Double]) -> [Scalar] {
      zip(margins, values).map { Scalar($0 + abs($1) * Double(Scalar.ulpOfOne) / 2) }
    }
    let (weights, biases) = (solution.weight, solution.bias)
    weight = try Tensor(shape: solution.weightShape, elements: weights.map { Scalar($0) })
    weightMargin = try Tensor(
      shape: solution.weightShape, elements: rounded(weightMargins, weights))
    if let biases {
      bias = try Tensor(shape: [biases.count], elements: biases.map { Scalar($0) })
      biasMargin = try Tensor(shape: [biases.count], elements: rounded(biasMargins, biases))
    } else {
      (bias, biasMargin) = (nil, nil)
    }
    self.residual =
      MeasuredResidual(
        squares: squares, largest: measured?.largest, weightSum: weightSum
      ).summary
    let groups = solution.groups
    rank = groups.map(\.rank).min() ?? 0
    taps = solution.weightShape.dropFirst().reduce(1, *)
    conditionNumber = groups.map(\.conditionNumber).max() ?? 1
    determination = groups.map(\.determination).first { $0 != .complete } ?? .complete
    outputsUsed = solution.outputs
    configuration = solution.configuration
  }
}
