// Record.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation

/// All that it takes to repeat a run elsewhere, and what came of it.
struct Record {
  private let initial: [String: Tensor<Float>]
  private var order: [Double] = []
  private var losses: [Double] = []
  private var seconds: [Double] = []
  private var correct = 0

  /// - Parameter initial: The parameters before the first step.
  init(initial: [String: Tensor<Float>]) {
    self.initial = initial
  }

  /// Notes an epoch: the order of the pictures, the loss of every step, and how many of the test's
  /// pictures were read right after it.
  mutating func add(order: [Int], losses: [Double], time: Duration, correct: Int) {
    self.order += order.map(Double.init)
    self.losses += losses
    seconds.append(time / .seconds(1))
    self.correct = correct
  }

  /// Writes `digits.safetensors` into a folder, which is made if there is none.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var contents = NamedTensors(
      tensors: initial.mapValues { AnyTensor($0) },
      metadata: [
        "batch_size": "\(Digits.batchSize)", "learning_rate": "\(Digits.learningRate)",
        "momentum": "\(Digits.momentum)", "weight_decay": "\(Digits.weightDecay)",
        "correct": "\(correct)",
      ])
    contents["order"] = AnyTensor(
      try Tensor(shape: [seconds.count, order.count / seconds.count], elements: order))
    contents["losses"] = AnyTensor(try Tensor(shape: [losses.count], elements: losses))
    contents["seconds"] = AnyTensor(try Tensor(shape: [seconds.count], elements: seconds))
    try SafetensorsFile.write(contents, to: folder + "/digits.safetensors")
  }
}
