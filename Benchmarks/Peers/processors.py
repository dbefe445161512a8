# processors.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""The processors that are measured on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


def processors() -> list[int]:
    """The processors that this process may use."""
    return sorted(os.sched_getaffinity(0))


@contextmanager
def kept_to(count: int, processes: Iterable[int] = (0,)) -> Iterator[None]:
    """Keeps the main threads of processes, and what they start meanwhile, on the same processors.

    Two processes would lie on different ones, as it happens, and who else is at work there, or on
    the other half of a core, would slow down one of the two.
    """
    before = {process: os.sched_getaffinity(process) for process in processes}
    chosen = processors()[:count]
    try:
        for process in before:
            os.sched_setaffinity(process, chosen)
        yield
    finally:
        for process, allowed in before.items():
            os.sched_setaffinity(process, allowed)
