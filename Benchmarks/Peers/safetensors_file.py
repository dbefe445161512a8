# safetensors_file.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Files of tensors by name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TYPES = {"F32": "<f4", "F64": "<f8"}


@dataclass(frozen=True)
class Contents:
    """What a file holds."""

    tensors: dict[str, np.ndarray]
    metadata: dict[str, str]


def read(path: Path) -> Contents:
    """Reads a file of single and double precision, as this library writes them."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        numbers = np.frombuffer(data[start + first : start + end], TYPES[entry["dtype"]])
        # A copy, as the bytes of a file cannot be written to.
        tensors[name] = numbers.reshape(entry["shape"]).copy()
    return Contents(tensors, metadata)
