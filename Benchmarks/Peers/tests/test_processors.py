# test_processors.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of where the libraries that are compared run."""

import os
import subprocess
import sys
import unittest

from processors import kept_to, processors

WAIT = "import sys; sys.stdin.read()"
PRINT = "import os; print(*sorted(os.sched_getaffinity(0)))"


class ProcessorTests(unittest.TestCase):
    """`processors.py`."""

    def test_processes_are_kept_and_released(self) -> None:
        everything = os.sched_getaffinity(0)
        with subprocess.Popen([sys.executable, "-c", WAIT], stdin=subprocess.PIPE) as other:
            with kept_to(1, [os.getpid(), other.pid]):
                self.assertEqual(processors(), sorted(everything)[:1])
                self.assertEqual(os.sched_getaffinity(other.pid), set(processors()))
                started = subprocess.check_output([sys.executable, "-c", PRINT], text=True)
                self.assertEqual(started.split(), [str(processors()[0])])
            self.assertEqual(os.sched_getaffinity(0), everything)
            self.assertEqual(os.sched_getaffinity(other.pid), everything)
            other.communicate()

    def test_an_error_releases_too(self) -> None:
        everything = os.sched_getaffinity(0)
        with self.assertRaises(KeyError), kept_to(1):
            raise KeyError
        self.assertEqual(os.sched_getaffinity(0), everything)


if __name__ == "__main__":
    unittest.main()
