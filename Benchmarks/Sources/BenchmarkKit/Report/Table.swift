// Table.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The results as people read them, a line at a time: a long run shows each as it is known.
package struct Table {
  /// The widths of the columns, negative where text is flush left.
  private let widths: [Int]
  /// A debug build shows no rates.
  private let hasRates: Bool

  /// - Parameter problems: All that will be shown, for the widths of the columns.
  package init(_ problems: [Problem], build: BuildMode = .current) {
    let names = problems.flatMap { [$0.name.count, $0.suite.count] }
    let shapes = problems.map(\.description.count) + ["total of 1000".count]
    let numbers = Self.titles.dropFirst(2).dropLast(2).map { max($0.count, 8) }
    widths = [-(names.max() ?? 0), -(shapes.max() ?? 0)] + numbers + [-9, 7]
    hasRates = build == .release
  }

  private static let titles = [
    "name", "shape", "GFLOP", "naive ms", "im2col ms", "automatic ms", "gemm ms", "GFLOP/s",
    "x naive", "% gemm", "% limit", "algorithm", "checked",
  ]

  /// What the columns mean.
  package static let legend = """
    shape      batch x channels x height x width, k output channels, kernel, s stride, p padding,
               d dilation, g groups
    GFLOP      2 x multiply-adds of the definition, those on padding counted
    ms         of one run, the shortest of all rounds
    GFLOP/s    effective: GFLOP over the time of automatic, whatever it really computes
    x naive    how many times faster automatic is than the naive loop
    % gemm     speed of automatic relative to gemm, the bare matrix products of im2col
    % limit    the least time by the machine's measured limits, as a part of automatic's
    checked    outputs compared with the naive loop; others only between im2col and automatic
    """

  package var header: String { line(Self.titles) }

  package func line(_ row: Row, _ problem: Problem) -> String {
    line(
      [row.name, problem.description] + numbers(row.gflop, row.milliseconds, row.limitMilliseconds)
        + [
          row.algorithm,
          row.checkedShare < 1 ? Decimals.fixed(100 * row.checkedShare, places: 1) + "%" : "all",
        ])
  }

  package func line(_ total: SuiteTotal) -> String {
    line(
      [total.suite, "total of \(total.count)"]
        + numbers(total.gflop, total.milliseconds, total.limitMilliseconds)
        + ["", ""])
  }

  private func numbers(
    _ gflop: Double, _ milliseconds: [Contender: Double], _ limitMilliseconds: Double?
  ) -> [String] {
    let rates = Rates(
      gflop: gflop, milliseconds: milliseconds, limitMilliseconds: limitMilliseconds)
    func text(_ value: Double?) -> String { value.map(Decimals.readable) ?? "-" }
    func rate(_ value: Double?, places: Int) -> String {
      value.flatMap { hasRates ? Decimals.fixed($0, places: places) : nil } ?? "-"
    }
    return [text(gflop)]
      + [.naive, .im2col, .automatic, .gemm].map { text(milliseconds[$0]) }
      + [
        rate(rates.effective, places: 1), rate(rates.speedUp, places: 1),
        rate(rates.shareOfGEMM.map { 100 * $0 }, places: 0),
        rate(rates.shareOfLimit.map { 100 * $0 }, places: 0),
      ]
  }

  private func line(_ cells: [String]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      let space = String(repeating: " ", count: max(0, abs(width) - cell.count))
      return width < 0 ? cell + space : space + cell
    }
    let text = padded.joined(separator: "  ")
    let end = text.lastIndex { $0 != " " }.map(text.index(after:))
    return String(text[..<(end ?? text.startIndex)])
  }
}
