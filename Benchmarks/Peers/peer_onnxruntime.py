# peer_onnxruntime.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""ONNX Runtime: a model of one node, its weight an initializer."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from operands import poisoned
from peer import Prepared
from problems import Problem

#: Of the model's format; every version of ONNX Runtime in the last years reads these.
OPSET, IR_VERSION = 17, 8


class OnnxRuntimePeer:
    """ONNX Runtime on the processor, with all optimizations, input and output bound beforehand.

    Its threads spin between runs, as they do by default.
    """

    name = "onnxruntime"

    def __init__(self, threads: int) -> None:
        self._options = onnxruntime.SessionOptions()
        self._options.intra_op_num_threads = threads
        self._options.inter_op_num_threads = 1
        self._options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self._options.log_severity_level = 3

    def versions(self) -> dict[str, str]:
        """ONNX Runtime's."""
        return {"onnxruntime": onnxruntime.__version__}

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
        """A session, and its binding to arrays."""
        session = onnxruntime.InferenceSession(
            _model(problem, weight, output_shape).SerializeToString(),
            self._options,
            providers=["CPUExecutionProvider"],
        )
        output = poisoned(output_shape)
        binding = session.io_binding()
        binding.bind_ortvalue_input("input", onnxruntime.OrtValue.ortvalue_from_numpy(source))
        binding.bind_ortvalue_output("output", onnxruntime.OrtValue.ortvalue_from_numpy(output))

        def result() -> list[np.ndarray]:
            session.run_with_iobinding(binding)
            return binding.copy_outputs_to_cpu()

        return Prepared(lambda: session.run_with_iobinding(binding), result, (source, output))


def _model(
    problem: Problem, weight: np.ndarray, output_shape: tuple[int, ...]
) -> onnx.ModelProto:
    node = helper.make_node(
        "Conv",
        ["input", "weight"],
        ["output"],
        kernel_shape=problem.kernel_size,
        strides=problem.stride,
        pads=(*problem.padding, *problem.padding),
        dilations=problem.dilation,
        group=problem.groups,
    )
    graph = helper.make_graph(
        [node],
        "convolution",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, problem.input_shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, output_shape)],
        [numpy_helper.from_array(weight, "weight")],
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
