# photo_charts.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""The chart of a comparison on photos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib import pyplot
from matplotlib.axes import Axes

from charts import BEST_COLOR, OUR_COLOR, OURS, PEER_COLOR, STYLE
from photo_report import PhotoRow, rows_of
from report import milliseconds


def draw(document: dict[str, Any], folder: Path) -> list[Path]:
    """Draws the chart into the folder, as PNG and SVG, and returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    panels: dict[tuple[str, str], list[PhotoRow]] = {}
    for row in rows_of(document):
        panels.setdefault((row.what, row.photo), []).append(row)
    with pyplot.rc_context(STYLE):
        bars = max(len(rows) for rows in panels.values())
        columns = 2 if len(panels) > 1 else 1
        lines = -(-len(panels) // columns)
        figure, grid = pyplot.subplots(
            lines, columns, figsize=(4.8 * columns, (0.42 * bars + 0.6) * lines + 0.6),
            squeeze=False, layout="constrained",
        )
        figure.get_layout_engine().set(rect=(0, 0.04, 1, 0.96))
        figure.suptitle(
            f"Milliseconds to filter a photo: {OURS} above, OpenCV below (shorter is better)",
            x=0.01, ha="left",
        )
        for axes, ((what, photo), rows) in zip(grid.flat, panels.items()):
            _bars(axes, f"{photo}, {TITLES[what]}", rows)
        for axes in grid.flat[len(panels) :]:
            axes.set_visible(False)
        figure.text(0.01, 0.006, _caption(document), fontsize=7, color=BEST_COLOR)
        files = []
        for suffix, metadata in (("png", {}), ("svg", {"Date": None})):
            files.append(folder / f"compare-photos.{suffix}")
            figure.savefig(files[-1], dpi=150, facecolor="white", metadata=metadata)
        pyplot.close(figure)
    return files


TITLES = {"operation": "in memory", "process": "from PNG to PNG"}


def _bars(axes: Axes, title: str, rows: list[PhotoRow]) -> None:
    end = max(max(row.ours_ms, row.opencv_ms) for row in rows)
    for line, row in enumerate(rows):
        for offset, time, color in (
            (-0.2, row.ours_ms, OUR_COLOR), (0.2, row.opencv_ms, PEER_COLOR)
        ):
            axes.barh(line + offset, time, color=color, height=0.38)
            axes.text(
                time + 0.015 * end, line + offset, milliseconds(time), va="center", fontsize=7,
                color=OUR_COLOR if color == OUR_COLOR else "black",
            )
    axes.set_yticks(
        range(len(rows)),
        [f"{row.filter}, {row.threads} thread{'s' if row.threads > 1 else ''}" for row in rows],
    )
    axes.set_title(title)
    axes.set_xlim(0, 1.15 * end)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(left=False)


def _caption(document: dict[str, Any]) -> str:
    machine, versions = document["machine"], document["versions"]
    return (
        f"{machine['cpu']}, {machine['isa']}. OpenCV {versions['opencv']}, Python"
        f" {versions['python']}. Gaussian of sigma 5 and size 31, Sobel 3x3, sharpen 3x3; 3 channels."
    )
