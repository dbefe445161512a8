# test_photos.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of the report on photos, and of the turns that all comparisons take."""

import json
import unittest

import photo_report
from photo_report import PhotoRow
from timing import take_turns

FAST = PhotoRow(
    "operation", "gaussian", "4K", 2, ours_ms=10, opencv_ms=40, difference=2e-7, limit_ms=6
)
SLOW = PhotoRow(
    "process", "sobel", "1080p", 1, ours_ms=60, opencv_ms=100, difference=1, ours_bytes=5_000_000,
    opencv_bytes=6_250_000,
)


class ReportTests(unittest.TestCase):
    """`photo_report.py`."""

    def test_shares(self) -> None:
        self.assertEqual((FAST.share, SLOW.share), (0.25, 0.6))

    def test_a_file_gives_the_rows_back(self) -> None:
        document = json.loads(json.dumps(photo_report.document({"rounds": 3}, [FAST, SLOW])))
        self.assertEqual(document["rounds"], 3)
        self.assertEqual(photo_report.rows_of(document), [FAST, SLOW])

    def test_the_table_marks_what_is_above_the_bar(self) -> None:
        header, fast, slow = photo_report.text([FAST, SLOW]).splitlines()
        self.assertTrue(header.startswith("what "))
        self.assertEqual(
            fast.split(),
            ["operation", "gaussian", "4K", "2", "10.00", "40.00", "0.25", "0.15", "2.0e-07", "-"]
            + ["-"],
        )
        self.assertEqual(
            slow.split(),
            ["process", "sobel", "1080p", "1", "60.00", "100.0", "0.60", "!", "-", "1", "5.00"]
            + ["6.25"],
        )

    def test_shortfalls(self) -> None:
        self.assertEqual(
            photo_report.shortfalls([FAST, SLOW]), ["process sobel 1080p, 1 threads: 0.60"]
        )


class TurnTests(unittest.TestCase):
    """`take_turns`."""

    def setUp(self) -> None:
        self.order: list[str] = []
        self.waits = 0

    def _turn(self, name: str, *times: float):
        remaining = list(times)

        def run(period: float) -> float:
            self.order.append(f"{name}{period:g}")
            return remaining.pop(0)

        return run

    def _wait(self) -> None:
        self.waits += 1

    def test_each_round_begins_with_another_and_the_shortest_counts(self) -> None:
        turns = {"a": self._turn("a", 3, 2.99, 3), "b": self._turn("b", 5, 6, 4.98)}
        self.assertEqual(take_turns(turns, 3, 10, self._wait), {"a": 2.99, "b": 4.98})
        self.assertEqual(self.order, ["a10", "b10", "b10", "a10", "a10", "b10"])
        self.assertEqual(self.waits, 6)

    def test_rounds_go_on_until_times_settle(self) -> None:
        # The second round of a, and the fourth of b, bring news; two without follow.
        turns = {"a": self._turn("a", 9, 3, 3, 3, 3, 3), "b": self._turn("b", 5, 5, 5, 4, 5, 4)}
        self.assertEqual(take_turns(turns, 3, 10, self._wait), {"a": 3, "b": 4})
        self.assertEqual(len(self.order), 12)

    def test_times_that_do_not_settle_end(self) -> None:
        turns = {"a": self._turn("a", *range(100, 0, -2))}
        self.assertEqual(take_turns(turns, 2, 10, self._wait), {"a": 78})

    def test_who_is_slow_takes_one_turn(self) -> None:
        turns = {"a": self._turn("a", 30), "b": self._turn("b", 5, 6)}
        self.assertEqual(take_turns(turns, 2, 1, self._wait, slow=20), {"a": 30, "b": 5})
        self.assertEqual(self.order, ["a1", "b1", "b1"])


if __name__ == "__main__":
    unittest.main()
