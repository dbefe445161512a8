# contest.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""One problem: the outputs are compared, then the libraries take turns."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from operands import operands, relative_difference
from ours import Ours
from peer import Peer
from problems import Problem
from report import Row
from timing import sample, take_turns, wait_until_idle

#: What two libraries may differ by, as a part of the largest output: each is within 1e-5 of it,
#: as this library promises even where it is asked to be fast.
TOLERANCE = 2e-5


class Disagreement(Exception):
    """Two libraries that do not compute the same."""


class Contest:
    """Ours and its peers, ready to compare problem after problem.

    The peers share this process, and ours has its own. At any time one library works, and nothing
    starts before the threads of all others sleep. Every round begins with another library. All
    read the same input again and again, so that caches are as warm for one as for the other.
    """

    def __init__(
        self, ours: Ours, peers: list[Peer], folder: Path, *, threads: int, accuracy: str,
        rounds: int, milliseconds: float,
    ) -> None:
        self._ours = ours
        self._peers = peers
        self._folder = folder
        self._threads = threads
        self._accuracy = accuracy
        self._rounds = rounds
        self._milliseconds = milliseconds
        #: Turns that began although threads of another library were still at work.
        self.restless = 0

    def run(self, problem: Problem) -> Row:
        """Compares outputs and takes times."""
        source, weight = operands(problem)
        files = {name: str(self._folder / f"{name}.npy") for name in ("input", "weight", "output")}
        np.save(files["input"], source)
        np.save(files["weight"], weight)
        plan = self._ours.prepare(
            problem.row(), self._threads, self._accuracy,
            source=files["input"], weight=files["weight"], output=files["output"],
        )
        output = np.load(files["output"])

        turns: dict[str, Callable[[float], float]] = {"ours": self._ours.sample}
        largest = 0.0
        for peer in self._peers:
            if not peer.accepts(problem, weight):
                continue
            prepared = peer.prepare(problem, source, weight, output.shape)
            difference = relative_difference(output, prepared.output())
            # Written so that NaN fails.
            if not difference <= TOLERANCE:
                raise Disagreement(
                    f"ours ({plan['algorithm']}) and {peer.name} differ by {difference:.1e} of the"
                    f" largest output, and may by {TOLERANCE:.0e}"
                )
            largest = max(largest, difference)
            turns[peer.name] = lambda time, prepared=prepared: sample(prepared.run, time)
        times = self._take_turns(turns)
        return Row(
            suite=problem.suite,
            name=problem.name,
            shape=plan["shape"],
            repeat=problem.repeat,
            batch=problem.batch,
            gflop=plan["gflop"],
            ours_ms=times.pop("ours"),
            algorithm=plan["algorithm"],
            limit_ms=plan["limit_ms"],
            limited_by=plan["limited_by"],
            peers_ms=times,
            largest_difference=largest,
        )

    def _take_turns(self, turns: dict[str, Callable[[float], float]]) -> dict[str, float]:
        """The shortest time of each, in the order given."""
        def idle() -> None:
            if not wait_until_idle([os.getpid(), self._ours.process]):
                self.restless += 1

        return take_turns(turns, self._rounds, self._milliseconds, before=idle)
