# compare_photos.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Times filters of photos here and in OpenCV, in turn. `make compare-photos` runs it."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from environment import remove_settings

# Before any library reads them.
REMOVED = remove_settings(os.environ)

import cv2
import numpy as np

import photo_charts
import photo_report
from contest import TOLERANCE, Disagreement
from operands import aligned_empty, poisoned, relative_difference
from ours import Ours
from photo_filters import FILTERS, Filter
from photo_report import PhotoRow
from photos import SIZES, Size, make
from processors import kept_to, processors
from results import commit, write
from timing import Quiet, sample, take_turns

#: Eight-bit steps that two results may differ by: both round, and OpenCV's Gaussian of 8 bits computes
#: with whole numbers.
STEPS = 1


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    option = parser.add_argument
    option("--benchmark", required=True, help="the program convolution-benchmark")
    option("--tool", required=True, help="the program convolve")
    option("--picture", type=Path, required=True, help="the photo that is enlarged")
    option("--photos", type=Path, required=True, help="the folder for the enlarged ones")
    option("--output", type=Path, required=True, help="the file to write results to")
    option("--charts", type=Path, required=True, help="the folder to write the chart to")
    option("--filter", default="", help='only what has this in "what/filter/photo"')
    option("--rounds", type=int, default=7)
    option("--milliseconds", type=float, default=50, help="of a sample of an operation, at least")
    parsed = parser.parse_args()
    if parsed.rounds < 3:
        parser.error("--rounds must be at least 3")
    return parsed


def thread_counts() -> list[int]:
    """One, and two where there are as many."""
    return [1, 2] if len(processors()) > 1 else [1]


class PhotoContest:
    """Photos, ready to be filtered by both."""

    def __init__(self, options: argparse.Namespace, ours: Ours, folder: Path) -> None:
        self._options = options
        self._ours = ours
        self._folder = folder
        self.quiet = Quiet([os.getpid(), ours.process])

    def _kernel(self, chosen: Filter) -> tuple[str, np.ndarray]:
        kernel = np.ascontiguousarray(chosen.kernel(), np.float32)
        path = self._folder / f"{chosen.name}.npy"
        np.save(path, kernel)
        return str(path), kernel

    # In memory

    def operation(self, chosen: Filter, size: Size, photo: Path, threads: int) -> PhotoRow:
        """Compares and times a filter of a photo in memory, in single precision."""
        cv2.setNumThreads(threads)
        pixels = cv2.imread(str(photo)).astype(np.float32) / 255
        _, kernel = self._kernel(chosen)
        files = {name: str(self._folder / f"{name}.npy") for name in ("input", "weight", "output")}
        # Every channel is an image of one channel: one kernel serves all.
        np.save(files["input"], np.ascontiguousarray(pixels.transpose(2, 0, 1)[:, np.newaxis]))
        np.save(files["weight"], kernel[np.newaxis, np.newaxis])
        rows, columns = kernel.shape
        plan = self._ours.prepare(
            f"3x1x{size.height}x{size.width} k1 {rows}x{columns} p{rows // 2}x{columns // 2} reflect",
            threads, "strict", "forward",
            source=files["input"], weight=files["weight"], outputs=[files["output"]],
        )
        picture, target = aligned_empty(pixels.shape), poisoned(pixels.shape)
        picture[...] = pixels

        def run() -> None:
            chosen.apply(picture, cv2.CV_32F, dst=target)

        run()
        ours = np.load(files["output"])[:, 0].transpose(1, 2, 0)
        difference = relative_difference(ours, target)
        # Written so that NaN fails.
        if not difference <= TOLERANCE:
            raise Disagreement(f"the results differ by {difference:.1e} of the largest output")
        with kept_to(threads, [os.getpid(), self._ours.process]):
            times = take_turns(
                {"ours": self._ours.sample, "opencv": lambda period: sample(run, period)},
                self._options.rounds, self._options.milliseconds, before=self.quiet.wait,
            )
        return PhotoRow(
            "operation", chosen.name, size.name, threads, times["ours"], times["opencv"], difference,
            limit_ms=0 if plan["limited_by"] == "FMA" else plan["limit_ms"],
        )

    # From file to file

    def process(self, chosen: Filter, size: Size, photo: Path, threads: int) -> PhotoRow:
        """Compares and times whole processes, from PNG to PNG, on so many processors."""
        kernel, _ = self._kernel(chosen)
        targets = {name: self._folder / f"{name}.png" for name in ("ours", "opencv")}
        here = Path(__file__).resolve().parent
        commands = {
            "ours": [
                self._options.tool, "filter", str(photo), str(targets["ours"]), "--kernel", kernel,
                "--border", "reflect",
            ],
            "opencv": [
                sys.executable, str(here / "photo_filters.py"), chosen.name, str(photo),
                str(targets["opencv"]),
            ],
        }

        def run(name: str) -> float:
            targets[name].unlink(missing_ok=True)
            with kept_to(threads):
                start = time.perf_counter()
                subprocess.run(commands[name], check=True, stdout=subprocess.DEVNULL)
                return 1e3 * (time.perf_counter() - start)

        for name in commands:
            run(name)
        results = [cv2.imread(str(target)).astype(np.int32) for target in targets.values()]
        difference = float(np.max(np.abs(results[0] - results[1])))
        if difference > STEPS:
            raise Disagreement(f"the results differ by {difference:.0f} steps of 8 bits")
        times = take_turns(
            {name: lambda _, name=name: run(name) for name in commands},
            self._options.rounds, 0, before=self.quiet.wait, slow=float("inf"),
        )
        return PhotoRow(
            "process", chosen.name, size.name, threads, times["ours"], times["opencv"], difference,
            *(target.stat().st_size for target in targets.values()),
        )


def main() -> int:
    """Compares, and returns 1 if a result was wrong."""
    options = arguments()
    photos = {size: make(options.picture, options.photos, size) for size in SIZES}
    rows: list[PhotoRow] = []
    failures = 0
    settings: dict[str, Any] = {
        "load_average": round(os.getloadavg()[0], 2),
        "versions": {
            "swift-convolution": commit(), "python": platform.python_version(),
            "numpy": np.__version__, "opencv": cv2.__version__,
        },
        "rounds": options.rounds,
        "sample_ms": options.milliseconds,
        "removed_from_environment": REMOVED,
    }
    with (
        Ours([options.benchmark, "serve"], os.environ) as ours,
        tempfile.TemporaryDirectory(dir=options.photos) as folder,
    ):
        contest = PhotoContest(options, ours, Path(folder))
        settings["machine"] = ours.machine(1) | {"os": platform.platform()}
        for what in ("operation", "process"):
            for threads in thread_counts():
                for size, photo in photos.items():
                    for chosen in FILTERS:
                        if options.filter not in f"{what}/{chosen.name}/{size.name}":
                            continue
                        try:
                            compare = getattr(contest, what)
                            rows.append(compare(chosen, size, photo, threads))
                        except Disagreement as error:
                            title = f"{what} {chosen.name} {size.name}"
                            print(f"ERROR: {title}: {error}", file=sys.stderr)
                            failures += 1
                            continue
                        print(photo_report.text(rows[-1:]).splitlines()[-1], flush=True)
        settings["restless_turns"] = contest.quiet.restless
    if not rows:
        sys.exit(f'error: nothing has "{options.filter}" in its "what/filter/photo"')
    document = photo_report.document(settings, rows)
    write(options.output, document)
    print(f"\n{photo_report.LEGEND}\n\n{photo_report.text(rows)}\n")
    for line in photo_report.shortfalls(rows):
        print(f"above {photo_report.BAR}: {line}")
    drawn = photo_charts.draw(document, options.charts)
    print("\n".join(f"wrote {path}" for path in [options.output, *drawn]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
