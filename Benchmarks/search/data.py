# SPDX-License-Identifier: Apache-2.0
"""The hashes that are searched, and what is searched in them: made once, kept in .build-benchmarks/data.

A file of codes is 32 bytes a hash, in the order of the hex digits; the number of a hash is its place. Queries are 500
members with 0 to 40 flipped bits and 500 fresh hashes of the same kind, shuffled.
"""

import hashlib
import pathlib
import subprocess
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build-benchmarks" / "data"
CROP_HASHES = ROOT / ".build-benchmarks" / "release" / "crop-hashes"
PHOTOGRAPHS = "/usr/share/backgrounds/mate/nature"
QUERIES = 1000
MOST_FLIPS = 40
MILLION = 1_000_000

#: name: hashes, kind, seed, words. "eight" counts each crop in its eight orientations.
DATASETS = {
    "crops-1m": (1 * MILLION, "crops", 1, "1 million crops of photographs"),
    "crops-10m": (10 * MILLION, "eight", 2, "10 million: 1.25 million crops in 8 orientations"),
    "uniform-1m": (1 * MILLION, "uniform", 3, "1 million random codes"),
    "uniform-10m": (10 * MILLION, "uniform", 4, "10 million random codes"),
    "uniform-100m": (100 * MILLION, "uniform", 5, "100 million random codes"),
}


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def prepare(name: str) -> tuple[pathlib.Path, pathlib.Path]:
    """The files of codes and queries of a dataset; made if they are missing."""
    count, kind, seed, words = DATASETS[name]
    _forget_what_was_made_otherwise()
    codes, queries = FOLDER / f"{name}.codes", FOLDER / f"{name}.queries"
    if not codes.exists():
        say(f"Making {words} ...")
        _make(codes, lambda target: _write_codes(target, count, kind, seed))
    if not queries.exists():
        _make(queries, lambda target: _write_queries(target, codes, count, kind, seed))
    return codes, queries


def read(path: pathlib.Path) -> numpy.ndarray:
    return numpy.fromfile(path, numpy.uint8).reshape(-1, 32)


def _forget_what_was_made_otherwise() -> None:
    sources = [pathlib.Path(__file__), ROOT / "Benchmarks/search/photographs.py",
               ROOT / "Benchmarks/Sources/crop-hashes/CropHashes.swift"]
    key = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = FOLDER / "made-by"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if stamp.exists() and stamp.read_text() == key:
        return
    for old in [*FOLDER.glob("*.codes"), *FOLDER.glob("*.queries"), *FOLDER.glob("*.truth")]:
        old.unlink()
    stamp.write_text(key)


def _make(target: pathlib.Path, write) -> None:
    # A name that only a complete file gets: an interrupted run leaves nothing that looks usable.
    part = target.with_suffix(".part")
    write(part)
    part.rename(target)


def _write_codes(target: pathlib.Path, count: int, kind: str, seed: int) -> None:
    if kind == "uniform":
        random = numpy.random.default_rng(seed)
        with open(target, "wb") as stream:
            for start in range(0, count, MILLION):
                stream.write(random.bytes(32 * min(MILLION, count - start)))
        return
    pictures = FOLDER / "photographs"
    if not pictures.exists():
        part = FOLDER / "photographs.part"
        subprocess.run([sys.executable, ROOT / "Benchmarks/search/photographs.py", part, PHOTOGRAPHS], check=True)
        part.rename(pictures)
    options = ["--eight"] if kind == "eight" else []
    subprocess.run([CROP_HASHES, pictures, str(count), str(seed), target, *options], check=True)


def _write_queries(target: pathlib.Path, codes: pathlib.Path, count: int, kind: str, seed: int) -> None:
    random = numpy.random.default_rng(1000 + seed)
    half = QUERIES // 2
    everything = numpy.memmap(codes, numpy.uint8, "r", shape=(count, 32))
    members = numpy.unpackbits(numpy.array(everything[numpy.sort(random.choice(count, half, replace=False))]), axis=1)
    for row in members:
        row[random.choice(256, random.integers(0, MOST_FLIPS + 1), replace=False)] ^= 1
    fresh = target.with_suffix(".fresh")
    _write_codes(fresh, half, "uniform" if kind == "uniform" else "crops", 1000 + seed)
    rows = numpy.concatenate([numpy.packbits(members, axis=1), read(fresh)])
    fresh.unlink()
    random.permutation(rows).tofile(target)
