// OptimizerConformanceTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Two parameters after every one of eight steps, beside PyTorch's; `optimizers.py` beside the vectors
/// made them.
@Suite("Conformance: optimizers")
struct OptimizerConformanceTests {
  @Test("Steps", arguments: try ConformanceVector.all(in: "Optimizers"))
  func steps(_ vector: ConformanceVector) throws {
    if case .double = vector.contents["first"] {
      try check(vector, as: Double.self)
    } else {
      try check(vector, as: Float.self)
    }
  }

  @Test("There are vectors, of both kinds and both precisions")
  func count() throws {
    let vectors = try ConformanceVector.all(in: "Optimizers")
    #expect(vectors.count == 16)
    #expect(vectors.count { $0.contents.metadata["op"] == "SGD" } == 10)
    #expect(vectors.count { $0.name.hasSuffix("64") } == 8)
  }

  private func check<Scalar: TensorScalar>(
    _ vector: ConformanceVector, as type: Scalar.Type
  ) throws {
    if try vector.attribute("op") == "SGD" {
      let optimizer = try SGD<Scalar>(
        learningRate: number("lr", vector, default: 0),
        momentum: number("momentum", vector, default: 0),
        dampening: number("dampening", vector, default: 0),
        weightDecay: number("weight_decay", vector, default: 0),
        nesterov: vector.contents.metadata["nesterov"] == "True")
      try check(vector, optimizer) { SGDSize(optimizer) }
    } else {
      let optimizer = try Adam<Scalar>(
        learningRate: number("lr", vector, default: 0),
        betas: (
          number("beta1", vector, default: 0.9), number("beta2", vector, default: 0.999)
        ), epsilon: number("eps", vector, default: 1e-8),
        weightDecay: number("weight_decay", vector, default: 0),
        amsgrad: vector.contents.metadata["amsgrad"] == "True")
      try check(vector, optimizer) { AdamSize(optimizer) }
    }
  }

  /// Takes the steps of both parameters in turn.
  ///
  /// The numbers that are added up to make a parameter have a size, without their signs. Every step
  /// has up to ten roundings, on each of the two sides, and hands on those of the steps before.
  private func check<Scalar: TensorScalar>(
    _ vector: ConformanceVector, _ optimizer: some Optimizer<Scalar>, size: () -> any StepSize
  ) throws {
    var optimizer = optimizer
    let names = ["first", "second"]
    var parameters: [Tensor<Scalar>] = try names.map { try vector.tensor($0) }
    var sizes = parameters.map { parameter in
      parameter.elements.map { (sum: abs(Double($0)), step: size()) }
    }
    for step in 0..<8 {
      for (place, name) in names.enumerated() {
        let count = parameters[place].count
        func elements(_ suffix: String) throws -> ArraySlice<Scalar> {
          try vector.tensor(name + suffix).elements[step * count..<(step + 1) * count]
        }
        let gradient = try elements("_gradients")
        let before = parameters[place].elements
        try optimizer.update(
          &parameters[place],
          along: Tensor(shape: parameters[place].shape, elements: gradient), key: name)
        for index in 0..<count {
          sizes[place][index].sum += sizes[place][index].step.next(
            gradient: Double(gradient[step * count + index]), parameter: Double(before[index]))
        }
        let bounds = sizes[place].map { size in
          20 * Double(step + 1) * Double(Scalar.ulpOfOne) * size.sum
        }
        let expected = try elements("_steps")
        for (index, (actual, expected)) in zip(parameters[place].elements, expected).enumerated() {
          #expect(
            abs(Double(actual) - Double(expected)) <= bounds[index],
            "\(vector.name), \(name)[\(index)] after step \(step + 1): \(actual) for \(expected)")
        }
      }
    }
  }

  private func number(
    _ name: String, _ vector: ConformanceVector, default standard: Double
  ) throws -> Double {
    guard let text = vector.contents.metadata[name] else { return standard }
    return try #require(Double(text))
  }
}

/// The size of the steps of one number, whose parts are added without their signs.
private protocol StepSize {
  mutating func next(gradient: Double, parameter: Double) -> Double
}

private struct SGDSize: StepSize {
  let rate: Double
  let momentum: Double
  let decay: Double
  var velocity = 0.0

  init<Scalar>(_ optimizer: SGD<Scalar>) {
    rate = optimizer.learningRate
    momentum = optimizer.momentum
    decay = optimizer.weightDecay
  }

  mutating func next(gradient: Double, parameter: Double) -> Double {
    let size = abs(gradient) + decay * abs(parameter)
    velocity = momentum * velocity + size
    return rate * (size + velocity)
  }
}

private struct AdamSize: StepSize {
  let rate: Double
  let betas: (Double, Double)
  let decay: Double
  var mean = 0.0
  var square = 0.0
  var powers = (1.0, 1.0)

  init<Scalar>(_ optimizer: Adam<Scalar>) {
    rate = optimizer.learningRate
    betas = optimizer.betas
    decay = optimizer.weightDecay
  }

  mutating func next(gradient: Double, parameter: Double) -> Double {
    let size = abs(gradient) + decay * abs(parameter)
    mean = betas.0 * mean + (1 - betas.0) * size
    // The divisor has the signs: a small one makes rounding errors large.
    let decayed = gradient + decay * parameter
    square = betas.1 * square + (1 - betas.1) * decayed * decayed
    powers = (powers.0 * betas.0, powers.1 * betas.1)
    return rate / (1 - powers.0) * mean / (square / (1 - powers.1)).squareRoot()
  }
}
