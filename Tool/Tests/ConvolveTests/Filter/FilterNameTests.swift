// FilterNameTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// `convolve filter --filter`: filters by name, right and wrong.
@Suite struct FilterNameTests {
  let folder: TemporaryDirectory
  let picture: Picture

  init() throws {
    folder = try TemporaryDirectory()
    picture = try Picture.random(channels: 3, hasAlpha: true, bitDepth: .sixteen, seed: 21)
    try picture.write(to: folder("in.png"))
  }

  @Test(
    "Names with kernels that are known by heart",
    arguments: [
      ("identity", [[1]]), ("box", Array(repeating: [1 / 9, 1 / 9, 1 / 9], count: 3)),
      ("box:size=1x4", [[0.25, 0.25, 0.25, 0.25]]),
      ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
      ("sharpen:amount=0.5", [[0, -0.5, 0], [-0.5, 3, -0.5], [0, -0.5, 0]]),
      ("sobel:dx=1", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
      ("sobel:dy=1", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
      ("sobel:dx=1,dy=0,scale=0.5", [[-0.5, 0, 0.5], [-1, 0, 1], [-0.5, 0, 0.5]]),
      ("scharr:dx=1", [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
      ("prewitt:dy=1", [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
      ("laplacian", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
      ("motion:length=3", [[1 / 3, 1 / 3, 1 / 3]]),
      ("motion:length=3,angle=90", [[1 / 3], [1 / 3], [1 / 3]]),
    ] as [(String, [[Double]])])
  func kernels(text: String, kernel: [[Double]]) throws {
    let run = try filter(["--filter", text, "--scale", "0.25", "--bias", "0.5"])
    #expect(run.isClean, "\(run)")
    let expected = PlainFilter(kernel: kernel, scale: 0.25, bias: 0.5)
    #expect(expected.mistakes(in: try Picture(contentsOf: folder("out.png")), from: picture) == [])
  }

  /// The weights of a Gaussian from its formula, here and not in the library.
  @Test("A Gaussian of a sigma and a size")
  func gaussian() throws {
    let run = try filter(["--filter", "gaussian:sigma=1.5,size=3x5"])
    #expect(run.isClean, "\(run)")
    func profile(_ reach: Int) -> [Double] {
      // exp(-x²/4.5) for x = 0, 1, 2
      let bell = [1, 0.8007374029168081, 0.41111229050718745]
      let weights = (-reach...reach).map { bell[abs($0)] }
      return weights.map { $0 / weights.reduce(0, +) }
    }
    let kernel = profile(1).map { row in profile(2).map { row * $0 } }
    let expected = PlainFilter(kernel: kernel)
    #expect(expected.mistakes(in: try Picture(contentsOf: folder("out.png")), from: picture) == [])
  }

  @Test(
    "Without a direction, edges are the magnitude of the gradient", arguments: ["sobel", "scharr"])
  func magnitude(name: String) throws {
    func derivative(_ direction: String) throws -> [Float] {
      let run = try Program.run(
        ["filter", "in.png", "d.pfm", "--filter", "\(name):\(direction)=1", "--luminance"],
        in: folder)
      // The format has no alpha.
      #expect(run.status == 1)
      let options = ["--filter", "\(name):\(direction)=1", "--luminance", "--depth", "float"]
      #expect(try Program.run(["filter", "in.png", "d.tif"] + options, in: folder).isClean)
      return try Picture(contentsOf: folder("d.tif")).samples.elements
    }
    let (across, down) = (try derivative("dx"), try derivative("dy"))
    let options = [
      "--filter", name, "--luminance", "--depth", "float", "--scale", "0.5", "--bias", "2",
    ]
    #expect(try Program.run(["filter", "in.png", "m.tif"] + options, in: folder).isClean)
    let written = try Picture(contentsOf: folder("m.tif")).samples.elements
    #expect(written.count == across.count && across.contains { $0 < 0 })
    for (index, value) in written.enumerated() {
      let expected =
        (across[index] * across[index] + down[index] * down[index]).squareRoot() / 2 + 2
      #expect(abs(value - expected) <= 1e-5 * expected, "\(index)")
    }
  }

  @Test(
    "Filters that there are not, or not like that",
    arguments: [
      ("bogus", "there is no filter \"bogus\"; there are identity, box, gaussian, "),
      ("", "there is no filter \"\""), ("Sobel", "there is no filter \"Sobel\""),
      ("identity:size=3", "the filter identity takes no parameters, not \"size=3\""),
      (
        "gaussian:sigma",
        "the filter gaussian takes sigma=2 for 2 pixels, size=5 for 5x5, or 3x7, not"
      ),
      ("gaussian:", "the filter gaussian takes"),
      ("gaussian:sigma=1,", "the filter gaussian takes"),
      ("gaussian:sigma=1,sigma=2", "the filter gaussian has sigma twice"),
      ("gaussian:sigma=two", "sigma of the filter gaussian is \"two\"; it must be a number"),
      ("gaussian:sigma=nan", "it must be a number"),
      ("gaussian:size=0", "it must be a size, as 5 or 3x7"),
      ("unsharp:size=4", "--filter unsharp:size=4: "), ("gaussian:sigma=-1", "sigma"),
      ("sobel:dx=1.5", "dx of the filter sobel is \"1.5\"; it must be a whole number"),
      ("sobel:dx=1,size=4", "size"), ("motion:length=0", "length"),
      ("gaussian:sigma=1e300", "sigma"),
      ("unsharp:amount=1e69,sigma=3", "accepted: parameters that give finite elements"),
      ("box:size=99999999999x99999999999", "accepted: 1 to 2047"),
    ])
  func mistakes(text: String, words: String) throws {
    let run = try filter(["--filter", text])
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(try folder.contents() == ["in.png"])
  }

  @Test("A filter or a kernel, and not both")
  func exclusion() throws {
    let both = try filter(["--filter", "box", "--kernel", "1"])
    #expect(both.isRefused(status: 64), "\(both)")
    #expect(both.errors.contains("--filter and --kernel exclude each other"))
  }

  @Test("Every filter runs with its own settings, and is in the help")
  func all() throws {
    let help = try Program.run(["filter", "--help"], in: folder).output
    for name in [
      "identity", "box", "gaussian", "motion", "sharpen", "unsharp", "emboss", "sobel", "scharr",
      "prewitt", "laplacian", "log", "gabor",
    ] {
      #expect(help.contains("\n  \(name): "))
      let run = try filter(["--filter", name])
      #expect(run.isClean, "\(run)")
      let written = try Picture(contentsOf: folder("out.png"))
      #expect(written.layout == picture.layout && written.alpha == picture.alpha)
      #expect((written.samples == picture.samples) == (name == "identity"), "\(name)")
    }
  }

  private func filter(_ options: [String]) throws -> Run {
    try Program.run(["filter", "in.png", "out.png"] + options, in: folder)
  }
}
