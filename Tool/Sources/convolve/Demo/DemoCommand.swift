// DemoCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Pictures

/// `convolve demo`: the chapter, on its own numbers and on a photo.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Walk through convolutions for images, step by step.",
    discussion: """
      The steps of the chapter "Convolutions for Images" of Dive into Deep Learning \
      (https://d2l.ai), with what they print there, and then the same on a photo: its edges as \
      pictures, and the edge kernel learned back from the photo and its edges.
      """)

  @Option(help: "The photo; one of its own if left out.")
  var image: String?

  @Option(help: "The folder that pictures are written to.")
  var output = "demo"

  @Option(help: "The seed of the kernels that learning starts from.")
  var seed: UInt64 = 1

  func run() throws {
    // Read first: a photo that cannot be read should not cost the chapter.
    let photo = try Picture(contentsOf: try image ?? Self.ownPhoto())
    try makeFolder()
    try ChapterDemo(seed: seed).run()
    try PhotoDemo(photo: photo, folder: output, seed: seed).run()
  }

  private func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      // Foundation's own words are not for people; the system's are.
      let cause = (error as? CocoaError)?.underlying as? POSIXError
      let reason = cause.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
      throw PhotoDemoError(description: "\(output): cannot be made a folder: \(reason)")
    }
  }

  private static func ownPhoto() throws -> String {
    guard let path = Bundle.module.path(forResource: "camera", ofType: "png") else {
      throw PhotoDemoError(
        description: "the photo of the demo is missing beside the program; give --image")
    }
    return path
  }
}
