// Circumstances.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// What a problem is computed with, beside its numbers; only the activation changes a result.
struct Circumstances: Sendable {
  var activation = Activation.none
  var accuracy = Accuracy.strict
  /// All but the algorithm, which is each in turn.
  var options = ConvolutionOptions()

  /// Some at random: half of the time as users have them, else with pieces forced small, other
  /// microkernels, and threads that are woken for any work.
  static func random(using generator: inout SplitMix64) -> Circumstances {
    var circumstances = Circumstances()
    circumstances.activation = generator.pick(.none, .none, .relu, .clamp(-5, 20.5))
    circumstances.accuracy = generator.pick(.strict, .fast)
    circumstances.options.threads = generator.pick(1, 1, 2)
    circumstances.options.threading = generator.pick(.workers, .workers, .workers, .blas)
    if generator.pick(true, false) {
      circumstances.options = circumstances.options.tuned(
        Tuning(
          pieceLimit: generator.pick(1, 2, 3, 5, 7, 16, 64, .max),
          wakesThreads: true, copies: generator.pick(true, false),
          streams: generator.pick(true, false),
          instructionSet: Machine.InstructionSet.supported.randomElement(using: &generator)))
    }
    return circumstances
  }

  /// All that matters: what a problem that failed once is checked with.
  static var all: [Circumstances] {
    var all: [Circumstances] = []
    for instructionSet in Machine.InstructionSet.supported {
      for (index, limit) in ([1, 2, 3, 5, 7, 16, .max] as [Int]).enumerated() {
        for threads in [1, 2] {
          let tuning = Tuning(
            pieceLimit: limit, wakesThreads: true, copies: (index + threads) % 2 == 0,
            streams: index % 2 == 0, instructionSet: instructionSet)
          all.append(
            Circumstances(
              activation: index % 2 == 0 ? .none : .clamp(-5, 20.5), accuracy: .fast,
              options: ConvolutionOptions(threads: threads).tuned(tuning)))
        }
      }
    }
    return all + [Circumstances(), Circumstances(options: ConvolutionOptions(threading: .blas))]
  }
}
