// NamedFilter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A filter as it is given on the command line: `gaussian`, `gaussian:sigma=2`,
/// `sobel:dx=1,size=5`.
public struct NamedFilter {
  public let name: String
  /// The parameters that it takes, with what they are.
  let parameters: [(name: String, meaning: String)]
  let meaning: String
  /// The kernels; the magnitude is taken of more than one.
  let kernels: (inout FilterParameters) throws -> [Tensor<Float>]

  /// The kernels of `text`, `[count, height, width]`.
  public static func kernels(from text: String) throws -> Tensor<Float> {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let filter = all.first(where: { $0.name == parts[0] }) else {
      throw NamedFilterError(
        description: "there is no filter \"\(parts[0])\"; there are "
          + all.map(\.name).joined(separator: ", "))
    }
    var parameters = try FilterParameters(
      filter: filter, text: parts.count > 1 ? String(parts[1]) : nil)
    let kernels: [Tensor<Float>]
    do { kernels = try filter.kernels(&parameters) } catch let error as ConvolutionError {
      throw NamedFilterError(description: "--filter \(text): \(error)")
    }
    return try Tensor(
      shape: [kernels.count] + kernels[0].shape, elements: kernels.flatMap(\.elements))
  }

  /// A line for every filter, for the help.
  public static var help: String {
    all.map { filter in
      let parameters = filter.parameters.map(\.name).joined(separator: ", ")
      return "  \(filter.name): \(filter.meaning)" + (parameters.isEmpty ? "" : " (\(parameters))")
    }.joined(separator: "\n")
  }
}

/// The parameters of a filter that were given.
struct FilterParameters {
  private let filter: NamedFilter
  private let values: [Substring: Substring]

  init(filter: NamedFilter, text: String?) throws {
    self.filter = filter
    var values: [Substring: Substring] = [:]
    for entry in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      let pair = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, filter.parameters.contains(where: { $0.name == pair[0] }) else {
        let known = filter.parameters.map { "\($0.name)=\($0.meaning)" }
        throw NamedFilterError(
          description: "the filter \(filter.name) takes "
            + (known.isEmpty ? "no parameters" : known.joined(separator: ", "))
            + ", not \"\(entry)\"")
      }
      guard values.updateValue(pair[1], forKey: pair[0]) == nil else {
        throw NamedFilterError(description: "the filter \(filter.name) has \(pair[0]) twice")
      }
    }
    self.values = values
  }

  func has(_ name: String) -> Bool { values[Substring(name)] != nil }

  func number(_ name: String) throws -> Double? {
    try value(name, "a number") { Double($0).flatMap { $0.isFinite ? $0 : nil } }
  }

  func whole(_ name: String) throws -> Int? {
    try value(name, "a whole number") { Int($0) }
  }

  /// A size, `5` or `3x7`.
  func size(_ name: String = "size") throws -> Size2D? {
    try value(name, "a size, as 5 or 3x7") { KernelSize($0)?.size }
  }

  /// An angle in radians, given in degrees.
  func angle(_ name: String) throws -> Double? {
    try number(name).map { $0 * .pi / 180 }
  }

  private func value<Value>(
    _ name: String, _ kind: String, _ parse: (Substring) -> Value?
  ) throws -> Value? {
    guard let text = values[Substring(name)] else { return nil }
    guard let value = parse(text) else {
      throw NamedFilterError(
        description: "\(name) of the filter \(filter.name) is \"\(text)\"; it must be \(kind)")
    }
    return value
  }
}

/// A filter that there is not, or not like that.
public struct NamedFilterError: Error, CustomStringConvertible {
  public let description: String
}
