// ReferenceConvolution+Padding.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The input with its border laid around it.
  ///
  /// The result has the shape of the input, with height and width padded. With
  /// it the loops know no edges: a padded tap multiplies as every other tap
  /// does.
  func pad(_ input: [Double]) -> Planes {
    precondition(
      input.count == inputCount,
      "input has \(input.count) elements where its shape has \(inputCount)")
    let image = Planes(
      input, depth: inputChannels, height: inputHeight, width: inputWidth)
    var padded = paddedZeros()
    var constant = 0.0
    if case .constant(let value) = border { constant = value }
    let rows = sourceRows
    let columns = sourceColumns
    for n in 0..<batch {
      for c in 0..<inputChannels {
        for row in rows.indices {
          let line = padded.row(n, c, row)
          for column in columns.indices {
            if let h = rows[row], let w = columns[column] {
              padded.elements[line + column] = image.elements[image.row(n, c, h) + w]
            } else {
              padded.elements[line + column] = constant
            }
          }
        }
      }
    }
    return padded
  }

  /// The transpose of ``pad(_:)``, which takes gradients back to the input.
  ///
  /// Each pixel collects from every position that shows it. What reached a
  /// constant border is dropped, for no pixel can change it.
  func unpad(_ padded: Planes) -> [Double] {
    var image = Planes(
      zeros: batch, depth: inputChannels, height: inputHeight,
      width: inputWidth)
    let rows = sourceRows
    let columns = sourceColumns
    for n in 0..<batch {
      for c in 0..<inputChannels {
        for row in rows.indices {
          let line = padded.row(n, c, row)
          for column in columns.indices {
            if let h = rows[row], let w = columns[column] {
              image.elements[image.row(n, c, h) + w] += padded.elements[line + column]
            }
          }
        }
      }
    }
    return image.elements
  }

  /// Zeros of the padded input's shape.
  func paddedZeros() -> Planes {
    Planes(
      zeros: batch, depth: inputChannels,
      height: paddingTop + inputHeight + paddingBottom,
      width: paddingLeft + inputWidth + paddingRight)
  }

  /// The input row that each padded row shows.
  private var sourceRows: [Int?] {
    paddedAxis(
      extent: inputHeight, before: paddingTop, after: paddingBottom,
      border: border)
  }

  /// The input column that each padded column shows.
  private var sourceColumns: [Int?] {
    paddedAxis(
      extent: inputWidth, before: paddingLeft, after: paddingRight,
      border: border)
  }
}
