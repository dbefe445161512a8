// ConformanceFolder.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Foundation

/// The cases that the library's own tests compute, which lie in the repository around this package.
enum ConformanceFolder {
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()  // Support
    .deletingLastPathComponent()  // ConvolveTests
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()  // Tool
    .deletingLastPathComponent()
    .appendingPathComponent("Tests/ConvolutionTests/Resources/Conformance").path

  /// One or two cases of every operation and source, the small ones where there is a choice.
  static let selection = [
    "onnx/test_conv_with_autopad_same",
    "onnx/test_conv_with_strides_and_asymmetric_padding",
    "onnx/pt_converted_test_Conv1d_pad1",
    "onnx/pt_converted_test_Conv2d_depthwise_strided",
    "onnx/test_averagepool_1d_default",
    "onnx/test_globalaveragepool",
    "pytorch/avg_pool2d_1",
    "onnx/pt_converted_test_ConvTranspose2d",
    "onnx/test_col2im_pads",
    "pytorch/conv2d_34",
    "pytorch/conv2d_layer_10",
    "pytorch/conv2d_same_0",
    "pytorch/conv_transpose2d_07",
    "scipy/convolve2d_same_wrap",
    "scipy/correlate2d_full_symm",
    "scipy/ndimage_correlate_mirror",
    "opencv/filter2D_reflect101_3",
    // Of this size OpenCV computes by way of Fourier transforms.
    "opencv/filter2D_constant_15",
  ]

  static func read(_ name: String) throws -> NamedTensors {
    try SafetensorsFile.read("\(path)/\(name).safetensors", otherTypes: .convertIntegers)
  }
}
