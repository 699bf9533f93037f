# SPDX-License-Identifier: Apache-2.0
"""Measures our search and its peers on the same hashes in one run, ours before each peer, and prints them side by side.

usage: measure.py [--large] [--ours PROGRAM] [DATASET...]
       measure.py --page        writes the page and the picture anew, from the results of earlier runs

A row whose answers are not exactly the right ones is not printed; that it was refused is. Then the results go into
Benchmarks/results/search.csv, docs/performance.md and docs/pictures/search.svg.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import data
import plot
import records

HERE = pathlib.Path(__file__).resolve().parent
OURS = data.ROOT / ".build-benchmarks" / "release" / "search-speed"
RADIUS = 31
#: How often every query is asked, ours and the peers' alike.
ROUNDS = {"crops-1m": 3, "uniform-1m": 3, "crops-10m": 1, "uniform-10m": 1, "uniform-100m": 1}
#: What is measured on each set: the index and how many queries it is asked (the slow ones fewer).
PEERS = {
    "crops-1m": [("threatexchange", 1000), ("multihash-11x23-2", 1000), ("multihash-12x21-2", 1000),
                 ("multihash-11x22-2", 1000), ("ivf-1024-16", 1000)],
    "uniform-1m": [("threatexchange", 1000), ("multihash-11x23-2", 1000)],
    "crops-10m": [("threatexchange", 300), ("multihash-11x23-2", 1000)],
    "uniform-10m": [("threatexchange", 300), ("multihash-11x23-2", 1000)],
    "uniform-100m": [],
}
NAMES = {
    "ours": "tutela", "flat": "FAISS Flat", "threatexchange": "FAISS as threatexchange sets it up",
    "ivf-1024-16": "FAISS IVF, 16 of 1,024 lists",
}
SHORT = {"threatexchange": "FAISS, threatexchange's setting", "ours": "tutela", "flat": "FAISS Flat"}


def name_of(index: str) -> str:
    if index.startswith("multihash-"):
        return f"FAISS MultiHash {index.split('-')[1].replace('x', '×')}, {index.split('-')[2]} flips"
    return NAMES[index]


Answer = tuple[int, int, int]


def read_answers(path: pathlib.Path) -> set[Answer]:
    """Number of the query, number of the hash, distance."""
    return {tuple(map(int, line.split())) for line in path.read_text().splitlines()}


def run(command: list, answers: pathlib.Path, dataset: str, index: str, truth: set[Answer] | None) -> dict | None:
    """One line of JSON of a program, with recall as this program counts it; `None` if it failed."""
    answers.unlink(missing_ok=True)
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        data.say(f"  {name_of(index)}: ended with {done.returncode}")
        return None
    row = json.loads(done.stdout.strip().split("\n")[-1])
    if row["entries"] != data.DATASETS[dataset][0]:
        raise SystemExit(f"error: {name_of(index)} searched {row['entries']} entries of {dataset}")
    found = read_answers(answers)
    # A slow index is asked the first of the queries only.
    wanted = found if truth is None else {answer for answer in truth if answer[0] < row["queries"]}
    row["recall"] = len(found & wanted) / len(wanted) if wanted else 1.0
    row["extras"] = len(found - wanted)
    if isinstance(row["build_seconds"], dict):
        row["build_seconds"] = row["build_seconds"]["cpu"]
    if "resident_mib" in row:
        # What a program says of itself is not what its peers are measured by.
        row["bytes_per_entry"] = row["resident_mib"] * 2**20 / row["entries"]
    row.update(dataset=dataset, index=index, rounds=ROUNDS[dataset])
    data.say(f"  {name_of(index)}: p50 {row['p50_us']:.1f} us, recall {row['recall']:.4f}")
    return row


def measure(dataset: str, ours: pathlib.Path | None) -> list[dict]:
    codes, queries = data.prepare(dataset)
    data.say(f"{data.DATASETS[dataset][3]}:")
    answers = data.FOLDER / "answers.txt"
    truth_file = data.FOLDER / f"{dataset}.truth"
    rounds = ["--rounds", ROUNDS[dataset]]

    def measure_peer(index: str, count: int, truth: set[Answer] | None) -> dict | None:
        command = [sys.executable, HERE / "peer.py", index, codes, queries, "--queries", count, "--answers", answers, *rounds]
        return run(command, answers, dataset, index, truth)

    flat = measure_peer("flat", data.QUERIES, None)
    if flat is None:
        raise SystemExit("error: FAISS Flat says what is right, and it failed")
    answers.rename(truth_file)
    truth = read_answers(truth_file)
    rows = [flat]

    def measure_ours() -> None:
        if ours is None:
            return
        command = [ours, codes, queries, "--radius", RADIUS, "--truth", truth_file, "--memory", "--threads", 1,
                   "--answers", answers, *rounds]
        row = run(command, answers, dataset, "ours", truth)
        if row:
            rows.append(row)

    measure_ours()
    for index, count in PEERS[dataset]:
        row = measure_peer(index, count, truth)
        if row:
            rows.append(row)
        measure_ours()
    return rows


def is_exact(row: dict) -> bool:
    return float(row["recall"]) == 1.0 and float(row["extras"]) == 0


def condensed(rows: list[dict]) -> list[dict]:
    """Our runs between the peers become one: the median of each figure. One inexact run makes all of them so."""
    ours = [row for row in rows if row["index"] == "ours"]
    others = [row for row in rows if row["index"] != "ours"]
    if not ours:
        return others
    figures = [key for key, value in ours[0].items() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    middle = dict(ours[-1]) | {key: statistics.median(row[key] for row in ours) for key in figures}
    middle["recall"] = min(row["recall"] for row in ours)
    middle["extras"] = max(row["extras"] for row in ours)
    middle["runs"] = len(ours)
    return [middle] + others


def lines(rows: list[dict]) -> tuple[list[list[str]], list[str]]:
    """The table of one dataset, ours first, and the refusals."""
    reference = next((row for row in rows if row["index"] == "ours" and is_exact(row)), None)
    printed, refused = [], []
    for row in rows:
        figure = {key: float(row[key]) for key in
                  ("build_seconds", "bytes_per_entry", "p50_us", "p99_us", "batch_qps", "eight_us", "recall")}
        if not is_exact(row):
            refused.append(
                f"{name_of(row['index'])}: **refused**, recall {100 * figure['recall']:.2f} %, {row['extras']} wrong. "
                "Not a speed of exact search.")
            continue
        ratio = "–" if reference is None or row is reference else (
            f"{records.grouped(figure['p50_us'] / float(reference['p50_us']))} ×")
        printed.append([
            name_of(row["index"]), f"{figure['build_seconds']:.1f} s", f"{figure['bytes_per_entry']:.0f}",
            f"{records.grouped(figure['p50_us'])} µs", f"{records.grouped(figure['p99_us'])} µs",
            records.grouped(figure["batch_qps"]), f"{records.grouped(figure['eight_us'])} µs", ratio])
    return printed, refused


HEAD = ["index", "build", "bytes an entry", "p50", "p99", "batch, queries/s", "8 orientations", "p50 against ours"]


def too_large(rows: list[dict]) -> list[str]:
    """What the multi-index peers would need for 100 million entries, by what they needed for the largest measured set."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    words = []
    for index in ("threatexchange", "multihash-11x23-2"):
        known = [row for row in rows if row["index"] == index and row["dataset"] != "uniform-100m"]
        if not known:
            continue
        largest = max(known, key=lambda row: int(float(row["entries"])))
        need = float(largest["bytes_per_entry"]) * 100_000_000
        if need > memory * 0.9:
            words.append(
                f"{name_of(index)}: not built. By its {float(largest['bytes_per_entry']):.0f} bytes an entry at "
                f"{int(float(largest['entries'])):,} entries it would take {need / 2**30:.0f} GiB; this machine has {memory / 2**30:.0f}.")
    return words


def markdown(rows: list[dict]) -> str:
    parts = []
    for dataset in data.DATASETS:
        own = [row for row in rows if row["dataset"] == dataset]
        if not own:
            continue
        printed, refused = lines(own)
        notes = refused + (too_large(rows) if dataset == "uniform-100m" else [])
        parts.append(f"### {data.DATASETS[dataset][3][0].upper()}{data.DATASETS[dataset][3][1:]}")
        parts.append(f"{own[0]['date']}, {own[0]['machine']}.")
        parts.append(records.table(HEAD, printed))
        parts += [f"- {note}" for note in notes]
    return "\n\n".join(parts).replace("\n\n- ", "\n- ").replace("|\n- ", "|\n\n- ")


def draw(rows: list[dict]) -> str:
    panels = []
    for dataset in ("crops-1m", "crops-10m"):
        points = [
            plot.Point(float(row["bytes_per_entry"]), float(row["p50_us"]),
                       SHORT.get(row["index"], name_of(row["index"])), row["index"] == "ours")
            for row in rows if row["dataset"] == dataset and is_exact(row)
            and row["index"] in ("ours", "flat", "threatexchange", "multihash-11x23-2")]
        if points:
            panels.append(plot.Panel(data.DATASETS[dataset][3].split(":")[0], points))
    description = "; ".join(
        f"{panel.title}: " + ", ".join(f"{point.name} {point.y:.0f} µs and {point.x:.0f} bytes" for point in panel.points)
        for panel in panels)
    return plot.scatter(
        "Exact search, radius 31: time of one query against memory. Lower left is better.", description, panels,
        ("bytes an entry", lambda value: f"{value:,.0f}"),
        ("median time of one query", lambda value: f"{value:,.0f} µs" if value < 1000 else f"{value / 1000:,.0f} ms"))


def show(rows: list[dict]) -> None:
    for dataset in dict.fromkeys(row["dataset"] for row in rows):
        own = [row for row in rows if row["dataset"] == dataset]
        printed, refused = lines(own)
        widths = [max(len(row[column]) for row in [HEAD, *printed]) for column in range(len(HEAD))]
        print(f"\n{data.DATASETS[dataset][3]}, radius {RADIUS}, one thread")
        for row in [HEAD, *printed]:
            print("  ".join(word.ljust(width) if column == 0 else word.rjust(width)
                            for column, (word, width) in enumerate(zip(row, widths))))
        for note in refused + (too_large(records.read("search")) if dataset == "uniform-100m" else []):
            print(f"  {note.replace('**', '')}")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("datasets", nargs="*", choices=[*data.DATASETS, []])
    arguments.add_argument("--large", action="store_true", help="100 million entries instead")
    arguments.add_argument("--ours", type=pathlib.Path, default=OURS)
    arguments.add_argument("--page", action="store_true", help="measure nothing")
    options = arguments.parse_args()
    if options.page:
        publish(records.read("search"))
        return
    datasets = options.datasets or (["uniform-100m"] if options.large else ["crops-1m", "uniform-1m", "crops-10m"])
    ours = options.ours if os.access(options.ours, os.X_OK) else None
    if ours is None:
        data.say(f"warning: {options.ours} is not there: only the peers are measured")
    new = []
    for dataset in datasets:
        new += condensed(measure(dataset, ours))
    show(new)
    machine = records.machine()
    for row in new:
        row.update(date=records.today(), machine=machine)
    columns = ["dataset", "index", "entries", "queries", "rounds", "runs", "build_seconds", "bytes_per_entry", "p50_us", "p99_us",
               "mean_us", "batch_qps", "eight_us", "append_us", "withdraw_us", "matches", "recall", "extras", "peak_mib", "plan", "date", "machine"]
    publish(records.merge("search", "dataset", [{key: row.get(key) for key in columns} for row in new]))


def publish(rows: list[dict]) -> None:
    records.put_into_page("search", markdown(rows))
    if any(row["dataset"].startswith("crops") for row in rows):
        (records.PICTURES / "search.svg").write_text(draw(rows))


main()
