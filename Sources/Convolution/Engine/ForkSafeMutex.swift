// ForkSafeMutex.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A value that one thread at a time works with, also in the child of a `fork`.
///
/// A child has a copy of every lock, and of the threads that hold one only that which forked: a lock
/// that another thread held would stay locked for ever. So a fork takes all of these locks first,
/// and gives them back on both sides. Swift's own `Mutex` belongs to a thread by its number, which
/// is another one in the child.
///
/// One lives as long as the program. No thread may take a second one while it has one.
@safe final class ForkSafeMutex<Value>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  /// Beside the object, not in it: a property of type `Void` has the address of its object, where the
  /// thread sanitizer sees a race with whoever asks for the object's class.
  private let value: UnsafeMutablePointer<Value>

  /// - Parameters:
  ///   - beforeFork: What a fork waits for when it has taken the lock.
  ///   - inChild: What becomes of the value in the child of a fork, which has none of the other threads
  ///     that were at work on it.
  init(
    _ value: Value, beforeFork: @escaping @Sendable () -> Void = {},
    inChild: @escaping @Sendable (inout Value) -> Void = { _ in }
  ) {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe self.lock = lock
    let stored = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    unsafe stored.initialize(to: value)
    unsafe self.value = stored
    ForkHandlers.shared.add(
      ForkHandlers.Lock(
        take: {
          unsafe pthread_mutex_lock(self.lock)
          beforeFork()
        },
        giveBack: { unsafe pthread_mutex_unlock(self.lock) },
        enterChild: { unsafe inChild(&self.value.pointee) }))
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return unsafe body(&value.pointee)
  }
}

/// What a fork does with the locks of this library.
@safe private final class ForkHandlers: @unchecked Sendable {
  struct Lock {
    let take: () -> Void
    let giveBack: () -> Void
    let enterChild: () -> Void
  }

  static let shared = ForkHandlers()

  /// Guards the list, and is itself the first lock that a fork takes.
  private let listLock: UnsafeMutablePointer<pthread_mutex_t>
  private var locks: [Lock] = []

  private init() {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe listLock = lock
    // It can fail for want of memory only; a fork is then what it is without handlers.
    _ = pthread_atfork(
      { ForkHandlers.shared.takeAll() }, { ForkHandlers.shared.giveAllBack() },
      { ForkHandlers.shared.enterChild() })
  }

  func add(_ lock: Lock) {
    unsafe pthread_mutex_lock(listLock)
    locks.append(lock)
    unsafe pthread_mutex_unlock(listLock)
  }

  private func takeAll() {
    unsafe pthread_mutex_lock(listLock)
    for lock in locks { lock.take() }
  }

  private func giveAllBack() {
    for lock in locks { lock.giveBack() }
    unsafe pthread_mutex_unlock(listLock)
  }

  private func enterChild() {
    for lock in locks { lock.enterChild() }
    giveAllBack()
  }
}
