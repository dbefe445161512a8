"""generate.py, part of swift-convolution
SPDX-License-Identifier: Apache-2.0

Writes the cases of this folder: least squares by numpy.linalg.lstsq, in double precision, on the
full matrix of windows.

    python3 generate.py ../../../../Tool/Sources/convolve/Resources/camera.png

Needs numpy, scipy (for Student's quantile), pillow and safetensors; the README names the versions.
"""

import sys

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image
from safetensors.numpy import save_file
from scipy.stats import t


def reduced_photo(path, height=96, width=128):
    picture = Image.open(path).convert("L").resize((width, height), Image.Resampling.BOX)
    return np.asarray(picture).astype(np.float64) / 255


def solve(rows, outputs, weights=None):
    """Solution, 95% margins, residuals, rank and condition number."""
    roots = np.ones(len(rows)) if weights is None else np.sqrt(weights)
    solution, _, rank, singular = np.linalg.lstsq(rows * roots[:, None], outputs * roots, rcond=None)
    residuals = outputs - rows @ solution
    freedom = np.count_nonzero(roots) - rank
    variance = np.sum((roots * residuals) ** 2) / freedom
    inverse = np.linalg.inv((rows * roots[:, None]).T @ (rows * roots[:, None]))
    margins = t.ppf(0.975, freedom) * np.sqrt(variance * np.diag(inverse))
    return solution, margins, residuals, rank, singular[0] / singular[-1]


def write(name, tensors, **metadata):
    tensors = {key: np.ascontiguousarray(value) for key, value in tensors.items()}
    save_file(tensors, name + ".safetensors", metadata)


def quantized(photo):
    """A 7x7 kernel whose output was stored with 8 bits, with and without a bias."""
    kernel = np.random.default_rng(7).uniform(-1, 1, (7, 7))
    kernel = 0.7 * kernel / np.abs(kernel).sum()
    windows = sliding_window_view(photo, (7, 7))
    output = np.round((np.einsum("yxrs,rs->yx", windows, kernel) + 0.3) * 255) / 255
    rows = windows.reshape(-1, 49)
    weights = np.random.default_rng(8).uniform(0, 2, output.shape)
    weights[::5, ::3] = 0
    tensors = {"input": photo, "output": output, "pixel_weights": weights}
    metadata = {}
    with_bias = np.hstack([rows, np.ones((len(rows), 1))])
    for name, matrix, pixels in [
        ("plain", rows, None),
        ("bias", with_bias, None),
        ("weighted", rows, weights.ravel()),
    ]:
        solution, margins, residuals, rank, condition = solve(matrix, output.ravel(), pixels)
        tensors[name] = solution
        tensors[name + "_margins"] = margins
        used = residuals if pixels is None else residuals[pixels > 0]
        shares = np.ones(len(residuals)) if pixels is None else pixels
        metadata[name + "_rank"] = str(rank)
        metadata[name + "_condition"] = repr(float(condition))
        metadata[name + "_root_mean_square"] = repr(
            float(np.sqrt(np.sum(shares * residuals**2) / np.sum(shares)))
        )
        metadata[name + "_largest"] = repr(float(np.max(np.abs(used))))
    write("quantized", tensors, **metadata)


def channels():
    """Two images, groups of two channels each, strides, dilation and zero padding; not determined."""
    generator = np.random.default_rng(9)
    source = generator.uniform(-1, 1, (2, 4, 9, 11))
    # The second channel of the second group repeats the first: no kernel can tell them apart.
    source[:, 3] = source[:, 2]
    output = generator.uniform(-1, 1, (2, 6, 5, 9))
    padded = np.pad(source, [(0, 0), (0, 0), (1, 1), (1, 1)])
    # Kernel [2, 3], stride [2, 1], dilation [3, 2].
    windows = sliding_window_view(padded, (4, 5), axis=(2, 3))[:, :, ::2, :, ::3, ::2]
    assert windows.shape == (2, 4, 4, 9, 2, 3), windows.shape
    output = output[:, :, :4]
    weight = []
    for group in range(2):
        rows = windows[:, 2 * group : 2 * group + 2].transpose(0, 2, 3, 1, 4, 5).reshape(72, 12)
        for channel in range(3 * group, 3 * group + 3):
            weight.append(np.linalg.lstsq(rows, output[:, channel].ravel(), rcond=1e-12)[0])
    write(
        "channels",
        {"input": source, "output": output, "weight": np.reshape(weight, (6, 2, 2, 3))},
    )


if __name__ == "__main__":
    quantized(reduced_photo(sys.argv[1]))
    channels()
