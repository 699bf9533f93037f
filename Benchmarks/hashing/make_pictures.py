# SPDX-License-Identifier: Apache-2.0
"""Lays out what is measured: photographs at three sizes, a mixed folder, and hashes to search.

usage: make_pictures.py PHOTOGRAPHS TARGET
"""

import pathlib
import sys

import numpy
from PIL import Image

photographs, target = map(pathlib.Path, sys.argv[1:])
random = numpy.random.default_rng(7)
sources = [Image.open(path).convert("RGB") for path in sorted(photographs.rglob("*.jpg"))]


def noisy(image, sigma):
    """Upscaled photographs compress too well; a camera's noise makes their decoding cost what it costs in life."""
    pixels = numpy.asarray(image).astype(numpy.float32) + random.normal(0, sigma, (image.height, image.width, 1))
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))


for name, size, quality, count in (("0.3MP", (640, 480), 85, 60), ("2MP", (1632, 1224), 88, 30), ("12MP", (4000, 3000), 90, 10)):
    folder = target / name
    folder.mkdir(parents=True)
    for number in range(count):
        image = sources[number % len(sources)].resize(size, Image.Resampling.LANCZOS)
        shift = int(random.integers(0, size[0]))
        image = Image.fromarray(numpy.roll(numpy.asarray(image), shift, axis=1))
        noisy(image, 4 if size[0] > 1000 else 2).save(folder / f"{number:03}.jpg", quality=quality)
folder = target / "mixed"
folder.mkdir()
for number in range(300):
    image = sources[number % len(sources)]
    scale = float(random.uniform(0.2, 1.2))
    image = image.resize((max(64, int(image.width * scale)), max(64, int(image.height * scale))))
    kind = ("jpg", "jpg", "jpg", "png", "webp")[number % 5]
    image.save(folder / f"{number:03}.{kind}", quality=85)
with open(target / "hashes.txt", "w") as hashes:
    for row in random.integers(0, 256, (20_000, 32), dtype=numpy.uint8):
        print(row.tobytes().hex(), file=hashes)
