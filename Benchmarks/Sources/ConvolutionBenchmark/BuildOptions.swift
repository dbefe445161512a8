// BuildOptions.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution
import Foundation

/// What a debug build takes to run at all.
struct BuildOptions: ParsableArguments {
  @Flag(help: "Run in a debug build too, to try the program out. It prints no GFLOP/s.")
  var allowDebug = false

  /// Warns in a debug build, and ends the program unless it was told that this is meant.
  func check() throws {
    guard BuildMode.current == .debug else { return }
    FileHandle.standardError.write(Data("\(BuildMode.warning)\n".utf8))
    guard allowDebug else { throw ExitCode.failure }
  }
}

/// The library would lower a larger number without a word, and a table would claim it.
func checkThreads(_ threads: Int) throws {
  let processors = Convolution.Machine.processorCount
  guard 1...processors ~= threads else {
    throw ValidationError("--threads is \(threads); this machine has 1 to \(processors)")
  }
}
