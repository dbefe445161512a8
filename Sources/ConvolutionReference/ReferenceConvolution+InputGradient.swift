// ReferenceConvolution+InputGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The gradient of `⟨output, outputGradient⟩` with respect to the input.
  ///
  /// Every product of the convolution hands its share back to the pixel it
  /// read, directly or through the border. In the words of
  /// ``output(input:weight:bias:)``:
  ///
  /// ```
  /// inputGradient[n][g·C + c][y·sh + r·dh - top][x·sw + s·dw - left] +=
  ///     weight[o][c][r][s] · outputGradient[n][o][y][x]
  /// ```
  ///
  /// Nothing flows to a constant border.
  ///
  /// - Parameters:
  ///   - weight: `[outputChannels, inputChannels / groups, kernelHeight,
  ///     kernelWidth]`
  ///   - outputGradient: `[batch, outputChannels, outputHeight, outputWidth]`
  /// - Returns: `[batch, inputChannels, inputHeight, inputWidth]`
  @inlinable
  public func inputGradient<Scalar: BinaryFloatingPoint>(
    weight: [Scalar], outputGradient: [Scalar]
  ) -> [Double] {
    spread(widen(outputGradient), through: widen(weight))
  }

  @usableFromInline
  func spread(
    _ outputGradient: [Double], through weight: [Double]
  ) -> [Double] {
    let outputGradient = outputPlanes(outputGradient)
    let weight = weightPlanes(weight)
    var image = paddedZeros()
    for n in 0..<batch {
      for o in 0..<outputChannels {
        let first = firstInputChannel(of: o)
        for y in 0..<outputHeight {
          for x in 0..<outputWidth {
            let gradient = outputGradient.elements[outputGradient.row(n, o, y) + x]
            for c in 0..<channelsPerGroup {
              for r in 0..<kernelHeight {
                let h = y * strideHeight + r * dilationHeight
                let row = image.row(n, first + c, h)
                let taps = weight.row(o, c, r)
                for s in 0..<kernelWidth {
                  let w = x * strideWidth + s * dilationWidth
                  image.elements[row + w] += weight.elements[taps + s] * gradient
                }
              }
            }
          }
        }
      }
    }
    return unpad(image)
  }
}
