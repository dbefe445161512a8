// PlanCache.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The plans that a layer made for the shapes of its inputs, the most recent last.
final class PlanCache<Scalar: TensorScalar>: Sendable {
  /// A layer sees few shapes as a rule: whole batches and the last, smaller one. A plan holds packed
  /// weights, so no more are kept.
  private static var limit: Int { 4 }

  private let plans = Mutex<[ConvolutionPlan<Scalar>]>([])

  func plan(inputShape: [Int]) -> ConvolutionPlan<Scalar>? {
    plans.withLock { plans in plans.last { $0.geometry.hasInputShape(inputShape) } }
  }

  func add(_ plan: ConvolutionPlan<Scalar>) {
    plans.withLock { plans in
      if plans.count == Self.limit { plans.removeFirst() }
      plans.append(plan)
    }
  }
}
