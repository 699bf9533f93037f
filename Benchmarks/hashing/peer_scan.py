# SPDX-License-Identifier: Apache-2.0
"""The job of `tutela scan` as a Python loop over threatexchange: hash every picture of a folder, look it up in eight orientations.

usage: peer_scan.py FOLDER HASHES
"""

import pathlib
import sys

import numpy
import pdqhash
from PIL import Image
from threatexchange.signal_type.pdq.pdq_index import PDQIndex

folder, hashes = map(pathlib.Path, sys.argv[1:])
index = PDQIndex.build([(line.strip(), number) for number, line in enumerate(hashes.open())])
found = 0
for path in sorted(folder.rglob("*")):
    if not path.is_file():
        continue
    try:
        pixels = numpy.asarray(Image.open(path).convert("RGB"))
    except Exception:
        continue
    orientations, quality = pdqhash.compute_dihedral(pixels)
    if quality < 50:
        continue
    found += any(index.query("%064x" % int("".join(map(str, bits)), 2)) for bits in orientations)
print(found)
