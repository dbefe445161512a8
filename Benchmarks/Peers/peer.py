# peer.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""What a library must offer to take part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from problems import Problem


@dataclass(frozen=True)
class Prepared:
    """A convolution with everything done that can be done before the input is known.

    It is to be kept for as long as it runs, whole: it owns the memory.
    """

    #: Computes the output once.
    run: Callable[[], object]
    #: The output of the last run, as batch, channels, height and width, and the gradients if those
    #: are asked for.
    outputs: Callable[[], list[np.ndarray]]
    #: Arrays that the library was given the addresses of, and does not hold itself.
    memory: tuple[np.ndarray, ...] = ()


class Peer(Protocol):
    """A library, or one way to use it."""

    #: The name in tables and files.
    name: str

    def versions(self) -> dict[str, str]:
        """The versions of the library and of what computes in it."""

    def accepts(self, problem: Problem, weight: np.ndarray) -> bool:
        """Whether the library has a function for the problem."""

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """Gets ready, with the weight known for good."""
