// BLASRuntime.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionBLAS

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The BLAS that the program is linked with: what it chose on this machine, and its threads.
public enum BLASRuntime {
  /// The CPU core that OpenBLAS runs kernels for, such as `SkylakeX`.
  ///
  /// Chosen when the library is loaded; `OPENBLAS_CORETYPE` overrides it.
  public static var coreName: String {
    unsafe String(cString: ccb_get_corename())
  }

  /// OpenBLAS's version and build options.
  public static var configuration: String {
    unsafe String(cString: ccb_get_config())
  }

  /// How OpenBLAS was built to run threads.
  public static var parallelism: Parallelism {
    switch ccb_get_parallel() {
    case 0: .serial
    case 1: .posixThreads
    default: .openMP
    }
  }

  /// A way of running threads.
  public enum Parallelism: String, Sendable {
    /// One thread for each call; and one call at a time, unless ``configuration`` has `USE_LOCKING`.
    case serial
    case posixThreads
    case openMP
  }

  /// The number of threads that one call to OpenBLAS may use.
  ///
  /// This is one setting for the whole process, and OpenBLAS guards it by nothing. While this
  /// library works with threads of its own it holds the setting at 1, and puts back what it found
  /// when the last of its calls ends. A program that sets it should do so at its start, or while no
  /// call of this library is running.
  public static var threadCount: Int {
    Int(ccb_get_num_threads())
  }

  /// Sets the number of threads that one call to OpenBLAS may use, in the whole process.
  ///
  /// A serial build stays at one.
  ///
  /// - Throws: ``ConvolutionError/notPositive(name:value:)``, or
  ///   ``ConvolutionError/invalidValue(name:value:accepted:)`` above 1024.
  public static func setThreadCount(_ count: Int) throws(ConvolutionError) {
    guard count >= 1 else { throw .notPositive(name: "BLAS threads", value: count) }
    guard count <= 1024 else {
      throw .invalidValue(name: "BLAS threads", value: "\(count)", accepted: "1 to 1024")
    }
    ccb_set_num_threads(Int32(count))
  }
}

// MARK: - What it chose

extension BLASRuntime {
  /// What makes OpenBLAS slower than the processor allows, in words; nil if nothing does.
  ///
  /// OpenBLAS runs at about half its speed on a processor with AVX-512 when it does not use it:
  /// because `OPENBLAS_CORETYPE` says so, or because it does not know the processor.
  public static var warning: String? {
    let wideCores = ["skylakex", "cooperlake", "sapphirerapids"]
    guard Machine.instructionSet == .avx512, !wideCores.contains(coreName.lowercased()) else {
      return nil
    }
    let remedy =
      unsafe getenv("OPENBLAS_CORETYPE") == nil
      ? "it does not know this processor; OPENBLAS_CORETYPE=SkylakeX may help"
      : "OPENBLAS_CORETYPE asks for it; unset it, or set it to SkylakeX"
    return "OpenBLAS runs its \(coreName) core on a processor with AVX-512, at about half the "
      + "speed: " + remedy
  }
}

// MARK: - Calls

extension BLASRuntime {
  /// Whether OpenBLAS cannot be called by several threads at once: a serial build keeps its buffers without
  /// a lock, unless it was built with one. Two products at the same time then get wrong results, and
  /// nothing says so.
  private static let isWithoutLocks =
    parallelism == .serial && !configuration.contains("USE_LOCKING")

  /// The calls that are at work.
  private static let running = Atomic(0)

  /// Held by each call where there may be one at a time, and else when it begins. A fork holds it until it
  /// is over, and waits for the calls that are at work: OpenBLAS has a lock for its buffers, which would
  /// stay taken in the child.
  private static let gate = ForkSafeMutex(
    (), beforeFork: { while running.load(ordering: .acquiring) > 0 { sched_yield() } })

  /// Calls a function of OpenBLAS; all calls that compute are made through this.
  @inline(__always)
  static func call(_ function: () -> Void) {
    if isWithoutLocks { return gate.withLock { _ in function() } }
    gate.withLock { _ in _ = running.add(1, ordering: .relaxed) }
    function()
    running.subtract(1, ordering: .releasing)
  }
}

// MARK: - The single-threaded region

extension BLASRuntime {
  /// How many calls of this library are in the region, and the setting that the first one found.
  ///
  /// The child of a fork has none of the callers; its first one leaves what they would have restored.
  private static let region = ForkSafeMutex(
    (users: 0, found: Int32(1), isAbandoned: false),
    inChild: { state in
      state.isAbandoned = state.isAbandoned || state.users > 0
      state.users = 0
    })

  /// Runs `body`, with OpenBLAS held at one thread a call if `isHeld`.
  ///
  /// OpenBLAS serializes its multithreaded products by one lock, while single-threaded ones run
  /// side by side: the workers of this library each make their own calls, and none of those may
  /// start threads. Regions of concurrent callers overlap: the first to enter saves the setting,
  /// the last to leave restores it.
  static func withSingleThread(if isHeld: Bool, _ body: () -> Void) {
    guard isHeld else { return body() }
    region.withLock { state in
      if state.users == 0 {
        let setting = ccb_get_num_threads()
        // Another number than 1 was set since.
        if !state.isAbandoned || setting != 1 { state.found = setting }
        state.isAbandoned = false
        if state.found != 1 { ccb_set_num_threads(1) }
      }
      state.users += 1
    }
    defer {
      region.withLock { state in
        state.users -= 1
        if state.users == 0, state.found != 1 { ccb_set_num_threads(state.found) }
      }
    }
    body()
  }
}
