// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Every target is a program of libFuzzer, whose `main` it takes: Scripts/fuzz has the flags.
let package = Package(
  name: "convolution-fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-convolution", path: ".."),
    .package(name: "convolve-tool", path: "../Tool"),
  ],
  targets: [
    .executableTarget(
      name: "FuzzGeometry",
      dependencies: [.product(name: "Convolution", package: "swift-convolution")],
      swiftSettings: [.strictMemorySafety()]
    ),
    .executableTarget(
      name: "FuzzNPY",
      dependencies: [.product(name: "ConvolutionFiles", package: "swift-convolution")],
      swiftSettings: [.strictMemorySafety()]
    ),
    .executableTarget(
      name: "FuzzSafetensors",
      dependencies: [.product(name: "ConvolutionFiles", package: "swift-convolution")],
      swiftSettings: [.strictMemorySafety()]
    ),
    .executableTarget(
      name: "FuzzPictures",
      dependencies: [
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "Pictures", package: "convolve-tool"),
      ],
      swiftSettings: [.strictMemorySafety()]
    ),
    .executableTarget(
      name: "FuzzKernels",
      dependencies: [
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "FilterKernels", package: "convolve-tool"),
      ],
      swiftSettings: [.strictMemorySafety()]
    ),
  ],
  swiftLanguageModes: [.v6]
)
