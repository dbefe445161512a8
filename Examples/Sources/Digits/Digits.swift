// Digits.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// Learns to read handwritten digits from 1437 pictures, and is tested on 360 others.
///
///     swift run -c release Digits [--epochs 20] [--threads 1] [--seed 4] [--dump folder]
@main
struct Digits {
  static let batchSize = 32
  /// At the beginning; it falls evenly to 0.
  static let learningRate = 0.05
  static let momentum = 0.9
  static let weightDecay = 1e-3

  static func main() {
    do {
      try run(Settings(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ settings: Settings) throws {
    let all = try DigitSet.standard()
    let (training, test) = (all[0..<1437], all[1437..<all.count])
    var generator = SplitMix64(seed: settings.seed)
    var network = try Network(
      options: ConvolutionOptions(threads: settings.threads), using: &generator)
    var optimizer = try SGD<Float>(
      learningRate: learningRate, momentum: momentum, weightDecay: weightDecay)
    var record = Record(initial: network.parameters)

    print("\(training.count) digits to learn from, \(test.count) to be tested on")
    print("epoch      loss   right of \(test.count)")
    for epoch in 1...settings.epochs {
      optimizer.learningRate = learningRate * (1 - Double(epoch - 1) / Double(settings.epochs))
      let order = Array(0..<training.count).shuffled(using: &generator)
      let clock = ContinuousClock()
      var losses: [Double] = []
      let time = try clock.measure {
        for start in stride(from: 0, to: order.count, by: batchSize) {
          let batch = try training[order[start..<min(start + batchSize, order.count)]]
          losses.append(try network.learn(batch, by: &optimizer))
        }
      }
      let correct = try CrossEntropy(scores: network.scores(test.pictures), labels: test.labels)
        .correct
      record.add(order: order, losses: losses, time: time, correct: correct)
      let mean = losses.reduce(0, +) / Double(losses.count)
      let share = String(format: "%.1f", 100 * Double(correct) / Double(test.count))
      print(String(format: "%5d  %8.4f   %3d  ", epoch, mean, correct) + "\(share) %")
    }
    if let folder = settings.dump { try record.write(to: folder) }
  }
}
