// AlignedBuffer.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Memory for a loop in C, from the start of a page and filled with ones.
@safe final class AlignedBuffer<Element: BinaryFloatingPoint>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 4096)
    unsafe start = memory.bindMemory(to: Element.self, capacity: max(1, count))
    unsafe start.initialize(repeating: 1, count: max(1, count))
    self.count = count
  }

  deinit { unsafe start.deallocate() }
}
