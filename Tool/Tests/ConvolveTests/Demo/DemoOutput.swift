// DemoOutput.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What `convolve demo` printed, step by step.
struct DemoOutput {
  /// The text below each heading.
  let sections: [String: String]
  let headings: [String]

  init(_ output: String) {
    var sections: [String: String] = [:]
    var headings: [String] = []
    // A step is an empty line, its heading, and a line of dashes below it.
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if line.allSatisfy({ $0 == "-" }) { continue }
      let next = index + 1 < lines.count ? lines[index + 1] : ""
      if !next.isEmpty, next == String(repeating: "-", count: line.count) {
        headings.append(line)
      } else {
        sections[headings.last ?? "", default: ""] += line + "\n"
      }
    }
    (self.sections, self.headings) = (sections, headings)
  }

  /// The text of a step by its number, without the heading.
  subscript(step: Int) -> String {
    headings.first { $0.hasPrefix("\(step). ") }.flatMap { sections[$0] } ?? ""
  }

  /// The losses that a step printed, in order.
  func losses(_ step: Int) -> [Double] {
    lines(of: step).filter { $0.contains("loss") }.compactMap { $0.numbers.last }
  }

  /// The kernel that a step learned.
  func learnedKernel(_ step: Int) -> [Double] {
    Array(lines(of: step).first { $0.hasPrefix("learned [") }?.numbers.prefix(2) ?? [])
  }

  /// The distance to `[1, -1]` that a step printed for it.
  func learnedDistance(_ step: Int) -> Double {
    let line = lines(of: step).first { $0.hasPrefix("learned [") } ?? ""
    return line.split(separator: "within").last.flatMap { String($0).numbers.first } ?? .infinity
  }

  /// The files that the demo says it wrote.
  var written: [String] {
    lines(of: 6).compactMap { line in
      line.wholeMatch(of: /wrote (.*?): .+/).map { String($0.output.1) }
    }
  }

  private func lines(of step: Int) -> [String] {
    self[step].split(separator: "\n").map(String.init)
  }
}
