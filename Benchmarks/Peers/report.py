# report.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Rows and summaries of a comparison, as data and as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """What was measured of one problem."""

    suite: str
    name: str
    shape: str
    #: How often the suite has the problem, for its totals.
    repeat: int
    batch: int
    gflop: float
    ours_ms: float
    algorithm: str
    #: The least time that the machine's measured limits allow the definition of the problem.
    limit_ms: float
    #: What sets it: FMA, or a memory.
    limited_by: str
    #: By library; who has no function for the problem is not there.
    peers_ms: dict[str, float]
    #: Between ours and a peer, at any element, as a part of the largest element.
    largest_difference: float

    @property
    def best(self) -> str:
        """The fastest of the peers."""
        return min(self.peers_ms, key=self.peers_ms.__getitem__)

    @property
    def best_ms(self) -> float:
        """The time of the fastest of the peers."""
        return self.peers_ms[self.best]

    @property
    def speed_up(self) -> float:
        """How many times faster ours is than the fastest of the peers."""
        return self.best_ms / self.ours_ms

    @property
    def share(self) -> float:
        """Ours as a share of the machine's limit."""
        return self.limit_ms / self.ours_ms


@dataclass(frozen=True)
class Summary:
    """The problems of a suite together, each counted as often as the suite repeats it."""

    suite: str
    batch: int
    problems: int
    ours_ms: float
    #: Of the peers that have a function for every problem.
    peers_ms: dict[str, float]
    #: The fastest peer of the whole suite, and how many times faster ours is.
    best: str
    speed_up: float
    #: The same without the cost of calls: for every run, each library's time is taken to be less by
    #: what the smallest convolution takes it, most of which is Python's part.
    speed_up_without_calls: float
    #: The fastest peer of every problem, all added up, and how many times faster ours is.
    best_per_layer_ms: float
    speed_up_per_layer: float
    #: The problem where ours is worst, and its speed-up over its fastest peer.
    worst: str
    worst_speed_up: float
    limit_ms: float


def summarize(rows: Iterable[Row], call_ms: Mapping[str, float]) -> list[Summary]:
    """The summaries of all suites, in the order of their first rows.

    `call_ms` is what the smallest convolution takes every library.
    """
    suites: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        suites.setdefault((row.suite, row.batch), []).append(row)
    return [_summary(suite, batch, rows, call_ms) for (suite, batch), rows in suites.items()]


def _summary(suite: str, batch: int, rows: list[Row], call_ms: Mapping[str, float]) -> Summary:
    def total(times: Iterable[float]) -> float:
        return sum(time * row.repeat for time, row in zip(times, rows))

    everywhere = [name for name in rows[0].peers_ms if all(name in row.peers_ms for row in rows)]
    peers = {name: total(row.peers_ms[name] for row in rows) for name in everywhere}
    ours = total(row.ours_ms for row in rows)
    best = min(peers, key=peers.__getitem__)
    per_layer = total(row.best_ms for row in rows)
    calls = sum(row.repeat for row in rows)
    without_calls = {
        name: time - calls * call_ms[name] for name, time in {"ours": ours, **peers}.items()
    }
    worst = min(rows, key=lambda row: row.speed_up)
    return Summary(
        suite=suite,
        batch=batch,
        problems=calls,
        ours_ms=ours,
        peers_ms=peers,
        best=best,
        speed_up=peers[best] / ours,
        speed_up_without_calls=min(without_calls[name] for name in peers) / without_calls["ours"],
        best_per_layer_ms=per_layer,
        speed_up_per_layer=per_layer / ours,
        worst=worst.name,
        worst_speed_up=worst.speed_up,
        limit_ms=total(row.limit_ms for row in rows),
    )


def document(settings: dict[str, Any], rows: list[Row]) -> dict[str, Any]:
    """All of a comparison, as it is written to a file."""
    return {
        **settings,
        "rows": [asdict(row) for row in rows],
        "summary": [asdict(summary) for summary in summarize(rows, settings["call_ms"])],
    }


def rows_of(document: dict[str, Any]) -> list[Row]:
    """The rows of what was written to a file."""
    return [Row(**row) for row in document["rows"]]


def summaries_of(document: dict[str, Any]) -> list[Summary]:
    """The summaries of what was written to a file."""
    return [Summary(**summary) for summary in document["summary"]]


# Text


def milliseconds(value: float | None) -> str:
    """A time with about three digits that tell something, "-" for none."""
    if value is None:
        return "-"
    if value >= 1000:
        return f"{value:.0f}"
    return f"{value:.{1 if value >= 100 else 2 if value >= 10 else 3 if value >= 0.1 else 5}f}"


def table(cells: list[list[str]], left: int) -> list[str]:
    """Lines of aligned columns, the first `left` of them flush left."""
    widths = [max(map(len, column)) for column in zip(*cells)]
    return [
        "  ".join(
            cell.ljust(width) if index < left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths))
        ).rstrip()
        for line in cells
    ]


class RowTable:
    """The lines of rows that come one after the other, so that a long run shows each at once."""

    def __init__(self, peers: list[str], names: list[str], shapes: list[str]) -> None:
        self._peers = peers
        self._widths = [max(map(len, names)), max(map(len, shapes)), 9, 9]
        self._widths += [max(9, len(peer)) for peer in peers] + [6, 7, 10]

    def header(self) -> str:
        """The titles of the columns."""
        titles = ["problem", "shape", "algorithm", "ours ms", *self._peers]
        return self._line([*titles, "x best", "% limit", "difference"])

    def line(self, row: Row) -> str:
        """A row."""
        times = [milliseconds(row.peers_ms.get(peer)) for peer in self._peers]
        own = [f"{row.suite}/{row.name}", row.shape, row.algorithm, milliseconds(row.ours_ms)]
        rates = [f"{row.speed_up:.2f}", f"{100 * row.share:.0f}", f"{row.largest_difference:.1e}"]
        return self._line([*own, *times, *rates])

    def _line(self, cells: list[str]) -> str:
        return "  ".join(
            cell.ljust(width) if index < 3 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(cells, self._widths))
        ).rstrip()


LEGEND = """\
ms          of one run, the shortest of all rounds
x best      how many times faster ours is than the fastest peer; below 1 it is slower
% limit     the least time that the machine's limits allow, as a part of ours; fewer operations
            than the definition has, as in Winograd's algorithm, may take it above 100
difference  the largest between ours and a peer, as a part of the largest output"""


SUMMARY_LEGEND = """\
layers        convolutions of the suite, which the totals sum up
x best        how many times faster ours is than the fastest single peer
no calls      the same, less what a call takes each of them, as far as that can be told
best/layer    the fastest peer of every layer, added up; x best/layer is ours against that
x worst       ours against the fastest peer on the layer where it is worst"""


def summary_text(summaries: list[Summary]) -> str:
    """The summaries as a table: total milliseconds, and ours against the peers."""
    peers = list(dict.fromkeys(peer for summary in summaries for peer in summary.peers_ms))
    cells = [
        ["total ms", "batch", "layers", "ours", *peers, "x best", "no calls"]
        + ["best/layer", "x best/layer", "% limit", "x worst", "worst layer"]
    ]
    for summary in summaries:
        times = [milliseconds(summary.peers_ms.get(peer)) for peer in peers]
        cells.append(
            [summary.suite, str(summary.batch), str(summary.problems)]
            + [milliseconds(summary.ours_ms), *times, f"{summary.speed_up:.2f}"]
            + [f"{summary.speed_up_without_calls:.2f}"]
            + [milliseconds(summary.best_per_layer_ms), f"{summary.speed_up_per_layer:.2f}"]
            + [f"{100 * summary.limit_ms / summary.ours_ms:.0f}"]
            + [f"{summary.worst_speed_up:.2f}", summary.worst]
        )
    return "\n".join(table(cells, left=1))
