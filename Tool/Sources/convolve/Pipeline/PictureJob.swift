// PictureJob.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Pictures

/// A picture to read, and where the result is to be written.
struct PictureJob: Equatable {
  let input: String
  let output: String?

  /// A job for every input, and for every picture of the inputs that are folders, by name.
  ///
  /// - Parameter format: The extension of the outputs; that of the input if it is nil.
  static func jobs(
    inputs: [String], folder: String, suffix: String, format: String?
  ) throws -> [PictureJob] {
    var jobs: [PictureJob] = []
    var inputOfOutput: [String: String] = [:]
    for input in try inputs.flatMap(pictures) {
      let url = URL(fileURLWithPath: input)
      let name = url.deletingPathExtension().lastPathComponent + suffix
      let output = path(in: folder, name + "." + (format ?? url.pathExtension))
      if let other = inputOfOutput.updateValue(input, forKey: output) {
        throw PictureJobError(
          description: "\(other) and \(input) would both be written to \(output)")
      }
      jobs.append(PictureJob(input: input, output: output))
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw PictureJobError(description: "\(folder): cannot be made a folder: \(reason(error))")
    }
    return jobs
  }

  /// The pictures of a folder, or the file itself.
  private static func pictures(_ path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return [path] }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw PictureJobError(description: "\(path): cannot be listed: \(reason(error))")
    }
    let pictures = names.filter { !$0.hasPrefix(".") && PictureFormat(path: $0) != nil }.sorted()
    guard !pictures.isEmpty else {
      throw PictureJobError(description: "\(path): is a folder without pictures")
    }
    return pictures.map { Self.path(in: path, $0) }
  }

  private static func path(in folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The system's words, where Foundation's own are not for people.
  static func reason(_ error: any Error) -> String {
    let cause = (error as? CocoaError)?.underlying as? POSIXError
    return cause.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
  }

  /// Does one job after the other. Of several, one that fails does not keep the others from being
  /// done.
  static func runAll(
    _ jobs: [PictureJob], _ body: (PictureJob, JobProgress) throws -> Void
  ) throws {
    var failures = 0
    for (index, job) in jobs.enumerated() {
      let title = jobs.count > 1 ? "\(index + 1) of \(jobs.count)  \(job.input)" : job.input
      let progress = JobProgress(title: title)
      do { try body(job, progress) } catch {
        progress.finish()
        guard jobs.count > 1, !(error is ValidationError) else { throw error }
        FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
        failures += 1
      }
    }
    if failures > 0 { throw ExitCode.failure }
  }
}

/// Inputs and outputs that do not go together.
struct PictureJobError: Error, CustomStringConvertible {
  let description: String
}

/// The progress of one picture, shown from any thread.
final class JobProgress: @unchecked Sendable {
  private let lock = NSLock()
  private let title: String
  private var bar: ProgressBar?

  init(title: String) { self.title = title }

  func show(done: Int, of total: Int) {
    lock.withLock {
      if bar == nil { bar = ProgressBar(steps: total, delay: .seconds(1)) }
      bar?.show(step: done, note: title)
    }
  }

  func finish() {
    lock.withLock { bar?.finish() }
  }
}
