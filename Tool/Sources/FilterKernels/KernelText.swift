// KernelText.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// A kernel as it is given on the command line.
public enum KernelText {
  /// The kernel of `text`: the name of a `.npy` file, or rows of numbers.
  public static func kernel(from text: String) throws -> Tensor<Float> {
    guard text.lowercased().hasSuffix(".npy") else { return try parse(text) }
    let kernel = try NPYFile.read(text, as: Float.self)
    guard kernel.rank == 2 else {
      throw KernelTextError.notAMatrix(path: text, shape: kernel.shape)
    }
    guard kernel.elements.allSatisfy(\.isFinite) else {
      throw KernelTextError.notFinite(path: text)
    }
    return kernel
  }

  /// The kernel whose rows `text` holds, `1, 0, -1; 2, 0, -2`.
  public static func parse(_ text: String) throws -> Tensor<Float> {
    let rows = try text.split(separator: ";", omittingEmptySubsequences: false).enumerated().map {
      index, row in
      try row.split(separator: ",", omittingEmptySubsequences: false).map { entry in
        let entry = entry.trimmingSpaces()
        guard let value = Float(entry), value.isFinite else {
          throw KernelTextError.notANumber(text: String(entry), row: index + 1)
        }
        return value
      }
    }
    let lengths = rows.map(\.count)
    guard Set(lengths).count == 1 else { throw KernelTextError.ragged(lengths: lengths) }
    return try Tensor(shape: [rows.count, lengths[0]], elements: Array(rows.joined()))
  }
}

/// A kernel that cannot be.
public enum KernelTextError: Error, Equatable, CustomStringConvertible {
  case notANumber(text: String, row: Int)
  case ragged(lengths: [Int])
  case notAMatrix(path: String, shape: [Int])
  case notFinite(path: String)

  public var description: String {
    switch self {
    case .notANumber(let text, let row):
      "row \(row) of the kernel holds \"\(text)\", which is not a finite number; "
        + "write numbers separated by commas, rows by semicolons, as in \"1, 0, -1; 2, 0, -2\""
    case .ragged(let lengths):
      "the kernel has \(Self.counts(lengths)); all rows must be of one length"
    case .notAMatrix(let path, let shape):
      "\(path) holds a tensor of shape \(shape); a kernel is [height, width]"
    case .notFinite(let path):
      "\(path) holds NaN, or numbers beyond single precision; a kernel is of finite numbers"
    }
  }

  /// "2 rows of 3 and 1 of 2": how many rows there are of every length, in the order of their
  /// appearance.
  private static func counts(_ lengths: [Int]) -> String {
    var kinds: [(length: Int, rows: Int)] = []
    for length in lengths {
      if let kind = kinds.firstIndex(where: { $0.length == length }) {
        kinds[kind].rows += 1
      } else {
        kinds.append((length, 1))
      }
    }
    var parts = kinds.map { "\($0.rows) of \($0.length)" }
    parts[0] = "\(kinds[0].rows) \(kinds[0].rows == 1 ? "row" : "rows") of \(kinds[0].length)"
    return parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    let start = drop { $0.isWhitespace }
    return start[
      ..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)]
  }
}
