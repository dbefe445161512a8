// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let convolution = Target.Dependency.product(name: "Convolution", package: "swift-convolution")
let files = Target.Dependency.product(name: "ConvolutionFiles", package: "swift-convolution")

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [
    // A program of your own names the repository's address and a version here.
    .package(name: "swift-convolution", path: "..")
  ],
  targets: [
    .executableTarget(name: "EdgeDetection", dependencies: [convolution]),
    .executableTarget(
      name: "PyTorchLayer", dependencies: [convolution, files], resources: [.copy("Data")]),
    .executableTarget(
      name: "LearnedKernel", dependencies: [convolution, files], resources: [.copy("Data")]),
    .executableTarget(
      name: "Digits", dependencies: [convolution, files], resources: [.copy("Data")]),
    .testTarget(
      name: "ExampleTests",
      // Run as processes, not linked: a dependency has them built.
      dependencies: ["EdgeDetection", "PyTorchLayer", "LearnedKernel", "Digits"]),
  ],
  swiftLanguageModes: [.v6]
)
