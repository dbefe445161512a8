// ProblemLists.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The lists of this folder, which travel inside the program.
package enum ProblemLists {
  private static let contents: KeyValuePairs<String, [UInt8]> = [
    "alexnet": PackageResources.alexnet_csv,
    "deepbench_inference_device": PackageResources.deepbench_inference_device_csv,
    "dilated": PackageResources.dilated_csv,
    "gaussians": PackageResources.gaussians_csv,
    "googlenet_v1": PackageResources.googlenet_v1_csv,
    "images": PackageResources.images_csv,
    "layers": PackageResources.layers_csv,
    "learning": PackageResources.learning_csv,
    "lenet": PackageResources.lenet_csv,
    "mobilenet_v1": PackageResources.mobilenet_v1_csv,
    "resnet50_v1_5": PackageResources.resnet50_v1_5_csv,
    "training": PackageResources.training_csv,
    "unet": PackageResources.unet_csv,
    "varied": PackageResources.varied_csv,
    "vgg16": PackageResources.vgg16_csv,
  ]

  /// The names of the lists, which are those of their files without ".csv".
  package static var names: [String] { contents.map(\.key) }

  /// The text of a list, nil if there is none of that name.
  package static func text(of name: String) -> String? {
    contents.first { $0.key == name }.map { String(decoding: $0.value, as: UTF8.self) }
  }
}
