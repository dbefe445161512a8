// Server.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation

/// Times the library at the request of another program, which times other libraries in turn.
///
/// Between two requests it does nothing: it holds no processor while others are timed.
package final class Server {
  private let measureLimits: (_ threads: Int) -> Limits
  private var limits: Limits?
  private var prepared: (any TimedRun)?

  /// - Parameter measureLimits: How the limits of the machine are found.
  package init(measureLimits: @escaping (_ threads: Int) -> Limits = { .measured(threads: $0) }) {
    self.measureLimits = measureLimits
  }

  /// The answer to a line: an object that has the key "error" where something was wrong.
  package func reply(to line: String) -> String {
    do {
      return try answer(to: JSONDecoder().decode(Request.self, from: Data(line.utf8)))
    } catch {
      return (try? encoded(Reply.Failure(error: "\(error)"))) ?? #"{"error": "unknown"}"#
    }
  }

  private func answer(to request: Request) throws -> String {
    switch request {
    case .machine(let threads): try encoded(describe(threads: threads))
    case .prepare(let preparation): try encoded(prepare(preparation))
    case .sample(let milliseconds): try encoded(sample(milliseconds: milliseconds))
    }
  }

  private func encoded(_ reply: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(reply), as: UTF8.self)
  }

  // MARK: - Requests

  private func describe(threads: Int) throws -> Reply.Description {
    let limits = try limits(threads: threads)
    let machine = Machine.current
    return Reply.Description(
      cpu: machine.processor, processors: machine.processors,
      isa: machine.instructionSet.rawValue,
      blas: machine.blas, environment: machine.environment, build: .current, limits: limits)
  }

  private func prepare(_ preparation: Request.Preparation) throws -> Reply.Prepared {
    // Two plans at once might not fit into memory.
    prepared = nil
    guard let accuracy = Accuracy(rawValue: preparation.accuracy) else {
      let names = Accuracy.allCases.map(\.rawValue).joined(separator: ", ")
      throw ServerError("accuracy: \"\(preparation.accuracy)\" is none of \(names)")
    }
    let limits = try limits(threads: preparation.threads)
    let problem = try Problem(argument: preparation.problem, source: "problem")
    let operands = try Operands(
      problem, input: NPYFile.read(preparation.input, as: Float.self),
      weight: NPYFile.read(preparation.weight, as: Float.self))
    let options = ConvolutionOptions(threads: preparation.threads)
    let task = preparation.task
    let run: any TimedRun =
      switch task {
      case .forward: try LibraryRun(operands, options, accuracy: accuracy)
      case .learning, .training:
        TrainingRun(operands, options, accuracy: accuracy, task: task)
      case .fitting: try FittingRun(problem, operands, options)
      }
    try run.run()
    guard preparation.outputs.count == run.outputs.count else {
      throw ServerError(
        "outputs: \(preparation.outputs.count) files; the task \(task.rawValue) needs "
          + "\(run.outputs.count)")
    }
    for (output, path) in zip(run.outputs, preparation.outputs) {
      try NPYFile.write(output, to: path)
    }
    prepared = run
    let bound = limits.bound(operands.geometry)
    return Reply.Prepared(
      shape: problem.description, algorithm: run.algorithm.rawValue,
      gflop: operands.geometry.gflop * Double(task.passes),
      limitMilliseconds: bound.milliseconds * Double(task.passes),
      limitedBy: bound.resource)
  }

  private func sample(milliseconds: Double) throws -> Reply.Sample {
    guard let prepared else { throw ServerError("nothing has been prepared") }
    guard milliseconds > 0, milliseconds <= 60_000 else {
      throw ServerError("milliseconds: \(milliseconds) is not above 0 and up to 60000")
    }
    let timer = InterleavedTimer(
      clock: ContinuousClock(), rounds: 1, sampleDuration: .milliseconds(1) * milliseconds)
    let times = try timer.times([.init { try prepared.run() }])
    return Reply.Sample(milliseconds: times[0].milliseconds)
  }

  /// The limits with a number of threads, measured when they are first asked for.
  private func limits(threads: Int) throws -> Limits {
    if let limits, limits.threads == threads { return limits }
    let processors = Convolution.Machine.processorCount
    guard 1...processors ~= threads else {
      throw ServerError("threads: \(threads); this machine has 1 to \(processors)")
    }
    try BLASRuntime.setThreadCount(threads)
    let limits = measureLimits(threads)
    self.limits = limits
    return limits
  }
}
