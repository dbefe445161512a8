// FuzzGeometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Makes geometries of any integers: an error, or a geometry whose sizes can all be asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var source = IntegerSource(unsafe Array(UnsafeBufferPointer(start: data, count: count)))
  let kind = source.byte()
  let inputShape = source.shape()
  let weightShape = source.shape()
  let stride = source.size()
  let padding = source.padding()
  let dilation = source.size()
  let groups = source.integer()
  do throws(ConvolutionError) {
    switch kind % 3 {
    case 0:
      let geometry = try ConvolutionGeometry(
        inputShape: inputShape, weightShape: weightShape, stride: stride, padding: padding,
        dilation: dilation, groups: groups, border: source.border())
      check(geometry, inputShape, weightShape)
    case 1:
      let outputPadding = source.size()
      let geometry = try TransposedConvolutionGeometry(
        inputShape: inputShape, weightShape: weightShape, stride: stride, padding: padding,
        outputPadding: outputPadding, outputSize: kind & 64 == 0 ? nil : source.size(),
        dilation: dilation, groups: groups)
      precondition(geometry.inputShape == inputShape && geometry.weightShape == weightShape)
      precondition(geometry.outputShape.allSatisfy { $0 >= 0 } && !geometry.description.isEmpty)
      check(geometry.convolution, geometry.outputShape, weightShape)
    default:
      let geometry = try PoolingGeometry(
        inputShape: inputShape, kernelSize: source.size(), stride: kind & 64 == 0 ? nil : stride,
        padding: padding, dilation: dilation, ceilMode: kind & 128 != 0)
      precondition(geometry.inputShape == inputShape)
      precondition(geometry.outputShape.allSatisfy { $0 >= 0 })
    }
  } catch {
    precondition(!error.description.isEmpty)
  }
  return 0
}

private func check(_ geometry: ConvolutionGeometry, _ inputShape: [Int], _ weightShape: [Int]) {
  precondition(geometry.inputShape == inputShape && geometry.weightShape == weightShape)
  precondition(geometry.outputShape.allSatisfy { $0 >= 0 } && geometry.multiplyAdds >= 0)
  precondition(!geometry.description.isEmpty && !"\(geometry.padding)".isEmpty)
}

extension IntegerSource {
  fileprivate mutating func size() -> Size2D { Size2D(height: integer(), width: integer()) }

  fileprivate mutating func padding() -> Padding {
    switch byte() % 5 {
    case 0: .valid
    case 1: .same
    case 2: .sameLower
    case 3: .full
    default: .sides(top: integer(), left: integer(), bottom: integer(), right: integer())
    }
  }

  fileprivate mutating func border() -> Border {
    switch byte() % 5 {
    case 0: .zeros
    case 1: .reflect
    case 2: .symmetric
    case 3: .replicate
    default: .circular
    }
  }
}
