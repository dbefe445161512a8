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
from timing import Pace, Quiet, sample, take_turns

#: What two libraries may differ by, as a part of the largest output: each is within 1e-5 of it,
#: as this library promises even where it is asked to be fast.
TOLERANCE = 2e-5
#: The same for gradients with respect to the weight, each element of which is a sum over all pixels
#: of a batch: of two million products, what PyTorch adds in single precision is 5e-5 off.
SUM_TOLERANCE = 2e-4

#: What a task computes.
RESULTS = {
    "forward": ("output",),
    "learning": ("output", "weight_gradient"),
    "training": ("output", "weight_gradient", "input_gradient"),
    "fitting": ("output", "kernel"),
}


#: They stay in the first-level cache, and are too few for OpenBLAS to use another thread.
FACTORS = np.linspace(-1, 1, 4096, dtype=np.float32)


def products() -> None:
    """A tenth of a millisecond of multiply-adds."""
    for _ in range(100):
        np.dot(FACTORS, FACTORS)


class Disagreement(Exception):
    """Two libraries that do not compute the same."""


class Contest:
    """Ours and its peers, ready to compare problem after problem.

    The peers share this process, and ours has its own. At any time one library works, and nothing
    starts before the threads of all others sleep. Every round begins with another library. All
    read the same input again and again, so that caches are as warm for one as for the other.
    """

    def __init__(
        self, ours: Ours, peers: list[Peer], folder: Path, *, threads: int, accuracy: str, task: str,
        rounds: int, milliseconds: float,
    ) -> None:
        self._ours = ours
        self._peers = peers
        self._folder = folder
        self._threads = threads
        self._accuracy = accuracy
        self._task = task
        self._rounds = rounds
        self._milliseconds = milliseconds
        #: With one thread, one processor is measured on.
        self.quiet = Quiet(
            [os.getpid(), ours.process], Pace(products) if threads == 1 else None
        )

    def run(self, problem: Problem) -> Row:
        """Compares outputs and takes times."""
        source, weight = operands(problem)
        paths = {name: str(self._folder / f"{name}.npy") for name in ("input", "weight")}
        np.save(paths["input"], source)
        np.save(paths["weight"], weight)
        results = [str(self._folder / f"{name}.npy") for name in RESULTS[self._task]]
        plan = self._ours.prepare(
            problem.row(), self._threads, self._accuracy, self._task,
            source=paths["input"], weight=paths["weight"], outputs=results,
        )
        outputs = [np.load(path) for path in results]

        turns: dict[str, Callable[[float], float]] = {"ours": self._ours.sample}
        largest = 0.0
        for peer in self._peers:
            if not peer.accepts(problem, weight):
                continue
            prepared = peer.prepare(problem, source, weight, outputs[0].shape)
            difference = 0.0
            names = RESULTS[self._task]
            for name, actual, expected in zip(names, outputs, prepared.outputs(), strict=True):
                tolerance = SUM_TOLERANCE if name == "weight_gradient" else TOLERANCE
                part = relative_difference(actual, expected)
                # Written so that NaN fails.
                if not part <= tolerance:
                    raise Disagreement(
                        f"ours ({plan['algorithm']}) and {peer.name} differ by {part:.1e} of the"
                        f" largest element of the {name}, and may by {tolerance:.0e}"
                    )
                difference = max(difference, part)
            largest = max(largest, difference)
            turns[peer.name] = lambda time, prepared=prepared: sample(prepared.run, time)
        times = take_turns(turns, self._rounds, self._milliseconds, before=self.quiet.wait)
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
