# compare.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Times this library and others on the same problems, in turn. `make compare` runs it."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from environment import remove_settings

# Before any library reads them.
REMOVED = remove_settings(os.environ)

import charts
import report
from contest import RESULTS, Contest, Disagreement
from ours import Ours, OursError
from peer import Peer
from peer_numpy import NumPyPeer
from peer_onnxruntime import OnnxRuntimePeer
from peer_opencv import Filter2DPeer, SepFilter2DPeer
from peer_openvino import OpenVinoPeer
from peer_torch import TorchPeer, TorchTrainingPeer
from problems import Problem, ProblemError, load
from processors import kept_to, processors
from results import commit, write

#: The least that there is to do: what it takes is the cost of a call.
SMALLEST = Problem("call", "1x1", 1, 1, (1, 1), 1, (1, 1))


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    option = parser.add_argument
    option("--benchmark", required=True, help="the program convolution-benchmark")
    option("--output", type=Path, required=True, help="the file to write results to")
    option("--charts", type=Path, required=True, help="the folder to write charts to")
    option(
        "--problems",
        nargs="+",
        required=True,
        help='lists by name, or files; with a batch of their own as in "lenet@64"',
    )
    option("--filter", default="", help='only problems with this in "suite/name"')
    option("--batch", type=int, default=1)
    option("--threads", type=int, default=len(processors()))
    option("--accuracy", choices=("strict", "fast"), default="strict", help="of ours")
    option("--task", choices=tuple(RESULTS), default="forward", help="what is timed")
    option("--rounds", type=int, default=5, help="at least, and of these the last bring no news")
    option("--milliseconds", type=float, default=10, help="of a sample, at least")
    parsed = parser.parse_args()
    for name, least in (("batch", 1), ("threads", 1), ("rounds", 3), ("milliseconds", 5)):
        if getattr(parsed, name) < least:
            parser.error(f"--{name} must be at least {least}")
    return parsed


def peers(threads: int, task: str) -> list[Peer]:
    """All that take part: only PyTorch has gradients, and only NumPy least squares."""
    if task == "fitting":
        return [NumPyPeer(threads, by_equations) for by_equations in (True, False)]
    if task != "forward":
        return [TorchTrainingPeer(threads, last, task) for last in (False, True)]
    return [
        TorchPeer(threads, channels_last=False),
        TorchPeer(threads, channels_last=True),
        OnnxRuntimePeer(threads),
        OpenVinoPeer(threads),
        Filter2DPeer(threads),
        SepFilter2DPeer(threads),
    ]


def versions(libraries: list[Peer]) -> dict[str, str]:
    """The versions of everything that computes, ours being the commit."""
    return {
        "swift-convolution": commit(),
        "python": platform.python_version(),
        "numpy": importlib.metadata.version("numpy"),
        **{name: version for peer in libraries for name, version in peer.versions().items()},
    }


def main() -> int:
    """Compares, and returns 1 if a result was wrong."""
    options = arguments()
    try:
        problems = [problem for name in options.problems for problem in load(name, options.batch)]
    except ProblemError as error:
        sys.exit(f"error: {error}")
    problems = [problem for problem in problems if options.filter in problem.title]
    if not problems:
        sys.exit(f'error: no problem has "{options.filter}" in its "suite/name"')

    load_average = os.getloadavg()[0]
    with (
        Ours([options.benchmark, "serve"], os.environ) as ours,
        # More threads are left to lie where they do best: the first processors may share a core.
        kept_to(1, [os.getpid(), ours.process]) if options.threads == 1 else nullcontext(),
        tempfile.TemporaryDirectory() as folder,
    ):
        libraries = peers(options.threads, options.task)
        contest = Contest(
            ours, libraries, Path(folder), threads=options.threads, accuracy=options.accuracy,
            task=options.task, rounds=options.rounds, milliseconds=options.milliseconds,
        )
        settings: dict[str, Any] = {
            "machine": ours.machine(options.threads) | {"os": platform.platform()},
            "load_average": round(load_average, 2),
            "versions": versions(libraries),
            "threads": options.threads,
            "accuracy": options.accuracy,
            "task": options.task,
            "rounds": options.rounds,
            "kept_to_processors": processors() if options.threads == 1 else [],
            "sample_ms": options.milliseconds,
            "removed_from_environment": REMOVED,
        }
        call = contest.run(SMALLEST)
        settings["call_ms"] = {"ours": call.ours_ms, **call.peers_ms}
        print(introduction(settings))
        lines = report.RowTable(
            [peer.name for peer in libraries],
            [problem.title for problem in problems],
            ["x".join(map(str, problem.input_shape)) + " " * 22 for problem in problems],
        )
        print(f"{report.LEGEND}\n\n{lines.header()}", flush=True)
        rows: list[report.Row] = []
        failures = 0
        for problem in problems:
            try:
                rows.append(contest.run(problem))
            except (Disagreement, OursError) as error:
                # The other problems are checked all the same: one wrong result seldom comes alone.
                print(f"ERROR: {problem.title}: {error}", file=sys.stderr)
                failures += 1
                continue
            print(lines.line(rows[-1]), flush=True)
            # A long run that is stopped leaves what it has.
            settings["restless_turns"] = contest.quiet.restless
            settings["slow_turns"] = contest.quiet.slow
            write(options.output, report.document(settings, rows))

    if rows:
        document = report.document(settings, rows)
        summary = report.summary_text(report.summaries_of(document))
        print(f"\n{report.SUMMARY_LEGEND}\n\n{summary}\n")
        if contest.quiet.restless:
            print(f"In {contest.quiet.restless} turns the threads of another library would not sleep.")
        if contest.quiet.slow:
            print(f"In {contest.quiet.slow} turns the processor would not be as fast as before.")
        drawn = charts.draw(document, options.charts)
        print("\n".join(f"wrote {path}" for path in [options.output, *drawn]))
    return 1 if failures else 0


def introduction(settings: dict[str, Any]) -> str:
    """What is compared, and where."""
    machine, limits = settings["machine"], settings["machine"]["limits"]
    traffic = ", ".join(
        f"{memory['name']} {memory['gb_per_s']:.0f}" for memory in limits["memories"]
    )
    calls = ", ".join(f"{name} {1e3 * time:.1f}" for name, time in settings["call_ms"].items())
    removed = ", ".join(f"{name}={value}" for name, value in REMOVED.items()) or "nothing"
    lines = [
        f"CPU       {machine['cpu']}, {machine['isa']}, {machine['processors']} processors",
        f"limits    {limits['gflops']:.0f} GFLOP/s; GB/s read and written: {traffic}",
        f"BLAS      core {machine['blas']['core']}",
        "versions  " + ", ".join(f"{name} {v}" for name, v in settings["versions"].items()),
        f"settings  {settings['threads']} threads, {settings['accuracy']} accuracy,"
        f" {settings['rounds']} rounds of {settings['sample_ms']:g} ms or more",
        f"removed   {removed} (from the environment)",
        f"a call    {calls} microseconds, contained in every time below",
    ]
    if settings["load_average"] > 0.5:
        lines.append(
            f"WARNING   the machine is busy (load {settings['load_average']}): times mean little"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
