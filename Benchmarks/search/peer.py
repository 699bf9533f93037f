# SPDX-License-Identifier: Apache-2.0
"""Measures one index of FAISS and prints one JSON line, as search-speed does of ours.

usage: peer.py INDEX CODES QUERIES [--queries N] [--rounds N] [--answers FILE]

INDEX        flat · threatexchange · multihash-CHUNKSxBITS-FLIPS · ivf-LISTS-PROBES
--queries    how many of the queries are asked one by one and in one batch; the first of them
--rounds     how often; of several rounds the best time at each rank counts, as search-speed counts ours
--answers    where what was found goes: a line each with the numbers of query and hash and their distance

One thread, and its CPU time: other programs on the machine disturb that least.
"""

import argparse
import json
import pathlib
import resource
import time

import faiss
import numpy

RADIUS = 31
CHUNK = 1_000_000
WARM_UP = 200


def make(name: str):
    """The index, and what to do before searching in it."""
    kind, _, rest = name.partition("-")
    if kind == "flat":
        return faiss.IndexBinaryFlat(256)
    if kind == "threatexchange":
        from threatexchange.signal_type.pdq.pdq_faiss_matcher import PDQMultiHashIndex

        # Its own constructor, and what its own search sets. Only its parsing of hex text is spared.
        index = PDQMultiHashIndex()
        index.mih_index.nflip = RADIUS // index.mih_index.nhash
        return index.faiss_index
    if kind == "multihash":
        shape, flips = rest.split("-")
        chunks, bits = map(int, shape.split("x"))
        index = faiss.IndexBinaryMultiHash(256, chunks, bits)
        index.nflip = int(flips)
        return index
    if kind == "ivf":
        lists, probes = map(int, rest.split("-"))
        quantizer = faiss.IndexBinaryFlat(256)
        index = faiss.IndexBinaryIVF(quantizer, 256, lists)
        index.quantizer_of_python = quantizer
        index.nprobe = probes
        return index
    raise SystemExit(f"peer.py: unknown index {name}")


def anonymous_bytes() -> int:
    for line in open("/proc/self/status"):
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def fill(index, codes: numpy.ndarray) -> None:
    if isinstance(index, faiss.IndexBinaryIVF):
        index.train(numpy.ascontiguousarray(codes[:100_000]))
    for start in range(0, len(codes), CHUNK):
        part = numpy.ascontiguousarray(codes[start : start + CHUNK])
        if isinstance(index, faiss.IndexBinaryIDMap2):
            index.add_with_ids(part, numpy.arange(start, start + len(part)))
        else:
            index.add(part)


def search(index, queries: numpy.ndarray):
    # FAISS finds distances strictly below its radius.
    return index.range_search(queries, RADIUS + 1)


def timed(work) -> float:
    started = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - started) / 1000


def flat_agrees_with_numpy(codes, queries, limits, found) -> bool:
    """The truth that all others are held against is itself held against the plainest program there is."""
    for number in range(min(3, len(queries))):
        near = []
        for start in range(0, len(codes), CHUNK):
            bits = numpy.bitwise_count(codes[start : start + CHUNK] ^ queries[number]).sum(axis=1, dtype=numpy.uint16)
            near += (numpy.flatnonzero(bits <= RADIUS) + start).tolist()
        if near != sorted(found[limits[number] : limits[number + 1]].tolist()):
            return False
    return True


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("index")
    arguments.add_argument("codes", type=pathlib.Path)
    arguments.add_argument("queries", type=pathlib.Path)
    arguments.add_argument("--queries", dest="limit", type=int, default=1_000)
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--answers", type=pathlib.Path)
    options = arguments.parse_args()

    faiss.omp_set_num_threads(1)
    # Mapped, so that what grows is the index alone.
    codes = numpy.memmap(options.codes, numpy.uint8, "r").reshape(-1, 32)
    queries = numpy.fromfile(options.queries, numpy.uint8).reshape(-1, 32)[: options.limit]
    before = anonymous_bytes()
    index = make(options.index)
    building = timed(lambda: fill(index, codes))
    size = anonymous_bytes() - before

    for query in queries[:WARM_UP]:
        search(index, query[None])
    eights = [queries[start : start + 8] for start in range(0, len(queries) - 7, 8)]
    singles, batches, groups, answer = [], [], [], []
    for _ in range(options.rounds):
        singles.append([timed(lambda: search(index, query[None])) for query in queries])
        batches.append(timed(lambda: answer.append(search(index, queries))))
        groups.append(timed(lambda: [search(index, eight) for eight in eights]) / len(eights))
    ranks = numpy.sort(singles, axis=1).min(axis=0)
    limits, distances, found = answer[0]

    plan = f"FAISS {faiss.__version__}"
    if options.index == "flat" and not flat_agrees_with_numpy(codes, queries, limits, found):
        raise SystemExit("peer.py: FAISS Flat and numpy disagree; there is no truth to compare with")
    if options.answers:
        with open(options.answers, "w") as stream:
            for number in range(len(queries)):
                part = slice(limits[number], limits[number + 1])
                for code, distance in sorted(zip(found[part].tolist(), distances[part].tolist())):
                    print(number, code, int(distance), file=stream)
    print(json.dumps({
        "entries": len(codes), "queries": len(queries), "build_seconds": building / 1e6,
        "bytes_per_entry": size / len(codes), "p50_us": float(ranks[len(queries) // 2]),
        "p99_us": float(ranks[len(queries) * 99 // 100]), "mean_us": float(numpy.mean(singles, axis=1).min()),
        "batch_qps": len(queries) / min(batches) * 1e6, "eight_us": min(groups),
        "matches": len(found), "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "plan": plan,
    }))


main()
