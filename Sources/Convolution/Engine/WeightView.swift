// WeightView.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The weight of a convolution as algorithms pack it: as it was given, or, for the gradient with
/// respect to the input, with its kernels turned by 180 degrees, and input and output channels
/// exchanged.
///
/// A turned weight is packed out of the one that was given. Writing it first, to pack it then, took
/// layers with many channels and few pixels a twentieth of their gradient.
struct WeightView<Scalar: TensorScalar> {
  private let given: Tensor<Scalar>
  private let isTurned: Bool
  private let groups: Int
  /// The channels of a group, as the algorithm sees them.
  private let outputChannels: Int
  private let inputChannels: Int
  private let kernel: Size2D
  /// Whether it is known already that there is neither NaN nor infinity in it.
  private let isKnownFinite: Bool

  private var taps: Int { kernel.height * kernel.width }

  /// The weight as it is.
  ///
  /// - Precondition: It has the geometry's shape.
  init(_ weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry, isKnownFinite: Bool = false) {
    given = weight
    isTurned = false
    groups = geometry.groups
    outputChannels = geometry.groupOutputChannels
    inputChannels = geometry.groupInputChannels
    kernel = Size2D(height: geometry.height.kernel, width: geometry.width.kernel)
    self.isKnownFinite = isKnownFinite
  }

  /// The weight of a geometry, turned.
  ///
  /// - Precondition: It has the geometry's shape.
  init(turning weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry, isKnownFinite: Bool) {
    given = weight
    isTurned = true
    groups = geometry.groups
    outputChannels = geometry.groupInputChannels
    inputChannels = geometry.groupOutputChannels
    kernel = Size2D(height: geometry.height.kernel, width: geometry.width.kernel)
    self.isKnownFinite = isKnownFinite
  }

  /// Whether there is neither NaN nor infinity in it.
  func isFinite() -> Bool {
    unsafe isKnownFinite || Summation.isFinite(given.storage.baseAddress, count: given.count)
  }

  /// A tensor of it: `[outputChannels, inputChannels / groups, rows, columns]`.
  func tensor(workers: Int) throws(ConvolutionError) -> Tensor<Scalar> {
    guard isTurned else { return given }
    return try Self.exchanging(
      given, groups: groups, taps: (0..<taps).reversed(), taking: kernel, workers: workers)
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
    guard isTurned else {
      let first = (group * outputChannels + outputs.lowerBound) * inputChannels + inputs.lowerBound
      return unsafe microkernel.pack(
        given.storage.baseAddress + first * taps, channelStride: inputChannels * taps,
        channels: outputs.count, count: inputs.count * taps,
        into: target, targetStride: targetStride, stored: stored)
    }
    for (index, input) in inputs.enumerated() {
      let first = (group * inputChannels + input) * outputChannels + outputs.lowerBound
      let kernels = unsafe given.storage.baseAddress + first * taps
      if taps == 1 {
        let place = unsafe target + index * targetStride
        unsafe place.update(from: kernels, count: outputs.count)
        unsafe (place + outputs.count).update(repeating: 0, count: stored - outputs.count)
      } else {
        // The first element of a kernel goes to its last place.
        unsafe microkernel.pack(
          kernels, channelStride: taps, channels: outputs.count, count: taps,
          into: target + (index * taps + taps - 1) * targetStride, targetStride: -targetStride,
          stored: stored)
      }
    }
  }

  /// A weight with input and output channels exchanged, and only some elements of its kernels:
  /// `[inputChannels, outputChannels / groups, rows, columns]`.
  ///
  /// - Parameters:
  ///   - taps: Which elements, in the order of the result.
  ///   - size: The size of the kernels that these make up.
  static func exchanging(
    _ weight: Tensor<Scalar>, groups: Int, taps: [Int], taking size: Size2D, workers: Int
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let (outputs, inputs) = (weight.shape[0] / groups, weight.shape[1])
    let kernelTaps = weight.shape[2] * weight.shape[3]
    let exchanged = try Tensor<Scalar>(
      uninitializedShape: [groups * inputs, outputs, size.height, size.width])
    // By squares of channels, whose kernels stay near.
    let side = 16
    let bands = (inputs + side - 1) / side
    ParallelLoop.run(count: groups * bands, workers: workers) { _, index in
      let (group, band) = index.quotientAndRemainder(dividingBy: bands)
      let target = unsafe exchanged.storage.baseAddress + group * inputs * outputs * taps.count
      let source = unsafe weight.storage.baseAddress + group * inputs * outputs * kernelTaps
      unsafe taps.withUnsafeBufferPointer { taps in
        for firstOutput in stride(from: 0, to: outputs, by: side) {
          for input in band * side..<min((band + 1) * side, inputs) {
            for output in firstOutput..<min(firstOutput + side, outputs) {
              let place = unsafe target + (input * outputs + output) * taps.count
              let kernel = unsafe source + (output * inputs + input) * kernelTaps
              for index in 0..<taps.count { unsafe place[index] = kernel[taps[index]] }
            }
          }
        }
      }
    }
    return exchanged
  }
}
