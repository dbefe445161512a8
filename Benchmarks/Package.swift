// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The lists of `Problems/` that are compiled into the program, by name.
let problemLists = [
  "alexnet", "deepbench_inference_device", "dilated", "gaussians", "googlenet_v1", "images",
  "layers", "learning", "lenet", "mobilenet_v1", "resnet50_v1_5", "training", "unet", "varied",
  "vgg16",
]

// The benchmark is a package of its own, so that who links the library resolves no argument parser.
let package = Package(
  name: "convolution-benchmark",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "convolution-benchmark", targets: ["ConvolutionBenchmark"])
  ],
  dependencies: [
    .package(name: "swift-convolution", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // MARK: - The program
    .executableTarget(
      name: "ConvolutionBenchmark",
      dependencies: [
        "BenchmarkKit",
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.strictMemorySafety()]
    ),

    // MARK: - What it is made of
    .target(
      name: "BenchmarkKit",
      dependencies: [
        "BenchmarkProblems",
        "CBenchmarkBLAS",
        "CBenchmarkLimits",
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
        .product(name: "ConvolutionReference", package: "swift-convolution"),
      ],
      swiftSettings: [.strictMemorySafety()]
    ),
    .target(
      name: "BenchmarkProblems",
      path: "Problems",
      exclude: ["README.md"],
      resources: problemLists.map { .embedInCode("\($0).csv") }
    ),
    .target(name: "CBenchmarkLimits"),
    .systemLibrary(
      name: "CBenchmarkBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]
    ),

    // MARK: - Tests
    .testTarget(
      name: "BenchmarkKitTests",
      dependencies: [
        "BenchmarkKit",
        "BenchmarkProblems",
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
        .product(name: "ConvolutionReference", package: "swift-convolution"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
