// ReferenceConvolution+BiasGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The gradient of `⟨output, outputGradient⟩` with respect to the bias.
  ///
  /// `biasGradient[o] = Σ_{n,y,x} outputGradient[n][o][y][x]`
  ///
  /// - Parameter outputGradient: `[batch, outputChannels, outputHeight,
  ///   outputWidth]`
  /// - Returns: `[outputChannels]`
  @inlinable
  public func biasGradient<Scalar: BinaryFloatingPoint>(
    outputGradient: [Scalar]
  ) -> [Double] {
    total(widen(outputGradient))
  }

  @usableFromInline
  func total(_ outputGradient: [Double]) -> [Double] {
    let outputGradient = outputPlanes(outputGradient)
    var biasGradient: [Double] = []
    for o in 0..<outputChannels {
      var sum = 0.0
      for n in 0..<batch {
        for y in 0..<outputHeight {
          let row = outputGradient.row(n, o, y)
          for x in 0..<outputWidth {
            sum += outputGradient.elements[row + x]
          }
        }
      }
      biasGradient.append(sum)
    }
    return biasGradient
  }
}
