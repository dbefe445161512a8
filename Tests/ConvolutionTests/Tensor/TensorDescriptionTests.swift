// TensorDescriptionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: as text")
struct TensorDescriptionTests {
  @Test("A number, a row, a matrix")
  func small() {
    #expect("\(7 as Tensor<Float>)" == "7")
    #expect("\([1, 2, 3] as Tensor<Float>)" == "[1, 2, 3]")
    #expect("\([[19, 25], [37, 43]] as Tensor<Float>)" == "[[19, 25],\n [37, 43]]")
  }

  @Test("Columns are aligned")
  func aligned() {
    #expect("\([[1, -20], [300, 4]] as Tensor<Double>)" == "[[  1, -20],\n [300,   4]]")
  }

  @Test("Fractions have as many places as they need, four at most")
  func fractions() {
    #expect("\([1, 0.5, -0.25] as Tensor<Double>)" == "[ 1.00,  0.50, -0.25]")
    #expect("\([0.12345, 0.99996] as Tensor<Double>)" == "[0.1235, 1.0000]")
  }

  @Test("Very large and very small numbers are written in full")
  func extremes() {
    #expect("\([1e20, -1] as Tensor<Double>)" == "[1e+20,  -1.0]")
    #expect("\([123_456_789, 1] as Tensor<Double>)" == "[123456789.0,         1.0]")
    #expect("\([1e-7] as Tensor<Double>)" == "[1e-07]")
  }

  @Test("Matrices of a batch are a line apart")
  func batch() {
    let batch: Tensor<Float> = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    #expect("\(batch)" == "[[[1, 2],\n  [3, 4]],\n\n [[5, 6],\n  [7, 8]]]")
  }

  @Test("Long axes are shortened")
  func long() throws {
    let row = try Tensor<Float>(shape: [20], elements: (0..<20).map(Float.init))
    #expect("\(row)" == "[ 0,  1,  2, ..., 17, 18, 19]")
    let matrix = try Tensor<Float>.zeros([17, 2])
    #expect(
      "\(matrix)"
        == "[[0, 0],\n [0, 0],\n [0, 0],\n ...,\n [0, 0],\n [0, 0],\n [0, 0]]")
    let whole = try Tensor<Float>.zeros([16])
    #expect("\(whole)" == "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]")
  }

  @Test("Nothing has a shape too", arguments: [[0], [2, 0], [0, 3, 1]])
  func empty(_ shape: [Int]) throws {
    #expect(try "\(Tensor<Float>.zeros(shape))" == "[] of shape \(shape)")
  }

  @Test("NaN, infinity and negative zero")
  func special() throws {
    let tensor = try Tensor<Double>(shape: [4], elements: [.nan, .infinity, -.infinity, -0.0])
    #expect("\(tensor)" == "[ nan,  inf, -inf,    0]")
  }
}
