// VerifyCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ConvolutionFiles
import Foundation

/// `convolve verify`: cases computed elsewhere, computed again and compared.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute cases that other libraries have computed, and compare.",
    discussion: """
      A case is a .safetensors file: inputs and expected outputs by name, and what to compute in \
      its metadata. `op` names the operation and `source` where the numbers come from.

        op                 tensors                       attributes
        Conv               input weight [bias]: output   strides pads dilations
                                                         group auto_pad
        MaxPool            input: output                 kernel_shape strides pads
                                                         dilations auto_pad ceil_mode
        AveragePool        input: output                 MaxPool's, count_include_pad
        GlobalAveragePool  input: output
        conv2d             input weight [bias]: output,  stride padding dilation
                           grad_output: grad_input       groups padding_mode
                           grad_weight [grad_bias]
        max_pool2d         input: output,                kernel_size stride padding
                           grad_output: grad_input       dilation ceil_mode
        avg_pool2d         input: output,                kernel_size stride padding
                           grad_output: grad_input       ceil_mode count_include_pad
        ConvTranspose      input weight [bias]: output   as Conv, output_padding
                                                         output_shape
        conv_transpose2d   as conv2d                     stride padding dilation
                                                         groups output_padding
        Col2Im             input block_shape             strides pads dilations
                           image_shape: output
        correlate2d        input weight: output          mode boundary (SciPy's)
        convolve2d         input weight: output          mode boundary (SciPy's)
        ndimage.correlate  input weight: output          boundary (SciPy's)
        filter2D           input weight: output          boundary (OpenCV's)
        Sobel              input: output                 ksize dx dy boundary
        Laplacian          input: output                 ksize boundary
        GaussianBlur       input: output                 ksize sigma boundary
        blur               input: output                 ksize boundary
        learn              input output initial_weight:  learning_rate steps
                           losses weights

      Each element must lie within 4 K eps of its K products' sizes summed: the rounding errors \
      that both sides may make in any order of summation. The largest of several numbers must be \
      exact.
      """)

  @Argument(help: "Files, or folders that are searched for .safetensors files.")
  var paths: [String]

  func run() throws {
    var counts = (passed: 0, failed: 0, skipped: 0)
    for path in try Self.files(under: paths) {
      let verdict = Self.verdict(of: path)
      switch verdict {
      case .passed: counts.passed += 1
      case .failed: counts.failed += 1
      case .skipped: counts.skipped += 1
      }
      print("\(verdict.word)  \(path)  \(verdict.detail)")
    }
    print("\(counts.passed) passed, \(counts.failed) failed, \(counts.skipped) skipped")
    if counts.failed > 0 { throw ExitCode(1) }
  }

  private static func verdict(of path: String) -> Verdict {
    do {
      return try ConformanceCase(SafetensorsFile.read(path, otherTypes: .convertIntegers)).verify()
    } catch FileFormatError.inFile(_, let problem) {
      // The line names the file already.
      return .failed("\(problem)")
    } catch {
      return .failed("\(error)")
    }
  }

  /// The files to verify, in order of their names.
  private static func files(under paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw VerifyError(description: "there is no file or folder \(path)")
      }
      guard isFolder.boolValue else {
        files.append(path)
        continue
      }
      // The enumerator does not follow a link by itself.
      let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      let names = FileManager.default.enumerator(atPath: target)?.compactMap { $0 as? String } ?? []
      let folder = path.hasSuffix("/") ? path : path + "/"
      files += names.filter { $0.hasSuffix(".safetensors") }.sorted().map { folder + $0 }
    }
    guard !files.isEmpty else {
      throw VerifyError(
        description: "no .safetensors file under \(paths.joined(separator: ", "))")
    }
    return files
  }
}

/// Paths that lead to no case.
struct VerifyError: Error, CustomStringConvertible {
  let description: String
}
