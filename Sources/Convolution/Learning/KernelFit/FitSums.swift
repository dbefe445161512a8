// FitSums.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A way to compute the moments of the pairs of a geometry, in independent items of work.
protocol FitSums<Scalar> {
  associatedtype Scalar: TensorScalar

  /// The items of work of one group.
  var items: Int { get }
  /// Scratch of a worker.
  var scratchBytes: Int { get }
  /// The most additions that a moment is the end of, one after the other, if one worker takes all
  /// items.
  var longestChain: Double { get }

  /// Adds the items' share of the moments of `group` to `moments`.
  func add(
    _ items: Range<Int>, group: Int, of pair: FitPair<Scalar>, scratch: UnsafeMutableRawPointer,
    to moments: inout FitMoments)
}

/// An input and the output that belongs to it, whose shapes have been checked.
struct FitPair<Scalar: TensorScalar> {
  let geometry: ConvolutionGeometry
  let input: Tensor<Scalar>
  let output: Tensor<Scalar>
  /// A weight for every image and output pixel.
  let pixelWeights: Tensor<Scalar>?

  /// The first input channel of a group.
  func input(image: Int, group: Int) -> UnsafePointer<Scalar> {
    let channel = image * geometry.inputChannels + group * geometry.groupInputChannels
    return unsafe UnsafePointer(input.storage.baseAddress + channel * geometry.inputPixels)
  }

  /// The first output channel of a group.
  func output(image: Int, group: Int) -> UnsafePointer<Scalar> {
    let channel = image * geometry.outputChannels + group * geometry.groupOutputChannels
    return unsafe UnsafePointer(output.storage.baseAddress + channel * geometry.outputPixels)
  }

  /// The weights of an image's pixels.
  func pixelWeights(image: Int) -> UnsafePointer<Scalar>? {
    unsafe pixelWeights.map {
      unsafe UnsafePointer($0.storage.baseAddress + image * geometry.outputPixels)
    }
  }
}

extension FitSums {
  /// The memory that the matrices of all workers may take together, unless one takes more.
  private static var matrixBudget: Int { 16 << 20 }

  /// The moments of `group`.
  ///
  /// Each worker sums its share of the items in order, and the shares are added in order: the same
  /// number of workers gives the same bits.
  func moments(
    group: Int, of pair: FitPair<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> FitMoments {
    let geometry = pair.geometry
    let workers = try options.workers(for: geometry.multiplyAdds)
    var moments = try FitMoments(taps: geometry.taps, outputs: geometry.groupOutputChannels)
    // A worker's matrix is memory: all of them together stay small.
    let matrixBytes = moments.size * moments.size * MemoryLayout<Double>.size
    let affordable = max(1, Self.matrixBudget / matrixBytes)
    let shares = Pieces(of: items, atMost: items, multipleOf: min(workers, affordable))
    var parts = [moments]
    while parts.count < shares.count { parts.append(moments) }
    try unsafe Scratch.withBlocks(workers: max(1, shares.count), bytes: scratchBytes) { blocks in
      BLASRuntime.withSingleThread(if: options.threading == .workers) {
        unsafe parts.withUnsafeMutableBufferPointer { parts in
          nonisolated(unsafe) let parts = unsafe parts
          ParallelLoop.run(count: shares.count, workers: shares.count) { worker, share in
            unsafe add(
              shares[share], group: group, of: pair, scratch: blocks[worker], to: &parts[share])
          }
        }
      }
    }
    for part in parts { moments.add(part) }
    return moments
  }
}
