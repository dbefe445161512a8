# generate_tiff.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Makes the TIFF, PGM, PPM and PFM pictures of this folder; see README.md."""

import numpy as np
import tifffile
from PIL import Image

WIDTH, HEIGHT = 11, 9


def samples(depth, channels, width=WIDTH, height=HEIGHT):
    """The stored numbers, [height, width, channels]; the last of 2 or 4 is alpha, channel 3."""
    x, y, c = np.meshgrid(np.arange(width), np.arange(height), np.arange(channels), indexing="xy")
    c = np.where((channels in (2, 4)) & (c == channels - 1), 3, c)
    if depth == 32:
        return (x * 0.25 - y * 0.5 + c).astype(np.float32)
    if depth == 16:
        return ((x * 7001 + y * 9973 + c * 20011) % 65536).astype(np.uint16)
    return ((x * 29 + y * 17 + c * 71) % 256).astype(np.uint8)


def tiff(name, data, **options):
    options.setdefault("rowsperstrip", None if "tile" in options else 4)
    options.setdefault("photometric", "rgb" if data.shape[-1] >= 3 else "minisblack")
    big = {key: options.pop(key) for key in ("byteorder", "bigtiff") if key in options}
    if data.shape[-1] == 1:
        data = data[..., 0]
    tifffile.imwrite(name, data, metadata=None, software=False, **options, **big)


alpha = {"extrasamples": ["unassalpha"]}
tiff("gray8.tif", samples(8, 1))
tiff("gray16-big-endian.tif", samples(16, 1), byteorder=">")
tiff("gray8-bigtiff.tif", samples(8, 1), bigtiff=True)
tiff("gray8-packbits.tif", samples(8, 1), compression="packbits")
tiff("gray8-white.tif", 255 - samples(8, 1), photometric="miniswhite")
tiff("gray-alpha8.tif", samples(8, 2), **alpha)
tiff("gray-alpha16.tif", samples(16, 2), planarconfig="contig", **alpha)
tiff("rgb8-lzw.tif", samples(8, 3), compression="lzw", predictor=True)
tiff("rgb16-deflate.tif", samples(16, 3), compression="zlib", predictor=True)
tiff("rgb-alpha8.tif", samples(8, 4), compression="zlib", **alpha)
tiff("rgb-alpha16.tif", samples(16, 4), byteorder=">", compression="lzw", **alpha)
tiff("float-gray.tif", samples(32, 1))
tiff("float-rgb.tif", samples(32, 3), compression="zlib", predictor=True, byteorder=">")
tiff("rgb8-one-strip.tif", samples(8, 3), rowsperstrip=HEIGHT, compression="zlib")

# More than one tile, and tiles that go beyond the picture.
tiff("rgb8-tiles.tif", samples(8, 3, 37, 21), tile=(16, 16), compression="zlib")
tiff("gray16-tiles.tif", samples(16, 1, 37, 21), tile=(32, 16), bigtiff=True)
planes = {"planarconfig": "separate", "photometric": "rgb"}
channels_first = lambda data: np.ascontiguousarray(data.transpose(2, 0, 1))
for name, depth, size, options in [
    ("rgb8-planes.tif", 8, (WIDTH, HEIGHT), {"rowsperstrip": 2, "compression": "lzw"}),
    ("rgb16-planes-tiles.tif", 16, (37, 21), {"tile": (16, 32)}),
]:
    data = channels_first(samples(depth, 3, *size))
    tifffile.imwrite(name, data, metadata=None, software=False, **planes, **options)

# Colors multiplied by alpha: (100, 50, 25, 200), nothing, and all of it.
pixels = np.array([[[100, 50, 25, 200], [0, 0, 0, 0], [255, 128, 0, 255]]], np.uint8)
tiff("rgb-premultiplied8.tif", pixels, extrasamples=["assocalpha"])

# Kinds that are refused.
tiff("refused-signed.tif", samples(16, 1).astype(np.int16))
tiff("refused-double.tif", samples(32, 1).astype(np.float64))
tiff("refused-extra.tif", samples(8, 4), extrasamples=["unspecified"])
photo = Image.fromarray(samples(8, 3))
photo.save("pillow-rgb8.tif", compression="tiff_lzw")
photo.convert("P").save("refused-palette.tif")
photo.convert("1").save("refused-bits.tif")
photo.convert("CMYK").save("refused-cmyk.tif")
photo.save("refused-jpeg.tif", compression="jpeg")

photo.save("rgb8.ppm")
Image.fromarray(samples(8, 1)[..., 0]).save("gray8.pgm")
Image.fromarray(samples(16, 1)[..., 0]).save("gray16.pgm")
Image.fromarray(samples(32, 1)[..., 0]).save("float-gray.pfm")
# What Pillow does not write, by hand.
with open("rgb16.ppm", "wb") as file:
    file.write(b"P6 11 9 65535\n" + samples(16, 3).astype(">u2").tobytes())
with open("gray-of-100.pgm", "wb") as file:
    file.write(b"P5\n# a comment\n3 # and another\n1\n100\n" + bytes([0, 50, 100]))
with open("gray-of-1000.pgm", "wb") as file:
    file.write(b"P5 3 1 1000\n" + np.array([0, 500, 1000], ">u2").tobytes())
with open("float-rgb.pfm", "wb") as file:
    file.write(b"PF\n11 9\n1.0\n" + samples(32, 3)[::-1].astype(">f4").tobytes())
