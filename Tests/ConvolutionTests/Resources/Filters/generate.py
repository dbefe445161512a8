"""generate.py, part of swift-convolution
SPDX-License-Identifier: Apache-2.0

Writes the kernels that OpenCV, SciPy and scikit-image make, and a gradient of OpenCV's:

    python3 generate.py

Needs opencv-python-headless, scipy, scikit-image and safetensors; the README names the versions.
"""

import cv2
import numpy as np
import scipy.ndimage
import skimage.filters
from safetensors.numpy import save_file


def derivatives(dx, dy, size):
    row, column = cv2.getDerivKernels(dx, dy, size, ktype=cv2.CV_64F)
    return column @ row.T


def response(side, filtered):
    """The kernel of a correlation: what it makes of a single 1, turned."""
    point = np.zeros((2 * side + 1, 2 * side + 1))
    point[side, side] = 1
    reach = side // 2
    return filtered(point)[side - reach : side + reach + 1, side - reach : side + reach + 1][::-1, ::-1]


kernels = {}
for size in (1, 3, 5, 7, 31):
    for dx in range(3):
        for dy in range(3):
            if dx + dy > 0:
                kernels[f"sobel {dx} {dy} {size}"] = derivatives(dx, dy, size)
    side = max(size, 3)
    if size < 31:
        kernels[f"laplacian {size}"] = response(side, lambda p: cv2.Laplacian(p, cv2.CV_64F, ksize=size))
kernels["sobel 4 3 7"] = derivatives(4, 3, 7)
for dx, dy in ((1, 0), (0, 1)):
    kernels[f"scharr {dx} {dy}"] = derivatives(dx, dy, cv2.FILTER_SCHARR)
for axis, name in ((1, "1 0"), (0, "0 1")):
    kernels["prewitt " + name] = 3 * response(3, lambda p: skimage.filters.prewitt(p, axis=axis))
for size in (1, 2, 3, 4, 5, 7, 9, 10, 11, 31):
    for sigma in (0, 0.3, 1, 2.5, 40):
        profile = cv2.getGaussianKernel(size, sigma, cv2.CV_64F)
        kernels[f"gaussian {sigma} {size}"] = profile @ profile.T
for number, (size, sigma, theta, wavelength, gamma, psi) in enumerate(
    [
        ((5, 5), 2, 0.5, 4, 0.5, np.pi / 2),
        ((7, 11), 3, 2.1, 5.5, 1, 0.25),
        ((0, 0), 1.3, 0.7, 3, 0.6, 0),
        ((0, 0), 2, -1, 8, 2, 1),
        ((1, 9), 2, 0, 8, 1, 0),
    ]
):
    gabor = cv2.getGaborKernel(size, sigma, theta, wavelength, gamma, psi)
    kernels[f"gabor {sigma} {theta} {wavelength} {gamma} {psi} {size[0]} {size[1]}"] = gabor
for sigma, side in ((1, 9), (2, 17)):
    log = response(side, lambda p: scipy.ndimage.gaussian_laplace(p, sigma, radius=side // 2))
    kernels[f"laplacianOfGaussian {sigma} {side}"] = log - log.mean()
    mask = response(
        side,
        lambda p: skimage.filters.unsharp_mask(p, sigma, 1.5, preserve_range=True),
    )
    kernels[f"unsharp 1.5 {sigma} {side}"] = mask
save_file({name: np.ascontiguousarray(kernel) for name, kernel in kernels.items()}, "kernels.safetensors")

# What a Gaussian of a float picture has for a size without one given.
sizes = {}
for sigma in (0.3, 0.5, 0.9375, 1, 1.0625, 1.3, 2, 5, 12.7):
    point = np.zeros((301, 301), np.float32)
    point[150, 150] = 1
    row = cv2.GaussianBlur(point, (0, 0), sigma)[150]
    sizes[str(sigma)] = np.array([np.count_nonzero(row)], np.float64)
save_file(sizes, "gaussian_sizes.safetensors")

picture = np.random.default_rng(7).integers(0, 256, (3, 19, 23)).astype(np.float64)
gradient = {"picture": picture}
for name, kernel in (("sobel 3", 3), ("sobel 5", 5), ("sobel 1", 1), ("scharr", cv2.FILTER_SCHARR)):
    across = np.stack([cv2.Sobel(plane, cv2.CV_64F, 1, 0, ksize=kernel) for plane in picture])
    down = np.stack([cv2.Sobel(plane, cv2.CV_64F, 0, 1, ksize=kernel) for plane in picture])
    gradient[name + " across"] = across
    gradient[name + " down"] = down
    gradient[name + " magnitude"] = cv2.magnitude(across, down)
    gradient[name + " direction"] = np.arctan2(down, across)
save_file(gradient, "gradient.safetensors")
