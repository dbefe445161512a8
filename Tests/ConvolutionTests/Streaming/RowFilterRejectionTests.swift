// RowFilterRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Every bad argument of a filter of rows has an error of its own.
@Suite("Bad arguments of filters of rows")
struct RowFilterRejectionTests {
  @Test("Sizes that cannot be")
  func sizes() throws {
    func error(
      width: Int = 5, height: Int? = nil, channels: Int = 1, shape: [Int] = [3, 3],
      padding: Padding = .same, border: Border = .zeros, blockRows: Int? = nil, threads: Int? = nil
    ) throws -> ConvolutionError? {
      let kernel = try Tensor<Float>.ones(shape)
      do throws(ConvolutionError) {
        _ = try RowFilter(
          width: width, height: height, channels: channels, kernel: kernel, padding: padding,
          border: border, blockRows: blockRows, options: ConvolutionOptions(threads: threads))
        return nil
      } catch { return error }
    }
    for value in [0, -1, Int.min] {
      #expect(try error(width: value) == .notPositive(name: "width", value: value))
      #expect(try error(height: value) == .notPositive(name: "height", value: value))
      #expect(try error(channels: value) == .notPositive(name: "channels", value: value))
      #expect(try error(blockRows: value) == .notPositive(name: "blockRows", value: value))
      #expect(try error(threads: value) == .notPositive(name: "threads", value: value))
    }
    for shape in [[], [3], [1, 1, 3, 3]] {
      #expect(
        try error(shape: shape)
          == .rankMismatch(
            name: "kernel", expected: "[height, width] or [kernels, height, width]", shape: shape))
    }
    #expect(try error(shape: [0, 3, 3]) == .notPositive(name: "kernels", value: 0))
    #expect(try error(shape: [0, 3]) == .notPositive(name: "kernel height", value: 0))
    #expect(try error(padding: [0, -1]) == .negativePadding(side: "left", value: -1))
    for tooMuch in [Int.max, Int.max / 2] {
      for call in [
        { try error(width: tooMuch) }, { try error(channels: tooMuch) },
        { try error(blockRows: tooMuch) }, { try error(padding: [tooMuch, 0]) },
      ] {
        let error = try #require(try call())
        switch error {
        case .sizeOverflow, .outOfMemory: break
        default: Issue.record("\(error)")
        }
      }
    }
    let circular = try #require(try error(border: .circular))
    #expect(circular.description.contains("border is circular; accepted: other borders"))
    #expect(try error(shape: [1, 3], border: .circular) == nil)
    let taller = try #require(try error(height: 2, padding: .valid))
    #expect(taller.description.contains("a kernel of height 3"))
  }

  @Test("Rows of another image, and too many or too few of them")
  func rows() throws {
    let filter = try RowFilter<Float>(width: 5, height: 4, channels: 2, kernel: [[1, 2, 3]])
    func error(_ shape: [Int], _ range: Range<Int>? = nil) throws -> ConvolutionError? {
      let rows = try Tensor<Float>.ones(shape)
      do { try filter.push(rows, range: range) { _, _ in } } catch {
        return error as? ConvolutionError
      }
      return nil
    }
    for shape in [[2, 1, 4], [1, 1, 5], [2, 5], [1, 2, 1, 5]] {
      let error = try #require(try error(shape))
      #expect(error.description.contains("rows has shape \(shape)"))
    }
    for range in [-1..<1, 0..<3] {
      #expect(
        try error([2, 2, 5], range)
          == .invalidValue(name: "range", value: "\(range)", accepted: "ranges within 0..<2"))
    }
    #expect(try error([2, 3, 5]) == nil)
    let early = #expect(throws: ConvolutionError.self) { try filter.finish { _, _ in } }
    #expect(early?.description == "the number of rows is 3; accepted: the height of the image, 4")
    let many = try #require(try error([2, 2, 5]))
    #expect(many.description.contains("the number of rows is 5; accepted: at most"))
    #expect(filter.rowsPushed == 3)
    #expect(try error([2, 1, 5]) == nil)
    try filter.finish { _, _ in }
    let late = try #require(try error([2, 1, 5]))
    #expect(late.description.contains("the image is finished"))
  }

  @Test("An image that ends too early for its kernel or border")
  func tooSmall() throws {
    let valid = try RowFilter<Float>(width: 1, kernel: [[1], [1], [1]], padding: .valid)
    try valid.push(Tensor.ones([1, 2, 1])) { _, _ in Issue.record("nothing is complete") }
    let error = #expect(throws: ConvolutionError.self) { try valid.finish { _, _ in } }
    #expect(error?.description.contains("a kernel of height 3") == true)
    let empty = try RowFilter<Float>(width: 1, kernel: [[1], [1], [1]], border: .reflect)
    let missing = #expect(throws: ConvolutionError.self) { try empty.finish { _, _ in } }
    #expect(missing?.description.contains("height 0") == true)
  }

  @Test("What the receiver throws comes out")
  func receiver() throws {
    struct Full: Error {}
    let filter = try RowFilter<Float>(width: 1, kernel: [[1]], blockRows: 1)
    #expect(throws: Full.self) { try filter.push(Tensor.ones([1, 1, 1])) { _, _ in throw Full() } }
  }
}
