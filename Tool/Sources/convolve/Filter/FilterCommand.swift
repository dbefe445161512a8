// FilterCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Convolution
import FilterKernels
import Foundation
import Pictures

/// `convolve filter`: pictures, filtered.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Filter pictures, by a filter's name or by a kernel.",
    discussion: """
      Every channel is filtered for itself; alpha is kept. Values run from 0, black, to 1, white; \
      what leaves that range is cut off unless asked otherwise. The output has the size of the \
      input. Pictures pass row by row, so that they may be larger than memory.

      FILTERS AND THEIR PARAMETERS
      \(NamedFilter.help)

      EXAMPLES
        convolve filter photo.jpg soft.jpg --filter gaussian:sigma=3
        convolve filter photo.png edges.png --filter sobel --luminance
        convolve filter scan.tif slopes.tif --filter sobel:dx=1 --normalize
        convolve filter photo.png edges.png --kernel "1,-1" --scale 4
        convolve filter a.jpg soft.png --kernel "1,2,1; 2,4,2; 1,2,1" --scale 0.0625
        convolve filter photo.png out.png --kernel kernel.npy --border circular
        convolve filter holiday/ --output-folder soft --filter gaussian
        convolve filter photo.png --preview --filter emboss
      """)

  @Argument(
    help: ArgumentHelp(
      "The picture to read and the one to write; with --output-folder, pictures and folders to read.",
      valueName: "pictures"),
    completion: .file(extensions: PictureFormat.allCases.flatMap(\.extensions)))
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "A filter and its parameters, as in gaussian:sigma=2,size=9.", valueName: "name"),
    completion: .list(NamedFilter.all.map(\.name)))
  var filter: String?

  @Option(
    parsing: .unconditional,
    help: "The kernel: numbers separated by commas, rows by semicolons; or a .npy file.",
    completion: .file(extensions: ["npy"]))
  var kernel: String?

  @Option(help: "What continues the picture beyond its edges.")
  var border = BorderName.reflect

  @Flag(help: "Turn the kernel by half a turn: convolve as mathematics does.")
  var flip = false

  @Option(parsing: .unconditional, help: "Multiply the result by this.")
  var scale: Float = 1

  @Option(parsing: .unconditional, help: "Add this after multiplying.")
  var bias: Float = 0

  @Flag var values = ValueMode.clamp

  @Flag(help: "Filter the shades of gray of a color picture; the output is gray.")
  var luminance = false

  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "The folder to write to, under the names of the inputs.", completion: .directory)
  var outputFolder: String?

  @Option(
    parsing: .unconditional,
    help: "What to add to the names in the output folder, before the extension.")
  var suffix = ""

  @Flag(help: "Show the result in the terminal; it need not be written.")
  var preview = false

  func validate() throws {
    for (name, value) in [("scale", scale), ("bias", bias)] where !value.isFinite {
      throw ValidationError("--\(name) is \(value); it must be a finite number")
    }
    guard (filter == nil) != (kernel == nil) else {
      throw ValidationError(
        filter == nil
          ? "no filter; give '--filter <name>' or '--kernel <kernel>'"
          : "--filter and --kernel exclude each other")
    }
    guard outputFolder != nil || paths.count == 2 || (paths.count == 1 && preview) else {
      throw ValidationError(
        paths.count < 2
          ? "only an input; give an <output> too, or --output-folder or --preview"
          : "\(paths.count) pictures; give an input and an output, or --output-folder for more")
    }
    if outputFolder == nil && !suffix.isEmpty {
      throw ValidationError("--suffix is for --output-folder")
    }
    try output.check()
  }

  func run() throws {
    let kernels = try turnedKernels()
    let jobs =
      try outputFolder.map {
        try PictureJob.jobs(inputs: paths, folder: $0, suffix: suffix, format: output.format)
      } ?? [PictureJob(input: paths[0], output: paths.count == 2 ? paths[1] : nil)]
    let filter = PictureFilter(
      kernels: kernels, bias: bias,
      // The element that meets the pixel turns with the kernel.
      padding: flip ? .sameLower : .same, border: border.border, isLuminance: luminance,
      isAbsolute: values == .absolute, threads: output.threads)
    try PictureJob.runAll(jobs) { job, progress in
      try run(filter, job, progress)
    }
  }

  private func turnedKernels() throws -> Tensor<Float> {
    var kernels: Tensor<Float>
    if let kernel {
      let single = try KernelText.kernel(from: kernel)
      kernels = try single.reshaped(to: [1] + single.shape)
    } else {
      kernels = try NamedFilter.kernels(from: filter ?? "")
    }
    if flip {
      let shape = kernels.shape
      // Turning all axes of one kernel and the order of two turns each of them.
      kernels = try Tensor(shape: shape, elements: Array(kernels.elements.reversed()))
    }
    return kernels.map { $0 * scale }
  }

  private func run(_ filter: PictureFilter, _ job: PictureJob, _ progress: JobProgress) throws {
    var filter = filter
    func pass(_ sink: any RowSink, _ reader: PictureReader, part: Int, of parts: Int) throws {
      let rows = reader.layout.height
      try filter.run(reader, to: sink, pixelBudget: output.pixelBudget) { done in
        progress.show(done: part * rows + done, of: parts * rows)
      }
    }
    let isTwice = values == .normalize
    let reader = try output.reader(job.input)
    let sink = try makeSink(filter, job, reader.layout)
    if isTwice {
      // The range is known when all rows are; they are read again rather than kept.
      let range = RangeSink()
      try pass(range, reader, part: 0, of: 2)
      filter.range = range.stretch
    }
    let parts = isTwice ? 2 : 1
    try pass(sink, isTwice ? output.reader(job.input) : reader, part: parts - 1, of: parts)
    progress.finish()
    if preview { (sink as? PreviewSink)?.show() }
  }

  private func makeSink(
    _ filter: PictureFilter, _ job: PictureJob, _ layout: PictureLayout
  ) throws -> any RowSink {
    let made = try output.layout(layout, channels: filter.channels(layout))
    let file = try job.output.map {
      FileSink(try PictureWriter(to: $0, layout: made, options: output.options))
    }
    if let file, !preview { return file }
    guard let size = Terminal.size else {
      throw ValidationError("--preview is for a terminal, and standard output is none")
    }
    return PreviewSink(made, terminal: size, file: file)
  }
}

/// The borders by their names on the command line.
enum BorderName: String, ExpressibleByArgument, CaseIterable {
  case zeros
  case reflect
  case symmetric
  case replicate
  case circular

  var border: Border {
    switch self {
    case .zeros: .zeros
    case .reflect: .reflect
    case .symmetric: .symmetric
    case .replicate: .replicate
    case .circular: .circular
    }
  }
}
