// ReferenceConvolution+Counts.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// How many elements the input has.
  public var inputCount: Int {
    batch * inputChannels * inputHeight * inputWidth
  }

  /// How many elements the weight has.
  public var weightCount: Int {
    outputChannels * channelsPerGroup * kernelHeight * kernelWidth
  }

  /// How many elements the output has.
  public var outputCount: Int {
    batch * outputChannels * outputHeight * outputWidth
  }

  /// How many products make up the output, padded taps included.
  ///
  /// Each is two floating-point operations.
  public var multiplyAdds: Int {
    outputCount * channelsPerGroup * kernelHeight * kernelWidth
  }

  /// How many input channels each output channel reads.
  var channelsPerGroup: Int { inputChannels / groups }

  /// The first of the input channels that output channel `o` reads.
  func firstInputChannel(of o: Int) -> Int {
    let group = o / (outputChannels / groups)
    return group * channelsPerGroup
  }
}
