// ManifestTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What README and articles tell users to write into their manifest is read by SwiftPM.
@Suite struct ManifestTests {
  @Test(arguments: ["README.md", "Sources/Convolution/Convolution.docc/Linking.md"])
  func manifestIsAccepted(page: String) async throws {
    let root = ExampleTests.folder.deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
    let start = try #require(text.range(of: "```swift\n// Package.swift\n"))
    let end = try #require(text[start.upperBound...].range(of: "\n```"))
    let lines = text[start.upperBound..<end.lowerBound]

    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest = """
      // swift-tools-version: 6.2
      import PackageDescription
      let package = Package(name: "Edges", platforms: [.macOS(.v15)],
      \(lines)
      )
      """
    try manifest.write(
      to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
    let (output, status) = try await Command.run([
      "swift", "package", "dump-package", "--package-path", folder.path,
    ])
    #expect(status == 0)
    #expect(
      output.contains("\"Convolution\"") && output.contains("\"swift-convolution\""), "\(output)")
  }
}
