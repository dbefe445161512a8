// NetworkTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The bound of `Accuracy.fast` on the 3x3 layers of stride 1 of networks.
///
/// The oracle is exact and slow, so what it judges is cut: all input channels, as these make the
/// error, 16 output channels, and maps no larger than 14. The error of an output does not depend on
/// how many others there are.
@Suite struct NetworkTests {
  /// Channels and size of the 3x3 layers of ResNet-50, VGG-16 and GoogLeNet, after the cut.
  static let layers: [(channels: Int, size: Int)] = [
    (64, 14), (128, 14), (256, 14), (512, 14), (512, 7),
    (96, 14), (112, 14), (144, 14), (160, 14), (160, 7), (192, 7), (16, 14), (32, 14), (48, 7),
  ]

  @Test(arguments: layers)
  func floatIsWithinItsBound(channels: Int, size: Int) throws {
    let problem = Problem(
      inputChannels: channels, outputChannels: 16, height: size, width: size)
    let operands = problem.operands(seed: UInt64(channels), Float.self)
    let error = problem.expected(operands).relativeError(of: try problem.output(operands))
    #expect(error <= 1e-5)
    // A tenth of this would be too good to be what was meant to be measured.
    #expect(error >= 1e-7)
  }

  @Test(arguments: [64, 256])
  func doubleIsWithinItsBound(channels: Int) throws {
    let problem = Problem(inputChannels: channels, outputChannels: 16, height: 14, width: 14)
    let operands = problem.operands(seed: UInt64(channels), Double.self)
    let error = problem.expected(operands).relativeError(of: try problem.output(operands))
    #expect(error <= 1e-13)
    #expect(error >= 1e-16)
  }
}
