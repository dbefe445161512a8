// Tensor+Literals.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// A bare number is a tensor of rank 0, and an array of tensors is a tensor of one rank more: that
// makes nested literals of any depth. A ragged literal stops the program; like any mistake in a
// literal it is there on the first run.

extension Tensor: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) {
    self = .uninitialized(knownShape: [])
    unsafe storage.baseAddress.pointee = Scalar(value)
  }
}

extension Tensor: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) {
    self.init(floatLiteral: Double(value))
  }
}

extension Tensor: ExpressibleByArrayLiteral {
  public init(arrayLiteral rows: Tensor...) {
    let rowShape = rows.first?.shape ?? []
    for row in rows {
      precondition(
        row.shape == rowShape,
        "a tensor literal with a row of shape \(row.shape) beside one of \(rowShape)")
    }
    self = .uninitialized(knownShape: [rows.count] + rowShape)
    var target = unsafe storage.baseAddress
    for row in rows {
      unsafe target.update(from: row.storage.baseAddress, count: row.count)
      unsafe target += row.count
    }
  }
}
