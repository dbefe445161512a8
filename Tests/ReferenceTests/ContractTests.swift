// ContractTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

/// A caller that asks for something impossible is stopped.
///
/// The arrays are too long rather than too short: no index goes out of range,
/// so only the check itself can object.
@Suite("Broken contracts")
struct ContractTests {
  @Test func wrongInputLength() async {
    await #expect(processExitsWith: .failure) {
      _ = Geometry(image: 1, kernel: 1).reference
        .output(input: [1, 2], weight: [1.0])
    }
  }

  @Test func wrongWeightLength() async {
    await #expect(processExitsWith: .failure) {
      _ = Geometry(image: 1, kernel: 1).reference
        .output(input: [1], weight: [1.0, 2])
    }
  }

  @Test func wrongBiasLength() async {
    await #expect(processExitsWith: .failure) {
      _ = Geometry(image: 1, kernel: 1).reference
        .output(input: [1], weight: [1], bias: [1.0, 2])
    }
  }

  @Test func wrongGradientLength() async {
    await #expect(processExitsWith: .failure) {
      _ = Geometry(image: 1, kernel: 1).reference
        .biasGradient(outputGradient: [1.0, 2])
    }
  }

  @Test func groupsThatDoNotDivide() async {
    await #expect(processExitsWith: .failure) {
      let threeByTwo = Geometry(
        channels: 3, image: 1, filters: 2, kernel: 1, groups: 2)
      _ = threeByTwo.reference
    }
  }

  @Test func strideOfZero() async {
    await #expect(processExitsWith: .failure) {
      _ = Geometry(image: 1, kernel: 1, stride: 0).reference
    }
  }

  @Test func mirrorOfNoRows() async {
    await #expect(processExitsWith: .failure) {
      let noRows = Geometry(
        image: Size(0, 3), kernel: 1, padding: 1, border: .reflect)
      _ = noRows.reference
    }
  }

  @Test func mirrorOfNoColumns() async {
    await #expect(processExitsWith: .failure) {
      let noColumns = Geometry(
        image: Size(3, 0), kernel: 1, padding: 1, border: .reflect)
      _ = noColumns.reference
    }
  }
}
