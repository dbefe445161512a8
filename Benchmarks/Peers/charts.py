# charts.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Charts of a comparison: time per suite against the peers, and share of the limit per layer."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report import Row, Summary, milliseconds, rows_of, summaries_of

OURS = "swift-convolution"
NAMES = {
    "ours": OURS,
    "torch": "PyTorch",
    "torch_channels_last": "PyTorch, channels last",
    "onnxruntime": "ONNX Runtime",
    "openvino": "OpenVINO",
    "filter2D": "OpenCV filter2D",
    "sepFilter2D": "OpenCV sepFilter2D",
}
OUR_COLOR, PEER_COLOR, BEST_COLOR, LIMIT_COLOR = "#d9480f", "#adb5bd", "#495057", "#1971c2"

#: A bar longer than so many times ours is cut off: one slow library would shrink the others.
LONGEST = 4.0

STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    # The same chart is the same file.
    "svg.hashsalt": OURS,
}


def draw(document: dict[str, Any], folder: Path) -> list[Path]:
    """Draws both charts into the folder, as PNG and SVG, and returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with pyplot.rc_context(STYLE):
        figures = {
            "compare-time": _times(summaries_of(document)),
            "compare-limit": _shares(rows_of(document)),
        }
        files = []
        for name, figure in figures.items():
            figure.text(0.01, 0.004, _caption(document), fontsize=7, color=BEST_COLOR)
            for suffix, metadata in (("png", {}), ("svg", {"Date": None})):
                files.append(folder / f"{name}.{suffix}")
                figure.savefig(files[-1], dpi=150, facecolor="white", metadata=metadata)
            pyplot.close(figure)
    return files


def _caption(document: dict[str, Any]) -> str:
    machine, versions, threads = document["machine"], document["versions"], document["threads"]
    libraries = ", ".join(
        f"{label} {versions[key].split('-')[0]}"
        for key, label in (
            ("torch", "PyTorch"), ("onnxruntime", "ONNX Runtime"), ("openvino", "OpenVINO"),
            ("opencv", "OpenCV"),
        )
        if key in versions
    )
    return (
        f"{machine['cpu']}, {machine['isa']}, {threads} thread{'s' if threads > 1 else ''};"
        f" accuracy {document['accuracy']}; single precision. {libraries}."
    )


def _title(suite: str, batch: int) -> str:
    return f"{suite}, batch {batch}" if batch > 1 else suite


# Time per suite


def _times(summaries: list[Summary]) -> Figure:
    columns = min(2, len(summaries))
    lines = math.ceil(len(summaries) / columns)
    bars = max(len(summary.peers_ms) for summary in summaries) + 1
    figure, grid = pyplot.subplots(
        lines, columns, figsize=(4.8 * columns, (0.26 * bars + 0.55) * lines + 0.6),
        squeeze=False, layout="constrained",
    )
    figure.get_layout_engine().set(rect=(0, 0.03, 1, 0.97))
    figure.suptitle(
        "Milliseconds for all convolutions of a suite (shorter is better)", x=0.01, ha="left"
    )
    for axes, summary in zip(grid.flat, summaries):
        _time_bars(axes, summary)
    for axes in grid.flat[len(summaries) :]:
        axes.set_visible(False)
    return figure


def _time_bars(axes: Axes, summary: Summary) -> None:
    times = {"ours": summary.ours_ms, **summary.peers_ms}
    end = min(max(times.values()), LONGEST * summary.ours_ms)
    for line, (name, time) in enumerate(times.items()):
        color = OUR_COLOR if name == "ours" else PEER_COLOR
        axes.barh(line, min(time, end), color=color, height=0.72)
        cut = " \N{RIGHTWARDS ARROW}" if time > end else ""
        axes.text(
            min(time, end) + 0.015 * end, line, milliseconds(time) + cut, va="center",
            color=OUR_COLOR if name == "ours" else "black",
            fontweight="bold" if name == "ours" else "normal",
        )
    axes.set_yticks(range(len(times)), [NAMES.get(name, name) for name in times])
    axes.set_title(_title(summary.suite, summary.batch))
    axes.set_xlim(0, 1.18 * end)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(left=False)


# Share of the limit per layer


def _shares(rows: list[Row]) -> Figure:
    suites: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        suites.setdefault((row.suite, row.batch), []).append(row)
    heights = [1.5 + 0.055 * max(len(row.name) for row in suite) for suite in suites.values()]
    figure, grid = pyplot.subplots(
        len(suites), 1, figsize=(9.6, sum(heights) + 0.9), height_ratios=heights,
        squeeze=False, layout="constrained",
    )
    caption = 0.25 / figure.get_figheight()
    figure.get_layout_engine().set(rect=(0, caption, 1, 1 - caption))
    figure.suptitle(
        "Share of the machine's limit, layer by layer (higher is better)", x=0.01, ha="left"
    )
    for axes, ((name, batch), suite) in zip(grid.flat, suites.items()):
        _share_bars(axes, suite)
        axes.set_title(_title(name, batch))
    grid.flat[0].legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, fontsize=8
    )
    return figure


def _share_bars(axes: Axes, rows: list[Row]) -> None:
    places = range(len(rows))
    axes.bar(places, [100 * row.share for row in rows], color=OUR_COLOR, label=OURS)
    axes.scatter(
        places, [100 * row.limit_ms / row.best_ms for row in rows], marker="_", s=90,
        linewidths=2, color=BEST_COLOR, label="fastest peer", zorder=3,
    )
    axes.axhline(100, color=LIMIT_COLOR, linewidth=1, label="measured limit")
    axes.set_xticks(places, [row.name for row in rows], rotation=90, fontsize=7)
    # Few layers get bars of the same width as many.
    axes.set_xlim(-0.6, max(len(rows), 24) - 0.4)
    axes.yaxis.set_major_formatter("{x:.0f} %")
    axes.set_ylim(bottom=0)
    axes.tick_params(bottom=False)


def main() -> None:
    """Draws the charts of a comparison that is there."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("results", type=Path, help="the file that compare.py wrote")
    parser.add_argument("folder", type=Path, help="the folder to write charts to")
    options = parser.parse_args()
    document = json.loads(options.results.read_text(encoding="utf-8"))
    for path in draw(document, options.folder):
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
