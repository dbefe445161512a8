# test_ours.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of the dialogue with the benchmark, against a program that answers like it."""

import os
import sys
import unittest

from ours import Ours, OursError

ECHO = """
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    if request["request"] == "sample":
        answer = {"milliseconds": request["milliseconds"] / 4}
    elif request["request"] == "machine":
        answer = {"error": "threads: 99"} if request["threads"] == 99 else request
    else:
        sys.exit(3)
    print(json.dumps(answer), flush=True)
"""


class OursTests(unittest.TestCase):
    """`ours.py`."""

    def setUp(self) -> None:
        self.ours = self.enterContext(Ours([sys.executable, "-c", ECHO], os.environ))

    def test_asks_and_reads(self) -> None:
        self.assertEqual(self.ours.machine(2), {"request": "machine", "threads": 2})
        self.assertEqual(self.ours.sample(10), 2.5)

    def test_errors_do_not_end_the_dialogue(self) -> None:
        with self.assertRaisesRegex(OursError, "threads: 99"):
            self.ours.machine(99)
        self.assertEqual(self.ours.sample(4), 1)

    def test_an_end_is_noticed(self) -> None:
        with self.assertRaisesRegex(OursError, "ended with code 3"):
            self.ours.prepare("row", 1, "strict", "forward", source="x", weight="w", outputs=["y"])


if __name__ == "__main__":
    unittest.main()
