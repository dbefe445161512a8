// ReferenceConvolution.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A two-dimensional convolution problem and its plain answer: the oracle.
///
/// Everything fast is compared with this type, so it shares nothing with what
/// it judges. It imports nothing, finds the output size by counting, pads by
/// copying, loops over every index in turn, and accumulates in `Double`, where
/// the product of two `Float`s is exact.
///
/// Tensors are flat arrays in row-major order:
///
/// - `input[n][c][h][w]` has shape
///   `[batch, inputChannels, inputHeight, inputWidth]`
/// - `weight[o][c][r][s]` has shape
///   `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
/// - `bias[o]` has shape `[outputChannels]`
/// - `output[n][o][y][x]` has shape
///   `[batch, outputChannels, outputHeight, outputWidth]`
///
/// A size that cannot be is a mistake of the caller, and a precondition stops
/// it. A kernel that does not fit is no mistake: the output is empty.
public struct ReferenceConvolution: Sendable, Hashable {
  public let batch: Int
  public let inputChannels: Int
  public let inputHeight: Int
  public let inputWidth: Int
  public let outputChannels: Int
  public let kernelHeight: Int
  public let kernelWidth: Int
  public let strideHeight: Int
  public let strideWidth: Int
  public let paddingTop: Int
  public let paddingLeft: Int
  public let paddingBottom: Int
  public let paddingRight: Int
  public let dilationHeight: Int
  public let dilationWidth: Int
  public let groups: Int
  public let border: ReferenceBorder

  /// How many rows the output has; 0 if the dilated kernel does not fit.
  public let outputHeight: Int

  /// How many columns the output has; 0 if the dilated kernel does not fit.
  public let outputWidth: Int

  public init(
    batch: Int,
    inputChannels: Int,
    inputHeight: Int,
    inputWidth: Int,
    outputChannels: Int,
    kernelHeight: Int,
    kernelWidth: Int,
    strideHeight: Int = 1,
    strideWidth: Int = 1,
    paddingTop: Int = 0,
    paddingLeft: Int = 0,
    paddingBottom: Int = 0,
    paddingRight: Int = 0,
    dilationHeight: Int = 1,
    dilationWidth: Int = 1,
    groups: Int = 1,
    border: ReferenceBorder = .zeros
  ) {
    precondition(
      min(batch, inputChannels, inputHeight, inputWidth, outputChannels) >= 0,
      "batch, channels, height and width cannot be negative")
    precondition(
      min(kernelHeight, kernelWidth) >= 1, "a kernel has at least one tap")
    precondition(
      min(strideHeight, strideWidth, dilationHeight, dilationWidth) >= 1,
      "stride and dilation are at least 1")
    precondition(
      min(paddingTop, paddingLeft, paddingBottom, paddingRight) >= 0,
      "padding cannot be negative")
    precondition(groups >= 1, "there is at least one group")
    precondition(
      inputChannels.isMultiple(of: groups)
        && outputChannels.isMultiple(of: groups),
      "groups divide both the input channels and the output channels")
    if case .constant = border {
    } else {
      precondition(
        (inputHeight > 0 || paddingTop + paddingBottom == 0)
          && (inputWidth > 0 || paddingLeft + paddingRight == 0),
        "only a constant border can pad an image that has no pixels")
    }
    self.batch = batch
    self.inputChannels = inputChannels
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.outputChannels = outputChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.paddingTop = paddingTop
    self.paddingLeft = paddingLeft
    self.paddingBottom = paddingBottom
    self.paddingRight = paddingRight
    self.dilationHeight = dilationHeight
    self.dilationWidth = dilationWidth
    self.groups = groups
    self.border = border
    self.outputHeight = countPositions(
      of: kernelHeight, dilation: dilationHeight, stride: strideHeight,
      along: paddingTop + inputHeight + paddingBottom)
    self.outputWidth = countPositions(
      of: kernelWidth, dilation: dilationWidth, stride: strideWidth,
      along: paddingLeft + inputWidth + paddingRight)
  }
}

/// How many times a dilated kernel fits along a padded axis.
///
/// It puts the first tap on every `stride`-th position in turn and counts those
/// that leave the last tap inside. The library computes this number with a
/// formula; counting cannot repeat a mistake made there.
private func countPositions(
  of kernel: Int, dilation: Int, stride: Int, along padded: Int
) -> Int {
  var count = 0
  var firstTap = 0
  while firstTap + (kernel - 1) * dilation < padded {
    count += 1
    firstTap += stride
  }
  return count
}
