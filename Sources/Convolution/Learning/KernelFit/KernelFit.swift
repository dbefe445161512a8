// KernelFit.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The kernel that turns one picture into another best, in closed form: linear least squares.
///
/// ```swift
/// let fit = try KernelFit.solve(input: before, output: after, kernelSize: [7, 7])
/// fit.kernel          // [7, 7]
/// print(fit)          // what it was found from, how well it fits, and whether it is the only one
/// ```
///
/// It minimizes the sum of the squared differences between `output` and the correlation of `input`
/// with the weight, plus the bias if one is asked for:
///
/// ```
/// sum over n, o, y, x of pixelWeights[n][y][x] *
///   (output[n][o][y][x] - bias[o] - sum over c, r, s of weight[o][c][r][s] *
///     input[n][g C/groups + c][y stride + r dilation - top][x stride + s dilation - left])²
///   + ridge * sum of weight²
/// ```
///
/// Gradient descent on the same loss ends there too, if it is given time; see ``Conv2D``.
///
/// **How.** The normal equations are summed in `Double` and solved by the eigenvalues of their
/// matrix, each input channel scaled by a power of two that makes it of size 1. Where the data do not
/// determine the kernel, the solution is the one of least norm (of scaled weights, where channels
/// differ in size), and ``determination`` says why.
///
/// **What counts as 0.** Normal equations square the condition number. An element of their matrix is
/// the end of a chain of m additions, and so off by at most about m 2^-53 of the sizes of its terms;
/// all together move an eigenvalue by at most m 2^-53 of the trace, and LAPACK adds about as much for
/// every tap. An eigenvalue that is not larger than (m + taps) 2^-53 of the trace may be nothing but
/// rounding, and is taken as 0. The lags of a picture are summed in short pieces: m is some
/// thousands for millions of pixels, which leaves condition numbers up to about a million.
///
/// Source: G. Golub and C. Van Loan, "Matrix Computations", sections 5.3 and 5.5; N. Higham,
/// "Accuracy and Stability of Numerical Algorithms", section 3.1.
public struct KernelFit<Scalar: TensorScalar>: Sendable {
  /// `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
  public let weight: Tensor<Scalar>
  /// `[outputChannels]`, nil unless one was asked for.
  public let bias: Tensor<Scalar>?
  /// Half the width of the 95% confidence interval of every weight, of the weight's shape.
  ///
  /// From the covariance of the weight, for errors of the output that are independent of each other
  /// and of one size (with pixel weights, of a variance that is inverse to the weight), plus the
  /// rounding to `Scalar`. Infinite where the data say nothing of a tap, and where there are no more
  /// outputs than numbers to find. What a ridge shrinks is not counted.
  public let weightMargin: Tensor<Scalar>
  /// The same for the bias, `[outputChannels]`.
  public let biasMargin: Tensor<Scalar>?
  /// How well it fits.
  public let residual: FitResidual
  /// How many of a group's taps, as combinations of them, the data determine; of the groups the
  /// smallest.
  public let rank: Int
  /// The number of taps of a group: what the rank is at most.
  public let taps: Int
  /// The ratio of the largest to the smallest singular value of the scaled data; of the groups the
  /// largest. Infinite where the rank is not full.
  public let conditionNumber: Double
  /// Whether the data determine the kernel, and if not, why.
  public let determination: FitDetermination
  /// The number of outputs of a channel, those of weight 0 left out.
  public let outputsUsed: Int

  let configuration: FitConfiguration

  /// The weight as a picture's kernel, `[kernelHeight, kernelWidth]`, where there is one channel of
  /// input and output each; the weight as it is otherwise.
  public var kernel: Tensor<Scalar> {
    guard weight.shape[0] == 1, weight.shape[1] == 1 else { return weight }
    return Tensor(shape: Array(weight.shape.suffix(2)), storage: weight.storage)
  }
}

/// The differences between the outputs and what a fit makes of the inputs.
public struct FitResidual: Hashable, Sendable {
  /// The root of the mean square, weighted by the pixels' weights.
  public let rootMeanSquare: Double
  /// The largest difference among pixels of a weight above 0; nil where the data are gone, as in a
  /// fit that was accumulated.
  public let largest: Double?
}

/// Whether data determine a kernel.
public enum FitDetermination: Hashable, Sendable, CustomStringConvertible {
  /// There is one best kernel.
  case complete
  /// The input has one value everywhere.
  case constantInput
  /// The input does not change along an axis, "height" or "width".
  case constantAlong(axis: String)
  /// There are fewer outputs than taps.
  case tooFewOutputs(outputs: Int, taps: Int)
  /// The input holds fewer frequencies, or channels that differ, than the kernel has taps.
  case narrowContent

  public var description: String {
    switch self {
    case .complete:
      "the data determine the kernel"
    case .constantInput:
      "the input is constant: only the sum of the kernel can be told, and of all kernels of that sum "
        + "the smallest is given; use an input with details"
    case .constantAlong(let axis):
      "the input does not change along its \(axis): the kernel's elements cannot be told apart along "
        + "its \(axis), and the smallest kernel is given; use an input with details"
    case .tooFewOutputs(let outputs, let taps):
      "\(outputs) outputs cannot determine \(taps) taps, and the smallest kernel is given; use more "
        + "data or a smaller kernel"
    case .narrowContent:
      "the input has too little detail for a kernel of this size: many kernels fit equally well, and "
        + "the smallest is given; use a smaller kernel, another input, or a ridge"
    }
  }
}

extension KernelFit: CustomStringConvertible {
  public var description: String {
    let largest = residual.largest.map { ", at most \($0)" } ?? ""
    return "weight \(weight.shape)\(bias == nil ? "" : " and bias") from \(outputsUsed) outputs, "
      + "rank \(rank) of \(taps), condition number \(conditionNumber), "
      + "residual \(residual.rootMeanSquare) in root mean square\(largest); \(determination)"
  }
}
