# SPDX-License-Identifier: Apache-2.0
"""Prints how far hashes of reduced pictures are from the exact ones, on the development photographs in their own size.

usage: reductions.py CACHE VIEW_HASHES
"""

import collections
import json
import pathlib
import subprocess
import sys

import numpy
from PIL import Image

import corpus

cache, program = (pathlib.Path(argument) for argument in sys.argv[1:])
corpus.fetch(cache)
tool = subprocess.Popen([program, "--reduced"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
found = collections.defaultdict(list)
for half, _, package, path in corpus.listed():
    if half != "development":
        continue
    image = Image.open(cache / package / path).convert("RGB")
    image.thumbnail((4000, 4000))
    tool.stdin.write(b"P6 %d %d 255\n" % image.size + image.tobytes())
    tool.stdin.flush()
    answer = json.loads(tool.stdout.readline())
    for reduction in answer["reductions"]:
        if answer["quality"] >= 50 and reduction["block"] > 1:
            found[reduction["side"]].append(reduction["distance"])
tool.stdin.close()
tool.wait()
print("| shorter side at least | photographs reduced | median | 95 % | most | within 4 bits |\n|---|---|---|---|---|---|")
for side, distances in found.items():
    values = numpy.array(distances)
    print(f"| {side} | {len(values)} | {numpy.median(values):.0f} | {numpy.percentile(values, 95):.0f} | {values.max()} | {100 * (values <= 4).mean():.0f} % |")
