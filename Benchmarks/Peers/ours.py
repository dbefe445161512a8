# ours.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""This library, in a process of its own: `convolution-benchmark serve`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any


class OursError(Exception):
    """What the benchmark answered instead of a result."""


class Ours:
    """The dialogue with the benchmark, a line of JSON in each direction at a time.

    Its process waits for the next line, asleep, while other libraries are timed.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*command],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Ours:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    def machine(self, threads: int) -> dict[str, Any]:
        """The machine and its limits, which are measured when this is first asked."""
        return self._ask(request="machine", threads=threads)

    def prepare(
        self, problem: str, threads: int, accuracy: str, task: str, source: str, weight: str,
        outputs: list[str],
    ) -> dict[str, Any]:
        """Plans a problem, given as a row of a list, with the tensors of two files, and writes what
        it computes to others."""
        return self._ask(
            request="prepare", problem=problem, threads=threads, accuracy=accuracy, task=task,
            input=source, weight=weight, outputs=outputs,
        )

    def sample(self, milliseconds: float) -> float:
        """The milliseconds of a run of what was prepared last."""
        return float(self._ask(request="sample", milliseconds=milliseconds)["milliseconds"])

    def _ask(self, **request: object) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise OursError(f"the benchmark ended with code {self._process.wait()}")
        reply = json.loads(line)
        if "error" in reply:
            raise OursError(reply["error"])
        return reply
