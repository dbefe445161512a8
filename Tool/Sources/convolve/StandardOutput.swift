// StandardOutput.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
@preconcurrency import Darwin
#endif

/// What the program prints, and what becomes of it.
enum StandardOutput {
  /// Has the program end with an error in one line when standard output did not take all of its
  /// text: a full disk, or a reader that left.
  ///
  /// Two signals are turned into errors for that, as they would end the program in the middle of its
  /// work: SIGPIPE, of a pipe that nobody reads, and SIGXFSZ, of a file beyond the limit of sizes.
  static func reportFailures() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    atexit {
      errno = 0
      guard fflush(stdout) != 0 || ferror(stdout) != 0 else { return }
      let reason = errno == 0 ? "" : ": " + String(cString: strerror(errno))
      fputs("Error: standard output: cannot be written\(reason)\n", stderr)
      _exit(1)
    }
  }
}
