// PlanGeometries.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Geometries that take every way through the algorithms, with work for two threads.
enum PlanGeometries {
  static func all() throws -> [ConvolutionGeometry] {
    try [
      // Dense layers: Winograd's too, with and without padding, and of several images.
      ConvolutionGeometry(
        inputShape: [2, 32, 40, 40], weightShape: [64, 32, 3, 3], padding: 1),
      ConvolutionGeometry(inputShape: [1, 64, 30, 30], weightShape: [48, 64, 3, 3]),
      ConvolutionGeometry(
        inputShape: [1, 16, 57, 61], weightShape: [24, 16, 5, 3], stride: 2, padding: .same,
        border: .reflect),
      ConvolutionGeometry(
        inputShape: [1, 16, 40, 40], weightShape: [32, 16, 3, 3], padding: 2, dilation: 2),
      // First layers, whose rows are parted into even and odd columns; and one whose rows are too long.
      ConvolutionGeometry(
        inputShape: [2, 3, 97, 97], weightShape: [20, 3, 3, 3], stride: 2, padding: 1),
      ConvolutionGeometry(
        inputShape: [1, 3, 9, 2000], weightShape: [20, 3, 3, 3], stride: 2, padding: 1,
        border: .reflect),
      ConvolutionGeometry(
        inputShape: [1, 1, 9, 80_000], weightShape: [4, 1, 5, 5], stride: 2, padding: 2,
        border: .reflect),
      // Points: a plain product, and one whose pixels are collected.
      ConvolutionGeometry(inputShape: [1, 128, 28, 28], weightShape: [128, 128, 1, 1]),
      ConvolutionGeometry(inputShape: [1, 128, 56, 56], weightShape: [128, 128, 1, 1], stride: 2),
      // Groups, depthwise layers, and pictures with kernels that are products.
      ConvolutionGeometry(
        inputShape: [2, 32, 40, 40], weightShape: [32, 16, 3, 3], padding: 1, groups: 2),
      ConvolutionGeometry(
        inputShape: [1, 64, 56, 56], weightShape: [64, 1, 3, 3], padding: 1, groups: 64),
      ConvolutionGeometry(
        inputShape: [1, 64, 57, 57], weightShape: [64, 1, 3, 3], stride: 2, padding: 1,
        groups: 64),
      ConvolutionGeometry(
        inputShape: [1, 1, 480, 640], weightShape: [1, 1, 15, 15], padding: .same,
        border: .circular),
      ConvolutionGeometry(inputShape: [1, 1, 300, 300], weightShape: [3, 1, 7, 7], padding: 3),
      // Small images, some at a time: patches of them, and those of one pixel.
      ConvolutionGeometry(
        inputShape: [9, 500, 2, 2], weightShape: [500, 250, 3, 3], padding: 1, groups: 2),
      ConvolutionGeometry(inputShape: [16, 1024, 1, 1], weightShape: [200, 1024, 1, 1]),
      // An im2col matrix of several blocks.
      ConvolutionGeometry(
        inputShape: [1, 600, 12, 12], weightShape: [64, 600, 3, 3], padding: 1),
    ]
  }
}
