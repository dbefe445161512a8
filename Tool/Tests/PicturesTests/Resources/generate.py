# generate.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0

"""Makes the pictures of this folder; see README.md."""

import struct
import zlib

from PIL import Image

WIDTH, HEIGHT = 11, 9
# First column, first row, step in columns, step in rows.
ADAM7 = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]
PALETTE = [(255, 0, 0), (0, 128, 0), (1, 2, 3), (250, 240, 10), (90, 91, 92)]


def sample(depth, x, y, channel):
    """The stored number at a place; channel 3 is alpha."""
    if depth == 16:
        return (x * 7001 + y * 9973 + channel * 20011) % 65536
    return (x * 29 + y * 17 + channel * 71) % (1 << depth)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pack(samples, depth):
    """A row of samples as bytes, most significant bit first."""
    if depth == 16:
        return struct.pack(f">{len(samples)}H", *samples)
    bits = "".join(format(value, f"0{depth}b") for value in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((a, b, c), key=lambda v: (abs(p - v), (a, b, c).index(v)))


def scanlines(rows, depth, channels):
    """Rows with the filter types 0 to 4 in turn."""
    step = max(1, depth * channels // 8)
    result, above = b"", None
    for index, row in enumerate(rows):
        above = above or bytes(len(row))
        left = bytes(step) + row[:-step]
        corner = bytes(step) + above[:-step]
        kind = index % 5
        if kind == 0:
            predicted = bytes(len(row))
        elif kind == 1:
            predicted = left[: len(row)]
        elif kind == 2:
            predicted = above
        elif kind == 3:
            predicted = bytes((a + b) // 2 for a, b in zip(left, above))
        else:
            predicted = bytes(paeth(a, b, c) for a, b, c in zip(left, above, corner))
        result += bytes([kind]) + bytes((v - p) % 256 for v, p in zip(row, predicted))
        above = row
    return result


def png(name, color_type, depth, value, channels, interlaced=False, extra=b""):
    """Writes a PNG in which `value(x, y, channel)` are the stored samples."""

    def rows(x0, y0, dx, dy):
        return [
            pack([value(x, y, c) for x in range(x0, WIDTH, dx) for c in range(channels)], depth)
            for y in range(y0, HEIGHT, dy)
        ]

    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    data = b"".join(scanlines(rows(*p), depth, channels) for p in passes)
    packed = zlib.compress(data, 9)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color_type, 0, 0, int(interlaced))
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra)
        # In two chunks: nothing says that a picture is in one.
        file.write(chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:]) + chunk(b"IEND", b""))


def stored(depth, channels):
    """Samples where the last of 2 or 4 channels is alpha, channel 3 of `sample`."""

    def value(x, y, c):
        return sample(depth, x, y, 3 if channels in (2, 4) and c == channels - 1 else c)

    return value


def palette_chunk(count):
    return chunk(b"PLTE", bytes(v for entry in PALETTE[:count] for v in entry))


for depth in (1, 2, 4, 8, 16):
    png(f"gray{depth}.png", 0, depth, stored(depth, 1), 1)
for depth in (8, 16):
    png(f"gray-alpha{depth}.png", 4, depth, stored(depth, 2), 2)
    png(f"rgb{depth}.png", 2, depth, stored(depth, 3), 3)
    png(f"rgb-alpha{depth}.png", 6, depth, stored(depth, 4), 4)

for depth in (1, 2, 4, 8):
    count = min(5, 1 << depth)
    value = lambda x, y, c: (x + y) % count
    png(f"palette{depth}.png", 3, depth, value, 1, False, palette_chunk(count))
# The first three entries get an alpha, the others are opaque.
transparency = chunk(b"tRNS", bytes([0, 100, 200]))
value = lambda x, y, c: (x + y) % 5
png("palette4-alpha.png", 3, 4, value, 1, False, palette_chunk(5) + transparency)

# One transparent color: that of the pixel at column 2, row 1.
key = struct.pack(">H", sample(4, 2, 1, 0))
png("gray4-key.png", 0, 4, stored(4, 1), 1, False, chunk(b"tRNS", key))
for depth in (8, 16):
    key = struct.pack(">3H", *(sample(depth, 2, 1, c) for c in range(3)))
    png(f"rgb{depth}-key.png", 2, depth, stored(depth, 3), 3, False, chunk(b"tRNS", key))

png("gray1-interlaced.png", 0, 1, stored(1, 1), 1, True)
png("rgb8-interlaced.png", 2, 8, stored(8, 3), 3, True)
png("rgb-alpha16-interlaced.png", 6, 16, stored(16, 4), 4, True)
png("palette4-interlaced.png", 3, 4, value, 1, True, palette_chunk(5))

# Smooth, so that JPEG keeps it.
photo = Image.new("RGB", (19, 13))
places = [(x, y) for y in range(13) for x in range(19)]
photo.putdata([(20 + 11 * x, 240 - 15 * y, 40 + 5 * x + 6 * y) for x, y in places])
photo.save("rgb.jpg", quality=95, subsampling=0)
photo.save("rgb-420-progressive.jpg", quality=90, subsampling=2, progressive=True)
photo.convert("L").save("gray.jpg", quality=95)
photo.convert("CMYK").save("cmyk.jpg", quality=95)
