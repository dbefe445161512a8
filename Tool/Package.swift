// swift-tools-version: 6.2
// Package.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The command line program is a package of its own, so that who links the library resolves no
// argument parser and needs no picture libraries.
let package = Package(
  name: "convolve-tool",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "convolve", targets: ["convolve"]),
    // For the programs that fuzz them.
    .library(name: "Pictures", targets: ["Pictures"]),
    .library(name: "FilterKernels", targets: ["FilterKernels"]),
  ],
  dependencies: [
    .package(name: "swift-convolution", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // MARK: - Command line program
    .executableTarget(
      name: "convolve",
      dependencies: [
        "FilterKernels",
        "Pictures",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
      ],
      resources: [.copy("Resources")]
    ),

    // MARK: - What is typed for a filter
    .target(
      name: "FilterKernels",
      dependencies: [
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
      ]
    ),

    // MARK: - Pictures
    .target(
      name: "Pictures",
      dependencies: [
        "CPictureCodecs",
        .product(name: "Convolution", package: "swift-convolution"),
      ],
      swiftSettings: [.strictMemorySafety()]
    ),
    .target(name: "CPictureCodecs", dependencies: ["CPNG", "CISAL", "CJPEG", "CTIFF"]),
    .systemLibrary(
      name: "CPNG",
      pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]
    ),
    .systemLibrary(
      name: "CISAL",
      pkgConfig: "libisal",
      providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]
    ),
    .systemLibrary(
      name: "CJPEG",
      pkgConfig: "libjpeg",
      providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]
    ),
    .systemLibrary(
      name: "CTIFF",
      pkgConfig: "libtiff-4",
      providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]
    ),

    // MARK: - Tests
    .testTarget(
      name: "PicturesTests",
      dependencies: [
        "Pictures",
        "CPictureCodecs",
        .product(name: "Convolution", package: "swift-convolution"),
      ],
      resources: [.copy("Resources")]
    ),
    .testTarget(
      name: "ConvolveTests",
      dependencies: [
        // Run as a process, not linked: a dependency has it built.
        "convolve",
        "Pictures",
        .product(name: "Convolution", package: "swift-convolution"),
        .product(name: "ConvolutionFiles", package: "swift-convolution"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11  // C11 and the POSIX functions on files
)
