// SoakCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution
import Foundation

struct SoakCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract: "Computes the same for minutes in eight tasks, and compares all bits.",
    discussion: """
      Plans of every algorithm, layers and gradients, fits of kernels, and products that the \
      program asks OpenBLAS for, side by side. Every result must have the bits that it had alone; \
      the memory must not grow by more than 16 MiB after the first minute; and OpenBLAS's number \
      of threads must be in the end what it was. Otherwise the exit code is 1.
      """)

  @Option(help: "How long, in minutes.")
  var minutes = 10.0

  @Option(help: "Callers at once.")
  var tasks = 8

  @Option(help: "Threads of a call that uses several, at most the processors of the machine.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    try checkThreads(threads)
    guard minutes > 0, minutes.isFinite else {
      throw ValidationError("--minutes must be a number above 0")
    }
    guard (1...256).contains(tasks) else { throw ValidationError("--tasks must be 1 to 256") }
  }

  func run() throws {
    let jobs = try SoakJob.all(threads: threads)
    print("soak: \(tasks) tasks, \(jobs.count) jobs, \(minutes) minutes\n\(Machine.current)")
    let outcome = try Soak(seconds: minutes * 60, tasks: tasks, jobs: jobs).run { seconds, bytes in
      print("\(Int(seconds)) s\t\(bytes >> 20) MiB resident")
      fflush(nil)
    }
    for mistake in outcome.mistakes { print(mistake) }
    let growth = outcome.growth.map { "\($0 >> 10) KiB" } ?? "unknown"
    print(
      """
      results  \(outcome.results), \(outcome.mistakes.count) of them wrong
      growth   \(growth) after the first minute; \(Soak.allowance >> 20) MiB are allowed
      OpenBLAS \(outcome.threadsBefore) threads before, \(outcome.threadsAfter) after
      """)
    guard outcome.isGood else { throw ExitCode.failure }
  }
}
