// Machine.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The machine that the program runs on, as far as it matters to speed.
public enum Machine {
  /// The number of processors that the process may run on, at least 1.
  ///
  /// On Linux those that its affinity mask allows, as `taskset` and the cpusets of containers set it
  /// before the program begins; elsewhere those that are online.
  public static let processorCount = max(
    1, allowedProcessors > 0 ? allowedProcessors : onlineProcessors)

  /// The name that the processor gives itself, or the name of its architecture.
  public static let processorName = processorField("model name") ?? architecture

  /// The vector instructions that the library uses: the widest that the processor has and the
  /// operating system supports, or those that the environment variable `CONVOLUTION_ISA` names.
  public static var instructionSet: InstructionSet { Kernels.instructionSet }

  /// Whether the processor foresees what is read of planes, row by row; else it is asked for.
  static let foreseesPlanes = ck_foresees_planes()

  /// A set of vector instructions, from the narrowest to the widest.
  public enum InstructionSet: String, CaseIterable, Comparable, Sendable {
    /// What every processor of the architecture has.
    case baseline
    /// AVX2 with fused multiply-add: 8 floats.
    case avx2
    /// AVX-512 F, DQ, BW and VL: 16 floats.
    case avx512

    /// Those that processor and operating system have.
    package static var supported: [Self] { allCases.filter(\.isSupported) }

    /// The bytes of a vector.
    var vectorSize: Int {
      switch self {
      case .baseline: 16
      case .avx2: 32
      case .avx512: 64
      }
    }

    public static func < (left: Self, right: Self) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  /// Those of the affinity mask of the main thread, from which others inherit theirs; 0 where there
  /// is none.
  private static var allowedProcessors: Int { Int(ck_allowed_processors()) }
  private static var onlineProcessors: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static var architecture: String {
    #if arch(x86_64)
    "x86-64"
    #elseif arch(arm64)
    "arm64"
    #else
    "unknown processor"
    #endif
  }

  /// The value of a field of the first processor in Linux's `/proc/cpuinfo`, nil elsewhere.
  private static func processorField(_ name: String) -> String? {
    guard let file = unsafe fopen("/proc/cpuinfo", "r") else { return nil }
    defer { unsafe fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { unsafe free(line) }
    while unsafe getline(&line, &capacity, file) > 0, let text = unsafe line {
      let parts = unsafe String(cString: text).split(separator: ":", maxSplits: 1)
      if parts.count == 2, trimmed(parts[0]) == name { return trimmed(parts[1]) }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
