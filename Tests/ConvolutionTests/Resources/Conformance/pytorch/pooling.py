# pooling.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of pooling beside this file, computed by PyTorch 2.13.0 on the CPU.

Inputs of max_pool2d are small whole numbers: windows have several largest elements, and the gradient
says which of them counts. One case has NaN and infinity in it.
"""

import sys
from pathlib import Path

import torch
from torch.nn.functional import avg_pool2d, max_pool2d

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1] / "Optimizers"))

from optimizers import write_safetensors

# input shape, kernel, stride, padding, dilation, ceil_mode
CASES = [
    ((2, 3, 8, 8), (2, 2), (2, 2), (0, 0), (1, 1), False),
    ((1, 2, 9, 7), (3, 3), (2, 2), (1, 1), (1, 1), False),
    ((1, 2, 9, 8), (3, 3), (2, 2), (1, 1), (1, 1), True),
    ((2, 1, 10, 33), (3, 5), (1, 1), (1, 2), (1, 1), False),
    ((1, 2, 11, 13), (2, 3), (3, 1), (1, 0), (1, 1), True),
    ((1, 3, 12, 11), (3, 2), (1, 2), (1, 1), (2, 3), False),
    ((1, 2, 7, 10), (3, 3), (3, 4), (0, 1), (2, 1), True),
    ((1, 1, 2, 2), (3, 3), (2, 2), (0, 0), (1, 1), True),
    ((3, 2, 1, 1), (1, 1), (1, 1), (0, 0), (1, 1), False),
    ((1, 2, 5, 40), (4, 4), (3, 3), (2, 2), (1, 1), True),
]


def text(value: tuple[int, ...] | bool) -> str:
    """An attribute as a file holds it."""
    return ",".join(str(int(number)) for number in (value if isinstance(value, tuple) else (value,)))


def write(name: str, operation: str, pool, source: torch.Tensor, attributes: dict) -> None:
    """Writes one case: the output, and the gradient of a random one."""
    source.requires_grad_()
    output = pool(source, **attributes)
    gradient = torch.randint(-8, 9, output.shape).to(source.dtype)
    output.backward(gradient)
    tensors = {"input": source, "grad_output": gradient, "output": output, "grad_input": source.grad}
    write_safetensors(
        FOLDER / f"{name}.safetensors",
        {key: tensor.detach() for key, tensor in tensors.items()},
        {"op": operation, "source": f"torch {torch.__version__}"}
        | {key: text(value) for key, value in attributes.items()},
    )


def main() -> None:
    """Writes all."""
    torch.manual_seed(1)
    for index, (shape, kernel, stride, padding, dilation, ceil_mode) in enumerate(CASES):
        sizes = {
            "kernel_size": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode,
        }
        kind = torch.float64 if index % 3 == 2 else torch.float32
        whole = torch.randint(-3, 4, shape).to(kind)
        if index == 3:
            whole[0, 0, 2, 5:8] = float("nan")
            whole[0, 0, 7, 20] = float("-inf")
            whole[1, 0, 4, 9] = float("inf")
            whole[1, 0, 4, 10] = float("nan")
        write(f"max_pool2d_{index}", "max_pool2d", max_pool2d, whole, sizes | {"dilation": dilation})
        if dilation == (1, 1):
            sizes["count_include_pad"] = index % 2 == 0
            write(f"avg_pool2d_{index}", "avg_pool2d", avg_pool2d, torch.randn(shape, dtype=kind), sizes)


if __name__ == "__main__":
    main()
