// NPYTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

@Suite("npy")
struct NPYTests {
  @Test("reads what NumPy writes", arguments: ReferenceFile<AnyTensor>.allNPY)
  func reads(_ file: ReferenceFile<AnyTensor>) throws {
    let tensor = try NPYFile.decode(file.bytes)
    #expect(sameBits(tensor, file.contents), "read \(tensor)")
  }

  @Test("writes the bytes that NumPy writes", arguments: ReferenceFile<AnyTensor>.canonicalNPY)
  func writes(_ file: ReferenceFile<AnyTensor>) throws {
    #expect(try NPYFile.encode(file.contents) == file.bytes)
  }

  @Test("random tensors survive a round trip", arguments: [1, 2, 3, 4] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for round in 0..<50 {
      let tensor = try randomTensor(using: &generator)
      let again = try NPYFile.decode(NPYFile.encode(tensor))
      #expect(sameBits(again, tensor), "seed \(seed), round \(round), shape \(tensor.shape)")
    }
  }

  @Test("random tensors survive a round trip through a file")
  func fileRoundTrip() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("tensor.npy")
    var generator = SplitMix64(seed: 5)
    for round in 0..<10 {
      let tensor = try randomTensor(using: &generator)
      try NPYFile.write(tensor, to: path)
      #expect(sameBits(try NPYFile.read(path), tensor), "seed 5, round \(round)")
      #expect(contents(of: path) == (try NPYFile.encode(tensor)))
    }
    #expect(directory.names == ["tensor.npy"])
  }

  @Test("the data starts at a multiple of 64 bytes, whatever the shape")
  func alignment() throws {
    for rank in 0...64 {
      let bytes = try NPYFile.encode(Tensor<Double>.zeros([Int](repeating: 1, count: rank)))
      #expect((bytes.count - 8).isMultiple(of: 64), "rank \(rank)")
      #expect(try NPYFile.decode(bytes).shape.count == rank)
    }
  }

  @Test("elements are converted to the type asked for")
  func conversion() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("double.npy")
    try NPYFile.write([0.1, 1e300, 0.5] as Tensor<Double>, to: path)
    #expect(try NPYFile.read(path, as: Float.self).elements == [0.1, .infinity, 0.5])
    #expect(try NPYFile.read(path, as: Double.self) == [0.1, 1e300, 0.5])
    try NPYFile.write([0.1] as Tensor<Float>, to: path)
    #expect(try NPYFile.read(path, as: Double.self).elements == [Double(Float(0.1))])
  }

  static let accepted: [(String, [UInt8], shape: [Int])] = [
    ("#67 empty shape", npy(shape: "()", dataSize: 4), []),
    ("#67 zero axes", npy(shape: "(0, 0)"), [0, 0]),
    (
      "keys in another order, double quotes, no trailing comma",
      npy(#"{"shape":(1,2),"fortran_order":False,"descr":"<f4"}"#, data: [0, 0, 0, 0, 0, 0, 0, 0]),
      [1, 2]
    ),
    ("blanks", npy(" { 'descr' : '<f4' ,\n'fortran_order':True,'shape':( 0 , ) , } \t\n"), [0]),
    ("trailing comma in the shape", npy(shape: "(0, 2,)"), [0, 2]),
    ("long integers of Python 2", npy(shape: "(0L, 2L)"), [0, 2]),
    (
      "64 axes", npy(shape: "(" + String(repeating: "1,", count: 64) + ")", dataSize: 4),
      [Int](repeating: 1, count: 64)
    ),
    (
      "a header as long as accepted",
      npy(
        "{'descr':'<f4','fortran_order':False,'shape':(0,)}"
          + String(repeating: " ", count: 65536 - 50), version: 2), [0]
    ),
    ("an empty header in Fortran order", npy(fortran: "True", shape: "(2, 0)"), [2, 0]),
  ]

  @Test("accepts every form of a header that means something", arguments: accepted)
  func accepts(_ name: String, _ bytes: [UInt8], shape: [Int]) throws {
    #expect(try NPYFile.decode(bytes).shape == shape)
  }
}
