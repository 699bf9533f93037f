# SPDX-License-Identifier: Apache-2.0
"""Fetches the photographs of photographs.txt from Debian packages and makes altered copies of them."""

import pathlib
import subprocess
import zlib

import numpy
from PIL import Image

import alterations

HERE = pathlib.Path(__file__).resolve().parent
LONGER_SIDE = 800
Image.MAX_IMAGE_PIXELS = None


def listed():
    for line in (HERE / "photographs.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def fetch(cache):
    """Unpacks the packages into the cache, without installing them."""
    cache.mkdir(parents=True, exist_ok=True)
    missing = sorted({package for _, _, package, _ in listed() if not (cache / package).is_dir()})
    if not missing:
        return
    print(f"Downloading {len(missing)} Debian packages with photographs ...", flush=True)
    for package in missing:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=cache, check=True)
        for file in cache.glob(f"{package}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", file, cache / (package + ".part")], check=True)
            file.unlink()
        (cache / (package + ".part")).rename(cache / package)


def photographs(cache, half, role, only=None):
    """[(name, picture)] with at most LONGER_SIDE pixels a side; just the one of that number if `only` is given."""
    wanted = [(package, path) for its_half, its_role, package, path in listed() if (its_half, its_role) == (half, role)]
    return [(package + "/" + path, opened(cache / package / path))
            for number, (package, path) in enumerate(wanted) if only in (None, number)]


def opened(path):
    image = Image.open(path)
    image.draft("RGB", (2 * LONGER_SIDE, 2 * LONGER_SIDE))
    image = image.convert("RGB")
    image.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.LANCZOS)
    return image


def altered(name, image, kind, strength, others):
    """One altered copy, the same in every run, as a re-encoded file would decode."""
    random = numpy.random.default_rng(zlib.crc32(f"{name} {kind} {strength}".encode()))
    copy = alterations.ALTERATIONS[kind](image, strength, random, others)
    if kind in ("jpeg", "webp"):
        return copy
    return alterations.reencoded(copy, "JPEG", int(random.integers(72, 93)))
