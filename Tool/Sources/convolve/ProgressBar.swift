// ProgressBar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A line at the bottom of the terminal that shows how far a descent has come.
///
/// It goes to standard error, and nowhere if that is not a terminal.
struct ProgressBar {
  let steps: Int
  private let isShown = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(steps: Int) { self.steps = steps }

  /// Shows the step, its loss and the time left, ten times a second at most.
  mutating func show(step: Int, loss: Double) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastShown, step < steps, lastShown.duration(to: now) < .milliseconds(100) { return }
    lastShown = now
    let left = start.duration(to: now) / step * (steps - step)
    write("\r" + Self.line(step: step, of: steps, loss: loss, left: left) + "\u{1B}[K")
  }

  /// Takes the line away.
  func finish() {
    if isShown { write("\r\u{1B}[K") }
  }

  static func line(step: Int, of steps: Int, loss: Double, left: Duration) -> String {
    let width = 30
    let done = width * step / steps
    let bar = String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
    return "[\(bar)] \(100 * step / steps)%  loss \(Text.number(loss))  "
      + "\(left.components.seconds + 1) s left"
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
