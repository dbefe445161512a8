// FuzzKernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import FilterKernels

/// Reads any text as rows of numbers and as the name of a filter with its parameters: an error that
/// says why not, or finite numbers of a kernel's shape.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = unsafe String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
  check(rank: 2) { try KernelText.parse(text) }
  check(rank: 3) { try NamedFilter.kernels(from: text) }
  return 0
}

private func check(rank: Int, _ read: () throws -> Tensor<Float>) {
  do {
    let kernel = try read()
    precondition(kernel.rank == rank && kernel.elements.allSatisfy(\.isFinite))
  } catch {
    precondition(!"\(error)".isEmpty)
  }
}
