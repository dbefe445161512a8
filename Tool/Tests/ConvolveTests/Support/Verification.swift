// Verification.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles

/// `convolve verify` on one case.
struct Verification {
  let run: Run

  /// Verifies `contents` from a file.
  init(_ contents: NamedTensors) throws {
    let folder = try TemporaryDirectory()
    try SafetensorsFile.write(contents, to: folder("case.safetensors"))
    run = try Program.run(["verify", "case.safetensors"], in: folder)
  }

  /// The line of the case.
  var line: String { run.lines.first ?? "" }

  /// Whether the case passed in every respect in which the program says so.
  var passed: Bool {
    run.isClean && line.hasPrefix("ok    case.safetensors  ")
      && run.lines.dropFirst() == ["1 passed, 0 failed, 0 skipped"]
  }

  var failed: Bool {
    run.status == 1 && run.errors.isEmpty && line.hasPrefix("FAIL  case.safetensors  ")
      && run.lines.dropFirst() == ["0 passed, 1 failed, 0 skipped"]
  }

  var skipped: Bool {
    run.isClean && line.hasPrefix("skip  case.safetensors  ")
      && run.lines.dropFirst() == ["0 passed, 0 failed, 1 skipped"]
  }
}
