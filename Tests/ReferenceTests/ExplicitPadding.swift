// ExplicitPadding.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference

/// A problem without padding, on an image that has the border painted on it.
///
/// The pixel that each position shows comes from the period of the border. The
/// oracle walks instead, so the two ways can disagree.
struct ExplicitPadding {
  let geometry: Geometry
  private let original: Geometry

  init(_ geometry: Geometry) {
    original = geometry
    var painted = geometry
    painted.image.height += geometry.padding.top + geometry.padding.bottom
    painted.image.width += geometry.padding.left + geometry.padding.right
    painted.padding = 0
    painted.border = .zeros
    self.geometry = painted
  }

  func image(_ input: [Double]) -> [Double] {
    let size = original.image
    var painted: [Double] = []
    for plane in 0..<original.batch * original.channels {
      for row in 0..<geometry.image.height {
        for column in 0..<geometry.image.width {
          let y = source(row - original.padding.top, size.height)
          let x = source(column - original.padding.left, size.width)
          if let y, let x {
            painted.append(input[(plane * size.height + y) * size.width + x])
          } else if case .constant(let value) = original.border {
            painted.append(value)
          }
        }
      }
    }
    return painted
  }

  private func source(_ position: Int, _ extent: Int) -> Int? {
    switch original.border {
    case .constant:
      return position >= 0 && position < extent ? position : nil
    case .replicate:
      return min(max(position, 0), extent - 1)
    case .circular:
      return remainder(position, extent)
    case .symmetric:
      // There and back again: 0 1 2 2 1 0.
      let step = remainder(position, 2 * extent)
      return min(step, 2 * extent - 1 - step)
    case .reflect:
      // There and back, with each end once: 0 1 2 1.
      if extent == 1 { return 0 }
      let step = remainder(position, 2 * extent - 2)
      return min(step, 2 * extent - 2 - step)
    }
  }

  /// The remainder that is never negative.
  private func remainder(_ value: Int, _ period: Int) -> Int {
    ((value % period) + period) % period
  }
}
