// ConvolutionGeometryTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference
import Testing

@Suite("Geometry")
struct ConvolutionGeometryTests {
  private let problem: Problem =
    "mb2_g3_ic6_ih8_iw9_oc12_kh3_kw2_sh2_sw1_dh1_dw3_ph1_pw0_pb2_pr4_reflect"

  @Test("All that it says")
  func properties() throws {
    let geometry = try problem.geometry()
    #expect(geometry.batch == 2)
    #expect(geometry.inputChannels == 6)
    #expect(geometry.outputChannels == 12)
    #expect(geometry.groups == 3)
    #expect(geometry.border == .reflect)
    #expect(geometry.inputSize == [8, 9])
    #expect(geometry.kernelSize == [3, 2])
    #expect(geometry.stride == [2, 1])
    #expect(geometry.dilation == [1, 3])
    #expect(geometry.padding == [1, 0, 2, 4])
    // (8 + 3 - 3) / 2 + 1 rows, (9 + 4 - 4) / 1 + 1 columns.
    #expect(geometry.outputSize == [5, 10])
    #expect(geometry.inputShape == [2, 6, 8, 9])
    #expect(geometry.weightShape == [12, 2, 3, 2])
    #expect(geometry.outputShape == [2, 12, 5, 10])
    #expect(geometry.multiplyAdds == 2 * 12 * 5 * 10 * 2 * 3 * 2)
  }

  @Test("As text")
  func description() throws {
    #expect(
      try problem.geometry().description
        == "input [2, 6, 8, 9], weight [12, 2, 3, 2], stride 2x1, padding [1, 0, 2, 4], "
        + "dilation 1x3, groups 3, border reflect, output [2, 12, 5, 10]")
  }

  /// The oracle counts positions where the library divides.
  @Test("Sizes are those of the oracle", arguments: Problem.all + Problem.idle + Problem.tiled)
  func outputSize(_ problem: Problem) throws {
    let geometry = try problem.geometry()
    let oracle = problem.reference
    #expect(geometry.outputSize.height == oracle.outputHeight)
    #expect(geometry.outputSize.width == oracle.outputWidth)
    #expect(geometry.multiplyAdds == Double(oracle.multiplyAdds))
  }

  @Test("Paddings that come to the same make equal geometries")
  func equality() throws {
    func geometry(_ padding: Padding) throws -> ConvolutionGeometry {
      try ConvolutionGeometry(
        inputShape: [1, 1, 5, 5], weightShape: [1, 1, 3, 3], padding: padding)
    }
    #expect(try geometry(.same) == geometry(1))
    #expect(try geometry(.full) == geometry([2, 2]))
    #expect(try geometry(.valid) == geometry(0))
    #expect(try geometry(.same) != geometry(.valid))
  }

  @Test("Size literals")
  func sizes() {
    #expect((3 as Size2D) == Size2D(height: 3, width: 3))
    #expect(([1, 2] as Size2D) == Size2D(height: 1, width: 2))
    #expect("\([1, 2] as Size2D)" == "1x2")
  }
}
