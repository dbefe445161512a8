# test_timing.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of taking samples."""

import os
import time
import unittest

from environment import remove_settings
from timing import Pace, processor_seconds, sample, wait_until_idle


class Clock:
    """A clock that stands still until it is told to advance."""

    def __init__(self) -> None:
        self.now = 0.0
        self.runs = 0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += seconds
        self.runs += 1


class SampleTests(unittest.TestCase):
    """`sample` of `timing.py`."""

    def test_repeats_short_work(self) -> None:
        clock = Clock()
        self.assertAlmostEqual(sample(lambda: clock.advance(1e-4), 5, clock), 0.1)
        # One to warm up, then 1, 10 and 50 to calibrate, and 50 to time: as in Swift.
        self.assertEqual(clock.runs, 112)

    def test_long_work_needs_no_calibration(self) -> None:
        clock = Clock()
        self.assertAlmostEqual(sample(lambda: clock.advance(0.09), 5, clock), 90)
        self.assertEqual(clock.runs, 2)

    def test_work_that_takes_no_time_ends(self) -> None:
        clock = Clock()
        self.assertAlmostEqual(
            sample(lambda: clock.advance(0 if clock.runs < 1000 else 1e-6), 5, clock), 1e-3
        )


class IdleTests(unittest.TestCase):
    """`wait_until_idle` of `timing.py`."""

    def wait(self, busy_until: float) -> tuple[bool, float]:
        """Waits for one process that uses a processor until a time."""
        clock = Clock()
        idle = wait_until_idle(
            [1], used=lambda _: min(clock.now, busy_until), clock=clock, sleep=clock.advance
        )
        return idle, clock.now

    def test_waits_as_long_as_threads_spin(self) -> None:
        idle, waited = self.wait(busy_until=0.2)
        self.assertTrue(idle)
        self.assertAlmostEqual(waited, 0.205, delta=0.006)

    def test_gives_up(self) -> None:
        idle, waited = self.wait(busy_until=100)
        self.assertFalse(idle)
        self.assertAlmostEqual(waited, 1, delta=0.01)

    @unittest.skipUnless(os.path.exists("/proc/self/schedstat"), "the system tells no times")
    def test_sees_work(self) -> None:
        before, end = processor_seconds(os.getpid()), time.process_time() + 0.05
        while time.process_time() < end:
            pass
        self.assertGreater(processor_seconds(os.getpid()) - before, 0.03)


class PaceTests(unittest.TestCase):
    """`Pace` of `timing.py`."""

    def setUp(self) -> None:
        self.clock = Clock()
        #: When the processor becomes fast, and slow again.
        self.fast = (0.0, 1.0)

    def pace(self) -> Pace:
        """Of work that takes twice as long on a slow processor."""

        def work() -> None:
            start, end = self.fast
            self.clock.advance(1e-4 if start <= self.clock.now < end else 2e-4)

        return Pace(work, clock=self.clock, sleep=self.clock.advance)

    def test_does_not_wait_on_a_fast_processor(self) -> None:
        pace = self.pace()
        self.assertTrue(pace.wait())
        self.assertTrue(pace.wait())
        self.assertLess(self.clock.now, 1e-3)

    def test_waits_for_a_processor_that_was_faster(self) -> None:
        pace = self.pace()
        pace.wait()
        self.fast = (2.0, 9.0)
        self.clock.now = 1.0
        self.assertTrue(pace.wait())
        self.assertAlmostEqual(self.clock.now, 2, delta=0.03)

    def test_takes_it_as_it_is_in_the_end(self) -> None:
        pace = self.pace()
        pace.wait()
        self.clock.now = 1.0
        self.assertFalse(pace.wait())
        self.assertAlmostEqual(self.clock.now, 4, delta=0.03)
        # No further wait; but again when it was faster.
        self.assertTrue(pace.wait())
        self.assertAlmostEqual(self.clock.now, 4, delta=0.03)
        self.fast = (4.0, 5.0)
        self.assertTrue(pace.wait())
        self.clock.now = 6.0
        self.assertFalse(pace.wait())


class EnvironmentTests(unittest.TestCase):
    """`environment.py`."""

    def test_removes_what_changes_times(self) -> None:
        environment = {"OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1", "HOME": "/h"}
        removed = remove_settings(environment)
        self.assertEqual(removed, {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Haswell"})
        self.assertEqual(environment, {"HOME": "/h"})


if __name__ == "__main__":
    unittest.main()
