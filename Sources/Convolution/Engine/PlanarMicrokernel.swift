// PlanarMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The planar microkernels, with the arguments that calls for one layer have in common.
///
/// A call computes rows of outputs in some planes, or columns of them; the header of
/// `CConvolutionKernels` says what exactly.
@unsafe struct PlanarMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  private let stride: ck_stride
  private let kernel: ck_kernel
  // One of the two is used; which is known where this is specialized.
  private var float = unsafe ck_planar_f32()
  private var double = unsafe ck_planar_f64()

  /// What is different from plane to plane. Weights lie column by column.
  @unsafe struct Operands {
    var inputPlaneStride = 0
    var weight: UnsafePointer<Scalar>
    var weightPlaneStride = 0
    var bias: UnsafePointer<Scalar>
    var biasPlaneStride = 0
    var outputPlaneStride = 0
  }

  /// - Parameters:
  ///   - kernel: Height and width.
  ///   - stride: 1 or 2, of rows and columns alike.
  ///   - tapStride: The columns between taps of a row; 1 with a stride of 2.
  ///   - streams: Whether input and output are larger than the caches: whole cache lines of the
  ///     output are stored past them, and input rows are fetched ahead.
  ///   - isFar: Whether planes come from farther than the second-level cache.
  ///   - fetches: Whether planes are fetched while those before them are computed.
  @inline(__always)
  init(
    _ kernels: KernelTable, kernel size: Size2D, stride: Int, tapStride: Int = 1,
    range: ClosedRange<Scalar>, outputRowStride: Int, streams: Bool = false,
    isFar: Bool = false, fetches: Bool = false
  ) {
    unsafe table = kernels.table
    unsafe self.stride = stride == 1 ? CK_STRIDE_1 : CK_STRIDE_2
    unsafe kernel = Self.kernel(of: size, tapStride: tapStride)
    if Scalar.self == Float.self {
      unsafe float.kernel_height = size.height
      unsafe float.kernel_width = size.width
      unsafe float.tap_stride = tapStride
      unsafe float.lower = Float(range.lowerBound)
      unsafe float.upper = Float(range.upperBound)
      unsafe float.output_row_stride = outputRowStride
      unsafe float.streams = streams
      unsafe float.is_far = isFar
      unsafe float.fetches = fetches
    } else {
      unsafe double.kernel_height = size.height
      unsafe double.kernel_width = size.width
      unsafe double.tap_stride = tapStride
      unsafe double.lower = Double(range.lowerBound)
      unsafe double.upper = Double(range.upperBound)
      unsafe double.output_row_stride = outputRowStride
      unsafe double.streams = streams
      unsafe double.is_far = isFar
      unsafe double.fetches = fetches
    }
  }

  /// Whether a narrow piece takes less time if it is less than a vector: two vectors hold what all
  /// taps of a row read then. Those of less than a line are slower to store in part.
  static func isClose(kernel size: Size2D, stride: Int, lanes: Int) -> Bool {
    stride == 2 && size == Size2D(height: 3, width: 3)
      && lanes * MemoryLayout<Scalar>.size == TensorMemory.alignment
  }

  @inline(__always)
  private static func kernel(of size: Size2D, tapStride: Int) -> ck_kernel {
    guard size.height == size.width, tapStride == 1 || size.width == 3 else {
      return CK_KERNEL_ANY
    }
    return switch size.height {
    case 3: CK_KERNEL_3
    case 5: CK_KERNEL_5
    case 7: CK_KERNEL_7
    default: CK_KERNEL_ANY
    }
  }

  /// Chooses the planes of the calls that follow, and the rows in them.
  ///
  /// - Parameters:
  ///   - rows: The output rows of each plane.
  ///   - rowOffsets: Where the input rows lie, from the input of a call on, or
  ///     `PlanarRows.inBorder`; for the first output row first. Those beyond what is read now are
  ///     read next.
  @inline(__always)
  mutating func setPlanes(
    _ operands: Operands, count: Int, rows: Int, rowOffsets: UnsafeBufferPointer<Int>
  ) {
    if Scalar.self == Float.self {
      unsafe float.weight = cast(operands.weight)
      unsafe float.bias = cast(operands.bias)
      unsafe float.row_offsets = rowOffsets.baseAddress
      unsafe float.input_rows = rowOffsets.count
      unsafe float.rows = rows
      unsafe float.planes = count
      unsafe float.input_plane_stride = operands.inputPlaneStride
      unsafe float.weight_plane_stride = operands.weightPlaneStride
      unsafe float.bias_plane_stride = operands.biasPlaneStride
      unsafe float.output_plane_stride = operands.outputPlaneStride
    } else {
      unsafe double.weight = cast(operands.weight)
      unsafe double.bias = cast(operands.bias)
      unsafe double.row_offsets = rowOffsets.baseAddress
      unsafe double.input_rows = rowOffsets.count
      unsafe double.rows = rows
      unsafe double.planes = count
      unsafe double.input_plane_stride = operands.inputPlaneStride
      unsafe double.weight_plane_stride = operands.weightPlaneStride
      unsafe double.bias_plane_stride = operands.biasPlaneStride
      unsafe double.output_plane_stride = operands.outputPlaneStride
    }
  }

  /// Computes pieces of the planes that are set.
  ///
  /// - Parameters:
  ///   - pieces: The columns, and the masks that narrow ones choose from.
  ///   - input: A row of offset 0, from which the pieces count.
  ///   - readable: The memory around `input` that may be read, counted from it, and around `border`
  ///     then, too; empty where that is not known.
  ///   - border: The same of a row in the border.
  @inline(__always)
  mutating func compute(
    _ pieces: UnsafeBufferPointer<PlanarPiece>, masks: UnsafePointer<UInt32>?,
    input: UnsafePointer<Scalar>, readable: Range<Int>, border: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>
  ) {
    if Scalar.self == Float.self {
      unsafe float.input = cast(input)
      unsafe float.readable_before = -readable.lowerBound
      unsafe float.readable_after = readable.upperBound
      unsafe float.border = cast(border)
      unsafe float.pieces = pieces.baseAddress
      unsafe float.piece_count = pieces.count
      unsafe float.masks = masks
      unsafe float.output = cast(output)
      unsafe ck_planar_f32_call(table, stride, kernel, &float)
    } else {
      unsafe double.input = cast(input)
      unsafe double.readable_before = -readable.lowerBound
      unsafe double.readable_after = readable.upperBound
      unsafe double.border = cast(border)
      unsafe double.pieces = pieces.baseAddress
      unsafe double.piece_count = pieces.count
      unsafe double.masks = masks
      unsafe double.output = cast(output)
      unsafe ck_planar_f64_call(table, stride, kernel, &double)
    }
  }
}

/// Some columns of a plane: of at least one vector, all of whose taps read the input, or at most one
/// vector with masks.
typealias PlanarPiece = ck_planar_piece

extension PlanarPiece {
  /// `CK_PLANAR_WIDE`, which is a cast, and not imported therefore.
  private static var wide: Int { -1 }

  /// - Parameters:
  ///   - inputColumn: What the first tap reads for the first pixel.
  ///   - masks: Where the masks of a narrow piece start; nil for a wide one.
  init(columns: Range<Int>, inputColumn: Int, masks: Int?) {
    self.init(
      input: inputColumn, output: columns.lowerBound, pixels: columns.count,
      masks: masks ?? Self.wide)
  }

  /// What the first tap reads for the first pixel.
  var inputColumn: Int { input }

  var isWide: Bool { masks == Self.wide }

  /// The same columns, where others have so many masks before theirs.
  func withMasks(after count: Int) -> Self {
    var piece = self
    if !isWide { piece.masks += count }
    return piece
  }
}
