// ConvertCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pictures

/// `convolve convert`: a picture in another format or precision.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a picture in another format or precision.",
    discussion: """
      The samples are decoded and encoded row by row, as convolve filter does it, and not changed \
      beyond what the precision of the output asks for.

      EXAMPLES
        convolve convert scan.tif scan.png
        convolve convert photo.png photo.tif --depth float --compression none
      """)

  @Argument(help: "The picture to read.")
  var input: String

  @Argument(help: "The picture to write; its extension names the format.")
  var output: String

  @OptionGroup(title: "Output") var settings: OutputOptions

  func validate() throws {
    try settings.check()
    if settings.format != nil {
      throw ValidationError("--format is for output folders; the extension of the output counts")
    }
  }

  func run() throws {
    let reader = try settings.reader(input)
    let layout = try settings.layout(reader.layout, channels: reader.layout.channels)
    let sink = FileSink(try PictureWriter(to: output, layout: layout, options: settings.options))
    let stage = PassingStage(reader.layout)
    try PictureJob.runAll([PictureJob(input: input, output: output)]) { _, progress in
      try RowPipeline.run(reader, stage, sink) { progress.show(done: $0, of: layout.height) }
      progress.finish()
    }
  }
}
