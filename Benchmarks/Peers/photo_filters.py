# photo_filters.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""The filters that `make compare-photos` compares, as OpenCV has them.

As a program it is what a user of OpenCV would write, and takes part in the comparison of whole processes:

    python photo_filters.py gaussian in.png out.png
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

#: Rows and columns of the Gaussian: what OpenCV's GaussianBlur takes for 8 bits and sigma 5.
GAUSSIAN_SIZE = 31
SIGMA = 5.0
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], np.float32)

#: The depth of the result: -1 is that of the picture.
Depth = int


@dataclass(frozen=True)
class Filter:
    """A filter of pictures, by OpenCV's function for it and as a kernel."""

    name: str
    #: Filters a picture, into another where one is given. The border is OpenCV's default, reflect101.
    apply: Callable[..., np.ndarray]
    #: The kernel as a correlation, which is what ours is given.
    kernel: Callable[[], np.ndarray]


def _gaussian(picture: np.ndarray, depth: Depth = -1, dst: np.ndarray | None = None) -> np.ndarray:
    return cv2.GaussianBlur(picture, (GAUSSIAN_SIZE, GAUSSIAN_SIZE), SIGMA, dst=dst)


def _sobel(picture: np.ndarray, depth: Depth = -1, dst: np.ndarray | None = None) -> np.ndarray:
    return cv2.Sobel(picture, depth, 1, 0, dst=dst)


def _sharpen(picture: np.ndarray, depth: Depth = -1, dst: np.ndarray | None = None) -> np.ndarray:
    return cv2.filter2D(picture, depth, SHARPEN, dst=dst)


def _gaussian_kernel() -> np.ndarray:
    profile = cv2.getGaussianKernel(GAUSSIAN_SIZE, SIGMA, cv2.CV_64F)
    return (profile @ profile.T).astype(np.float32)


def _sobel_kernel() -> np.ndarray:
    row, column = cv2.getDerivKernels(1, 0, 3, ktype=cv2.CV_32F)
    return column @ row.T


FILTERS = (
    Filter("gaussian", _gaussian, _gaussian_kernel),
    Filter("sobel", _sobel, _sobel_kernel),
    Filter("sharpen", _sharpen, lambda: SHARPEN),
)


def main() -> None:
    """Filters a file."""
    name, source, target = sys.argv[1:]
    picture = cv2.imread(source)
    (chosen,) = (candidate for candidate in FILTERS if candidate.name == name)
    if not cv2.imwrite(target, chosen.apply(picture)):
        sys.exit(f"cannot write {target}")


if __name__ == "__main__":
    main()
