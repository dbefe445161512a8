// Limits+Measurement.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CBenchmarkLimits
import Convolution
import Dispatch
import Synchronization

extension Limits {
  /// Measures this machine with `threads` threads at once, which takes a second or two. The best
  /// of `rounds` counts: what disturbs a measurement only ever makes it worse.
  package static func measured(threads: Int, rounds: Int = 8) -> Limits {
    let instructionSet = Convolution.Machine.instructionSet
    let measurement = LimitMeasurement(
      isa: instructionSet.isa, threads: threads, rounds: rounds)
    let caches = Caches.current
    let near = caches.level2 * threads
    // Half of a cache, so that nothing else drives the buffers out; and far more than all of it.
    let level2 = measurement.gigabytesPerSecond(bytes: near / 2)
    let level3 = measurement.gigabytesPerSecond(bytes: max(caches.level3 / 2, 2 * near))
    let memory = measurement.gigabytesPerSecond(bytes: max(8 * caches.level3, 256 << 20))
    return Limits(
      threads: threads, instructionSet: instructionSet, gflops: measurement.gflops(),
      memories: [
        Memory(name: "L2", capacity: near, gigabytesPerSecond: level2),
        Memory(name: "L3", capacity: caches.level3, gigabytesPerSecond: level3),
        Memory(name: "DRAM", capacity: nil, gigabytesPerSecond: memory),
      ])
  }
}

extension Limits {
  /// GFLOP/s of multiply-adds in registers, of floats, with `threads` threads at once: the best of
  /// `rounds`. The processor has the instruction set.
  static func gflops(
    of instructionSet: Convolution.Machine.InstructionSet, threads: Int, rounds: Int
  ) -> Double {
    LimitMeasurement(isa: instructionSet.isa, threads: threads, rounds: rounds).gflops()
  }
}

/// The loops of CBenchmarkLimits, on all threads at once.
private struct LimitMeasurement {
  let isa: cbl_isa
  let threads: Int
  let rounds: Int

  func gflops() -> Double {
    let operations = Double(cbl_step_operations(isa))
    return rate { _, repetitions in
      let steps = 1000
      // Kept where the compiler cannot see that nobody asks for it.
      let sink = Atomic<UInt32>(0)
      for _ in 0..<repetitions {
        sink.store(cbl_multiply_add(isa, steps).bitPattern, ordering: .relaxed)
      }
      return Double(steps * repetitions) * operations
    }
  }

  /// The rate of copies, their sources and targets being `bytes` in all.
  func gigabytesPerSecond(bytes: Int) -> Double {
    let count = bytes / threads / 2 / MemoryLayout<Float>.size / 64 * 64
    let buffers = (0..<threads).map { _ in CopyBuffers(count: count) }
    let rates = [CBL_STORE_CACHED, CBL_STORE_STREAMING].map { store in
      rate { thread, repetitions in
        for _ in 0..<repetitions { buffers[thread].copy(isa, store) }
        return Double(repetitions * count * 2 * MemoryLayout<Float>.size)
      }
    }
    return rates.max() ?? 0
  }

  /// The largest rate of a piece of work, in billions a second.
  ///
  /// - Parameter work: Repeats itself as often as told, on the thread of a number, and returns how
  ///   much that was.
  private func rate(_ work: @Sendable (_ thread: Int, _ repetitions: Int) -> Double) -> Double {
    func sample(_ repetitions: Int) -> (elapsed: Duration, rate: Double) {
      let done = Mutex(0.0)
      let elapsed = ContinuousClock().measure {
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          let amount = work(thread, repetitions)
          done.withLock { $0 += amount }
        }
      }
      return (elapsed, done.withLock { $0 } / (elapsed / .nanoseconds(1)))
    }
    var repetitions = 1
    while sample(repetitions).elapsed < .milliseconds(10) { repetitions *= 2 }
    return (0..<rounds).map { _ in sample(repetitions).rate }.max() ?? 0
  }
}

/// The source and the target of one thread's copies.
private struct CopyBuffers: Sendable {
  private let source: AlignedBuffer<Float>
  private let target: AlignedBuffer<Float>

  init(count: Int) {
    source = AlignedBuffer(count: count)
    target = AlignedBuffer(count: count)
  }

  func copy(_ isa: cbl_isa, _ store: cbl_store) {
    unsafe cbl_copy(isa, store, target.start, source.start, source.count)
  }
}

extension Convolution.Machine.InstructionSet {
  fileprivate var isa: cbl_isa {
    switch self {
    case .baseline: CBL_ISA_BASELINE
    case .avx2: CBL_ISA_AVX2
    case .avx512: CBL_ISA_AVX512
    }
  }
}
