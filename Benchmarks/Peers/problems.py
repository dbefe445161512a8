# problems.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Lists of problems, in the format of Problems/README.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

COLUMNS = (
    "suite,name,n,c,h,w,k,kh,kw,stride_h,stride_w,pad_h,pad_w,dil_h,dil_w,groups,repeat".split(",")
)
KERNELS = ("random", "gaussian")

#: The lists that can be named without a path.
FOLDER = Path(__file__).resolve().parent.parent / "Problems"


class ProblemError(Exception):
    """A list, or a line of one, that cannot be read."""


@dataclass(frozen=True)
class Problem:
    """A convolution to be timed: a layer of a network, or a filter on an image."""

    suite: str
    name: str
    batch: int
    channels: int
    size: tuple[int, int]
    output_channels: int
    kernel_size: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: tuple[int, int] = (0, 0)
    dilation: tuple[int, int] = (1, 1)
    groups: int = 1
    repeat: int = 1
    kernel: str = "random"

    @property
    def title(self) -> str:
        """Suite and name."""
        return f"{self.suite}/{self.name}"

    @property
    def input_shape(self) -> tuple[int, int, int, int]:
        """Batch, channels, height and width of the input."""
        return (self.batch, self.channels, *self.size)

    @property
    def weight_shape(self) -> tuple[int, int, int, int]:
        """Output channels, input channels of a group, height and width of the kernel."""
        return (self.output_channels, self.channels // self.groups, *self.kernel_size)

    @property
    def is_image_filter(self) -> bool:
        """Whether it takes one channel to one of the same size, as image libraries filter."""
        return (
            self.channels == self.output_channels == self.groups == 1
            and self.stride == self.dilation == (1, 1)
            and all(k % 2 == 1 and p == k // 2 for k, p in zip(self.kernel_size, self.padding))
        )

    def row(self) -> str:
        """The line of a list, in the usual order of columns."""
        fields = [
            self.suite, self.name, self.batch, self.channels, *self.size, self.output_channels,
            *self.kernel_size, *self.stride, *self.padding, *self.dilation, self.groups,
            self.repeat,
        ]
        return ",".join(map(str, fields))


def parse(text: str, source: str) -> list[Problem]:
    """The problems in the text of a list; `source` says where it is from, for errors."""
    rows = [line for line in csv.reader(text.removeprefix("\ufeff").splitlines())]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered:
        raise ProblemError(f"{source}: empty; the first line must name the columns")
    header = [name.strip() for name in numbered[0][1]]
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in (*COLUMNS, "kernel")]
    if missing or unknown or len(set(header)) < len(header):
        raise ProblemError(
            f"{source}: the columns must be {','.join(COLUMNS)} and, if need be, kernel"
            f" (missing: {missing}, unknown: {unknown})"
        )
    if len(numbered) == 1:
        raise ProblemError(f"{source}: has no problems")
    return [_problem(header, row, f"{source}:{number}") for number, row in numbered[1:]]


def _problem(header: list[str], row: list[str], place: str) -> Problem:
    if len(row) != len(header):
        raise ProblemError(f"{place}: {len(row)} fields where there are {len(header)} columns")
    fields = {name: field.strip() for name, field in zip(header, row)}

    def number(column: str) -> int:
        minimum = 0 if column.startswith("pad_") else 1
        if not fields[column].isdecimal() or int(fields[column]) < minimum:
            raise ProblemError(
                f'{place}: column {column}: "{fields[column]}" is not a whole number'
                f" of {minimum} or more"
            )
        return int(fields[column])

    kernel = fields.get("kernel", KERNELS[0])
    if kernel not in KERNELS:
        raise ProblemError(f'{place}: column kernel: "{kernel}" is none of {", ".join(KERNELS)}')
    return Problem(
        suite=fields["suite"],
        name=fields["name"],
        batch=number("n"),
        channels=number("c"),
        size=(number("h"), number("w")),
        output_channels=number("k"),
        kernel_size=(number("kh"), number("kw")),
        stride=(number("stride_h"), number("stride_w")),
        padding=(number("pad_h"), number("pad_w")),
        dilation=(number("dil_h"), number("dil_w")),
        groups=number("groups"),
        repeat=number("repeat"),
        kernel=kernel,
    )


def load(source: str, batch: int) -> list[Problem]:
    """The problems of a file, or of a list of Problems/ by its name.

    They get the batch of the argument, or that of the source where it ends in one: "lenet@64".
    """
    name, at, own = source.rpartition("@")
    if at and own.isdecimal() and int(own) > 0:
        source, batch = name, int(own)
    path = Path(source)
    if not path.is_file():
        path = FOLDER / f"{source}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        names = ", ".join(sorted(file.stem for file in FOLDER.glob("*.csv")))
        raise ProblemError(f"{source}: no readable file, and none of the lists {names}") from error
    return [replace(problem, batch=batch) for problem in parse(text, source)]
