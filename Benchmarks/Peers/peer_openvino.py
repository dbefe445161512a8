# peer_openvino.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""OpenVINO: a compiled model of one operation, its weight a constant."""

from __future__ import annotations

import numpy as np
import openvino
from openvino import opset13

from operands import poisoned
from peer import Prepared
from problems import Problem


class OpenVinoPeer:
    """OpenVINO on the processor, one stream, input and output bound beforehand.

    The precision is set to single: where the processor has instructions for bfloat16, OpenVINO
    would compute in that, which no other library here does.
    """

    name = "openvino"

    def __init__(self, threads: int) -> None:
        self._core = openvino.Core()
        self._settings = {
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": "f32",
            "NUM_STREAMS": 1,
            "PERFORMANCE_HINT": "LATENCY",
        }

    def versions(self) -> dict[str, str]:
        """OpenVINO's."""
        return {"openvino": openvino.__version__}

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
        """A request of a compiled model, with its tensors."""
        parameter = opset13.parameter(problem.input_shape, np.float32)
        geometry = (problem.stride, problem.padding, problem.padding, problem.dilation)
        if problem.groups == 1:
            node = opset13.convolution(parameter, opset13.constant(weight), *geometry)
        else:
            of_group = (problem.groups, problem.output_channels // problem.groups)
            constant = opset13.constant(weight.reshape(*of_group, *problem.weight_shape[1:]))
            node = opset13.group_convolution(parameter, constant, *geometry)
        model = openvino.Model([node], [parameter], "convolution")
        request = self._core.compile_model(model, "CPU", self._settings).create_infer_request()
        output = poisoned(output_shape)
        request.set_input_tensor(openvino.Tensor(source, shared_memory=True))
        request.set_output_tensor(openvino.Tensor(output, shared_memory=True))

        def run() -> None:
            request.infer(share_outputs=True)

        def result() -> list[np.ndarray]:
            run()
            return [output]

        return Prepared(run, result, (source, output))
