// AlignedMemory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// Memory that starts at a vector, full of canaries, with a vector of them on either side.
final class AlignedMemory<Scalar: BinaryFloatingPoint> {
  static var canary: Scalar { -12345 }

  let count: Int
  private let whole: UnsafeMutableBufferPointer<Scalar>
  private let margin = 64

  init(count: Int) {
    self.count = count
    let bytes = (count + 2 * margin) * MemoryLayout<Scalar>.stride
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
    whole = memory.bindMemory(to: Scalar.self)
    whole.initialize(repeating: Self.canary)
  }

  convenience init(_ elements: [Scalar]) {
    self.init(count: elements.count)
    for (index, element) in elements.enumerated() { start[index] = element }
  }

  deinit { whole.deallocate() }

  var start: UnsafeMutablePointer<Scalar> { whole.baseAddress.unsafelyUnwrapped + margin }
  var elements: [Scalar] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Whether nothing was written before the memory and after it.
  var isIntactAround: Bool {
    (whole.prefix(margin) + whole.suffix(margin)).allSatisfy { $0 == Self.canary }
  }

  /// The memory as one type of scalars, which it has: the microkernels are not generic.
  func pointer<T>(to _: T.Type = T.self) -> UnsafeMutablePointer<T> {
    UnsafeMutableRawPointer(start).assumingMemoryBound(to: T.self)
  }
}

extension UnsafePointer where Pointee == ck_table {
  func lanes<Scalar>(_: Scalar.Type) -> Int {
    pointee.vector_size / MemoryLayout<Scalar>.size
  }

  func block<Scalar>(_: Scalar.Type) -> Int {
    Int(CK_DIRECT_MAX_VECTORS) * lanes(Scalar.self)
  }
}
