// ForkTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Testing

/// The child of a fork has one thread, and copies of the locks of all.
///
/// Each test has a process of its own, whose children must end within a minute.
@Suite("After a fork without exec")
struct ForkTests {
  private static let workload: Problem = "mb2_ic24_ih20_iw19_oc40_kh3_ph1"

  @Test("The child gets the bits of its parent, while other threads of the parent are at work")
  func busyParent() async {
    await #expect(processExitsWith: .success) {
      try BLASRuntime.setThreadCount(2)
      let operands = try Operands<Float>.reals(Self.workload, seed: 61)
      let algorithms: [ConvolutionAlgorithm] = [.im2col, .direct]
      let layers = try algorithms.map { algorithm in
        try Conv2D(
          weight: operands.weight, bias: operands.bias, padding: 1,
          options: ConvolutionOptions(algorithm: algorithm, threads: 2))
      }
      let expected = try layers.map { try $0(operands.input) }
      let stop = Flag()
      let others = (0..<3).map { index in
        let thread = Thread {
          while !stop.isSet { _ = try? layers[index % 2](operands.input) }
        }
        thread.start()
        return thread
      }
      for _ in 0..<40 {
        let status = try Child.status {
          for _ in 0..<2 {
            for (layer, output) in zip(layers, expected) {
              guard let again = try? layer(operands.input), again.hasSameBits(as: output) else {
                return 1
              }
            }
          }
          return BLASRuntime.threadCount == BLASThreadCountTests.setting(2) ? 0 : 2
        }
        #expect(status == 0, "1: other bits, 2: another setting, 14: too late")
      }
      stop.set()
      for thread in others { while !thread.isFinished { usleep(1000) } }
      // The parent goes on as before.
      for (layer, output) in zip(layers, expected) {
        #expect(try layer(operands.input).hasSameBits(as: output))
      }
      #expect(BLASRuntime.threadCount == BLASThreadCountTests.setting(2))
    }
  }

  @Test("The child of a process that has not used the library yet")
  func freshParent() async {
    await #expect(processExitsWith: .success) {
      let status = try Child.status {
        let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
        return (try? correlate2D(image, [[0, 1], [2, 3]])) == [[19, 25], [37, 43]] ? 0 : 1
      }
      #expect(status == 0)
    }
  }
}

/// Something that one thread tells others.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  var isSet: Bool { lock.withLock { value } }
  func set() { lock.withLock { value = true } }
}

/// The child of a fork.
private enum Child {
  /// Runs `body` in a child, and returns its exit status, or the number of the signal that ended it:
  /// that of an alarm, after a minute.
  static func status(_ body: () -> Int32) throws -> Int32 {
    // Swift hides fork, as few programs are ready for it.
    typealias Fork = @convention(c) () -> pid_t
    let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "fork"))
    let child = unsafeBitCast(symbol, to: Fork.self)()
    try #require(child >= 0)
    if child == 0 {
      // Threads that run tasks block signals.
      var alarms = sigset_t()
      sigemptyset(&alarms)
      sigaddset(&alarms, SIGALRM)
      pthread_sigmask(SIG_UNBLOCK, &alarms, nil)
      alarm(60)
      _exit(body())
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return signal != 0 ? signal : status >> 8 & 0xff
  }
}
