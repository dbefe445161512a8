// BadCall.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Arguments that cannot be computed with, and the error that says so.
///
/// What is not given is fine: two channels of 8x9 pixels, four 3x3 filters. The numbers of inputs
/// and outputs differ, for one is easily taken for the other.
struct BadCall: Sendable {
  /// The row of `Tests/BadInputs.md`.
  let number: Int
  let what: String
  let input: [Int]
  let weight: [Int]
  let biasCount: Int?
  let stride: Size2D
  let padding: Padding
  let dilation: Size2D
  let groups: Int
  let border: Border
  let error: ExpectedError

  init(
    _ number: Int, _ what: String, input: [Int] = [1, 2, 8, 9], weight: [Int] = [4, 2, 3, 3],
    biasCount: Int? = nil, stride: Size2D = 1, padding: Padding = .valid, dilation: Size2D = 1,
    groups: Int = 1, border: Border = .zeros, _ error: ExpectedError
  ) {
    self.number = number
    self.what = what
    self.input = input
    self.weight = weight
    self.biasCount = biasCount
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.border = border
    self.error = error
  }
}

extension BadCall: CustomTestStringConvertible {
  var testDescription: String { "#\(number) \(what)" }
}

/// The error that a bad call has to throw.
enum ExpectedError: Sendable {
  /// This one, with these numbers.
  case exactly(ConvolutionError)
  /// `sizeOverflow`, whatever words it names the size with.
  case sizeOverflow

  func matches(_ error: ConvolutionError) -> Bool {
    switch (self, error) {
    case (.exactly(let expected), _): expected == error
    case (.sizeOverflow, .sizeOverflow): true
    case (.sizeOverflow, _): false
    }
  }
}

/// Checks that `body` throws the error, and that its description has every number, name and shape
/// that the error carries. `ConvolutionErrorTests` has the sentences around them.
func expectError(
  _ expected: ExpectedError, _ comment: @autoclosure () -> Comment,
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws(ConvolutionError) -> Void
) {
  do throws(ConvolutionError) {
    try body()
    Issue.record("nothing was thrown, \(comment())", sourceLocation: sourceLocation)
  } catch {
    #expect(
      expected.matches(error), "\(comment()): \(error)", sourceLocation: sourceLocation)
    for word in essentialWords(of: error) {
      #expect(
        error.description.contains(word), "\(comment()): no \"\(word)\"",
        sourceLocation: sourceLocation)
    }
  }
}

/// What an error carries, as text.
private func essentialWords(of error: ConvolutionError) -> [String] {
  guard let payload = Mirror(reflecting: error).children.first?.value else { return [] }
  let values = Mirror(reflecting: payload).children
  return (values.isEmpty ? [payload] : values.map(\.value)).map { "\($0)" }
}
