// PlanarTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are shared out: a unit of work is a band of rows in some planes of
/// one image; with a dilation, of the rows of each phase.
///
/// Small planes go many to a unit, large ones are cut into bands. How the outputs are cut changes
/// no bit of them: each is one sum in one order.
struct PlanarTiling: Hashable {
  /// The rows of a band.
  let bands: Pieces
  /// The input planes of a unit.
  let chunks: Pieces
  let workers: Int

  /// Inputs and outputs of a unit of whole planes, at most, about. Planes whose columns are computed
  /// one part after the other stay in the second-level cache from the first to the last; smaller units
  /// cost more time than it takes to fetch them from there again.
  private static let chunkBytes = 192 << 10
  /// The same of a band of a larger plane: in the first-level cache, where one row may be much.
  private static let bandBytes = 48 << 10
  /// The same with few taps and rows of at least so many bytes: such a kernel waits for memory, which
  /// comes the faster the longer it is read in order. Three planes of 1920 x 1080 and a 3x3 kernel take
  /// .93 of the time (Xeon, zeros and reflected borders alike), 128 of 512 x 512 .91; with 9x9 it would be
  /// 1.05.
  private static let farBandBytes = 2 << 20
  private static let longRowBytes = 4096.0
  /// With no more taps than these a kernel waits for planes for longer than it computes.
  static let fewTaps = 9
  /// Units that there are for each worker, at least, where there are planes enough, for all of them to
  /// end at about the same time.
  private static let unitsPerWorker = 8

  /// - Parameters:
  ///   - bandLimit: The most rows of a band, where they are copied.
  ///   - slidesDown: Whether a band holds no more than a few rows in scratch at a time, and begins
  ///     with work that is lost: there are no more bands then than workers need.
  ///   - seconds: What all of it takes one thread, which waits for memory and begins rows for longer than
  ///     it multiplies.
  init(
    _ geometry: ConvolutionGeometry, _ rows: PlanarRows, bandLimit: Int, scalarSize: Int,
    slidesDown: Bool, seconds: Double, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let limit = options.tuning.pieceLimit
    let (height, planes) = (geometry.height, geometry.groups)
    let rowCount = rows.count(ofPhase: 0)
    // In floating point: rows of an input that is only described may be longer than any memory, and
    // with a dilation their outputs few.
    let rowBytes =
      Double(scalarSize * rows.phases)
      * (Double(geometry.width.input) * Double(height.stride)
        + Double(geometry.width.output) * Double(geometry.groupOutputChannels))
    func number(of bytes: Double, in all: Int) -> Int { Int(Double(all) / max(1, bytes)) }
    workers = try options.workers(for: geometry.multiplyAdds, seconds: seconds)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * planes)
    let isCut = rowCount >= 16 * share && share > 1
    // Tiles of microkernels have 4 or 8 rows, or 6 where kernels are large.
    let tileRows = height.kernel >= 5 && height.stride == 1 ? 12 : 8
    // Units enough for every worker.
    let planesPerUnit =
      workers == 1
      ? Double(planes)
      : Double(geometry.batch * planes) / Double(Self.unitsPerWorker * workers)
    let mostPlanes = Int(planesPerUnit)
    let mostRows = Int(Double(rowCount) * min(1, planesPerUnit))
    let fittingPlanes = number(of: max(1, rowBytes) * Double(rowCount), in: Self.chunkBytes)
    let hasWholePlanes = min(fittingPlanes, mostPlanes) > 0
    let runsOn = geometry.taps <= Self.fewTaps && rowBytes >= Self.longRowBytes
    let bandRows =
      runsOn
      ? min(number(of: rowBytes, in: Self.farBandBytes), mostRows)
      : number(of: rowBytes, in: Self.bandBytes)
    let wanted = hasWholePlanes ? rowCount : max(4 * height.kernel, 16, bandRows)
    let fittingRows = min((wanted + tileRows - 1) / tileRows * tileRows, bandLimit)
    bands = Pieces(
      of: rowCount, atMost: min(slidesDown ? rowCount : fittingRows, limit),
      multipleOf: isCut ? share : 1, granularity: tileRows)
    chunks = Pieces(
      of: planes, atMost: bands.count > 1 ? 1 : max(1, min(fittingPlanes, mostPlanes, limit)))
  }
}

extension PlanarTiling: CustomStringConvertible {
  var description: String {
    "\(bands.count) bands of \(bands.size) rows, \(chunks.count) chunks of \(chunks.size) planes"
  }
}
