// ProgressBar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A line at the bottom of the terminal that shows how far something has come.
///
/// It goes to standard error, and nowhere if that is not a terminal.
struct ProgressBar {
  let steps: Int
  private let delay: Duration
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  /// - Parameter delay: How long the work must have taken for the bar to appear.
  init(steps: Int, delay: Duration = .zero) {
    self.steps = steps
    self.delay = delay
  }

  /// Shows the step, a note and the time left, ten times a second at most.
  mutating func show(step: Int, note: String) {
    let now = ContinuousClock.now
    guard isTerminal, step > 0, start.duration(to: now) >= delay else { return }
    if let lastShown, step < steps, lastShown.duration(to: now) < .milliseconds(100) { return }
    lastShown = now
    let left = start.duration(to: now) / step * (steps - step)
    write("\r" + Self.line(step: step, of: steps, note: note, left: left) + "\u{1B}[K")
  }

  /// Takes the line away.
  func finish() {
    if lastShown != nil { write("\r\u{1B}[K") }
  }

  static func line(step: Int, of steps: Int, note: String, left: Duration) -> String {
    let width = 30
    let done = width * step / steps
    let bar = String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
    return "[\(bar)] \(100 * step / steps)%  \(note)  \(left.components.seconds + 1) s left"
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
