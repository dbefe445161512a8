# photos.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Photos in the sizes of cameras and screens, made from the one in the repository."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np


@dataclass(frozen=True)
class Size:
    """A size that has a name."""

    name: str
    height: int
    width: int


SIZES = (Size("1080p", 1080, 1920), Size("4K", 2160, 3840))

#: What the channels of a color picture are of the gray one: a warm light.
TINT = (0.78, 0.9, 1.0)

#: The standard deviation of a sensor's noise, in 8-bit steps. Without it an enlarged picture would be
#: smoother than any photo, and its PNG a fraction of the size.
NOISE = 2.0


def make(source: Path, folder: Path, size: Size, seed: int = 1) -> Path:
    """Writes the photo of a size as a PNG of three channels, unless it is there, and returns its file.

    The picture is enlarged until it covers the size, and its middle is taken.
    """
    path = folder / f"photo-{size.name}.png"
    if path.exists():
        return path
    gray = cv2.imread(str(source), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise FileNotFoundError(source)
    scale = max(size.height / gray.shape[0], size.width / gray.shape[1])
    shape = [max(least, round(scale * side)) for least, side in zip((size.height, size.width), gray.shape)]
    large = cv2.resize(gray, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    top, left = (shape[0] - size.height) // 2, (shape[1] - size.width) // 2
    middle = large[top : top + size.height, left : left + size.width, np.newaxis]
    noise = np.random.default_rng(seed).normal(0, NOISE, (size.height, size.width, 3))
    photo = np.clip(np.rint(middle * np.array(TINT) + noise), 0, 255).astype(np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: a file that is there is taken for complete.
    new = folder / f"new-{path.name}"
    if not cv2.imwrite(str(new), photo):
        raise OSError(f"cannot write {new}")
    new.replace(path)
    return path
