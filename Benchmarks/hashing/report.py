# SPDX-License-Identifier: Apache-2.0
"""Prints what Benchmarks/hashing/run measured, and writes it into Benchmarks/results, docs/performance.md and its picture.

usage: report.py ROWS ISOLATION

ROWS has a line a measurement: what, pictures, kind of time, then seconds of tutela, of the same in one process, of the fast
mode, of that in one process, and of the peer, with tabulators between; an empty column was not measured.  ISOLATION is one line of words.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import plot
import records

COLUMNS = ["what", "pictures", "time", "tutela", "library", "fast", "fast_library", "peer"]
WORDS = {"tutela": "tutela", "library": "one process", "fast": "fast", "fast_library": "fast, one process"}


def main() -> None:
    rows = [dict(zip(COLUMNS, line.split("\t"))) for line in pathlib.Path(sys.argv[1]).read_text().splitlines()]
    isolation = sys.argv[2]
    shown = [key for key in WORDS if any(row[key] for row in rows)]

    def figures(row: dict) -> list[str]:
        peer = float(row["peer"])
        ours = [f"{float(row[key]):.2f} s" if row[key] else "–" for key in shown]
        ratios = [f"{peer / float(row[key]):.1f} ×" if row[key] else "–" for key in shown]
        return [row["what"], row["time"], *ours, f"{peer:.2f} s", *ratios]

    head = ["what", "time", *[WORDS[key] for key in shown], "peer", *[f"peer / {WORDS[key]}" for key in shown]]
    table = [head, *map(figures, rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        print("  ".join(word.ljust(width) if column == 0 else word.rjust(width)
                        for column, (word, width) in enumerate(zip(row, widths))))
    print(f"\nOne confined process per picture (8 x 8 PNG): {isolation}")

    date, machine = records.today(), records.machine()
    records.merge("hashing", "what", [row | {"date": date, "machine": machine} for row in rows])
    words = [
        f"{date}, {machine}. The peer is `threatexchange` with `pdqhash` and Pillow; the run stops if one hash differs from "
        "the peer's.",
        records.table(head, [figures(row) for row in rows]),
        "CPU time is user and system of all processes, start-up taken off. `tutela` is the program as it is shipped: one "
        "confined process a picture. *One process* is the same code without confinement, as the peer works. *Fast* is "
        "`--hashing fast`. The scan is wall time on all cores against a Python loop on one; ours looks at up to eight parts "
        "of each picture beside the whole, the peer only at the whole.",
        f"One confined process per picture, 8 × 8 PNG, 3,000 pictures: {isolation}.",
    ]
    records.put_into_page("hashing", "\n\n".join(words))
    draw(rows, shown)


#: What a line of the picture is called.
KINDS = {"tutela": "confined", "library": "one process", "fast": "fast, confined", "fast_library": "fast, one process"}


def draw(rows: list[dict], shown: list[str]) -> None:
    lines = []
    for row in rows:
        each = 1000 / int(row["pictures"])
        name = row["what"].split(" JPEG of ")[-1].split(" against")[0]
        for key in shown:
            if row[key]:
                lines.append((f"{name}, {KINDS[key]}", [
                    plot.Point(float(row[key]) * each, 0, "tutela", True),
                    plot.Point(float(row["peer"]) * each, 0, "threatexchange", False)]))
    description = "; ".join(
        f"{name}: " + ", ".join(f"{point.name} {point.x:.2f} ms" for point in points) for name, points in lines)
    (records.PICTURES / "hashing.svg").write_text(plot.dots(
        "Time of one picture. Further left is better.", description, lines,
        ("milliseconds a picture", lambda value: f"{value:g}")))


if __name__ == "__main__":
    main()
