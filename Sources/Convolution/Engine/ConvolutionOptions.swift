// ConvolutionOptions.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How an operation is carried out; what it computes does not depend on it.
public struct ConvolutionOptions: Hashable, Sendable {
  /// The algorithm, chosen by the library unless one is named.
  public var algorithm: ConvolutionAlgorithm
  /// The most threads to work with at once; nil is one for every processor there is.
  ///
  /// Small problems stay on the calling thread. Results are the same, bit for bit, from run to run
  /// with the same number of threads.
  public var threads: Int?
  /// Who runs the threads.
  public var threading: Threading
  /// How work is cut, where a test asks for it.
  package var tuning = Tuning()

  /// Who runs the threads of an operation.
  public enum Threading: Hashable, Sendable {
    /// The library, each of its workers calling OpenBLAS on one thread. OpenBLAS's process-wide
    /// number of threads is held at 1 meanwhile, and restored.
    case workers
    /// OpenBLAS, called from the calling thread alone; its setting is left as it is. For programs
    /// that use OpenBLAS from other threads at the same time.
    case blas
  }

  /// Options; each has the default that suits most programs.
  public init(
    algorithm: ConvolutionAlgorithm = .automatic, threads: Int? = nil,
    threading: Threading = .workers
  ) {
    self.algorithm = algorithm
    self.threads = threads
    self.threading = threading
  }

  /// The number of workers that these options allow.
  func checkedWorkers() throws(ConvolutionError) -> Int {
    if let threads, threads < 1 { throw .notPositive(name: "threads", value: threads) }
    // More workers than processors would wait for each other; and the scratch of each is memory.
    let workers = min(threads ?? Machine.processorCount, Machine.processorCount)
    return threading == .workers ? workers : 1
  }
}
