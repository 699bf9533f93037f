# SPDX-License-Identifier: Apache-2.0
"""Says how a run of the fuzzer went, and adds it to the list of runs.

usage: summary.py TARGET LOG RUNS.tsv     one line, added to RUNS.tsv: target, inputs, seconds, edges, features, MiB
       summary.py --table RUNS.tsv        all runs of a target together, as a table in Markdown
"""

import pathlib
import re
import sys


def last(pattern: str, text: str) -> int:
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


def run(target: str, log: str, runs: str):
    text = pathlib.Path(log).read_bytes().decode(errors="replace")
    inputs = last(r"stat::number_of_executed_units: *(\d+)", text) or last(r"(?m)^#(\d+)\s", text)
    seconds = last(r"Done \d+ runs in (\d+) second", text)
    figures = [inputs, seconds, last(r"cov: (\d+)", text), last(r"ft: (\d+)", text),
               last(r"stat::peak_rss_mb: *(\d+)", text)]
    with open(runs, "a") as stream:
        print(target, *figures, sep="\t", file=stream)
    print(f"{target}: {inputs:,} inputs, {seconds} s, {figures[2]:,} edges, {figures[4]} MiB")


def table(runs: str):
    targets: dict[str, list[int]] = {}
    for line in pathlib.Path(runs).read_text().splitlines():
        target, *figures = line.split("\t")
        inputs, seconds, edges, features, memory = map(int, figures)
        known = targets.setdefault(target, [0, 0, 0, 0, 0])
        targets[target] = [known[0] + inputs, known[1] + seconds, max(known[2], edges), max(known[3], features),
                           max(known[4], memory)]
    print("| target | inputs | seconds | edges | features | peak memory |\n|---|--:|--:|--:|--:|--:|")
    for target, (inputs, seconds, edges, features, memory) in targets.items():
        print(f"| {target} | {inputs:,} | {seconds:,} | {edges:,} | {features:,} | {memory} MiB |")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        run(*sys.argv[1:])
    elif len(sys.argv) == 3 and sys.argv[1] == "--table":
        table(sys.argv[2])
    else:
        print(__doc__, file=sys.stderr)
        sys.exit(64)
