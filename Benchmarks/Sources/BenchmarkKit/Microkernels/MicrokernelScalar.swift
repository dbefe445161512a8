// MicrokernelScalar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A scalar that the table has microkernels for. The arguments in C are structures of their own for
/// either, and so the calls are.
protocol MicrokernelScalar: DirectMicrokernelScalar, PlanarMicrokernelScalar,
  DepthwiseMicrokernelScalar, WinogradMicrokernelScalar, FourierMicrokernelScalar,
  PackMicrokernelScalar, SpreadMicrokernelScalar
{
  static var name: String { get }
}

extension Float: MicrokernelScalar {
  static var name: String { "float" }
}

extension Double: MicrokernelScalar {
  static var name: String { "double" }
}
