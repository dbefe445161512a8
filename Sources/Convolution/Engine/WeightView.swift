// WeightView.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The weight of a convolution as algorithms pack it: as it was given, or, for the gradient with
/// respect to the input, with some elements of its kernels in reverse, and input and output channels
/// exchanged.
///
/// Either is packed out of the weight that was given. Writing a turned one first, to pack it then, took
/// layers with many channels and few pixels a twentieth of their gradient, and a fifth with a stride.
struct WeightView<Scalar: TensorScalar> {
  private let given: Tensor<Scalar>
  private let groups: Int
  /// The channels of a group, as the algorithm sees them.
  private let outputChannels: Int
  private let inputChannels: Int
  /// The elements of a kernel that is given.
  private let kernelTaps: Int
  /// Those that are taken of each, if channels are exchanged; the weight is finite then.
  private let exchange: Exchange?

  private struct Exchange {
    let taps: [Int]
    let size: Size2D
    /// Whether these are all, from the last to the first.
    let isReverse: Bool
  }

  /// The weight as it is.
  ///
  /// - Precondition: It has the geometry's shape.
  init(_ weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry) {
    given = weight
    groups = geometry.groups
    outputChannels = geometry.groupOutputChannels
    inputChannels = geometry.groupInputChannels
    kernelTaps = geometry.kernelTaps
    exchange = nil
  }

  /// The weight of a geometry, which is finite, with channels exchanged and kernels of some rows and
  /// columns of those that are given, in this order.
  ///
  /// - Precondition: It has the geometry's shape.
  init(
    exchanging weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry, rows: [Int], columns: [Int]
  ) {
    given = weight
    groups = geometry.groups
    outputChannels = geometry.groupInputChannels
    inputChannels = geometry.groupOutputChannels
    kernelTaps = geometry.kernelTaps
    let taps = rows.flatMap { row in columns.map { row * geometry.width.kernel + $0 } }
    exchange = Exchange(
      taps: taps, size: Size2D(height: rows.count, width: columns.count),
      isReverse: taps.elementsEqual((0..<kernelTaps).reversed()))
  }

  /// All input channels of a group.
  var inputs: Range<Int> { 0..<inputChannels }

  /// Whether there is neither NaN nor infinity in it.
  func isFinite() -> Bool {
    unsafe exchange != nil || Summation.isFinite(given.storage.baseAddress, count: given.count)
  }

  /// Packs the kernels of some output channels, at most as many as a vector has lanes, and of some
  /// input channels: `target[((c - first) * taps + tap) * targetStride + lane]`.
  ///
  /// - Parameter stored: The lanes that are written, with zeros where there is no output channel.
  func pack(
    group: Int, outputs: Range<Int>, inputs: Range<Int>,
    into target: UnsafeMutablePointer<Scalar>, targetStride: Int, stored: Int,
    by microkernel: PackMicrokernel<Scalar>
  ) {
    guard let exchange else {
      let first = (group * outputChannels + outputs.lowerBound) * inputChannels + inputs.lowerBound
      return unsafe microkernel.pack(
        given.storage.baseAddress + first * kernelTaps, channelStride: inputChannels * kernelTaps,
        channels: outputs.count, count: inputs.count * kernelTaps,
        into: target, targetStride: targetStride, stored: stored)
    }
    let (taps, ahead) = (exchange.taps.count, 4)
    unsafe withUnsafeTemporaryAllocation(
      of: Scalar.self, capacity: exchange.isReverse ? 0 : kernelTaps * stored
    ) { whole in
      for (index, input) in inputs.enumerated() {
        let first = (group * inputChannels + input) * outputChannels + outputs.lowerBound
        let kernels = unsafe given.storage.baseAddress + first * kernelTaps
        let place = unsafe target + index * taps * targetStride
        // They lie far from those of the channel before, which no processor foresees.
        if input + ahead < inputs.upperBound {
          unsafe Prefetch.elements(
            kernels + ahead * outputChannels * kernelTaps, count: outputs.count * kernelTaps)
        }
        if kernelTaps == 1 {
          unsafe place.update(from: kernels, count: outputs.count)
          unsafe (place + outputs.count).update(repeating: 0, count: stored - outputs.count)
        } else if exchange.isReverse {
          unsafe microkernel.pack(
            kernels, channelStride: taps, channels: outputs.count, count: taps,
            into: place + (taps - 1) * targetStride, targetStride: -targetStride, stored: stored)
        } else if let whole = whole.baseAddress {
          unsafe microkernel.pack(
            kernels, channelStride: kernelTaps, channels: outputs.count, count: kernelTaps,
            into: whole, targetStride: stored, stored: stored)
          for (index, tap) in exchange.taps.enumerated() {
            unsafe (place + index * targetStride).update(from: whole + tap * stored, count: stored)
          }
        }
      }
    }
  }

  /// A tensor of it: `[outputChannels, inputChannels / groups, rows, columns]`.
  func tensor(workers: Int) throws(ConvolutionError) -> Tensor<Scalar> {
    guard let exchange else { return given }
    let (outputs, inputs, taps) = (outputChannels, inputChannels, exchange.taps.count)
    let exchanged = try Tensor<Scalar>(
      uninitializedShape: [groups * outputs, inputs, exchange.size.height, exchange.size.width])
    // By squares of channels, whose kernels stay near.
    let side = 16
    let bands = (outputs + side - 1) / side
    ParallelLoop.run(count: groups * bands, workers: workers) { _, index in
      let (group, band) = index.quotientAndRemainder(dividingBy: bands)
      let target = unsafe exchanged.storage.baseAddress + group * outputs * inputs * taps
      let source = unsafe given.storage.baseAddress + group * outputs * inputs * kernelTaps
      for firstInput in stride(from: 0, to: inputs, by: side) {
        for output in band * side..<min((band + 1) * side, outputs) {
          for input in firstInput..<min(firstInput + side, inputs) {
            let place = unsafe target + (output * inputs + input) * taps
            let kernel = unsafe source + (input * outputs + output) * kernelTaps
            for (index, tap) in exchange.taps.enumerated() { unsafe place[index] = kernel[tap] }
          }
        }
      }
    }
    return exchanged
  }
}
