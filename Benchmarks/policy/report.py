# SPDX-License-Identifier: Apache-2.0
"""Puts decisions a second and those of the peers of the same run into one table."""

import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import records

WORDS = {"upload": "1,000 uploads", "benign": "nothing raised", "worst": "the worst"}


def main():
    with open(sys.argv[1], newline="") as stream:
        ours = {row["work"]: row for row in csv.DictReader(stream, delimiter="\t")}
    peers: dict[str, dict[str, tuple[float, float]]] = {}
    for line in pathlib.Path(sys.argv[2]).read_text().splitlines():
        engine, work, _, _, speed, fired = line.split("\t")
        peers.setdefault(engine, {})[work] = (float(speed), float(fired))
    for engine, works in peers.items():
        if works["worst"][1] != float(ours["worst"]["fired"]):
            raise SystemExit(f"error: {engine} finds {works['worst'][1]} rules, tutela {ours['worst']['fired']}")
    head = ["items", "rules that fire", "tutela"] + [f"{engine} (tutela / it)" for engine in peers]
    rows, figures = [], []
    for work, row in ours.items():
        speed = float(row["per_second"])
        rows.append([WORDS[work], row["fired"], f"{records.grouped(speed)}/s"] + [
            f"{records.grouped(works[work][0])}/s ({speed / works[work][0]:.1f} ×)" for works in peers.values()])
        figures.append({"work": work, "fired": row["fired"], "tutela": speed, "date": records.today(),
                        "machine": records.machine()} | {engine: works[work][0] for engine, works in peers.items()})
    for row in rows:
        print("  ".join(row))
    records.merge("policy", "work", figures)
    records.put_into_page("policy", "\n\n".join([
        f"{records.today()}, {records.machine()}. {ours['worst']['rules']} rules are loaded. The run stops if a peer does not "
        "find as many rules in the worst case as Tutela does.", records.table(head, rows)]))


if __name__ == "__main__":
    main()
