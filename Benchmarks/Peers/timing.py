# timing.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Samples of running time, taken as the benchmark in Swift takes them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


def sample(
    run: Callable[[], object],
    milliseconds: float,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The milliseconds of one run, as the mean of as many as last for `milliseconds`.

    Finding out how many those are warms up caches and threads. This is what InterleavedTimer.swift
    does for a round.
    """

    def elapsed(repetitions: int) -> float:
        start = clock()
        for _ in range(repetitions):
            run()
        return (clock() - start) * 1e3

    if elapsed(1) >= milliseconds * 10:
        return elapsed(1)
    repetitions = 1
    while (time_taken := elapsed(repetitions)) < milliseconds:
        missing = math.ceil(milliseconds / time_taken) if time_taken > 0 else 10
        repetitions = max(repetitions + 1, repetitions * min(missing, 10))
    return elapsed(repetitions) / repetitions


#: A run that takes longer is timed in one round only: neither noise nor a cold cache matters.
SLOW_MS = 1000.0

#: A time that has become shorter by less than this part of it has settled.
SETTLED = 0.01
#: Rounds, as a multiple of those that are asked for, after which times count although they have not.
MOST_ROUNDS = 6


def take_turns(
    turns: Mapping[str, Callable[[float], float]],
    rounds: int,
    milliseconds: float,
    before: Callable[[], None],
    slow: float = SLOW_MS,
) -> dict[str, float]:
    """The shortest time of each, in the order given.

    In every round each takes one sample of so many milliseconds, and each round begins with another.
    There are so many rounds at least, and more until in all but the first of the last so many nobody
    has become faster: where others use the machine, too, few rounds may be quick for one alone.
    """
    names = list(turns)
    best = dict.fromkeys(names, float("inf"))
    settled = 0
    for round_number in range(rounds * MOST_ROUNDS):
        first = round_number % len(names)
        before_round = dict(best)
        for name in names[first:] + names[:first]:
            if slow < best[name] < float("inf"):
                continue
            before()
            best[name] = min(best[name], turns[name](milliseconds))
        is_news = any(best[name] < before_round[name] * (1 - SETTLED) for name in names)
        settled = 0 if is_news else settled + 1
        if settled >= rounds - 1:
            break
    return best


def processor_seconds(process: int) -> float:
    """The time that all threads of a process have spent on processors so far."""
    nanoseconds = 0
    for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
        try:
            nanoseconds += int(task.read_text().split()[0])
        except (OSError, IndexError):
            continue  # The thread has ended.
    return nanoseconds / 1e9


def wait_until_idle(
    processes: Iterable[int],
    window: float = 0.005,
    limit: float = 1.0,
    used: Callable[[int], float] = processor_seconds,
    clock: Callable[[], float] = time.perf_counter,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Waits until the threads of the processes sleep, and returns whether they came to.

    Threads of a pool go on spinning for some time after their work is done, so as to be quick when
    there is more. That is their right while it is their turn; in the turn of another library it
    would take a processor away. Asleep is who uses less than a tenth of one for `window` seconds.
    """
    processes = list(processes)
    start = clock()
    while clock() - start < limit:
        before, since = sum(map(used, processes)), clock()
        sleep(window)
        if sum(map(used, processes)) - before < 0.1 * (clock() - since):
            return True
    return False


class Pace:
    """Whether a processor is as fast as it has been.

    Somebody else may be at work on the other half of its core, as neighbors on a rented machine are,
    for seconds. Work in registers then takes up to twice as long, and work that waits for memory does
    not: what is measured is another processor, on which other libraries may be faster.
    """

    #: Slower than it has been is who takes longer by more than this factor.
    SLOWER = 1.3

    def __init__(
        self,
        work: Callable[[], object],
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._work = work
        self._clock = clock
        self._sleep = sleep
        self._best = math.inf

    def wait(self, limit: float = 3.0, pause: float = 0.02) -> bool:
        """Waits until the processor is as fast as before, and returns whether it came to be.

        Who has waited for `limit` seconds takes it as it is, and waits no more until it was faster.
        """
        start, fastest = self._clock(), math.inf
        while True:
            now = min(self._seconds() for _ in range(3))
            self._best, fastest = min(self._best, now), min(fastest, now)
            if now <= self.SLOWER * self._best:
                return True
            if self._clock() - start >= limit:
                self._best = fastest
                return False
            self._sleep(pause)

    def _seconds(self) -> float:
        start = self._clock()
        self._work()
        return self._clock() - start


class Quiet:
    """What a turn waits for: threads of other libraries that sleep, and a processor that is fast."""

    def __init__(self, processes: Iterable[int], pace: Pace | None = None) -> None:
        self._processes = list(processes)
        self._pace = pace
        #: Turns that began although threads of another library were still at work.
        self.restless = 0
        #: Turns that began although the processor was slower than before.
        self.slow = 0

    def wait(self) -> None:
        """Waits, and counts what it has waited for in vain."""
        if not wait_until_idle(self._processes):
            self.restless += 1
        if self._pace and not self._pace.wait():
            self.slow += 1
