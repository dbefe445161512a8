# optimizers.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Writes what PyTorch 2.13.0's optimizers make of two parameters, beside this file.

A case holds `first` and `second`, the parameters before the first step, and for each of them
`..._gradients` and `..._steps`, the gradient of every step and the parameter after it.
"""

import json
import struct
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parent
STEPS = 8

CASES = {
    "sgd_plain": (torch.optim.SGD, {"lr": 0.1}),
    "sgd_decay": (torch.optim.SGD, {"lr": 0.05, "weight_decay": 0.1}),
    "sgd_momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "sgd_dampening": (
        torch.optim.SGD,
        {"lr": 0.1, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.01},
    ),
    "sgd_nesterov": (
        torch.optim.SGD,
        {"lr": 0.02, "momentum": 0.9, "weight_decay": 0.05, "nesterov": True},
    ),
    "adam": (torch.optim.Adam, {"lr": 1e-2}),
    "adam_settings": (
        torch.optim.Adam,
        {"lr": 3e-3, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3, "weight_decay": 0.1},
    ),
    "adam_amsgrad": (torch.optim.Adam, {"lr": 1e-2, "beta2": 0.7, "amsgrad": True}),
}


def write_safetensors(
    path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]
) -> None:
    """Writes tensors of single or double precision."""
    header: dict[str, object] = {"__metadata__": metadata}
    data = b""
    for name, tensor in tensors.items():
        numbers = tensor.contiguous().numpy()
        start = len(data)
        data += numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()
        kind = {"float32": "F32", "float64": "F64"}[numbers.dtype.name]
        header[name] = {
            "dtype": kind, "shape": list(tensor.shape), "data_offsets": [start, len(data)],
        }
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    path.write_bytes(struct.pack("<Q", len(encoded)) + encoded + data)


def compute(optimizer: type, settings: dict[str, float], kind: torch.dtype) -> dict:
    """The tensors of one case."""
    options = {key: value for key, value in settings.items() if not key.startswith("beta")}
    if optimizer is torch.optim.Adam:
        options["betas"] = (settings.get("beta1", 0.9), settings.get("beta2", 0.999))
    shapes = {"first": (3, 2, 2, 2), "second": (5,)}
    tensors = {name: torch.randn(shape, dtype=kind) for name, shape in shapes.items()}
    parameters = {name: tensor.clone().requires_grad_() for name, tensor in tensors.items()}
    rule = optimizer(list(parameters.values()), foreach=False, **options)
    steps: dict[str, list[torch.Tensor]] = {name: [] for name in shapes}
    for name, shape in shapes.items():
        tensors[f"{name}_gradients"] = torch.randn((STEPS, *shape), dtype=kind)
    for step in range(STEPS):
        for name, parameter in parameters.items():
            parameter.grad = tensors[f"{name}_gradients"][step].clone()
        rule.step()
        for name, parameter in parameters.items():
            steps[name].append(parameter.detach().clone())
    return tensors | {f"{name}_steps": torch.stack(steps[name]) for name in shapes}


def main() -> None:
    """Writes all, in single and in double precision."""
    torch.manual_seed(2)
    for name, (optimizer, settings) in CASES.items():
        for kind in (torch.float32, torch.float64):
            write_safetensors(
                FOLDER / f"{name}_{str(kind)[-2:]}.safetensors",
                compute(optimizer, settings, kind),
                {"op": optimizer.__name__, "source": f"torch {torch.__version__}"}
                | {key: str(value) for key, value in settings.items()},
            )


if __name__ == "__main__":
    main()
