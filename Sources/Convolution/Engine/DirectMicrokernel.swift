// DirectMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The direct microkernels, with the arguments that calls for one layer have in common.
///
/// A call computes some pixels of one row, or some short rows, for a block of output channels; the
/// header of `CConvolutionKernels` says what exactly. Setting the arguments once and changing pointers from
/// call to call matters to first layers, where a call takes a tenth of a microsecond.
@unsafe struct DirectMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  private let stride: ck_stride
  private let lanes: Int
  /// The vectors of output channels, or `nil` where pixels are on the lanes.
  private var vectors: Int?
  private var outputChannels = 0
  private let inputChannels: Int
  private let channelStride: Int
  private let tapOffsets: UnsafePointer<Int>
  private let packedTaps: Int
  /// The distance between the taps of all channels, where it is one.
  private let tapStride: Int?
  /// The taps of a channel that are computed.
  private var taps: Range<Int>
  /// Whether the next tile leaves out zeros at its edges, and at both.
  private var leavesOutEdges = false
  private var leavesOutBoth = false
  /// The packed weight of the block, and of a tap of it.
  private var weight: UnsafePointer<Scalar>?
  private var tapWeights = 0
  /// The slice of the input channels, and whether sums start and end with it.
  private var slice: Range<Int>
  private var resumes = false
  private var pauses = false
  /// Whether calls ask for the weights that follow those of the slice, and which lines these are.
  private let asksForWeights: Bool
  private var weightLines = unsafe Lines()
  /// What the calls ask for else, and the line at which the slices began.
  private var lines = unsafe Lines()
  private var firstLine = 0
  /// Whether calls ask for anything that may be far.
  private var isAsking = false
  // One of the two is used; which is known where this is specialized.
  private var float: ck_direct_f32
  private var double: ck_direct_f64

  /// - Parameters:
  ///   - isRow: Whether the taps of all channels follow each other at equal distances: they are
  ///     computed in one loop then, as many channels of one tap.
  ///   - adds: Whether the results are added to what is in the output; with a pixel stride of 1 only.
  ///   - asksForWeights: Whether the weights that follow those of a call in memory are those of the
  ///     next, and far.
  init(
    _ kernels: KernelTable, channels: Int, channelStride: Int, tapOffsets: UnsafePointer<Int>,
    taps: Int, pixelStride: Int, rowStride: Int, range: ClosedRange<Scalar>,
    outputChannelStride: Int, isRow: Bool = false, adds: Bool = false,
    asksForWeights: Bool = false
  ) {
    unsafe table = kernels.table
    unsafe lanes = kernels.lanes(Scalar.self)
    unsafe inputChannels = channels
    unsafe self.channelStride = channelStride
    unsafe self.tapOffsets = tapOffsets
    unsafe packedTaps = taps
    unsafe tapStride = isRow ? channelStride / taps : nil
    unsafe self.taps = 0..<taps
    unsafe slice = 0..<channels
    unsafe self.asksForWeights = asksForWeights
    unsafe stride =
      adds
      ? CK_STRIDE_1_ADDING
      : pixelStride == 1 ? CK_STRIDE_1 : pixelStride == 2 ? CK_STRIDE_2 : CK_STRIDE_ANY
    unsafe float = ck_direct_f32()
    unsafe double = ck_direct_f64()
    if Scalar.self == Float.self {
      unsafe float.pixel_stride = pixelStride
      unsafe float.row_stride = rowStride
      unsafe float.lower = Float(range.lowerBound)
      unsafe float.upper = Float(range.upperBound)
      unsafe float.output_channel_stride = outputChannelStride
    } else {
      unsafe double.pixel_stride = pixelStride
      unsafe double.row_stride = rowStride
      unsafe double.lower = Double(range.lowerBound)
      unsafe double.upper = Double(range.upperBound)
      unsafe double.output_channel_stride = outputChannelStride
    }
  }

  /// Chooses the output channels of the calls that follow: their packed weight and bias, in how
  /// many vectors if channels are on the lanes, and how many of them there are.
  @inline(__always)
  mutating func setBlock(
    weight: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>, vectors: Int?, outputChannels: Int
  ) {
    unsafe self.vectors = vectors
    unsafe self.outputChannels = outputChannels
    unsafe self.weight = weight
    unsafe tapWeights = vectors.map { unsafe $0 * lanes } ?? outputChannels
    unsafe setSums()
    unsafe setWeightLines()
    unsafe setAsked(weight, stride: 0)
    if Scalar.self == Float.self {
      unsafe float.bias = cast(bias)
      unsafe float.output_channels = outputChannels
    } else {
      unsafe double.bias = cast(bias)
      unsafe double.output_channels = outputChannels
    }
  }

  /// Has the calls that follow ask for a line of every channel each, or of a part of them.
  ///
  /// The processor foresees little of what lies in many planes: it has to be there before it is copied.
  @inline(__always)
  mutating func ask(for lines: Lines) {
    unsafe self.lines = lines
    unsafe isAsking = true
  }

  /// Chooses the input channels of the calls that follow, which take up the sums of those before and
  /// leave them for those after.
  @inline(__always)
  mutating func setSlice(_ channels: Range<Int>) {
    unsafe slice = channels
    unsafe resumes = channels.lowerBound > 0
    // The same lines of other channels.
    if unsafe resumes {
      unsafe ask(for: lines)
      unsafe lines.next = firstLine
    } else {
      unsafe firstLine = lines.next
    }
    unsafe pauses = channels.upperBound < inputChannels
    unsafe setSums()
    unsafe setWeightLines()
  }

  /// Chooses the taps of the calls that follow; the others read zeros.
  @inline(__always)
  mutating func setTaps(_ taps: Range<Int>) {
    guard unsafe taps != self.taps else { return }
    unsafe self.taps = taps
    unsafe setSums()
  }

  /// Chooses whether the next call leaves out its first pixel at the first tap of every kernel row, and
  /// its last pixel at the last, as they read zeros there: where ``KernelTable/edgeTaps`` says so.
  /// Several short rows leave out both or none.
  @inline(__always)
  mutating func setEdges(leavesFirst: Bool, leavesLast: Bool) {
    unsafe leavesOutEdges = leavesFirst || leavesLast
    unsafe leavesOutBoth = leavesFirst && leavesLast
    if Scalar.self == Float.self {
      unsafe float.leaves_first = leavesFirst
      unsafe float.leaves_last = leavesLast
    } else {
      unsafe double.leaves_first = leavesFirst
      unsafe double.leaves_last = leavesLast
    }
  }

  /// Sets what is summed up: the taps of the channels of the slice.
  @inline(__always)
  private mutating func setSums() {
    guard let weight = unsafe weight else { return }
    let first = unsafe weight + (slice.lowerBound * packedTaps + taps.lowerBound) * tapWeights
    let tapStride = unsafe taps.count == packedTaps ? self.tapStride : nil
    let isRow = tapStride != nil
    if Scalar.self == Float.self {
      unsafe float.weight = cast(first)
      unsafe float.channels = slice.count * (isRow ? packedTaps : 1)
      unsafe float.channel_stride = tapStride ?? channelStride
      unsafe float.tap_offsets = tapOffsets + taps.lowerBound
      unsafe float.taps = isRow ? 1 : taps.count
      unsafe float.packed_taps = isRow ? 1 : packedTaps
    } else {
      unsafe double.weight = cast(first)
      unsafe double.channels = slice.count * (isRow ? packedTaps : 1)
      unsafe double.channel_stride = tapStride ?? channelStride
      unsafe double.tap_offsets = tapOffsets + taps.lowerBound
      unsafe double.taps = isRow ? 1 : taps.count
      unsafe double.packed_taps = isRow ? 1 : packedTaps
    }
  }

  /// Has the calls that follow ask for the weights after those of the slice: of the next slice, or of the
  /// next block.
  ///
  /// The first call that reads them would wait: late layers of a network, which have few pixels and read
  /// megabytes of weights, take up to a sixth less this way.
  @inline(__always)
  private mutating func setWeightLines() {
    guard unsafe asksForWeights, let weight = unsafe weight else { return }
    let channelWeights = unsafe packedTaps * tapWeights
    let stepWeights = unsafe tapStride == nil ? channelWeights : tapWeights
    unsafe weightLines = Lines(
      start: weight + slice.upperBound * channelWeights, channelStride: stepWeights,
      elements: stepWeights)
    unsafe isAsking = true
  }

  /// Has the next call ask for a line at every step: of the weights first, and then of what else is
  /// needed of the channels of the slice.
  @inline(__always)
  private mutating func askForLine() {
    if unsafe weightLines.next < weightLines.count {
      // Where taps are left out, the steps are not those of a row.
      guard unsafe tapStride == nil || taps.count == packedTaps else { return }
      unsafe setAsked(weightLines.takeNext(), stride: weightLines.channelStride)
    } else if unsafe lines.next < lines.count {
      let channels = unsafe slice.lowerBound * lines.channelStride
      unsafe setAsked(
        lines.takeNext().map { unsafe $0 + channels }, stride: lines.channelStride)
    } else {
      unsafe isAsking = false
      unsafe setAsked(weight, stride: 0)
    }
  }

  /// Chooses the lines that the next call asks for. A line that is near is asked for in vain, which takes
  /// nothing.
  @inline(__always)
  private mutating func setAsked(_ start: UnsafePointer<Scalar>?, stride: Int) {
    guard let start = unsafe start else { return }
    if Scalar.self == Float.self {
      unsafe float.asked = cast(start)
      unsafe float.asked_stride = stride
    } else {
      unsafe double.asked = cast(start)
      unsafe double.asked_stride = stride
    }
  }

  /// Computes `pixels` pixels; those of several short rows of `width` pixels where that is given,
  /// as many as ``KernelTable/narrowRows(width:stride:)`` says.
  ///
  /// - Parameters:
  ///   - input: What the first element of the kernel reads for the first pixel.
  ///   - output: The first pixel in the first channel of the block.
  ///   - mayOverrun: Whether the pixels after these are still to be computed, and may be overwritten
  ///     meanwhile.
  ///   - sums: Where the sums of a slice of the input channels wait for the next.
  @inline(__always)
  mutating func compute(
    pixels: Int, rowsOf width: Int? = nil, input: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, mayOverrun: Bool,
    sums: UnsafeMutablePointer<Scalar>? = nil
  ) {
    let input = unsafe input + slice.lowerBound * channelStride
    if unsafe isAsking { unsafe askForLine() }
    if Scalar.self == Float.self {
      unsafe float.input = cast(input)
      unsafe float.output = cast(output)
      unsafe float.may_overrun = mayOverrun
      if let sums = unsafe sums {
        let sums: UnsafeMutablePointer<Float> = unsafe cast(sums)
        unsafe float.resumed = resumes ? UnsafePointer(sums) : nil
        unsafe float.paused = pauses ? sums : nil
      }
      guard let vectors = unsafe vectors else {
        unsafe float.pixels = pixels
        unsafe ck_direct_wide_f32_call(
          table, pixels > lanes ? 2 : 1, outputChannels, &float)
        return
      }
      if let width {
        unsafe ck_direct_narrow_f32_call(
          table, vectors, leavesOutBoth ? CK_STRIDE_1_EDGES : stride, width, &float)
      } else {
        unsafe ck_direct_f32_call(
          table, vectors, leavesOutEdges ? CK_STRIDE_1_EDGES : stride, pixels, &float)
      }
    } else {
      unsafe double.input = cast(input)
      unsafe double.output = cast(output)
      unsafe double.may_overrun = mayOverrun
      if let sums = unsafe sums {
        let sums: UnsafeMutablePointer<Double> = unsafe cast(sums)
        unsafe double.resumed = resumes ? UnsafePointer(sums) : nil
        unsafe double.paused = pauses ? sums : nil
      }
      guard let vectors = unsafe vectors else {
        unsafe double.pixels = pixels
        unsafe ck_direct_wide_f64_call(
          table, pixels > lanes ? 2 : 1, outputChannels, &double)
        return
      }
      if let width {
        unsafe ck_direct_narrow_f64_call(
          table, vectors, leavesOutBoth ? CK_STRIDE_1_EDGES : stride, width, &double)
      } else {
        unsafe ck_direct_f64_call(
          table, vectors, leavesOutEdges ? CK_STRIDE_1_EDGES : stride, pixels, &double)
      }
    }
  }
}

extension KernelTable {
  /// The most output channels that a direct microkernel computes at once, or pixels if these are on
  /// the lanes.
  func directBlock<Scalar: TensorScalar>(_: Scalar.Type) -> Int {
    Int(CK_DIRECT_MAX_VECTORS) * lanes(Scalar.self)
  }

  /// The rows of `width` pixels, `stride` apart, that a direct microkernel computes at once: more
  /// than 1 where that leaves room for as much again.
  func narrowRows(width: Int, stride: Int) -> Int {
    stride <= 2 ? unsafe ck_direct_narrow_rows(table, width) : 1
  }

  /// The calls that ask for a line of all input channels.
  func askedParts(isWide: Bool, isPoint: Bool) -> Int {
    isWide && isPoint ? unsafe Int(table.pointee.direct_ask_steps) : 1
  }

  /// The taps of a kernel row for which direct microkernels can leave out zeros at the edges, where
  /// pixels are neighbors and channels on the lanes.
  var edgeTaps: Int { Int(CK_DIRECT_EDGE_TAPS) }

  /// The most pixels that a direct microkernel computes at once, or output channels if pixels are on
  /// the lanes.
  var directPixels: Int { unsafe table.pointee.direct_pixels }
}
