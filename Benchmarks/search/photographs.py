# SPDX-License-Identifier: Apache-2.0
"""Decodes photographs to small grey PGM files, for crop-hashes.

usage: photographs.py TARGET FOLDER...
"""

import pathlib
import sys

from PIL import Image

# Enough that a crop of a quarter of it still has structure, and small enough that a million crops take a minute.
SIDE = 256

target = pathlib.Path(sys.argv[1])
target.mkdir(parents=True, exist_ok=True)
number = 0
seen = set()
for path in sorted(path for folder in sys.argv[2:] for path in pathlib.Path(folder).rglob("*")):
    if path.suffix.lower() not in (".jpg", ".jpeg", ".png", ".webp") or path.is_symlink():
        continue
    image = Image.open(path).convert("L")
    if min(image.size) < SIDE:
        continue
    # Wallpapers come in many sizes of one picture; their names end in the size or lie in a folder of the picture's name.
    key = path.parent.parent.parent.name if path.parent.name.startswith("images") else path.stem.split("_")[0]
    if key in seen:
        continue
    seen.add(key)
    scale = SIDE / min(image.size)
    size = (round(image.width * scale), round(image.height * scale))
    image.resize(size, Image.Resampling.LANCZOS).save(target / f"{number:03}.pgm")
    number += 1
print(f"{number} photographs", file=sys.stderr)
