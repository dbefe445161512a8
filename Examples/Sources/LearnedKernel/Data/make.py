# make.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Writes before.npy, a part of the photo of `convolve demo`, and after.npy, which OpenCV made of it.

    python3 make.py ../../../../Tool/Sources/convolve/Resources/camera.png

Made with OpenCV 5.0.0 and NumPy 2.4.6. The photo is by Lav Varshney, CC0.
"""

import sys

import cv2
import numpy as np

photo = cv2.imread(sys.argv[1], cv2.IMREAD_GRAYSCALE)
# The face and the camera, with outlines in all directions.
before = photo[60:188, 150:278][::2, ::2].astype(np.float32) / 255
after = cv2.Sobel(before, cv2.CV_32F, 1, 0, ksize=3)
# Stored as most pictures are: 256 shades from -4 to 4, which is all that the sums can reach.
after = (np.round(after * 127 / 4) * 4 / 127).astype(np.float32)
np.save("before.npy", before)
np.save("after.npy", after)
