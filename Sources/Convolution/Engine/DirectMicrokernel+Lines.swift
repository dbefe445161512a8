// DirectMicrokernel+Lines.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension DirectMicrokernel {
  /// Lines of memory that are needed later: the same of every input channel, one after the other, each in
  /// as many calls as there are parts of the channels; or all of an image, in order.
  @unsafe struct Lines {
    private let start: UnsafePointer<Scalar>?
    let channelStride: Int
    private let parts: Int
    private let partStride: Int
    private let rowLines: Int
    private let rowStride: Int
    /// The calls that it takes.
    let count: Int
    /// What the next call asks for.
    var next = 0

    /// None.
    init() {
      unsafe self.init(start: nil, channelStride: 0, elements: 0)
    }

    /// The lines of some rows of `elements` elements in every channel.
    ///
    /// - Parameters:
    ///   - channels: How many there are, where a call asks for lines of a part of them.
    ///   - parts: The parts, as ``KernelTable/askedParts(isWide:isPoint:)`` says.
    init(
      start: UnsafePointer<Scalar>?, channelStride: Int, channels: Int = 0, parts: Int = 1,
      elements: Int, rows: Int = 1, rowStride: Int = 0
    ) {
      unsafe self.start = start
      unsafe self.channelStride = channelStride
      unsafe self.parts = parts
      unsafe partStride = channels / parts * channelStride
      unsafe rowLines = (elements + Self.elements - 1) / Self.elements
      unsafe self.rowStride = rowStride
      unsafe count = rows * rowLines * parts
    }

    /// The lines of an image of `elements` elements from its begin to its end, as many in a call as it has
    /// steps that ask for one.
    ///
    /// The processor foresees what follows, and takes it from the third-level cache twice as fast as lines
    /// of many planes.
    init(image: UnsafePointer<Scalar>, elements: Int, steps: Int) {
      let callElements = unsafe steps * Self.elements
      unsafe self.init(
        start: image, channelStride: Self.elements, elements: 1,
        rows: (elements + callElements - 1) / callElements, rowStride: callElements)
    }

    /// Where the next line begins in the first channel of the next part; another is the next then.
    @inline(__always)
    mutating func takeNext() -> UnsafePointer<Scalar>? {
      let (line, part) = unsafe next.quotientAndRemainder(dividingBy: parts)
      let (row, column) = unsafe line.quotientAndRemainder(dividingBy: rowLines)
      unsafe next += 1
      return unsafe start.map {
        unsafe $0 + part * partStride + row * rowStride + column * Self.elements
      }
    }

    /// The elements of a line.
    private static var elements: Int { 64 / MemoryLayout<Scalar>.size }
  }
}
