// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "Digits",
  platforms: [.macOS(.v15)],
  dependencies: [
    // A program of your own names the repository's address and a version here.
    .package(name: "swift-convolution", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "Digits",
      dependencies: [
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
      ],
      resources: [.copy("Data")]
    )
  ],
  swiftLanguageModes: [.v6]
)
