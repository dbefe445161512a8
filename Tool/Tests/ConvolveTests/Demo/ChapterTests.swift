// ChapterTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// The steps whose numbers are those of the book, whatever the seed.
@Suite struct ChapterTests {
  private static let output = Result {
    let folder = try TemporaryDirectory()
    try Picture.random(height: 16, width: 16, seed: 1).write(to: folder("photo.png"))
    return DemoOutput(try Program.run(["demo", "--image", "photo.png"], in: folder).output)
  }

  let output: DemoOutput

  init() throws { output = try Self.output.get() }

  @Test("Six steps, in order")
  func headings() {
    #expect(
      output.headings == [
        "1. Slide a kernel over an image, multiply, and sum",
        "2. A layer: a weight and a bias",
        "3. Find the edges of an object",
        "4. Learn the kernel from the image and its edges",
        "5. The three meanings of the word",
        "6. The same on a photo",
      ])
  }

  @Test("The first correlation of the book")
  func slide() {
    #expect(
      output[1] == """
        image:
        [[0, 1, 2],
         [3, 4, 5],
         [6, 7, 8]]
        kernel:
        [[0, 1],
         [2, 3]]
        correlate2D(image, kernel):
        [[19, 25],
         [37, 43]]
        The first element is 0*0 + 1*1 + 3*2 + 4*3 = 19.

        """)
  }

  @Test("The layer adds its bias")
  func layer() {
    #expect(
      output[2] == """
        Conv2D(weight: [[0, 1], [2, 3]], bias: [0.5]), 1 channel to 1 channel
        takes [1, 1, 3, 3] and gives [1, 1, 2, 2], the sums of step 1 plus 0.5:
        [[19.5, 25.5],
         [37.5, 43.5]]

        """)
  }

  @Test("Edges of the band in all six rows, none in the transposed image")
  func edges() {
    #expect(
      output[3] == """
        image, white with a black band:
        [[1, 1, 0, 0, 0, 0, 1, 1],
         [1, 1, 0, 0, 0, 0, 1, 1],
         [1, 1, 0, 0, 0, 0, 1, 1],
         [1, 1, 0, 0, 0, 0, 1, 1],
         [1, 1, 0, 0, 0, 0, 1, 1],
         [1, 1, 0, 0, 0, 0, 1, 1]]
        kernel:
        [[ 1, -1]]
        correlate2D(image, kernel): 1 where white turns black, -1 where black turns white:
        [[ 0,  1,  0,  0,  0, -1,  0],
         [ 0,  1,  0,  0,  0, -1,  0],
         [ 0,  1,  0,  0,  0, -1,  0],
         [ 0,  1,  0,  0,  0, -1,  0],
         [ 0,  1,  0,  0,  0, -1,  0],
         [ 0,  1,  0,  0,  0, -1,  0]]
        correlate2D(image.transposed(), kernel): this kernel sees vertical edges only:
        [[0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0],
         [0, 0, 0, 0, 0]]

        """)
  }

  @Test("The product of polynomials, and the point under both operations")
  func flip() {
    #expect(output[5].contains("3 + 10x + 8x²:\n[[ 3, 10,  8]]\n"))
    #expect(
      output[5].contains(
        """
        convolve2D(point, kernel) gives the kernel as it is:
        [[1, 2, 3],
         [4, 5, 6],
         [7, 8, 9]]
        correlate2D(point, kernel) gives it turned around:
        [[9, 8, 7],
         [6, 5, 4],
         [3, 2, 1]]

        """))
  }
}
