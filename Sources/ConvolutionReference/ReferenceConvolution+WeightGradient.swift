// ReferenceConvolution+WeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The gradient of `⟨output, outputGradient⟩` with respect to the weight.
  ///
  /// In the words of ``output(input:weight:bias:)``:
  ///
  /// ```
  /// weightGradient[o][c][r][s] = Σ_{n,y,x}
  ///     input[n][g·C + c][y·sh + r·dh - top][x·sw + s·dw - left]
  ///     · outputGradient[n][o][y][x]
  /// ```
  ///
  /// Padded taps take part with what the border shows there.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, inputHeight, inputWidth]`
  ///   - outputGradient: `[batch, outputChannels, outputHeight, outputWidth]`
  /// - Returns: `[outputChannels, inputChannels / groups, kernelHeight,
  ///   kernelWidth]`
  @inlinable
  public func weightGradient<Scalar: BinaryFloatingPoint>(
    input: [Scalar], outputGradient: [Scalar]
  ) -> [Double] {
    gather(widen(input), against: widen(outputGradient))
  }

  @usableFromInline
  func gather(
    _ input: [Double], against outputGradient: [Double]
  ) -> [Double] {
    let image = pad(input)
    let outputGradient = outputPlanes(outputGradient)
    var weightGradient: [Double] = []
    weightGradient.reserveCapacity(weightCount)
    for o in 0..<outputChannels {
      let first = firstInputChannel(of: o)
      for c in 0..<channelsPerGroup {
        for r in 0..<kernelHeight {
          for s in 0..<kernelWidth {
            var sum = 0.0
            for n in 0..<batch {
              for y in 0..<outputHeight {
                let h = y * strideHeight + r * dilationHeight
                let row = image.row(n, first + c, h)
                let gradients = outputGradient.row(n, o, y)
                for x in 0..<outputWidth {
                  let w = x * strideWidth + s * dilationWidth
                  sum += image.elements[row + w] * outputGradient.elements[gradients + x]
                }
              }
            }
            weightGradient.append(sum)
          }
        }
      }
    }
    return weightGradient
  }
}
