// ConformanceCase+Layers.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// The layers of networks: ONNX's `Conv` and PyTorch's `conv2d` with its gradients.
extension ConformanceCase {
  /// ONNX's `Conv`.
  func verifyONNXConv<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let axes = try ONNXAxes(tensor("input", Scalar.self).rank - 2, of: self)
    guard axes.areSupported else { return axes.refusal }
    let layer = try Conv2D<Scalar>(
      weight: axes.planes("weight"), bias: optionalTensor("bias", Scalar.self),
      stride: axes.size("strides", default: 1), padding: axes.padding(),
      dilation: axes.size("dilations", default: 1),
      groups: integers("group", count: 1, default: [1])[0])
    let input: Tensor<Scalar> = try axes.planes("input")
    return Verdict([try compareOutput(of: layer, input: input, expected: axes.planes("output"))])
  }

  /// PyTorch's `conv2d`, and its gradients where the case has them.
  func verifyPyTorchConv2D<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let layer = try Conv2D<Scalar>(
      weight: tensor("weight", Scalar.self), bias: optionalTensor("bias", Scalar.self),
      stride: size("stride"), padding: pytorchPadding(), dilation: size("dilation"),
      groups: integers("groups", count: 1)[0],
      border: choice(
        "padding_mode",
        ["zeros": .zeros, "reflect": .reflect, "replicate": .replicate, "circular": .circular]))
    let input = try tensor("input", Scalar.self)
    var comparisons = [
      try compareOutput(of: layer, input: input, expected: tensor("output", Scalar.self))
    ]
    if let outputGradient = optionalTensor("grad_output", Scalar.self) {
      var sizesLayer = layer
      sizesLayer.weight = layer.weight.map(abs)
      let weightShape = layer.weight.shape
      comparisons += try compareGradients(
        layer.gradients(input: input, outputGradient: outputGradient),
        sizes: sizesLayer.gradients(
          input: input.map(abs), outputGradient: outputGradient.map(abs)),
        inputProducts: weightShape[0] / layer.groups * weightShape[2] * weightShape[3],
        weightProducts: outputGradient.count / max(1, outputGradient.shape[1]),
        biasTerms: outputGradient.count / max(1, outputGradient.shape[1]))
    }
    return Verdict(comparisons)
  }

  func pytorchPadding() throws -> Padding {
    if try attribute("padding") == "same" { return .same }
    return try symmetricPadding()
  }

  private func compareOutput<Scalar: TensorScalar>(
    of layer: Conv2D<Scalar>, input: Tensor<Scalar>, expected: Tensor<Scalar>
  ) throws -> Comparison {
    // The sizes of the products: the same operation on sizes.
    var sizes = layer
    sizes.weight = layer.weight.map(abs)
    sizes.bias = layer.bias?.map(abs)
    let weightShape = layer.weight.shape
    return try compare(
      "output", layer(input), expected, sizes: sizes(input.map(abs)),
      products: weightShape[1] * weightShape[2] * weightShape[3] + 1)
  }
}
