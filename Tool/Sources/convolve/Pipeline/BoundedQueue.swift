// BoundedQueue.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A queue between two threads that holds a few elements at most: who is faster waits.
final class BoundedQueue<Element>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  private var elements: [Element] = []
  private var isEnded = false

  init(capacity: Int, _ elements: [Element] = []) {
    self.capacity = capacity
    self.elements = elements
  }

  /// Adds an element when there is room, unless the queue was cancelled.
  func put(_ element: sending Element) {
    condition.lock()
    defer { condition.unlock() }
    while elements.count == capacity && !isEnded { condition.wait() }
    if isEnded { return }
    elements.append(element)
    condition.broadcast()
  }

  /// The next element when there is one; nil if there will be none any more.
  func take() -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while elements.isEmpty && !isEnded { condition.wait() }
    guard !elements.isEmpty else { return nil }
    let element = elements.removeFirst()
    condition.broadcast()
    return element
  }

  /// Says that there will be no more elements than those that are there.
  func end() {
    condition.lock()
    defer { condition.unlock() }
    isEnded = true
    condition.broadcast()
  }

  /// Throws away what is there, and what comes.
  func cancel() {
    condition.lock()
    defer { condition.unlock() }
    elements = []
    isEnded = true
    condition.broadcast()
  }
}
