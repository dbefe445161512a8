// ConformanceCase+Layers.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// The layers of networks: ONNX's `Conv` and PyTorch's `conv2d` with its gradients.
extension ConformanceCase {
  /// ONNX's `Conv`, of one or two spatial axes; one is computed as the height-1 case of two.
  func verifyONNXConv<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let spatial = try tensor("input", Scalar.self).rank - 2
    guard spatial == 1 || spatial == 2 else {
      return .skipped("Conv over \(spatial) axes is not an operation of this library")
    }
    let lead = [Int](repeating: 1, count: 2 - spatial)
    let ones = [Int](repeating: 1, count: spatial)
    let zeros = [Int](repeating: 0, count: 2 * spatial)
    let strides = try lead + integers("strides", count: spatial, default: ones)
    let dilations = try lead + integers("dilations", count: spatial, default: ones)
    let pads = try integers("pads", count: 2 * spatial, default: zeros)
    let layer = try Conv2D<Scalar>(
      weight: planes("weight", Scalar.self), bias: optionalTensor("bias", Scalar.self),
      stride: Size2D(height: strides[0], width: strides[1]),
      padding: onnxPadding(pads), dilation: Size2D(height: dilations[0], width: dilations[1]),
      groups: integers("group", count: 1, default: [1])[0])
    return Verdict([try compareOutput(of: layer, input: planes("input", Scalar.self))])
  }

  func onnxPadding(_ pads: [Int]) throws -> Padding {
    let explicit: Padding =
      pads.count == 2
      ? .sides(top: 0, left: pads[0], bottom: 0, right: pads[1])
      : .sides(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
    guard tensors.metadata["auto_pad"] != nil else { return explicit }
    return try choice(
      "auto_pad",
      ["NOTSET": explicit, "VALID": .valid, "SAME_UPPER": .same, "SAME_LOWER": .sameLower])
  }

  /// A tensor with a height of 1 put in where it has only a width.
  func planes<Scalar: TensorScalar>(
    _ name: String, _: Scalar.Type
  ) throws -> Tensor<Scalar> {
    let tensor = try tensor(name, Scalar.self)
    guard tensor.rank == 3 else { return tensor }
    return try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], 1, tensor.shape[2]])
  }

  /// PyTorch's `conv2d`, and its gradients where the case has them.
  func verifyPyTorchConv2D<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let stride = try integers("stride", count: 2)
    let dilation = try integers("dilation", count: 2)
    let layer = try Conv2D<Scalar>(
      weight: tensor("weight", Scalar.self), bias: optionalTensor("bias", Scalar.self),
      stride: Size2D(height: stride[0], width: stride[1]), padding: pytorchPadding(),
      dilation: Size2D(height: dilation[0], width: dilation[1]),
      groups: integers("groups", count: 1)[0],
      border: choice(
        "padding_mode",
        ["zeros": .zeros, "reflect": .reflect, "replicate": .replicate, "circular": .circular]))
    let input = try tensor("input", Scalar.self)
    var comparisons = [try compareOutput(of: layer, input: input)]
    if let outputGradient = optionalTensor("grad_output", Scalar.self) {
      comparisons += try compareGradients(of: layer, input: input, outputGradient: outputGradient)
    }
    return Verdict(comparisons)
  }

  func pytorchPadding() throws -> Padding {
    if try attribute("padding") == "same" { return .same }
    let padding = try integers("padding", count: 2)
    return .sides(top: padding[0], left: padding[1], bottom: padding[0], right: padding[1])
  }

  private func compareOutput<Scalar: TensorScalar>(
    of layer: Conv2D<Scalar>, input: Tensor<Scalar>
  ) throws -> Comparison {
    // The sizes of the products: the same operation on sizes.
    var sizes = layer
    sizes.weight = layer.weight.map(abs)
    sizes.bias = layer.bias?.map(abs)
    let weightShape = layer.weight.shape
    return try compare(
      "output", layer(input), planes("output", Scalar.self), sizes: sizes(input.map(abs)),
      products: weightShape[1] * weightShape[2] * weightShape[3] + 1)
  }

  private func compareGradients<Scalar: TensorScalar>(
    of layer: Conv2D<Scalar>, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) throws -> [Comparison] {
    var sizesLayer = layer
    sizesLayer.weight = layer.weight.map(abs)
    let gradients = try layer.gradients(input: input, outputGradient: outputGradient)
    let sizes = try sizesLayer.gradients(
      input: input.map(abs), outputGradient: outputGradient.map(abs))
    let weightShape = layer.weight.shape
    let outputs = outputGradient.count / max(1, outputGradient.shape[1])
    let taps = weightShape[0] / layer.groups * weightShape[2] * weightShape[3]
    var comparisons = [
      try compare(
        "input gradient", gradients.input, tensor("grad_input", Scalar.self), sizes: sizes.input,
        products: taps),
      try compare(
        "weight gradient", gradients.weight, tensor("grad_weight", Scalar.self),
        sizes: sizes.weight, products: outputs),
    ]
    if let expected = optionalTensor("grad_bias", Scalar.self) {
      comparisons.append(
        try compare(
          "bias gradient", gradients.bias, expected, sizes: sizes.bias, products: outputs))
    }
    return comparisons
  }

  /// Compares sums of `products` products each, whose sizes are summed in `sizes`.
  ///
  /// A sum of K products in any order is within 2 K eps of the sum of their sizes (N. Higham,
  /// "Accuracy and Stability of Numerical Algorithms", section 3.1, with room for fused and unfused
  /// products); the other library's result is no closer, so the two may be twice that apart.
  func compare<Scalar: TensorScalar>(
    _ name: String, _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>, sizes: Tensor<Scalar>,
    products: Int
  ) throws -> Comparison {
    let factor = 4 * Double(products) * Double(Scalar.ulpOfOne)
    let sizes = sizes.elements
    return try Comparison(name, actual, expected) { factor * Double(sizes[$0]) }
  }
}
