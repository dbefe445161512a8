// LagScratch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The scratch of a worker that sums lags.
@unsafe struct LagScratch<Scalar: TensorScalar> {
  private let layout: LagLayout
  private let start: UnsafeMutablePointer<Double>

  /// - Parameter start: `layout.scratchCount` doubles.
  init(_ layout: LagLayout, at start: UnsafeMutableRawPointer) {
    unsafe self.layout = layout
    unsafe self.start = start.assumingMemoryBound(to: Double.self)
  }

  /// A row of the padded picture, as it is.
  var row: UnsafeMutablePointer<Scalar> {
    unsafe UnsafeMutableRawPointer(start + layout.rowStart).assumingMemoryBound(to: Scalar.self)
  }

  /// The first column of a row of the band.
  func inputRow(_ index: Int) -> UnsafeMutablePointer<Double> {
    unsafe start + layout.inputStart + index * layout.pitch + layout.margin
  }

  /// The first column of an output row of the band.
  func outputRow(_ index: Int, channel: Int) -> UnsafeMutablePointer<Double> {
    unsafe start + layout.outputStart + (channel * layout.bandRows + index) * layout.pitch
      + layout.margin
  }

  /// `[kernelHeight][shifts][lanes]` of the columns that all windows share.
  var sharedLanes: UnsafeMutablePointer<Double> { unsafe start }

  /// The same of the columns of an edge piece, each in its lane.
  func edgeLanes(_ piece: Int) -> UnsafeMutablePointer<Double> {
    unsafe start + layout.edgesStart + piece * layout.lags * layout.lanes
  }

  /// `[kernelHeight][kernelWidth][lanes]` of the products with an output channel.
  func outputLanes(_ channel: Int) -> UnsafeMutablePointer<Double> {
    unsafe start + layout.outputsStart + channel * layout.outputSums
  }

  // MARK: - Sums

  /// Zeros everywhere: sums, and the margins of rows.
  func clear() {
    unsafe start.update(repeating: 0, count: layout.scratchCount)
  }

  /// Sums the lanes of a band up, and starts them anew.
  func gather() {
    let totals = unsafe start + layout.totalsStart
    for lag in 0..<(unsafe layout.lags) {
      unsafe totals[lag] += sumOfLanes(sharedLanes + lag * layout.lanes)
    }
    unsafe sharedLanes.update(repeating: 0, count: layout.edgesStart)
  }

  /// Calls `body` with the sum of every tap's products with every output channel, and starts anew.
  func gatherOutputs(_ body: (_ channel: Int, _ tap: Int, _ sum: Double) -> Void) {
    for channel in 0..<(unsafe layout.outputs) {
      for tap in 0..<(unsafe layout.height.kernel * layout.width.kernel) {
        body(channel, tap, unsafe sumOfLanes(outputLanes(channel) + tap * layout.lanes))
      }
    }
    unsafe (start + layout.outputsStart).update(
      repeating: 0, count: layout.totalsStart - layout.outputsStart)
  }

  /// The sum of a lag over the columns of a window.
  func lag(below: Int, shift: Int, window: Range<Int>) -> Double {
    let lag = unsafe below * layout.shifts + shift
    var sum = unsafe start[layout.totalsStart + lag]
    for (index, piece) in unsafe layout.edgeColumnPieces.enumerated() {
      for column in piece.clamped(to: window) {
        unsafe sum += edgeLanes(index)[lag * layout.lanes + column - piece.lowerBound]
      }
    }
    return sum
  }

  /// Starts the lags anew.
  func forget() {
    unsafe (start + layout.edgesStart).update(
      repeating: 0, count: layout.outputsStart - layout.edgesStart)
    unsafe (start + layout.totalsStart).update(
      repeating: 0, count: layout.inputStart - layout.totalsStart)
  }

  private func sumOfLanes(_ sums: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for lane in 0..<(unsafe layout.lanes) { unsafe sum += sums[lane] }
    return sum
  }
}
