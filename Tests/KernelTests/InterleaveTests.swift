// InterleaveTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

@Suite struct InterleaveTests {
  @Test(arguments: 0...40) func everySecondElementIsPicked(count: Int) {
    let source = (0..<max(1, 2 * count)).map(Float.init)
    var target = [Float](repeating: -1, count: count + 1)
    ck_pick_f32(source, &target, count)
    #expect(target == (0..<count).map { Float(2 * $0) } + [-1])
    var doubles = [Double](repeating: -1, count: count + 1)
    ck_pick_f64(source.map(Double.init), &doubles, count)
    #expect(doubles == target.map(Double.init))
  }

  @Test(arguments: 0...40) func evenAndOddElementsAreMerged(count: Int) {
    let even = (0..<max(1, count)).map { Float(2 * $0) }
    let odd = (0..<max(1, count)).map { Float(2 * $0 + 1) }
    var target = [Float](repeating: -1, count: 2 * count + 1)
    ck_merge_f32(even, odd, &target, count)
    #expect(target == (0..<2 * count).map(Float.init) + [-1])
    var doubles = [Double](repeating: -1, count: 2 * count + 1)
    ck_merge_f64(even.map(Double.init), odd.map(Double.init), &doubles, count)
    #expect(doubles == target.map(Double.init))
  }

  @Test(arguments: 0...40) func mergedElementsAreStoredPastTheCaches(count: Int) {
    func check<Scalar: BinaryFloatingPoint>(
      _ merge: (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
    ) {
      let even = (0..<max(1, count)).map { Scalar(2 * $0) }
      let odd = (0..<max(1, count)).map { Scalar(2 * $0 + 1) }
      let target = UnsafeMutableRawBufferPointer.allocate(
        byteCount: (2 * count + 1) * MemoryLayout<Scalar>.size, alignment: 16)
      defer { target.deallocate() }
      let elements = target.bindMemory(to: Scalar.self)
      elements.initialize(repeating: -1)
      merge(even, odd, elements.baseAddress!)
      ck_fence()
      #expect(elements.elementsEqual((0..<2 * count).map(Scalar.init) + [-1]))
    }
    check { ck_merge_streaming_f32($0, $1, $2, count) }
    check { ck_merge_streaming_f64($0, $1, $2, count) }
  }
}
