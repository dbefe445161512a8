# test_report.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of rows and summaries."""

import json
import unittest

import report
from report import Row

CALLS = {"ours": 0.0, "a": 0.0, "b": 0.0, "c": 0.0}


def row(suite: str, name: str, ours: float, repeat: int = 1, **peers: float) -> Row:
    """A row with the numbers that matter here."""
    return Row(
        suite=suite, name=name, shape="1x1x1x1 k1 1x1", repeat=repeat, batch=1, gflop=1.0,
        ours_ms=ours, algorithm="direct", limit_ms=0.5, limited_by="FMA", peers_ms=peers,
        largest_difference=1e-6,
    )


class ReportTests(unittest.TestCase):
    """`report.py`."""

    rows = [
        row("net", "x", 2, repeat=3, a=4, b=3),
        row("net", "y", 4, a=2, b=9, c=1),
        row("other", "z", 1, a=2),
    ]

    def test_rows_know_the_best_peer(self) -> None:
        self.assertEqual([each.best for each in self.rows], ["b", "c", "a"])
        self.assertEqual([each.speed_up for each in self.rows], [1.5, 0.25, 2])
        self.assertEqual([each.share for each in self.rows], [0.25, 0.125, 0.5])

    def test_summaries_count_repetitions(self) -> None:
        net, other = report.summarize(self.rows, CALLS)
        self.assertEqual((net.suite, net.problems, net.ours_ms), ("net", 4, 10))
        # Library c has not computed x: it has no total.
        self.assertEqual(net.peers_ms, {"a": 14, "b": 18})
        self.assertEqual((net.best, net.speed_up), ("a", 1.4))
        # But it counts where it is the fastest: 3 x 3 of b, 1 of c.
        self.assertEqual((net.best_per_layer_ms, net.speed_up_per_layer), (10, 1))
        self.assertEqual((net.worst, net.worst_speed_up), ("y", 0.25))
        self.assertEqual(net.limit_ms, 2)
        self.assertEqual((other.suite, other.peers_ms, other.speed_up), ("other", {"a": 2}, 2))

    def test_batches_are_suites_of_their_own(self) -> None:
        first = row("net", "x", 1, a=1)
        second = Row(**{**vars(first), "batch": 64})
        summaries = report.summarize([first, second], CALLS)
        self.assertEqual([summary.batch for summary in summaries], [1, 64])

    def test_calls_are_taken_off_every_run(self) -> None:
        calls = {"ours": 0.5, "a": 2.0, "b": 4.0, "c": 0.0}
        net = report.summarize(self.rows, calls)[0]
        # Four runs: 14 - 8 and 18 - 16 against 10 - 2.
        self.assertEqual(net.speed_up_without_calls, 2 / 8)

    def test_documents_survive_being_written(self) -> None:
        document = report.document({"threads": 2, "call_ms": CALLS}, self.rows)
        read = json.loads(json.dumps(document))
        self.assertEqual(read["threads"], 2)
        self.assertEqual(report.rows_of(read), self.rows)
        self.assertEqual(report.summaries_of(read), report.summarize(self.rows, CALLS))
        self.assertLessEqual(
            {"suite", "name", "repeat", "ours_ms", "algorithm", "peers_ms", "largest_difference"},
            read["rows"][0].keys(),
        )

    def test_times_show_three_digits(self) -> None:
        times = [None, 0.012345, 0.12345, 1.2345, 12.345, 123.45, 1234.5]
        texts = ["-", "0.01235", "0.123", "1.234", "12.35", "123.5", "1234"]
        self.assertEqual([report.milliseconds(time) for time in times], texts)

    def test_tables_are_aligned(self) -> None:
        lines = report.RowTable(["a", "b", "c"], ["net/x", "other/z"], ["1x1x1x1 k1 1x1"])
        texts = [lines.header(), *map(lines.line, self.rows)]
        self.assertEqual(len({len(text) for text in texts}), 1)
        self.assertEqual(
            texts[1].split(),
            "net/x 1x1x1x1 k1 1x1 direct 2.000 4.000 3.000 - 1.50 25 1.0e-06".split(),
        )
        summary = report.summary_text(report.summarize(self.rows, CALLS)).splitlines()
        self.assertEqual(
            summary[1].split(),
            "net 1 4 10.00 14.00 18.00 1.40 1.40 10.00 1.00 20 0.25 y".split(),
        )
        self.assertEqual(summary[2].split()[5], "-")
        self.assertEqual(len({len(line) for line in summary}), 1)


if __name__ == "__main__":
    unittest.main()
