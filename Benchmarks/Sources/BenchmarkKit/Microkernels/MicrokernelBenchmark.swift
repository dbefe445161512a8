// MicrokernelBenchmark.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// The table is no product of the library's package: what it holds checks nothing, and is for the
// engine and for measurements.
import CConvolutionKernels
import Convolution

/// Times every entry of the tables of microkernels, on problems that stay in the first level of
/// cache: what an algorithm can reach at most with it.
package struct MicrokernelBenchmark {
  let rounds: Int

  package init(rounds: Int) { self.rounds = rounds }

  /// The microkernels of one instruction set and scalar that differ in one number.
  package struct Finding {
    package let instructionSet: Convolution.Machine.InstructionSet
    /// "float" or "double".
    package let scalar: String
    /// As "direct, 2 vectors of channels, stride 1".
    package let name: String
    /// What the number counts, in the plural.
    package let unit: String
    package let rates: [Rate]

    package struct Rate {
      package let size: Int
      /// GFLOP/s, or GB/s read and written of one that moves data.
      package let value: Double
      /// Of the multiply-adds of the instruction set, `nil` for one that moves data.
      package let share: Double?
    }
  }

  /// Measures what has `filter` in its name, and hands on each series as it is known.
  package func run(filter: String = "", _ show: (Finding) throws -> Void) throws {
    for instructionSet in Convolution.Machine.InstructionSet.allCases {
      guard let table = unsafe ck_table_for(instructionSet.tableISA) else { continue }
      let peak = Limits.gflops(of: instructionSet, threads: 1, rounds: rounds)
      unsafe try run(table, instructionSet, peak: peak, Float.self, filter, show)
      unsafe try run(table, instructionSet, peak: peak / 2, Double.self, filter, show)
    }
  }

  private func run<Scalar: MicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _ instructionSet: Convolution.Machine.InstructionSet,
    peak: Double, _: Scalar.Type, _ filter: String, _ show: (Finding) throws -> Void
  ) throws {
    for series in unsafe Self.all(table, Scalar.self) {
      let name = "\(instructionSet.rawValue) \(Scalar.name) \(series.name)"
      guard filter.isEmpty || name.contains(filter) else { continue }
      let timer = InterleavedTimer(
        clock: .continuous, rounds: rounds, sampleDuration: .microseconds(200))
      // Enough calls at once that the closure around them costs nothing.
      let calls = 16
      let times = try timer.times(
        series.entries.map { entry in .init { entry.microkernel.run(calls) } })
      let rates = zip(series.entries, times).map { entry, time in
        let seconds = time / .seconds(1) / Double(calls)
        let (count, limit): (Int, Double?) =
          switch entry.microkernel.amount {
          case .operations(let count): (count, peak)
          case .bytes(let count): (count, nil)
          }
        let value = Double(count) / seconds / 1e9
        return Finding.Rate(size: entry.size, value: value, share: limit.map { value / $0 })
      }
      try show(
        Finding(
          instructionSet: instructionSet, scalar: Scalar.name, name: series.name,
          unit: series.unit, rates: rates))
    }
  }

  /// Every entry of a table.
  private static func all<Scalar: MicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    unsafe DirectMicrokernelProblem.all(table, Scalar.self)
      + PlanarMicrokernelProblem.all(table, Scalar.self)
      + DepthwiseMicrokernelProblem.all(table, Scalar.self)
      + WinogradMicrokernelProblem.all(table, Scalar.self)
      + FourierMicrokernelProblem.all(table, Scalar.self)
      + PackMicrokernelProblem.all(table, Scalar.self)
      + SpreadMicrokernelProblem.all(table, Scalar.self)
      + (Scalar.self == Double.self ? LagMicrokernels.all(table) : [])
  }
}

extension MicrokernelBenchmark.Finding: CustomStringConvertible {
  /// A line such as "avx512   float  direct, ...   % of the limit by pixels  1: 18  2: 29".
  package var description: String {
    let measure = rates.contains { $0.share != nil } ? "% of the limit" : "GB/s"
    let numbers = rates.map { rate in
      "\(rate.size): " + Decimals.fixed(rate.share.map { 100 * $0 } ?? rate.value, places: 0)
    }
    func column(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return column(instructionSet.rawValue, 9) + column(scalar, 7) + column(name, 42)
      + "\(measure) by \(unit)  " + numbers.joined(separator: "  ")
  }
}

extension Convolution.Machine.InstructionSet {
  fileprivate var tableISA: ck_isa {
    switch self {
    case .baseline: CK_ISA_BASELINE
    case .avx2: CK_ISA_AVX2
    case .avx512: CK_ISA_AVX512
    }
  }
}
