# peer_torch.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""PyTorch: a `Conv2d` that is kept, in evaluation or in training, in either memory format."""

from __future__ import annotations

import re

import numpy as np
import torch

from peer import Prepared
from problems import Problem


class TorchPeer:
    """PyTorch with tensors in a memory format.

    In the format `channels_last` input, weight and output are, and nothing is converted while the
    time runs. PyTorch offers no way to give a convolution the memory of its output.
    """

    def __init__(self, threads: int, channels_last: bool) -> None:
        torch.set_num_threads(threads)
        self.name = "torch_channels_last" if channels_last else "torch"
        self._format = torch.channels_last if channels_last else torch.contiguous_format

    def versions(self) -> dict[str, str]:
        """PyTorch's, and that of oneDNN within."""
        found = re.search(r"MKL-DNN v([\d.]+)", torch.__config__.parallel_info())
        return {"torch": torch.__version__, "onednn in torch": found[1] if found else "unknown"}

    def accepts(self, problem: Problem, weight: np.ndarray) -> bool:
        """All."""
        return True

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """A module with the weight, and the input in its format."""
        module = torch.nn.Conv2d(
            problem.channels,
            problem.output_channels,
            problem.kernel_size,
            stride=problem.stride,
            padding=problem.padding,
            dilation=problem.dilation,
            groups=problem.groups,
            bias=False,
        )
        module.weight = torch.nn.Parameter(torch.from_numpy(weight), requires_grad=False)
        module = module.eval().to(memory_format=self._format)
        tensor = torch.from_numpy(source).contiguous(memory_format=self._format)

        def run() -> torch.Tensor:
            with torch.inference_mode():
                return module(tensor)

        return Prepared(run, lambda: [run().contiguous().numpy()])


class TorchTrainingPeer(TorchPeer):
    """PyTorch in training: the output, and its gradients with respect to the weight and, in the
    task `training`, to the input. The loss is half the sum of the squared outputs."""

    def __init__(self, threads: int, channels_last: bool, task: str) -> None:
        super().__init__(threads, channels_last)
        self._task = task

    def prepare(
        self,
        problem: Problem,
        source: np.ndarray,
        weight: np.ndarray,
        output_shape: tuple[int, ...],
    ) -> Prepared:
        """The operands as tensors that gradients are asked for."""
        factors = torch.from_numpy(weight).contiguous(memory_format=self._format).requires_grad_()
        tensor = torch.from_numpy(source).contiguous(memory_format=self._format)
        parameters = [factors]
        if self._task == "training":
            parameters.append(tensor.requires_grad_())

        def run() -> list[torch.Tensor]:
            output = torch.nn.functional.conv2d(
                tensor, factors, None, problem.stride, problem.padding, problem.dilation,
                problem.groups,
            )
            gradients = torch.autograd.grad(output, parameters, output.detach())
            return [output.detach(), *gradients]

        return Prepared(run, lambda: [tensor.contiguous().numpy() for tensor in run()])
