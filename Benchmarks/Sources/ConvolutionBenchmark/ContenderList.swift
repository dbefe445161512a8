// ContenderList.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit

/// Contenders by name, separated by commas.
struct ContenderList: ExpressibleByArgument {
  let contenders: Set<Contender>

  init(contenders: Set<Contender>) {
    self.contenders = contenders
  }

  init?(argument: String) {
    let contenders = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Contender(rawValue: String($0)) }
    guard !contenders.contains(nil) else { return nil }
    self.contenders = Set(contenders.compactMap(\.self))
  }

  var defaultValueDescription: String {
    Contender.allCases.filter(contenders.contains).map(\.rawValue).joined(separator: ",")
  }
}
