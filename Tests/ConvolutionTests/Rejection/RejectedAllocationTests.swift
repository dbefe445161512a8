// RejectedAllocationTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionAllocations
import Convolution
import Testing

/// A call that is refused was not begun: whatever sizes it asks for, nothing is allocated but the
/// error and the few shapes that are compared.
///
/// Every allocation of the process is counted, so each test has a process of its own.
@Suite(
  "What refused calls allocate",
  .enabled(if: ca_is_supported(), "the allocator of this system is not counted"))
struct RejectedAllocationTests {
  /// Bytes of one call, in all its allocations together. A plan's or an output's are more.
  private static let limit = 8192

  private static let calls: [BadCall] =
    BadCall.strides + BadCall.dilations + BadCall.paddings + BadCall.channelsAndGroups
    + BadCall.kernels + BadCall.emptyShapes + BadCall.ranks + BadCall.impossibleShapes

  @Test("Geometries, of convolutions, poolings and transposed convolutions")
  func geometries() async {
    await #expect(processExitsWith: .success) {
      for call in Self.calls {
        Self.expectFrugal(call.testDescription) {
          _ = try? ConvolutionGeometry(
            inputShape: call.input, weightShape: call.weight, stride: call.stride,
            padding: call.padding, dilation: call.dilation, groups: call.groups,
            border: call.border)
        }
        Self.expectFrugal("pooling, \(call.testDescription)") {
          _ = try? PoolingGeometry(
            inputShape: call.input, kernelSize: Size2D(height: .max, width: .max),
            stride: call.stride, padding: call.padding, dilation: call.dilation)
        }
        Self.expectFrugal("transposed, \(call.testDescription)") {
          _ = try? TransposedConvolutionGeometry(
            inputShape: call.input, weightShape: call.weight, stride: call.stride,
            padding: call.padding, dilation: call.dilation, groups: call.groups)
        }
      }
    }
  }

  @Test("Operations")
  func operations() async {
    await #expect(processExitsWith: .success) {
      for call in Self.calls {
        guard let input = try? Tensor<Float>.ones(call.input),
          let weight = try? Tensor<Float>.ones(call.weight)
        else { continue }
        Self.expectFrugal(call.testDescription) {
          _ = try? conv2D(
            input, weight: weight, stride: call.stride, padding: call.padding,
            dilation: call.dilation, groups: call.groups, border: call.border)
        }
        Self.expectFrugal("layer, \(call.testDescription)") {
          let layer = try? Conv2D(
            weight: weight, stride: call.stride, padding: call.padding, dilation: call.dilation,
            groups: call.groups, border: call.border)
          _ = try? layer?(input)
        }
      }
    }
  }

  /// Tensors of the wrong sizes, of a convolution whose output would be of 256 MiB.
  @Test("Large plans, gradients and fits")
  func large() async {
    await #expect(processExitsWith: .success) {
      let geometry = try ConvolutionGeometry(
        inputShape: [1, 1, 1 << 13, 1 << 13], weightShape: [1, 1, 1, 1])
      let (pixel, pair) = try (Tensor<Float>.ones([1, 1, 1, 1]), Tensor<Float>.ones([2]))
      let plan = try ConvolutionPlan(geometry, weight: pixel)
      let calls: [(String, () throws -> Void)] = [
        ("plan", { _ = try ConvolutionPlan(geometry, weight: pair) }),
        ("bias", { _ = try ConvolutionPlan(geometry, weight: pixel, bias: pair) }),
        ("run", { _ = try plan.run(pixel, into: &Self.output) }),
        ("conv2D", { try conv2D(pixel, weight: pixel, geometry: geometry, into: &Self.output) }),
        (
          "input gradient",
          { _ = try conv2DInputGradient(geometry, weight: pixel, outputGradient: pixel) }
        ),
        (
          "weight gradient",
          { _ = try conv2DWeightGradient(geometry, input: pixel, outputGradient: pixel) }
        ),
        ("bias gradient", { _ = try conv2DBiasGradient(geometry, outputGradient: pixel) }),
        (
          "fit", { _ = try KernelFit.solve(input: pixel, output: pixel, kernelSize: [8192, 8192]) }
        ),
        ("layer", { _ = try Conv2D<Float>(inputChannels: .max, outputChannels: 2, kernelSize: 3) }),
        ("fold", { _ = try fold(pixel, outputSize: [1 << 20, 1 << 20], kernelSize: 1) }),
        ("tensor", { _ = try Tensor<Double>.zeros([1 << 32, 1 << 32]) }),
      ]
      for (name, call) in calls {
        #expect(throws: ConvolutionError.self, "\(name)") { try call() }
        Self.expectFrugal(name) { try? call() }
      }
    }
  }

  nonisolated(unsafe) private static var output: Tensor<Float> = [[[[7]]]]

  /// Counts what a call allocates, the second time: the first makes what the runtime keeps. That
  /// too is small.
  private static func expectFrugal(_ name: String, _ call: () -> Void) {
    ca_start()
    call()
    let first = ca_stop()
    #expect(first.largest <= 1 << 16, "\(name): \(first)")
    ca_start()
    call()
    let second = ca_stop()
    #expect(second.bytes <= limit, "\(name): \(second)")
  }
}
