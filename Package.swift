// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "swift-convolution",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Convolution", targets: ["Convolution"]),
    .library(name: "ConvolutionReference", targets: ["ConvolutionReference"]),
    .library(name: "ConvolutionFiles", targets: ["ConvolutionFiles"]),
  ],
  targets: [
    // MARK: - Public API
    .target(
      name: "Convolution",
      dependencies: ["CConvolutionBLAS", "CConvolutionKernels"],
      swiftSettings: [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")]
    ),
    .target(name: "ConvolutionReference"),
    .target(
      name: "ConvolutionFiles",
      dependencies: ["Convolution"],
      swiftSettings: [.strictMemorySafety()]
    ),

    // MARK: - Implementation details
    .target(name: "CConvolutionKernels"),
    .systemLibrary(
      name: "CConvolutionBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]
    ),

    // MARK: - Tests
    .testTarget(name: "ReferenceTests", dependencies: ["ConvolutionReference"]),
    .target(name: "CConvolutionAllocations", path: "Tests/CConvolutionAllocations"),
    .testTarget(
      name: "AllocationTests", dependencies: ["CConvolutionAllocations", "Convolution"]),
    .testTarget(
      name: "ConvolutionTests",
      dependencies: [
        "CConvolutionAllocations", "Convolution", "ConvolutionFiles", "ConvolutionReference",
      ],
      resources: [.copy("Resources")]
    ),
    .testTarget(name: "FilesTests", dependencies: ["Convolution", "ConvolutionFiles"]),
    .testTarget(
      name: "KernelTests",
      dependencies: ["CConvolutionKernels", "Convolution", "ConvolutionReference"]),
    .testTarget(name: "AlgorithmTests", dependencies: ["Convolution", "ConvolutionReference"]),
    .testTarget(
      name: "TransformTests",
      dependencies: ["Convolution", "ConvolutionReference", "CConvolutionKernels"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
