// KernelFit+Accumulator.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension KernelFit {
  /// What a fit needs of any number of pairs, which need not be in memory together.
  ///
  /// ```swift
  /// var pairs = try KernelFit<Float>.Accumulator(kernelSize: 5, padding: .same, border: .reflect)
  /// for (before, after) in photos { try pairs.add(input: before, output: after) }
  /// let fit = try pairs.solve()
  /// ```
  ///
  /// It holds one matrix of `Double` numbers for every group, with a row for every tap and every
  /// output channel of the group, whatever the sizes and the number of the pictures.
  public struct Accumulator: Sendable {
    private let configuration: FitConfiguration
    private var sums: Sums?

    /// What was summed, once there is something.
    private struct Sums {
      /// `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
      let weightShape: [Int]
      let offsets: FitOffsets
      /// One for every group.
      var moments: [FitMoments]
      var outputs = 0
      var pairs = 0
      var longestChain = 0.0

      /// Adds the moments of a pair.
      mutating func add<Ways: FitSums<Scalar>>(
        _ ways: Ways, _ pair: FitPair<Scalar>, _ options: ConvolutionOptions
      ) throws(ConvolutionError) {
        for group in 0..<moments.count {
          let more = try ways.moments(group: group, of: pair, options: options)
          guard more.isFinite else { throw .notFinite(name: "the input or the output") }
          moments[group].add(more)
        }
        longestChain = max(longestChain, ways.longestChain)
      }
    }

    /// An accumulator of nothing.
    ///
    /// - Parameters:
    ///   - kernelSize: The height and width of the kernel.
    ///   - stride: The step from one position of the kernel to the next.
    ///   - padding: How far the input continues beyond its edges.
    ///   - dilation: The step from one element of the kernel to the next.
    ///   - groups: The number of groups that the channels are divided into.
    ///   - border: What the padding holds.
    ///   - bias: Whether to fit a bias too.
    ///   - options: How to compute it; its algorithm plays no part.
    /// - Throws: A ``ConvolutionError`` that names the argument at fault.
    public init(
      kernelSize: Size2D, stride: Size2D = 1, padding: Padding = .valid, dilation: Size2D = 1,
      groups: Int = 1, border: Border = .zeros, bias: Bool = false,
      options: ConvolutionOptions = ConvolutionOptions()
    ) throws(ConvolutionError) {
      configuration = FitConfiguration(
        kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
        groups: groups, border: border, hasBias: bias, options: options)
      try configuration.check()
    }

    /// Adds an input and the output that belongs to it.
    ///
    /// - Parameters:
    ///   - input: `[height, width]` or `[batch, inputChannels, height, width]`
    ///   - output: `[outputHeight, outputWidth]` or
    ///     `[batch, outputChannels, outputHeight, outputWidth]`
    ///   - pixelWeights: How much each output pixel counts, 0 or more, `[outputHeight, outputWidth]`
    ///     or `[batch, outputHeight, outputWidth]`; nil for 1.
    /// - Throws: A ``ConvolutionError`` that names the argument at fault; the accumulator is
    ///   unchanged then.
    /// - Complexity: For one input channel a group, stride 1 and no pixel weights,
    ///   2 kernelHeight x kernelWidth + kernelHeight x kernelWidth x outputChannels / groups
    ///   multiply-adds for every pixel and channel; the square of the taps and outputs of a group,
    ///   halved, for every output pixel otherwise. At most 4 MiB of scratch a thread, or 64 output
    ///   pixels' taps if that is more, beside a few matrices like the one that is held.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public mutating func add(
      input: Tensor<Scalar>, output: Tensor<Scalar>, pixelWeights: Tensor<Scalar>? = nil
    ) throws(ConvolutionError) {
      let pair = try configuration.pair(input: input, output: output, pixelWeights: pixelWeights)
      try add(pair)
    }

    mutating func add(_ pair: FitPair<Scalar>) throws(ConvolutionError) {
      let geometry = pair.geometry
      var sums = if let sums { sums } else { try noSums(like: pair) }
      guard geometry.weightShape == sums.weightShape else {
        throw .shapeMismatch(
          name: "the weight of this pair", expected: sums.weightShape, actual: geometry.weightShape)
      }
      guard !pair.output.isEmpty else { return }
      let options = configuration.options
      let lags =
        pair.pixelWeights == nil
        ? try LagSums<Scalar>(
          geometry, offsets: sums.offsets, hasBias: configuration.hasBias, options: options) : nil
      if let lags {
        try sums.add(lags, pair, options)
      } else {
        try sums.add(
          PatchSums<Scalar>(geometry, offsets: sums.offsets, options.tuning), pair, options)
      }
      sums.outputs += pair.outputsUsed
      sums.pairs += 1
      self.sums = sums
    }

    private func noSums(like pair: FitPair<Scalar>) throws(ConvolutionError) -> Sums {
      let geometry = pair.geometry
      let none = try FitMoments(taps: geometry.taps, outputs: geometry.groupOutputChannels)
      return Sums(
        weightShape: geometry.weightShape,
        offsets: configuration.hasBias
          ? FitOffsets(meansOf: pair.input, pair.output, geometry) : FitOffsets(geometry),
        moments: [FitMoments](repeating: none, count: geometry.groups))
    }

    /// The best kernel for all pairs.
    ///
    /// - Parameter ridge: What the square of a weight costs, 0 or more.
    /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a negative ridge or when
    ///   there are no outputs.
    /// - Complexity: The cube of the taps of a group, for every group.
    public func solve(ridge: Double = 0) throws(ConvolutionError) -> KernelFit {
      try KernelFit(solution(ridge: ridge), residual: nil)
    }

    func solution(ridge: Double) throws(ConvolutionError) -> FitSolution {
      try FitConfiguration.check(ridge: ridge)
      guard let sums, sums.outputs > 0 else {
        throw .invalidValue(
          name: "the number of outputs to fit", value: "0",
          accepted: "1 or more, of a pixel weight above 0")
      }
      var groups: [GroupSolution] = []
      for moments in sums.moments {
        let equations = NormalEquations(
          moments, configuration, outputs: sums.outputs,
          longestChain: sums.longestChain + Double(sums.pairs))
        groups.append(try equations.solve(ridge: ridge))
      }
      return FitSolution(
        configuration: configuration, weightShape: sums.weightShape, offsets: sums.offsets,
        outputs: sums.outputs, groups: groups)
    }
  }
}

extension FitPair {
  /// The outputs of a channel that count.
  var outputsUsed: Int {
    pixelWeights.map { weights in weights.elements.count { $0 > 0 } }
      ?? geometry.batch * geometry.outputPixels
  }
}
