// RowTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// Pictures that pass through a strip of a few rows.
@Suite struct RowTests {
  @Test("A strip of three rows carries a picture", arguments: [false, true])
  func strip(hasAlpha: Bool) throws {
    let directory = try TemporaryDirectory()
    let picture = try Picture.random(channels: 3, hasAlpha: hasAlpha, bitDepth: .sixteen)
    try picture.write(to: directory("a.png"))

    let reader = try PictureReader(contentsOf: directory("a.png"))
    #expect(reader.layout == picture.layout)
    let writer = try PictureWriter(to: directory("b.png"), layout: reader.layout)
    var strip = try Tensor<Float>.zeros([3, 3, 13])
    var alpha: Tensor<Float>? = hasAlpha ? try Tensor.zeros([3, 13]) : nil
    for row in 0..<7 {
      try reader.readRow(into: &strip, alpha: &alpha, row: row % 3)
      try writer.writeRow(row % 3, of: strip, alpha: alpha)
    }
    #expect(reader.rowsRead == 7)
    #expect(writer.rowsWritten == 7)
    try writer.finish()
    try writer.finish()
    let copy = try Picture(contentsOf: directory("b.png"))
    #expect(copy.samples == picture.samples)
    #expect(copy.alpha == picture.alpha)
  }

  @Test("Reading leaves tensors that share memory alone")
  func copyOnWrite() throws {
    let reader = try PictureReader(contentsOf: Resource.path("gray8.png"))
    let zeros = try Tensor<Float>.zeros([1, 1, 11])
    var row = zeros
    var none: Tensor<Float>?
    try reader.readRow(into: &row, alpha: &none, row: 0)
    #expect(row != zeros)
    #expect(try zeros == Tensor.zeros([1, 1, 11]))
  }

  @Test("Alpha can be left out in reading")
  func withoutAlpha() throws {
    let reader = try PictureReader(contentsOf: Resource.path("gray-alpha8.png"))
    var row = try Tensor<Float>.zeros([1, 1, 11])
    var none: Tensor<Float>?
    try reader.readRow(into: &row, alpha: &none, row: 0)
    #expect(row[0, 0, 1] == Float(29) / 255)
  }

  @Test("Wrong strips are refused in reading")
  func wrongStrips() throws {
    let path = Resource.path("gray8.png")
    let reader = try PictureReader(contentsOf: path)
    var none: Tensor<Float>?
    for shape in [[1, 2, 12], [3, 2, 11], [2, 11], [1, 1, 2, 11]] {
      var strip = try Tensor<Float>.zeros(shape)
      let expected = PictureError.shapeMismatch(
        name: "samples", expected: "[1, any number of rows, 11]", shape: shape)
      #expect(throws: expected) { try reader.readRow(into: &strip, alpha: &none, row: 0) }
    }
    var strip = try Tensor<Float>.zeros([1, 2, 11])
    for row in [-1, 2, .max] {
      #expect(throws: PictureError.rowOutOfRange(row: row, rows: 2)) {
        try reader.readRow(into: &strip, alpha: &none, row: row)
      }
    }
    var alpha: Tensor<Float>? = try Tensor.zeros([2, 11])
    #expect(throws: PictureError.self) {
      try reader.readRow(into: &strip, alpha: &alpha, row: 0)
    }
    // None of the refusals consumed a row.
    for _ in 0..<9 { try reader.readRow(into: &strip, alpha: &none, row: 0) }
    #expect(throws: PictureError.wrongRowCount(path: path, expected: 9, actual: 10)) {
      try reader.readRow(into: &strip, alpha: &none, row: 0)
    }
  }

  @Test("Wrong strips are refused in writing")
  func wrongStripsInWriting() throws {
    let directory = try TemporaryDirectory()
    let path = directory("a.png")
    let layout = try PictureLayout(width: 2, height: 1, channels: 1, hasAlpha: true)
    let writer = try PictureWriter(to: path, layout: layout)
    #expect(throws: PictureError.missingAlpha(path: path)) {
      try writer.writeRow(0, of: [[[0, 0]]])
    }
    #expect(throws: PictureError.self) { try writer.writeRow(0, of: [[[0, 0]]], alpha: [[0]]) }
    #expect(throws: PictureError.self) { try writer.writeRow(1, of: [[[0, 0]]], alpha: [[0, 0]]) }
    #expect(throws: PictureError.self) { try writer.writeRow(0, of: [[[0]]], alpha: [[0, 0]]) }
    try writer.writeRow(0, of: [[[0, 0]]], alpha: [[0, 0]])
    #expect(throws: PictureError.wrongRowCount(path: path, expected: 1, actual: 2)) {
      try writer.writeRow(0, of: [[[0, 0]]], alpha: [[0, 0]])
    }
  }
}
