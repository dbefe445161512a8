// ReferenceConvolution+Output.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The output of the convolution.
  ///
  /// With `g` the group of output channel `o`, `C` the input channels of a
  /// group, `sh`, `sw` the strides and `dh`, `dw` the dilations:
  ///
  /// ```
  /// output[n][o][y][x] = bias[o] + Σ_{c,r,s}
  ///     input[n][g·C + c][y·sh + r·dh - top][x·sw + s·dw - left]
  ///     · weight[o][c][r][s]
  /// ```
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, inputHeight, inputWidth]`
  ///   - weight: `[outputChannels, inputChannels / groups, kernelHeight,
  ///     kernelWidth]`
  ///   - bias: `[outputChannels]`, or `nil` for none
  /// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`
  @inlinable
  public func output<Scalar: BinaryFloatingPoint>(
    input: [Scalar], weight: [Scalar], bias: [Scalar]? = nil
  ) -> [Double] {
    convolve(widen(input), widen(weight), bias: bias.map(widen))
  }

  @usableFromInline
  func convolve(
    _ input: [Double], _ weight: [Double], bias: [Double]?
  ) -> [Double] {
    if let bias {
      precondition(
        bias.count == outputChannels,
        "bias has \(bias.count) elements where its shape has \(outputChannels)")
    }
    let image = pad(input)
    let weight = weightPlanes(weight)
    var output: [Double] = []
    output.reserveCapacity(outputCount)
    for n in 0..<batch {
      for o in 0..<outputChannels {
        let first = firstInputChannel(of: o)
        for y in 0..<outputHeight {
          for x in 0..<outputWidth {
            var sum = bias?[o] ?? 0
            for c in 0..<channelsPerGroup {
              for r in 0..<kernelHeight {
                let h = y * strideHeight + r * dilationHeight
                let row = image.row(n, first + c, h)
                let taps = weight.row(o, c, r)
                for s in 0..<kernelWidth {
                  let w = x * strideWidth + s * dilationWidth
                  sum += image.elements[row + w] * weight.elements[taps + s]
                }
              }
            }
            output.append(sum)
          }
        }
      }
    }
    return output
  }
}
