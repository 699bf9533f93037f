# SPDX-License-Identifier: Apache-2.0
"""Writes raw pictures and what pip pdqhash says of them, for the tests of Fingerprints.

usage: peer_pixels.py TARGET

TARGET/pixels.bin      per picture: width, height (two little-endian 32-bit numbers), then RGB bytes
TARGET/expected.tsv    per picture: quality, hash, and the eight dihedral hashes
"""

import pathlib
import struct
import sys

import numpy
import pdqhash
from PIL import Image

target = pathlib.Path(sys.argv[1])
random = numpy.random.default_rng(20261124)


def hexadecimal(bits) -> str:
    return "%064x" % int("".join(map(str, bits)), 2)


def noise(width, height):
    return random.integers(0, 256, (height, width, 3), dtype=numpy.uint8)


def flat(width, height):
    return numpy.full((height, width, 3), random.integers(0, 256, 3), numpy.uint8)


def checkerboard(width, height):
    cell = int(random.integers(1, 24))
    y, x = numpy.mgrid[:height, :width]
    return ((((x // cell) + (y // cell)) % 2) * 255).astype(numpy.uint8)[..., None].repeat(3, 2)


def gradient(width, height):
    y, x = numpy.mgrid[:height, :width]
    return numpy.stack([x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)], 2).astype(numpy.uint8)


def blobs(width, height):
    seed = random.integers(0, 256, (9, 9, 3), dtype=numpy.uint8)
    return numpy.asarray(Image.fromarray(seed).resize((width, height), Image.Resampling.BICUBIC))


sizes = [(5, 5), (5, 900), (900, 5), (6, 7), (63, 64), (64, 64), (64, 65), (127, 129), (128, 128), (129, 257), (512, 512),
         (513, 511), (1000, 37), (4000, 3000), (1600, 1004), (2049, 1023), (16, 16), (17, 4096)]
kinds = [noise, flat, checkerboard, gradient, blobs]
pictures = [kind(*size) for size in sizes for kind in kinds if size[0] * size[1] < 2_000_000 or kind in (checkerboard, blobs)]
while len(pictures) < 260:
    width, height = (int(side) for side in random.integers(5, 700, 2))
    pictures.append(kinds[len(pictures) % len(kinds)](width, height))

with open(target / "pixels.bin", "wb") as pixels, open(target / "expected.tsv", "w") as expected:
    for picture in pictures:
        picture = numpy.ascontiguousarray(picture)
        pixels.write(struct.pack("<II", picture.shape[1], picture.shape[0]) + picture.tobytes())
        bits, quality = pdqhash.compute(picture)
        turned, _ = pdqhash.compute_dihedral(picture)
        print(quality, hexadecimal(bits), *(hexadecimal(each) for each in turned), sep="\t", file=expected)
