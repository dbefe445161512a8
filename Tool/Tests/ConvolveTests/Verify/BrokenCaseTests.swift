// BrokenCaseTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// Cases that cannot be carried out: the line says why.
@Suite struct BrokenCaseTests {
  private func expectFailure(_ contents: NamedTensors, saying words: String) throws {
    let verification = try Verification(contents)
    #expect(verification.failed, "\(verification.run)")
    #expect(verification.line.contains(words), "\(verification.line)")
  }

  @Test("An output of another shape")
  func wrongShape() throws {
    var contents = try HandmadeCase.right()
    contents["output"] = AnyTensor([[5, 8, 0]] as Tensor<Float>)
    try expectFailure(contents, saying: "output has shape [1, 2], expected [1, 3]")
    contents["output"] = AnyTensor([[5], [8]] as Tensor<Float>)
    try expectFailure(contents, saying: "output has shape [1, 2], expected [2, 1]")
  }

  @Test("A tensor that is not there", arguments: ["weight", "output"])
  func missingTensor(name: String) throws {
    try expectFailure(
      HandmadeCase.right().removing(name), saying: "correlate2d needs a tensor \"\(name)\"")
  }

  @Test("A known operation without its input is broken, not unknown")
  func missingInput() throws {
    try expectFailure(
      HandmadeCase.right().removing("input"), saying: "correlate2d needs a tensor \"input\"")
  }

  @Test("Gradients asked for by halves")
  func missingGradient() throws {
    let contents = try ConformanceFolder.read("pytorch/conv2d_34")
    try expectFailure(contents.removing("grad_input"), saying: "needs a tensor \"grad_input\"")
    try expectFailure(contents.removing("grad_weight"), saying: "needs a tensor \"grad_weight\"")
  }

  @Test(
    "Attributes of values that nobody knows",
    arguments: [
      ("scipy/convolve2d_same_wrap", "mode", "half", "full, same, valid"),
      ("scipy/convolve2d_same_wrap", "boundary", "mirror", "fill, symm, wrap"),
      (
        "scipy/ndimage_correlate_mirror", "boundary", "fill",
        "constant, mirror, nearest, reflect, wrap"
      ),
      (
        "opencv/filter2D_reflect101_3", "boundary", "wrap",
        "constant, reflect, reflect101, replicate"
      ),
      (
        "pytorch/conv2d_layer_10", "padding_mode", "zero", "circular, reflect, replicate, zeros"
      ),
      (
        "onnx/test_conv_with_autopad_same", "auto_pad", "SAME",
        "NOTSET, SAME_LOWER, SAME_UPPER, VALID"
      ),
    ])
  func unknownValue(name: String, attribute: String, value: String, known: String) throws {
    try expectFailure(
      ConformanceFolder.read(name).setting(attribute, to: value),
      saying: "attribute \"\(attribute)\" is \"\(value)\"; known are \(known)")
  }

  @Test("Attributes that are not there", arguments: ["mode", "boundary"])
  func missingAttribute(name: String) throws {
    try expectFailure(
      HandmadeCase.right().setting(name, to: nil),
      saying: "correlate2d needs an attribute \"\(name)\"")
  }

  @Test(
    "Attributes that are not the integers they should be",
    arguments: ["", "1", "1,2,3", "a,b", "1;1", "1,x,1", "1.0,1.0", "1,99999999999999999999"])
  func noIntegers(text: String) throws {
    try expectFailure(
      ConformanceFolder.read("pytorch/conv2d_34").setting("stride", to: text),
      saying: "attribute \"stride\" is \"\(text)\"; expected 2 integers")
  }

  @Test(
    "Integers that the library refuses",
    arguments: [
      ("stride", "0,1"), ("stride", "-1,1"), ("dilation", "1,0"), ("groups", "0"),
      ("groups", "7"), ("padding", "9223372036854775807,0"), ("dilation", "1,9223372036854775807"),
    ])
  func refusedIntegers(name: String, text: String) throws {
    let contents = try ConformanceFolder.read("pytorch/conv2d_34").setting(name, to: text)
    let verification = try Verification(contents)
    #expect(verification.failed, "\(verification.run)")
  }

  @Test(
    "Steps and rates that cannot be", arguments: [("steps", "-1"), ("learning_rate", "fast")])
  func learning(name: String, text: String) throws {
    let contents = try ConformanceFolder.read("pytorch/learn_edge_kernel").setting(name, to: text)
    try expectFailure(contents, saying: "attribute \"\(name)\" is \"\(text)\"")
  }

  @Test("A size that no transposed convolution has")
  func outputShape() throws {
    let contents = try ConformanceFolder.read("onnx/test_convtranspose_output_shape")
    try expectFailure(
      contents.setting("output_shape", to: "30,8"), saying: "output height is 30")
    try expectFailure(
      contents.setting("output_shape", to: "8"),
      saying: "attribute \"output_shape\" is \"8\"; expected 2 integers")
  }

  @Test("Patches of sizes that are no numbers of elements")
  func patches() throws {
    let contents = try ConformanceFolder.read("onnx/test_col2im")
    try expectFailure(
      contents.replacing("block_shape", at: 0) { _ in 0.5 },
      saying: "block_shape has the element 0.5, no whole number")
    try expectFailure(
      contents.replacing("block_shape", at: 1) { _ in 0 }, saying: "kernel width is 0")
    try expectFailure(contents.removing("image_shape"), saying: "needs a tensor \"image_shape\"")
    var flat = contents
    flat["image_shape"] = AnyTensor([5] as Tensor<Double>)
    try expectFailure(flat, saying: "[5] are not 2 numbers, one for each axis")
  }

  @Test("Tensors of ranks that the operation does not take", arguments: [0, 1, 2, 3, 5])
  func ranks(rank: Int) throws {
    let tensor = AnyTensor(try Tensor<Float>.ones([Int](repeating: 2, count: rank)))
    for name in ["input", "weight", "bias", "output", "grad_output"] {
      var contents = try ConformanceFolder.read("pytorch/conv2d_34")
      // A bias has one axis; 2 elements are too many for it all the same.
      contents[name] = tensor
      let verification = try Verification(contents)
      #expect(verification.failed, "\(name) of rank \(rank): \(verification.run)")
    }
  }
}
