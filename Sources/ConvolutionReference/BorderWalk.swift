// BorderWalk.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A walk along one axis of an image, one padded position per step.
///
/// The walk starts on an edge pixel, facing outward. A step that would leave
/// the image does what the border says instead: turn around, stay, jump to the
/// far end, or show nothing. Bouncing between the edges is all it takes to pad
/// by more than the image holds.
struct BorderWalk {
  private let extent: Int
  private let border: ReferenceBorder
  private var position: Int
  private var direction: Int

  /// A walk that leaves through the first pixel.
  static func backward(extent: Int, border: ReferenceBorder) -> Self {
    Self(extent: extent, border: border, position: 0, direction: -1)
  }

  /// A walk that leaves through the last pixel.
  static func forward(extent: Int, border: ReferenceBorder) -> Self {
    Self(extent: extent, border: border, position: extent - 1, direction: 1)
  }

  /// The pixel that the next padded position shows, or `nil` where the border
  /// is a constant and shows none.
  mutating func step() -> Int? {
    let ahead = position + direction
    if ahead >= 0 && ahead < extent {
      position = ahead
      return position
    }
    switch border {
    case .constant:
      return nil
    case .reflect:
      direction = -direction
      // A single pixel has no neighbor to turn to: it is shown again.
      if extent > 1 { position += direction }
    case .symmetric:
      // Turning takes one step, which shows the edge pixel a second time.
      direction = -direction
    case .replicate:
      break
    case .circular:
      position = direction > 0 ? 0 : extent - 1
    }
    return position
  }
}

/// The pixel that each position of a padded axis shows, `nil` for none.
///
/// The result has `before + extent + after` elements; the image's own pixels
/// are the `extent` in the middle.
func paddedAxis(
  extent: Int, before: Int, after: Int, border: ReferenceBorder
) -> [Int?] {
  var left = BorderWalk.backward(extent: extent, border: border)
  var right = BorderWalk.forward(extent: extent, border: border)
  // Walked from the image outward, read from the outside in.
  let leading = (0..<before).map { _ in left.step() }.reversed()
  let trailing = (0..<after).map { _ in right.step() }
  return leading + (0..<extent).map { $0 } + trailing
}
