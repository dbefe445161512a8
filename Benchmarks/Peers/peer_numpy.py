# peer_numpy.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""NumPy: the kernel that makes the output of the input, by least squares."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from peer import Prepared
from problems import Problem


class NumPyPeer:
    """NumPy in double precision, on a matrix that has a row for every window of the input: by its
    normal equations, or by `numpy.linalg.lstsq`."""

    def __init__(self, threads: int, by_equations: bool) -> None:
        self._limits = threadpool_limits(threads, user_api="blas")
        self.name = "numpy_equations" if by_equations else "numpy_lstsq"
        self._by_equations = by_equations

    def versions(self) -> dict[str, str]:
        """That of the BLAS; NumPy's is known."""
        found = [info["version"] for info in threadpool_info() if "numpy" in info["filepath"]]
        return {"openblas in numpy": found[0] if found else "unknown"}

    def accepts(self, problem: Problem, weight: np.ndarray) -> bool:
        """Kernels for all channels, on whole windows next to each other."""
        return (
            problem.groups == 1
            and problem.padding == (0, 0)
            and problem.stride == problem.dilation == (1, 1)
        )

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """The output as a column for each of its channels, and the windows where they are."""
        windows = np.lib.stride_tricks.sliding_window_view(source, problem.kernel_size, (2, 3))
        # [batch, row, column, channel, kernel row, kernel column]
        windows = windows.transpose(0, 2, 3, 1, 4, 5)
        matrix = np.empty(windows.shape)
        rows = matrix.reshape(-1, weight[0].size)
        matrix[...] = windows
        channels = len(weight)
        # Of single precision, as pictures are.
        outputs = (rows @ weight.reshape(channels, -1).T).astype(np.float32).astype(float)

        def run() -> np.ndarray:
            matrix[...] = windows
            if self._by_equations:
                return np.linalg.solve(rows.T @ rows, rows.T @ outputs)
            return np.linalg.lstsq(rows, outputs)[0]

        def results() -> list[np.ndarray]:
            planes = outputs.reshape(*windows.shape[:3], channels).transpose(0, 3, 1, 2)
            return [planes, run().T.reshape(weight.shape)]

        return Prepared(run, results)
