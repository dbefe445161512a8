# photo_report.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""What `make compare-photos` measured, as data and as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from report import milliseconds, table

#: The most of OpenCV's time that ours may take.
BAR = 0.5


@dataclass(frozen=True)
class PhotoRow:
    """A filter of a photo, by both."""

    #: "operation", in memory and in single precision, or "process", from PNG to PNG.
    what: str
    filter: str
    #: The name of the photo's size.
    photo: str
    #: Threads of an operation, processors of a process.
    threads: int
    ours_ms: float
    opencv_ms: float
    #: Between the two results, at any sample. Steps of 8 bits for a process, a part of the largest
    #: output for an operation.
    difference: float
    #: The bytes of the PNG that was written, 0 for an operation.
    ours_bytes: int = 0
    opencv_bytes: int = 0
    #: What it takes an operation to read the photo and write the result once; 0 where its
    #: multiply-adds take longer, of which separable kernels need fewer, and for a process.
    limit_ms: float = 0

    @property
    def share(self) -> float:
        """Ours as a share of OpenCV's time."""
        return self.ours_ms / self.opencv_ms

    @property
    def least_share(self) -> float:
        """The share of OpenCV's time that memory allows."""
        return self.limit_ms / self.opencv_ms


def document(settings: dict[str, Any], rows: Iterable[PhotoRow]) -> dict[str, Any]:
    """All of a comparison, as it is written to a file."""
    return {**settings, "rows": [asdict(row) for row in rows]}


def rows_of(document: dict[str, Any]) -> list[PhotoRow]:
    """The rows of what was written to a file."""
    return [PhotoRow(**row) for row in document["rows"]]


LEGEND = f"""\
operation   in memory, single precision, 3 channels: planes here, interleaved in OpenCV
process     from PNG to PNG: `convolve filter`, and a program in Python with cv2, start included
share       ours of OpenCV's time; at most {BAR} is the aim
least       the share that memory allows: reading the photo and writing the result once, at the rate
            measured for a copy; - where the multiply-adds of a kernel that is not separated take longer
difference  the largest: of an operation as a part of the largest output, of a process in 8-bit steps
MB          of the PNG that was written"""


def text(rows: Iterable[PhotoRow]) -> str:
    """The rows as a table."""
    cells = [
        ["what", "filter", "photo", "threads", "ours ms", "OpenCV ms", "share", "least"]
        + ["difference", "MB", "OpenCV MB"]
    ]
    for row in rows:
        is_process = row.what == "process"
        cells.append(
            [row.what, row.filter, row.photo, str(row.threads)]
            + [milliseconds(row.ours_ms), milliseconds(row.opencv_ms)]
            + [f"{row.share:.2f}" + (" !" if row.share > BAR else "  ")]
            + [f"{row.least_share:.2f}" if row.limit_ms > 0 else "-"]
            + [f"{row.difference:.0f}" if is_process else f"{row.difference:.1e}"]
            + [
                f"{size / 1e6:.2f}" if is_process else "-"
                for size in (row.ours_bytes, row.opencv_bytes)
            ]
        )
    return "\n".join(table(cells, left=3))


def shortfalls(rows: Iterable[PhotoRow]) -> list[str]:
    """The rows above the bar, in words."""
    return [
        f"{row.what} {row.filter} {row.photo}, {row.threads} threads: {row.share:.2f}"
        for row in rows
        if row.share > BAR
    ]
