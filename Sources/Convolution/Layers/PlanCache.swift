// PlanCache.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The plans that a layer made for the shapes of its inputs, the most recent last.
final class PlanCache<Plan: Sendable>: @unchecked Sendable {
  /// A layer sees few shapes as a rule: whole batches and the last, smaller one. A plan holds packed
  /// weights, so no more are kept.
  private static var limit: Int { 4 }

  /// Read and written under ``PlanCacheLock`` only.
  private var plans: [Plan] = []

  func plan(where isMeant: (Plan) -> Bool) -> Plan? {
    PlanCacheLock.shared.withLock { _ in plans.last(where: isMeant) }
  }

  func add(_ plan: Plan) {
    PlanCacheLock.shared.withLock { _ in
      if plans.count == Self.limit { plans.removeFirst() }
      plans.append(plan)
    }
  }
}

/// One lock for the caches of all layers: it is held for a look at four plans, and there are as many
/// layers as a program likes, of which a fork need not know.
private enum PlanCacheLock {
  static let shared = ForkSafeMutex<Void>(())
}
