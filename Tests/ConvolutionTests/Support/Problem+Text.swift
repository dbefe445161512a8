// Problem+Text.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

extension Problem: LosslessStringConvertible, CustomTestStringConvertible {
  /// The fields in the order in which they are written, each with the one that it copies, or the
  /// value that it has, where it is left out.
  private static var fields: [(key: String, path: WritableKeyPath<Problem, Int>, omitted: Omitted)]
  {
    [
      ("mb", \.batch, .number(1)),
      ("g", \.groups, .number(1)),
      ("ic", \.inputChannels, .number(1)),
      ("ih", \.inputHeight, .mandatory),
      ("iw", \.inputWidth, .copy("ih")),
      ("oc", \.outputChannels, .number(1)),
      ("kh", \.kernelHeight, .mandatory),
      ("kw", \.kernelWidth, .copy("kh")),
      ("sh", \.strideHeight, .number(1)),
      ("sw", \.strideWidth, .copy("sh")),
      ("dh", \.dilationHeight, .number(1)),
      ("dw", \.dilationWidth, .copy("dh")),
      ("ph", \.paddingTop, .number(0)),
      ("pw", \.paddingLeft, .copy("ph")),
      ("pb", \.paddingBottom, .copy("ph")),
      ("pr", \.paddingRight, .copy("pw")),
    ]
  }

  private enum Omitted {
    case mandatory
    case number(Int)
    case copy(String)
  }

  var description: String {
    let sizes = Self.fields.map { $0.key + "\(self[keyPath: $0.path])" }
    return (sizes + [border.text]).joined(separator: "_")
  }

  var testDescription: String { description }

  /// The problem of a line, nil for one that is none.
  ///
  /// What does not matter may be left out: `ic3_ih28_oc8_kh5_ph2` is a square kernel on a square
  /// image, with one image, stride 1, the same padding on all sides, and zeros in it.
  init?(_ description: String) {
    var values: [String: Int] = [:]
    self.init(inputHeight: 0, inputWidth: 0, kernelHeight: 0, kernelWidth: 0)
    for field in description.split(separator: "_") {
      let key = String(field.prefix { $0.isLetter })
      if let border = Border(text: field) {
        self.border = border
      } else if let value = Int(field.dropFirst(key.count)),
        Self.fields.contains(where: { $0.key == key }),
        values[key] == nil
      {
        values[key] = value
      } else {
        return nil
      }
    }
    for (key, path, omitted) in Self.fields {
      if values[key] == nil {
        switch omitted {
        case .mandatory: return nil
        case .number(let number): values[key] = number
        case .copy(let other): values[key] = values[other]
        }
      }
      self[keyPath: path] = values[key] ?? 0
    }
  }
}

extension Problem: ExpressibleByStringLiteral {
  init(stringLiteral line: String) {
    guard let problem = Problem(line) else { preconditionFailure("no problem: \(line)") }
    self = problem
  }
}

extension Border {
  fileprivate var text: String {
    if case .constant(let value) = self, value != 0 { "constant\(value)" } else { description }
  }

  fileprivate init?(text: some StringProtocol) {
    switch text {
    case "zeros": self = .zeros
    case "reflect": self = .reflect
    case "symmetric": self = .symmetric
    case "replicate": self = .replicate
    case "circular": self = .circular
    default:
      guard text.hasPrefix("constant"), let value = Double(text.dropFirst(8)) else { return nil }
      self = .constant(value)
    }
  }
}
