# operands.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""The numbers that all libraries compute with."""

from __future__ import annotations

import math

import numpy as np

from problems import Problem


def aligned_empty(shape: tuple[int, ...]) -> np.ndarray:
    """An array of single precision that starts at a multiple of 64 bytes.

    NumPy's own arrays start at multiples of 16, which costs the vector instructions of whoever
    is handed one.
    """
    count = math.prod(shape)
    memory = np.empty(count * 4 + 64, dtype=np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + count * 4].view(np.float32).reshape(shape)


def poisoned(shape: tuple[int, ...]) -> np.ndarray:
    """An array for an output: what a library forgets to write stays NaN, and is noticed."""
    array = aligned_empty(shape)
    array.fill(np.nan)
    return array


def operands(problem: Problem, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Input and weight, the same on every run.

    Elements are between -1 and 1, of both signs, so that sums stay small and cancel as they do in
    a network; the weight of a Gaussian is one.
    """
    generator = np.random.default_rng(seed)
    source = aligned_empty(problem.input_shape)
    source[...] = generator.uniform(-1, 1, problem.input_shape)
    weight = aligned_empty(problem.weight_shape)
    if problem.kernel == "gaussian":
        weight[...] = np.outer(*(gaussian(size) for size in problem.kernel_size))
    else:
        weight[...] = generator.uniform(-1, 1, problem.weight_shape)
    return source, weight


def gaussian(size: int) -> np.ndarray:
    """A Gaussian in one dimension with a sum of 1, and OpenCV's standard deviation for its size."""
    deviation = 0.15 * size + 0.35
    distance = np.arange(size) - (size - 1) / 2
    values = np.exp(-(distance**2) / (2 * deviation**2))
    return values / values.sum()


def separated(kernel: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The column and the row that a kernel is the product of, None if it is not."""
    left, sizes, right = np.linalg.svd(kernel.astype(np.float64))
    if len(sizes) > 1 and sizes[1] > 1e-6 * sizes[0]:
        return None
    factor = math.sqrt(sizes[0])
    return (left[:, 0] * factor).astype(np.float32), (right[0] * factor).astype(np.float32)


def relative_difference(actual: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference, as a part of the largest element; NaN where either has one."""
    return float(np.max(np.abs(actual - expected)) / np.max(np.abs(expected)))
