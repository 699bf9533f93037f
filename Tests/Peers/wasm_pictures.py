# SPDX-License-Identifier: Apache-2.0
"""Decodes photographs to RGBA for the tests of the WebAssembly build, and makes small files of them.

usage: wasm_pictures.py TARGET FOLDER...

TARGET/photographs.bin   per picture: width, height (two little-endian 32-bit numbers), then RGBA bytes
TARGET/files/            pictures that a browser shall decode itself
TARGET/files.bin         their RGBA pixels as stored, in the order of their names, as above
TARGET/files.tsv         their names, SHA-256 and SHA-1
"""

import hashlib
import pathlib
import struct
import sys

from PIL import Image

target = pathlib.Path(sys.argv[1])
paths = [path for folder in sys.argv[2:] for path in sorted(pathlib.Path(folder).rglob("*.jp*g"))]


def write(stream, image):
    image = image.convert("RGBA")
    stream.write(struct.pack("<II", *image.size))
    stream.write(image.tobytes())


with open(target / "photographs.bin", "wb") as stream:
    for path in paths:
        write(stream, Image.open(path))

files = target / "files"
files.mkdir()
for number, path in enumerate(paths[:4]):
    photograph = Image.open(path).convert("RGB")
    photograph.thumbnail((700 + 10 * number, 900))
    turned = Image.Exif()
    turned[0x0112] = 6
    photograph.save(files / f"{number}-plain.png")
    photograph.save(files / f"{number}-turned.jpg", quality=90, exif=turned)
    photograph.save(files / f"{number}-plain.jpg", quality=90, subsampling=0)
    photograph.save(files / f"{number}-lossless.webp", lossless=True)
    photograph.save(files / f"{number}-plain.webp", quality=85)
    opaque = photograph.convert("RGBA")
    opaque.save(files / f"{number}-opaque.png")
with open(target / "files.bin", "wb") as stream, open(target / "files.tsv", "w") as digests:
    for path in sorted(files.iterdir()):
        write(stream, Image.open(path))
        content = path.read_bytes()
        print(path.name, hashlib.sha256(content).hexdigest(), hashlib.sha1(content).hexdigest(), sep="\t", file=digests)
