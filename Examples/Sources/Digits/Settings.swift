// Settings.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The options of the command line.
struct Settings {
  var epochs = 20
  var threads: Int?
  /// Where the random parameters and the order of the pictures start. The network ends up reading 92 to
  /// 96 % of the test right, as the seed will have it.
  var seed: UInt64 = 4
  /// The folder that a record of the run is written to.
  var dump: String?

  init(_ arguments: some Collection<String>) throws {
    var rest = Array(arguments)
    while !rest.isEmpty {
      let option = rest.removeFirst()
      guard !rest.isEmpty else { throw DigitsError(description: "\(option) lacks a value") }
      let value = rest.removeFirst()
      switch option {
      case "--epochs": epochs = try Self.number(value, of: option)
      case "--threads": threads = try Self.number(value, of: option)
      case "--seed": seed = UInt64(try Self.number(value, of: option))
      case "--dump": dump = value
      default:
        throw DigitsError(
          description: "\(option) is not one of --epochs, --threads, --seed, --dump")
      }
    }
  }

  private static func number(_ text: String, of option: String) throws -> Int {
    guard let number = Int(text), number >= 1 else {
      throw DigitsError(description: "\(option) is \(text); it must be a number from 1")
    }
    return number
  }
}
