// Kernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The microkernels of the instruction set in use.
enum Kernels {
  /// The table of the widest instruction set that the machine has, or of the one that the
  /// environment names. Decided once.
  private static let selection: Result<KernelTable, ConvolutionError> = {
    guard let value = unsafe getenv("CONVOLUTION_ISA") else {
      let widest = Machine.InstructionSet.allCases.last(where: \.isSupported) ?? .baseline
      return .success(KernelTable(widest))
    }
    let name = unsafe String(cString: value)
    let supported = Machine.InstructionSet.allCases.filter(\.isSupported)
    guard let chosen = supported.first(where: { $0.rawValue == name }) else {
      return .failure(
        .invalidValue(
          name: "the environment variable CONVOLUTION_ISA", value: "\"\(name)\"",
          accepted: supported.map(\.rawValue).joined(separator: ", ") + " on this machine"))
    }
    return .success(KernelTable(chosen))
  }()

  /// The table in use.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` when `CONVOLUTION_ISA` names
  ///   no instruction set, or one that the machine lacks: a measurement with the wrong code would
  ///   be worse than none.
  static func table() throws(ConvolutionError) -> KernelTable {
    try selection.get()
  }

  /// The instruction set of the table in use, or the widest there is while there is none.
  static var instructionSet: Machine.InstructionSet {
    switch selection {
    case .success(let table): table.instructionSet
    case .failure: Machine.InstructionSet.allCases.last(where: \.isSupported) ?? .baseline
    }
  }
}

/// A table of microkernels, which exists as long as the program does.
@safe struct KernelTable: @unchecked Sendable {
  let instructionSet: Machine.InstructionSet
  let table: UnsafePointer<ck_table>

  /// - Precondition: The machine has the instruction set.
  init(_ instructionSet: Machine.InstructionSet) {
    guard let table = unsafe ck_table_for(instructionSet.isa) else {
      preconditionFailure("no microkernels for \(instructionSet)")
    }
    self.instructionSet = instructionSet
    unsafe self.table = table
  }

  /// The bytes of a vector.
  var vectorSize: Int { unsafe table.pointee.vector_size }

  /// The scalars of a vector.
  func lanes<Scalar: TensorScalar>(_: Scalar.Type) -> Int {
    vectorSize / MemoryLayout<Scalar>.size
  }
}

extension Machine.InstructionSet {
  /// Whether processor and operating system have it.
  var isSupported: Bool { ck_isa_is_supported(isa) }

  fileprivate var isa: ck_isa {
    switch self {
    case .baseline: CK_ISA_BASELINE
    case .avx2: CK_ISA_AVX2
    case .avx512: CK_ISA_AVX512
    }
  }
}
