// KernelTextTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Pictures
import Testing

/// Kernels as people type them, right and wrong.
@Suite struct KernelTextTests {
  let folder: TemporaryDirectory
  let picture: Picture

  init() throws {
    folder = try TemporaryDirectory()
    picture = try Picture.random(seed: 4)
    try picture.write(to: folder("in.png"))
  }

  @Test(
    "Spellings of one kernel",
    arguments: [
      "-0.5,1;0.25,0", " -0.5 , 1 ; 0.25 , 0 ", "-5e-1,+1.0;.25,-0", "-0.5,1;\n0.25,0",
      "\t-0.50,1e0;25E-2,0.",
    ])
  func spellings(text: String) throws {
    // A text that begins with a minus sign is no option.
    let run = try filter(["--kernel", text])
    #expect(run.isClean, "\(run)")
    let expected = PlainFilter(kernel: [[-0.5, 1], [0.25, 0]])
    #expect(expected.mistakes(in: try Picture(contentsOf: folder("out.png")), from: picture) == [])
  }

  @Test("The kernel behind an equals sign")
  func equalsSign() throws {
    #expect(try filter(["--kernel=-1,1"]).isClean)
  }

  @Test(
    "Entries that are no numbers, with the row that they stand in",
    arguments: [
      ("", "row 1 of the kernel holds \"\""), (";", "row 1 of the kernel holds \"\""),
      (" ", "row 1 of the kernel holds \"\""), (",", "row 1 of the kernel holds \"\""),
      ("1,x", "row 1 of the kernel holds \"x\""),
      ("1,2;3,4,;5,6", "row 2 of the kernel holds \"\""),
      ("1,2;", "row 2 of the kernel holds \"\""), (";1,2", "row 1 of the kernel holds \"\""),
      ("1,-1,", "row 1 of the kernel holds \"\""), (",1", "row 1 of the kernel holds \"\""),
      ("1,,1", "row 1 of the kernel holds \"\""), ("1 -1", "row 1 of the kernel holds \"1 -1\""),
      ("1;nan", "row 2 of the kernel holds \"nan\""), ("inf", "row 1 of the kernel holds \"inf\""),
      ("-infinity", "row 1 of the kernel holds \"-infinity\""),
      ("1e39", "row 1 of the kernel holds \"1e39\""), ("1;2;1.2.3", "row 3"),
      ("kernel.txt", "row 1 of the kernel holds \"kernel.txt\""),
    ])
  func noNumbers(text: String, words: String) throws {
    let run = try filter(["--kernel", text])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.hasPrefix("Error: \(words)"), "\(run)")
    #expect(run.errors.contains("numbers separated by commas, rows by semicolons"))
    #expect(try folder.contents() == ["in.png"])
  }

  @Test(
    "Rows of different lengths",
    arguments: [
      ("1,2;3", "1 row of 2 and 1 of 1"), ("1;2,3;4", "2 rows of 1 and 1 of 2"),
      ("1,2,3;4,5;6,7,8", "2 rows of 3 and 1 of 2"),
      ("1;2,3;4,5,6", "1 row of 1, 1 of 2 and 1 of 3"),
    ])
  func ragged(text: String, counts: String) throws {
    let run = try filter(["--kernel", text])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: the kernel has \(counts); all rows must be of one length\n")
  }

  @Test("Arrays that are no kernels", arguments: [[4], [1, 2, 2], [1, 1, 2, 2], []])
  func wrongRank(shape: [Int]) throws {
    try NPYFile.write(Tensor<Float>.ones(shape), to: folder("k.npy"))
    let run = try filter(["--kernel", "k.npy"])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(
      run.errors == "Error: k.npy holds a tensor of shape \(shape); a kernel is [height, width]\n")
  }

  @Test("Arrays without elements", arguments: [[0, 3], [3, 0], [0, 0]])
  func emptyArray(shape: [Int]) throws {
    try NPYFile.write(Tensor<Float>.zeros(shape), to: folder("k.npy"))
    let run = try filter(["--kernel", "k.npy"])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.contains("0"), "\(run)")
    #expect(try folder.contents() == ["in.png", "k.npy"])
  }

  @Test(
    "Arrays of what text may not hold either",
    arguments: [Double.nan, .infinity, -.infinity, 1e39])
  func notFinite(value: Double) throws {
    try NPYFile.write(Tensor(shape: [1, 2], elements: [1, value]), to: folder("k.npy"))
    let run = try filter(["--kernel", "k.npy"])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.contains("k.npy"), "\(run)")
  }

  @Test("A .npy file that is missing, or is none")
  func noArray() throws {
    let missing = try filter(["--kernel", "k.npy"])
    #expect(missing.isRefused(status: 1), "\(missing)")
    #expect(missing.errors.contains("there is no file at \"k.npy\""))
    try folder.write("1,2;3,4", to: "k.npy")
    let text = try filter(["--kernel", "k.npy"])
    #expect(text.isRefused(status: 1), "\(text)")
    #expect(text.errors.contains("k.npy: "))
  }

  private func filter(_ options: [String]) throws -> Run {
    try Program.run(["filter", "in.png", "out.png"] + options, in: folder)
  }
}
