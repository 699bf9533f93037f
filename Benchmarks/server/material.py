# SPDX-License-Identifier: Apache-2.0
"""What is asked and what is known: hashes, queries with their true answers, pictures of one megapixel."""

import pathlib
import sys

import numpy
from PIL import Image

POPULATION = numpy.array([bin(byte).count("1") for byte in range(256)], dtype=numpy.uint8)


class Hashes:
    """PDQ hashes, and queries of which one in ten lies within the match radius of an entry.

    `random` bits are kind to an index: its buckets are equally full. `crops` are hashes of crops of photographs, whose bits
    hang together as those of a real list do; Benchmarks/search makes them.
    """

    def __init__(self, entries: int, kind: str, queries: int = 2_000):
        random = numpy.random.default_rng(11)
        if kind == "crops":
            sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "search"))
            import data

            codes = random.permutation(data.read(data.prepare("crops-1m")[0]))
            if len(codes) < entries + queries:
                raise SystemExit(f"error: there are {len(codes):,} crops; measure at most {len(codes) - queries:,} entries")
            self.entries, self.queries = codes[queries:queries + entries], codes[:queries].copy()
        else:
            self.entries = random.integers(0, 256, (entries, 32), dtype=numpy.uint8)
            self.queries = random.integers(0, 256, (queries, 32), dtype=numpy.uint8)
        # Those that the smallest bank of a run holds too.
        for number in range(0, queries, 10):
            bits = numpy.unpackbits(self.entries[random.integers(0, min(entries, 100_000))])
            bits[random.choice(256, int(random.integers(0, 32)), replace=False)] ^= 1
            self.queries[number] = numpy.packbits(bits)

    def write(self, path: pathlib.Path, count: int) -> pathlib.Path:
        path.write_text("".join(f"{row.tobytes().hex()}\n" for row in self.entries[:count]))
        return path

    def texts(self) -> list[str]:
        return [row.tobytes().hex() for row in self.queries]

    def true_matches(self, query: int, count: int) -> int:
        """How many of the first `count` entries lie within 31 bits, by looking at every one."""
        return int((POPULATION[self.entries[:count] ^ self.queries[query]].sum(axis=1, dtype=numpy.uint16) <= 31).sum())


def pictures(folder: pathlib.Path, photographs: pathlib.Path, count: int = 12) -> list[pathlib.Path]:
    """Photographs at 1,224 × 816 with the noise of a camera."""
    random = numpy.random.default_rng(7)
    sources = sorted(photographs.rglob("*.jpg"))
    if not sources:
        raise SystemExit(f"error: no photographs in {photographs}: scripts/install-packages bench")
    folder.mkdir(parents=True)
    made = []
    for number in range(count):
        image = Image.open(sources[number % len(sources)]).convert("RGB").resize((1_224, 816), Image.Resampling.LANCZOS)
        pixels = numpy.asarray(image).astype(numpy.float32) + random.normal(0, 4, (816, 1_224, 1))
        made.append(folder / f"{number:03}.jpg")
        Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8)).save(made[-1], quality=88)
    return made
