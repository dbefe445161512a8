// PreviewSink.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pictures

/// A small picture of what passes, to be shown in a terminal: two pixels, one above the other, in
/// every cell.
final class PreviewSink: RowSink {
  private let layout: PictureLayout
  private let file: FileSink?
  /// The size of the small picture in pixels.
  private let width: Int
  private let height: Int
  /// Red, green and blue of every pixel, summed up, and how many of the picture's there were.
  private var sums: [SIMD3<Double>]
  private var counts: [Int]
  private var rowsDone = 0

  init(_ layout: PictureLayout, terminal: (columns: Int, rows: Int), file: FileSink?) {
    self.layout = layout
    self.file = file
    // A cell is about twice as high as wide, so that half of one is a square. A line is left for
    // what is typed next.
    let room = (width: max(1, terminal.columns), height: max(2, 2 * (terminal.rows - 1)))
    let shrink = max(
      1, Double(layout.width) / Double(room.width), Double(layout.height) / Double(room.height))
    width = max(1, Int(Double(layout.width) / shrink))
    height = max(1, Int(Double(layout.height) / shrink))
    sums = Array(repeating: .zero, count: width * height)
    counts = Array(repeating: 0, count: width * height)
  }

  func write(_ block: RowBlock) throws {
    try file?.write(block)
    let size = block.capacity * layout.width
    block.samples.withUnsafeBufferPointer { samples in
      for row in 0..<block.count {
        let y = (rowsDone + row) * height / layout.height
        for column in 0..<layout.width {
          let pixel = y * width + column * width / layout.width
          let index = row * layout.width + column
          let color = SIMD3(
            Double(samples[index]), Double(samples[layout.channels == 3 ? size + index : index]),
            Double(samples[layout.channels == 3 ? 2 * size + index : index]))
          sums[pixel] += color.clamped(lowerBound: .zero, upperBound: .one)
          counts[pixel] += 1
        }
      }
    }
    rowsDone += block.count
  }

  func finish() throws { try file?.finish() }

  func abandon() { file?.abandon() }

  /// Prints the small picture.
  func show() {
    var text = ""
    for row in stride(from: 0, to: height, by: 2) {
      for column in 0..<width {
        // The upper half block in the color of the upper pixel, on that of the lower.
        text += "\u{1B}[38;2;\(code(row, column))m"
        text += row + 1 < height ? "\u{1B}[48;2;\(code(row + 1, column))m" : "\u{1B}[49m"
        text += "\u{2580}"
      }
      text += "\u{1B}[0m\n"
    }
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  private func code(_ row: Int, _ column: Int) -> String {
    let pixel = row * width + column
    let color = sums[pixel] / Double(max(1, counts[pixel]))
    return (0..<3).map { "\(Int((color[$0] * 255).rounded()))" }.joined(separator: ";")
  }
}

/// The terminal that standard output goes to.
enum Terminal {
  /// Its size in characters, nil if there is none.
  static var size: (columns: Int, rows: Int)? {
    guard isatty(STDOUT_FILENO) == 1 else { return nil }
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return (80, 24) }
    return (Int(window.ws_col), Int(window.ws_row))
  }
}
