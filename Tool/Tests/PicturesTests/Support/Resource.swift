// Resource.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files beside the tests; their README says how they were made.
enum Resource {
  static func path(_ name: String) -> String {
    Bundle.module.bundlePath + "/Resources/" + name
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}
