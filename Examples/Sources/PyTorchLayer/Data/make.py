# make.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Writes layer.safetensors: a layer of PyTorch as `state_dict` names its parameters, an input, and what
PyTorch makes of it.

    python3 make.py

Made with PyTorch 2.13.0 and safetensors 0.8.0.
"""

import torch
from safetensors.torch import save_file

torch.manual_seed(1)
layer = torch.nn.Conv2d(
    4, 8, kernel_size=3, stride=2, padding=1, groups=2, padding_mode="reflect"
)
input = torch.randn(2, 4, 17, 19)
with torch.no_grad():
    output = layer(input)
save_file(
    {**layer.state_dict(), "input": input, "output": output},
    "layer.safetensors",
    {"library": f"PyTorch {torch.__version__}", "layer": str(layer)},
)
