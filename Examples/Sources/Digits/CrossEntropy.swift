// CrossEntropy.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// How far a network's answers are from the labels: the mean of `-log p`, with `p` the softmax of the
/// score of the right digit, and its gradient with respect to the scores.
struct CrossEntropy {
  let loss: Double
  /// `[1, digits, 1, batch]`
  let gradient: Tensor<Float>
  /// How many answers were right.
  let correct: Int

  /// - Parameter scores: `[1, digits, 1, batch]`
  init(scores: Tensor<Float>, labels: [Int]) throws {
    let (digits, batch) = (scores.shape[1], labels.count)
    var gradient = try Tensor<Float>.zeros(scores.shape)
    var target = gradient.mutableSpan
    let scores = scores.span
    var loss = 0.0
    var correct = 0
    for place in 0..<batch {
      var best = 0
      for digit in 1..<digits
      where scores[digit * batch + place] > scores[best * batch + place] {
        best = digit
      }
      // Without the largest, no power of e overflows.
      let largest = scores[best * batch + place]
      var sum: Float = 0
      for digit in 0..<digits {
        let power = exp(scores[digit * batch + place] - largest)
        target[digit * batch + place] = power
        sum += power
      }
      for digit in 0..<digits { target[digit * batch + place] /= sum * Float(batch) }
      let label = labels[place]
      target[label * batch + place] -= 1 / Float(batch)
      loss += Double(log(sum) + largest - scores[label * batch + place])
      if best == label { correct += 1 }
    }
    self.loss = loss / Double(batch)
    self.gradient = gradient
    self.correct = correct
  }
}
