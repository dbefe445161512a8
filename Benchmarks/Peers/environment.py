# environment.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""The variables that would change what is measured."""

from __future__ import annotations

from collections.abc import MutableMapping

#: Settings of OpenBLAS, OpenMP's runtimes, MKL, oneDNN and OpenCV: each makes a library slower or
#: faster than who installs it will see.
PREFIXES = (
    "OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "ONEDNN_", "DNNL_", "ATEN_", "TORCH_",
    "ORT_", "OV_", "TBB_", "OPENCV_", "MALLOC_",
)


def remove_settings(environment: MutableMapping[str, str]) -> dict[str, str]:
    """Removes the settings, before any library reads them, and returns what was removed."""
    names = sorted(name for name in environment if name.startswith(PREFIXES))
    return {name: environment.pop(name) for name in names}
