# peer_opencv.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""OpenCV: its filters of one-channel images."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from operands import poisoned, separated
from peer import Prepared
from problems import Problem

#: Fills an array with the filtered image of another.
Filter = Callable[[np.ndarray, np.ndarray], object]


class Filter2DPeer:
    """`filter2D`, which takes any kernel."""

    name = "filter2D"

    def __init__(self, threads: int) -> None:
        _set_threads(threads)

    def versions(self) -> dict[str, str]:
        """OpenCV's."""
        return {"opencv": cv2.__version__}

    def accepts(self, problem: Problem, weight: np.ndarray) -> bool:
        """Filters of images."""
        return problem.is_image_filter

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """The filter, with zeros around the image."""
        kernel = weight[0, 0]
        return _prepared(
            source,
            output_shape,
            lambda image, output: cv2.filter2D(
                image, cv2.CV_32F, kernel, dst=output, borderType=cv2.BORDER_CONSTANT
            ),
        )


class SepFilter2DPeer:
    """`sepFilter2D`, for who knows that the kernel is a product, and the factors."""

    name = "sepFilter2D"

    def __init__(self, threads: int) -> None:
        _set_threads(threads)

    def versions(self) -> dict[str, str]:
        """OpenCV's."""
        return {"opencv": cv2.__version__}

    def accepts(self, problem: Problem, weight: np.ndarray) -> bool:
        """Filters of images whose kernel is a product."""
        return problem.is_image_filter and separated(weight[0, 0]) is not None

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """The filter, with zeros around the image."""
        factors = separated(weight[0, 0])
        if factors is None:
            raise ValueError(f"{problem.title}: the kernel is no product")
        column, row = factors
        return _prepared(
            source,
            output_shape,
            lambda image, output: cv2.sepFilter2D(
                image, cv2.CV_32F, row, column, dst=output, borderType=cv2.BORDER_CONSTANT
            ),
        )


def _set_threads(threads: int) -> None:
    cv2.setNumThreads(threads)
    cv2.ocl.setUseOpenCL(False)


def _prepared(source: np.ndarray, output_shape: tuple[int, ...], apply: Filter) -> Prepared:
    output = poisoned(output_shape)
    pairs = list(zip(source[:, 0], output[:, 0]))

    def run() -> None:
        for image, target in pairs:
            apply(image, target)

    def result() -> list[np.ndarray]:
        run()
        return [output]

    return Prepared(run, result)
