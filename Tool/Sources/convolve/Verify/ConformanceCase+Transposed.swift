// ConformanceCase+Transposed.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Transposed convolutions, and patches put together: ONNX's `ConvTranspose` and `Col2Im`, and
/// PyTorch's `conv_transpose2d` with its gradients.
extension ConformanceCase {
  /// ONNX's `ConvTranspose`.
  func verifyONNXConvTranspose<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let axes = try ONNXAxes(tensor("input", Scalar.self).rank - 2, of: self)
    guard axes.areSupported else { return axes.refusal }
    let hasShape = tensors.metadata["output_shape"] != nil
    var padding = try axes.padding()
    // Where the shape is given, pads follow from it, an odd one at the beginning unless
    // SAME_UPPER says otherwise.
    if hasShape, padding != .same { padding = .sameLower }
    let layer = try ConvTranspose2D<Scalar>(
      weight: axes.planes("weight"), bias: optionalTensor("bias", Scalar.self),
      stride: axes.size("strides", default: 1), padding: padding,
      outputPadding: axes.size("output_padding", default: 0),
      dilation: axes.size("dilations", default: 1),
      groups: integers("group", count: 1, default: [1])[0])
    let outputSize = hasShape ? try axes.size("output_shape", default: 1) : nil
    let input: Tensor<Scalar> = try axes.planes("input")
    return Verdict([
      try compareOutput(
        of: layer, input: input, outputSize: outputSize, expected: axes.planes("output"))
    ])
  }

  /// PyTorch's `conv_transpose2d`, and its gradients where the case has them.
  func verifyPyTorchConvTranspose2D<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let layer = try ConvTranspose2D<Scalar>(
      weight: tensor("weight", Scalar.self), bias: optionalTensor("bias", Scalar.self),
      stride: size("stride"), padding: symmetricPadding(), outputPadding: size("output_padding"),
      dilation: size("dilation"), groups: integers("groups", count: 1)[0])
    let input = try tensor("input", Scalar.self)
    var comparisons = [
      try compareOutput(of: layer, input: input, expected: tensor("output", Scalar.self))
    ]
    if let outputGradient = optionalTensor("grad_output", Scalar.self) {
      var sizesLayer = layer
      sizesLayer.weight = layer.weight.map(abs)
      comparisons += try compareGradients(
        layer.gradients(input: input, outputGradient: outputGradient),
        sizes: sizesLayer.gradients(
          input: input.map(abs), outputGradient: outputGradient.map(abs)),
        inputProducts: layer.weight.shape[1...].reduce(1, *),
        weightProducts: input.count / max(1, input.shape[1]),
        biasTerms: outputGradient.count / max(1, outputGradient.shape[1]))
    }
    return Verdict(comparisons)
  }

  private func compareOutput<Scalar: TensorScalar>(
    of layer: ConvTranspose2D<Scalar>, input: Tensor<Scalar>, outputSize: Size2D? = nil,
    expected: Tensor<Scalar>
  ) throws -> Comparison {
    var sizes = layer
    sizes.weight = layer.weight.map(abs)
    sizes.bias = layer.bias?.map(abs)
    let weightShape = layer.weight.shape
    return try compare(
      "output", layer(input, outputSize: outputSize), expected,
      sizes: sizes(input.map(abs), outputSize: outputSize),
      products: weightShape[0] / layer.groups * weightShape[2] * weightShape[3] + 1)
  }

  /// ONNX's `Col2Im`.
  func verifyONNXCol2Im<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let block = try numbers("block_shape")
    let axes = ONNXAxes(block.count, of: self)
    guard axes.areSupported else { return axes.refusal }
    let kernelSize = try axes.size(block)
    let outputSize = try axes.size(numbers("image_shape"))
    let stride = try axes.size("strides", default: 1)
    let dilation = try axes.size("dilations", default: 1)
    let padding = try axes.explicitPadding()
    func image(_ columns: Tensor<Scalar>) throws -> Tensor<Scalar> {
      try fold(
        columns, outputSize: outputSize, kernelSize: kernelSize, stride: stride, padding: padding,
        dilation: dilation)
    }
    let columns = try tensor("input", Scalar.self)
    // Sizes that cannot be multiplied have been refused once there is an output.
    let output = try image(columns)
    return Verdict([
      try compare(
        "output", output, axes.planes("output"), sizes: image(columns.map(abs)),
        products: kernelSize.height * kernelSize.width)
    ])
  }

  /// The elements of a tensor of whole numbers.
  private func numbers(_ name: String) throws -> [Int] {
    try tensor(name, Double.self).elements.map {
      guard let number = Int(exactly: $0) else {
        throw ConformanceError(description: "\(name) has the element \($0), no whole number")
      }
      return number
    }
  }
}
