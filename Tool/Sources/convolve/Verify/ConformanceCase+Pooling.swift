// ConformanceCase+Pooling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Pooling: ONNX's `MaxPool`, `AveragePool` and `GlobalAveragePool`, and PyTorch's `max_pool2d` and
/// `avg_pool2d` with their gradients.
extension ConformanceCase {
  func verifyONNXMaxPool<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let axes = try axes()
    guard axes.areSupported else { return axes.refusal }
    let output = try Window(axes, of: self).maxPool(axes.planes("input") as Tensor<Scalar>)
    return Verdict([try compareExactly("output", output, axes.planes("output"))])
  }

  func verifyONNXAveragePool<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let axes = try axes()
    guard axes.areSupported else { return axes.refusal }
    let counts = try integers("count_include_pad", count: 1, default: [0])[0] != 0
    let pool = try Window(axes, of: self).averagePool(countIncludePad: counts)
    return Verdict([try compareMeans(pool, Scalar.self)])
  }

  func verifyONNXGlobalAveragePool<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let axes = try axes()
    let input: Tensor<Scalar> = try axes.planes("input")
    return Verdict([
      try compare(
        "output", globalAveragePool2D(input), axes.planes("output"),
        sizes: globalAveragePool2D(input.map(abs)),
        products: input.shape.suffix(2).reduce(1, *))
    ])
  }

  func verifyPyTorchMaxPool2D<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let pool = try pytorchWindow().maxPool
    let input = try tensor("input", Scalar.self)
    var comparisons = [
      try compareExactly("output", pool(input), tensor("output", Scalar.self))
    ]
    if let outputGradient = optionalTensor("grad_output", Scalar.self) {
      let sizes = try pool.inputGradient(input: input, outputGradient: outputGradient.map(abs))
      comparisons.append(
        try compare(
          "input gradient", pool.inputGradient(input: input, outputGradient: outputGradient),
          tensor("grad_input", Scalar.self), sizes: sizes,
          products: pool.kernelSize.height * pool.kernelSize.width))
    }
    return Verdict(comparisons)
  }

  func verifyPyTorchAveragePool2D<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let counts = try integers("count_include_pad", count: 1)[0] != 0
    let pool = try pytorchWindow().averagePool(countIncludePad: counts)
    var comparisons = [try compareMeans(pool, Scalar.self)]
    if let outputGradient = optionalTensor("grad_output", Scalar.self) {
      let shape = try tensor("input", Scalar.self).shape
      let sizes = try pool.inputGradient(
        inputShape: shape, outputGradient: outputGradient.map(abs))
      comparisons.append(
        try compare(
          "input gradient", pool.inputGradient(inputShape: shape, outputGradient: outputGradient),
          tensor("grad_input", Scalar.self), sizes: sizes,
          products: pool.kernelSize.height * pool.kernelSize.width))
    }
    return Verdict(comparisons)
  }

  private func compareMeans<Scalar: TensorScalar>(
    _ pool: AveragePool2D, _: Scalar.Type
  ) throws -> Comparison {
    let axes = try axes()
    let input: Tensor<Scalar> = try axes.planes("input")
    let expected: Tensor<Scalar> = try axes.planes("output")
    let rounding = printedRounding(of: expected)
    let products = pool.kernelSize.height * pool.kernelSize.width
    let factor = 4 * Double(products) * Double(Scalar.ulpOfOne)
    let sizes = try pool(input.map(abs)).elements
    return try Comparison("output", pool(input), expected) {
      factor * Double(sizes[$0]) + rounding
    }
  }

  /// How far a mean may be off because input and output are rounded to four decimals, by half of the
  /// last each; 0 when they are not.
  ///
  /// Four is what PyTorch prints. Cases that were written by hand have their numbers from there.
  private func printedRounding<Scalar: TensorScalar>(of tensor: Tensor<Scalar>) -> Double {
    func isDecimal(_ value: Scalar, scale: Double) -> Bool {
      Scalar((Double(value) * scale).rounded() / scale) == value
    }
    let elements = tensor.elements
    let isPrinted =
      elements.allSatisfy { isDecimal($0, scale: 1e4) }
      && elements.contains { !isDecimal($0, scale: 1e3) }
    return isPrinted ? 1e-4 : 0
  }

  /// The largest of several numbers is one of them.
  private func compareExactly<Scalar: TensorScalar>(
    _ name: String, _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>
  ) throws -> Comparison {
    try Comparison(name, actual, expected) { _ in 0 }
  }
}

// MARK: - Windows

extension ConformanceCase {
  /// The parameters that all poolings share.
  fileprivate struct Window {
    let kernelSize: Size2D
    let stride: Size2D
    let padding: Padding
    let dilation: Size2D
    let ceilMode: Bool

    var maxPool: MaxPool2D {
      MaxPool2D(
        kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
        ceilMode: ceilMode)
    }

    func averagePool(countIncludePad: Bool) -> AveragePool2D {
      AveragePool2D(
        kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
        ceilMode: ceilMode, countIncludePad: countIncludePad)
    }
  }

  private func pytorchWindow() throws -> Window {
    func size(_ name: String, default standard: [Int]? = nil) throws -> Size2D {
      let sizes = try integers(name, count: 2, default: standard)
      return Size2D(height: sizes[0], width: sizes[1])
    }
    return Window(
      kernelSize: try size("kernel_size"), stride: try size("stride"),
      padding: try pytorchPadding(), dilation: try size("dilation", default: [1, 1]),
      ceilMode: try integers("ceil_mode", count: 1)[0] != 0)
  }

  private func axes() throws -> ONNXAxes {
    try ONNXAxes(tensor("input", Double.self).rank - 2, of: self)
  }
}

extension ConformanceCase.Window {
  /// ONNX's attributes.
  fileprivate init(_ axes: ONNXAxes, of conformanceCase: ConformanceCase) throws {
    self.init(
      kernelSize: try axes.size("kernel_shape"), stride: try axes.size("strides", default: 1),
      padding: try axes.padding(), dilation: try axes.size("dilations", default: 1),
      ceilMode: try conformanceCase.integers("ceil_mode", count: 1, default: [0])[0] != 0)
  }
}
