# SPDX-License-Identifier: Apache-2.0
"""Measures which altered copies plain pdqhash and our views find again, and writes the table.

usage: measure.py CACHE VIEW_HASHES DOCUMENT CSV

CACHE        folder for the unpacked packages
VIEW_HASHES  the program of Benchmarks/Sources/view-hashes
DOCUMENT     Markdown file whose part between the robustness markers is replaced
CSV          the same figures an alteration, strength and half
"""

import collections
import csv
import json
import multiprocessing
import pathlib
import statistics
import subprocess
import sys
import time

import numpy
import pdqhash

import alterations
import corpus

RADIUS, FLOOR, MOST_VIEWS = 31, 50, 16
HALVES = ("development", "evaluation")
WORKERS = 2
BEGIN, END = "<!-- robustness: begin -->", "<!-- robustness: end -->"


def words(hexadecimal):
    return numpy.array([[int(text[place:place + 16], 16) for place in (0, 16, 32, 48)] for text in hexadecimal], numpy.uint64).reshape(-1, 4)


def distances(first, second):
    return numpy.bitwise_count(first[:, None, :] ^ second[None, :, :]).sum(2, dtype=numpy.uint16)


def peer_words(bits):
    return numpy.packbits(numpy.array(bits, numpy.uint8), axis=1).view(">u8").astype(numpy.uint64)


class Tool:
    """A running view-hashes: one picture in, one line out."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, image):
        self.process.stdin.write(b"P6 %d %d 255\n" % image.size + image.tobytes())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        answer["words"] = [words(view["hashes"]) for view in answer["views"]]
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def work(task):
    """All copies of one photograph: [(role, kind, strength, plain distances, our best distances, …)]."""
    cache, program, half, role, number, entries = task
    photographs = corpus.photographs(cache, half, role, only=number)
    others = [image for name, image in OTHERS[half] if name != photographs[0][0]]
    tool = Tool(program, "--limit", str(MOST_VIEWS))
    rows, falses, pairs, nearest = [], [], [0, 0], 256
    owners = numpy.array([owner for owner, _, _ in entries])
    bare = numpy.array([name == "whole" for _, name, _ in entries])
    hashes = numpy.concatenate([hash_ for _, _, hash_ in entries])
    ((name, image),) = photographs
    for kind in alterations.ALTERATIONS:
        strengths = range(4) if role == "known" else [(number + len(kind)) % 4]
        for strength in strengths:
            copy = corpus.altered(name, image, kind, strength, others)
            plain, quality = pdqhash.compute_dihedral(numpy.asarray(copy))
            answer = tool.ask(copy)
            good = [index for index, view in enumerate(answer["views"]) if view["quality"] >= FLOOR]
            queries = numpy.concatenate([answer["words"][index] for index in good]) if good else numpy.zeros((0, 4), numpy.uint64)
            all_distances = distances(queries, hashes)
            own = owners == name
            if role == "known":
                peer = distances(peer_words(plain), hashes[own & bare])[:, 0] if quality >= FLOOR else [256]
                ours = {index: 256 for index in range(len(answer["views"]))}
                wide = dict(ours)
                for place, index in enumerate(good):
                    part = all_distances[place * 8:place * 8 + 8]
                    ours[index] = int(part[:, own & bare].min())
                    wide[index] = int(part[:, own].min())
                rows.append(dict(
                    kind=kind, strength=strength, one=int(peer[0]), eight=int(min(peer)), ours=list(ours.values()), wide=list(wide.values()),
                    regions=[view["region"] for view in answer["views"]], **{key: answer[key] for key in ("plain", "reduce", "find", "findAndHash")}))
            strangers = all_distances[:, ~own]
            pairs[0] += int(strangers[:, bare[~own]].size)
            pairs[1] += int(strangers.size)
            if strangers.size:
                nearest = min(nearest, int(strangers.min()))
                for query, entry in numpy.argwhere(strangers <= RADIUS):
                    entry = numpy.flatnonzero(~own)[entry]
                    falses.append((name, kind, strength, answer["views"][good[query // 8]]["region"], str(owners[entry]), entries[entry][1], int(all_distances[query, entry])))
    tool.close()
    return dict(half=half, role=role, name=name, rows=rows, falses=falses, pairs=pairs, nearest=nearest)


def prepare(cache):
    global OTHERS
    OTHERS = {half: corpus.photographs(cache, half, "unrelated") for half in HALVES}


def percent(part, whole):
    return 100 * part / whole if whole else 0


def table(rows, keys=("one", "eight", "ours", "wide")):
    """Recall in per cent by each measure."""
    hits = collections.Counter()
    for row in rows:
        for key in keys:
            hits[key] += (row[key] if isinstance(row[key], int) else min(row[key])) <= RADIUS
    return [percent(hits[key], len(rows)) for key in keys]


def main():
    cache, program, document, target = (pathlib.Path(argument) for argument in sys.argv[1:])
    started = time.time()
    corpus.fetch(cache)
    tool = Tool(program, "--entries")
    entries = []
    tasks = []
    for half in HALVES:
        for number, (name, image) in enumerate(corpus.photographs(cache, half, "known")):
            bits, quality = pdqhash.compute(numpy.asarray(image))
            answer = tool.ask(image)
            entries.append((name, "whole", peer_words([bits])))
            entries += [(name, view["region"], hash_[:1]) for view, hash_ in zip(answer["views"][1:], answer["words"][1:])]
            tasks.append((half, "known", number))
        tasks += [(half, "unrelated", number) for number in range(len(corpus.photographs(cache, half, "unrelated")))]
    tool.close()
    results = []
    with multiprocessing.Pool(WORKERS, prepare, (cache,)) as pool:
        jobs = [(cache, program, *task, entries) for task in tasks]
        for done, result in enumerate(pool.imap_unordered(work, jobs), 1):
            results.append(result)
            if done % 10 == 0:
                print(f"{done} of {len(jobs)} photographs, {time.time() - started:.0f} s", file=sys.stderr, flush=True)
    results.sort(key=lambda result: (result["half"], result["role"], result["name"]))
    write(results, entries, document, target, time.time() - started)


def searching(medians, searches):
    """The rows of searching, by what Benchmarks/search measured last on this machine."""
    results = pathlib.Path(__file__).resolve().parents[1] / "results" / "search.csv"
    ours = [row for row in csv.DictReader(open(results)) if (row["dataset"], row["index"]) == ("crops-1m", "ours")] if results.exists() else []
    if not ours:
        return "\n| search in 1 million hashes | run Benchmarks/search first | |"
    once = float(ours[0]["eight_us"])
    plain, views = medians["plain"] + once, medians["plain"] + medians["findAndHash"] + once * searches
    return (f"\n| search in 1 million hashes ([performance.md](performance.md)) | {once:.0f} | {once * searches:.0f} |"
            f"\n| together, without decoding and reducing | {plain:.0f} | {views:.0f}, {views / plain:.1f} × |")


def write(results, entries, document, target, seconds):
    rows = [dict(row, half=result["half"]) for result in results for row in result["rows"]]
    held = alterations.HELD_OUT
    with open(target, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["half", "alteration", "held_out", "strength", "copies", "pdqhash", "pdqhash_8", "views", "views_and_entries", "views_per_picture"])
        for half in sorted({row["half"] for row in rows}):
            for kind in alterations.ALTERATIONS:
                for strength in range(4):
                    part = [row for row in rows if (row["half"], row["kind"], row["strength"]) == (half, kind, strength)]
                    writer.writerow([half, kind, int(kind in held), strength, len(part), *(f"{value:.1f}" for value in table(part)),
                                     f"{statistics.mean(len(row['regions']) - 1 for row in part):.2f}"])

    text = []
    copies = len(rows)
    known = sum(result["role"] == "known" for result in results)
    text.append(f"{known} known and {len(results) - known} unrelated photographs, {len(alterations.ALTERATIONS)} alterations in four strengths: "
                f"{copies:,} copies of known ones. Recall in per cent at distance ≤ {RADIUS}, quality ≥ {FLOOR}.\n")
    text.append("| copies of | alterations | pdqhash | pdqhash, 8 orientations | query views | query and entry views |\n|---|---|---|---|---|---|")
    halves = [half for half in HALVES if any(row["half"] == half for row in rows)]
    for half in halves:
        for label, wanted in (("looked at while tuning", False), ("held out", True), ("all", None)):
            part = [row for row in rows if row["half"] == half and (wanted is None or (row["kind"] in held) == wanted)]
            text.append(f"| {half} photographs | {label} | " + " | ".join(f"{value:.1f}" for value in table(part)) + " |")
    text.append("\n| alteration (evaluation photographs) | pdqhash | 8 orientations | query views | query and entry views | views a picture |\n|---|---|---|---|---|---|")
    for kind in alterations.ALTERATIONS:
        part = [row for row in rows if row["half"] == "evaluation" and row["kind"] == kind]
        views = statistics.mean(len(row["regions"]) - 1 for row in part)
        text.append(f"| {kind}{' (held out)' if kind in held else ''} | " + " | ".join(f"{value:.0f}" for value in table(part)) + f" | {views:.1f} |")

    part = [row for row in rows if row["half"] == "evaluation"]
    text.append("\n| most views searched (evaluation) | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 8 | 10 | 16 |\n|---|" + "---|" * 10)
    for label, key in (("recall, query views", "ours"), ("recall, query and entry views", "wide")):
        text.append(f"| {label} | " + " | ".join(
            f"{percent(sum(min(row[key][:cap + 1]) <= RADIUS for row in part), len(part)):.1f}" for cap in (0, 1, 2, 3, 4, 5, 6, 8, 10, 16)) + " |")
    text.append("| views a picture | " + " | ".join(
        f"{statistics.mean(min(cap, len(row['regions']) - 1) for row in part):.1f}" for cap in (0, 1, 2, 3, 4, 5, 6, 8, 10, 16)) + " |")

    gains, alone, found = collections.Counter(), collections.Counter(), collections.Counter()
    for row in part:
        found.update(row["regions"][1:])
        if row["ours"][0] > RADIUS:
            winners = {region for region, distance in zip(row["regions"], row["ours"]) if distance <= RADIUS}
            gains.update(winners)
            if len(winners) == 1:
                alone.update(winners)
    text.append("\n| region (evaluation) | points won | of them by it alone | views a picture |\n|---|---|---|---|")
    for region, gain in gains.most_common():
        text.append(f"| {region} | {percent(gain, len(part)):.1f} | {percent(alone[region], len(part)):.1f} | {found[region] / len(part):.2f} |")

    falses = [false for result in results for false in result["falses"]]
    whole_pairs, all_pairs = (sum(result["pairs"][index] for result in results) for index in (0, 1))
    false_whole = sum(false[5] == "whole" for false in falses)
    text.append(f"\nFalse matches: **{false_whole}** in {whole_pairs / 1e6:,.1f} million pairs of unrelated hashes (query views × entries), "
                f"**{len(falses)}** in {all_pairs / 1e6:,.0f} million with entry views; nearest pair {min(result['nearest'] for result in results)} bits.")
    medians = {key: statistics.median(row[key] for row in rows) for key in ("plain", "reduce", "find", "findAndHash")}
    average = statistics.mean(len(row["regions"]) - 1 for row in rows)
    text.append("\n| CPU time a picture, median, µs | plain | with views |\n|---|---|---|"
                f"\n| exact hash of the pixels | {medians['plain']:.0f} | {medians['plain']:.0f} |"
                f"\n| reduce to grey (the decoder does this in the product) | | {medians['reduce']:.0f} |"
                f"\n| find views ({medians['find']:.0f}) and hash them | | {medians['findAndHash']:.0f} |"
                f"\n| searches of one hash, eight orientations each | 1 | {1 + average:.1f} |"
                + searching(medians, 1 + average))
    text.append(f"\n{len(entries)} entry hashes; the run took {seconds / 60:.0f} minutes.")
    for false in falses[:20]:
        print("false match:", *false, file=sys.stderr)

    block = BEGIN + "\n" + "\n".join(text) + "\n" + END
    old = document.read_text() if document.exists() else ""
    if BEGIN in old and END in old:
        block = old[:old.index(BEGIN)] + block + old[old.index(END) + len(END):]
    else:
        block = (old + "\n" if old else "") + block + "\n"
    document.write_text(block)
    print("\n".join(text))


if __name__ == "__main__":
    main()
