# geometry.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Draws where a kernel stands on a row, for paddings, strides and dilations: geometry.svg, and
geometry~dark.svg for dark pages, in the folder named by the argument."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch

INPUT, KERNEL = 7, 3


@dataclass(frozen=True)
class Case:
    title: str
    padding: int = 0
    stride: int = 1
    dilation: int = 1

    @property
    def positions(self) -> list[int]:
        """Where the kernel's first element stands, one for each output."""
        extent = (KERNEL - 1) * self.dilation + 1
        last = INPUT + self.padding - extent
        return list(range(-self.padding, last + 1, self.stride))


@dataclass(frozen=True)
class Colors:
    text: str
    input: str
    padding: str
    kernel: str
    output: str
    number: str


CASES = [
    Case("padding .valid"),
    Case("padding 1", padding=1),
    Case("stride 2", stride=2),
    Case("dilation 2", dilation=2),
]
LIGHT = Colors("#1f2328", "#d5dbe2", "#8b949e", "#d9480f", "#1971c2", "#ffffff")
DARK = Colors("#e6edf3", "#3d444d", "#8b949e", "#ff922b", "#4dabf7", "#10141a")


def cell(axes, x, y, text="", face="none", edge="none", color="none", style="solid"):
    axes.add_patch(
        FancyBboxPatch(
            (x + 0.1, y + 0.1), 0.8, 0.8, boxstyle="round,pad=0,rounding_size=0.14",
            facecolor=face, edgecolor=edge, linestyle=style, linewidth=1,
        )
    )
    axes.text(x + 0.5, y + 0.46, text, color=color, ha="center", va="center", fontsize=8)


def draw(axes, case: Case, colors: Colors):
    axes.set_title(
        f"{case.title}, {len(case.positions)} outputs", color=colors.text, fontsize=10, loc="left"
    )
    for x in range(-case.padding, INPUT + case.padding):
        if 0 <= x < INPUT:
            cell(axes, x, 0, str(x), face=colors.input, color=colors.text)
        else:
            cell(axes, x, 0, edge=colors.padding, style="dashed")
    for index, start in enumerate(case.positions):
        y = -1.15 - index
        for tap in range(KERNEL):
            cell(axes, start + tap * case.dilation, y, face=colors.kernel)
        axes.annotate(
            "", (9.1, y + 0.5), (8.3, y + 0.5),
            arrowprops={"arrowstyle": "->", "color": colors.padding},
        )
        cell(axes, 9.2, y, str(index), face=colors.output, color=colors.number)
    axes.set_xlim(-1.1, 10.4)
    axes.set_ylim(-7.4, 1.1)
    axes.set_aspect("equal")
    axes.axis("off")


def picture(colors: Colors, path: Path):
    plt.rcParams["svg.hashsalt"] = "geometry"
    figure, grid = plt.subplots(1, len(CASES), figsize=(12, 2.7))
    for axes, case in zip(grid, CASES):
        draw(axes, case, colors)
    figure.subplots_adjust(left=0.005, right=0.995, top=0.9, bottom=0.01, wspace=0.04)
    figure.savefig(path, transparent=True, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    picture(LIGHT, folder / "geometry.svg")
    picture(DARK, folder / "geometry~dark.svg")
