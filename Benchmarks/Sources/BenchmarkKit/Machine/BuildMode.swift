// BuildMode.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the program was compiled.
package enum BuildMode: String, Encodable, Sendable {
  case debug
  case release

  /// The mode of this program, the library included: they are built together.
  package static var current: BuildMode {
    #if DEBUG
    .debug
    #else
    .release
    #endif
  }

  /// What is printed above everything that a debug build measures.
  package static let warning = """
    ****************************************************************************
    *                                                                          *
    *  THIS IS A DEBUG BUILD. It is many times slower than a release build,    *
    *  and nothing that it measures means anything.                            *
    *                                                                          *
    *  Build with:  swift build -c release                                     *
    *                                                                          *
    ****************************************************************************
    """
}
