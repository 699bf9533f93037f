# SPDX-License-Identifier: Apache-2.0
"""Prints what Benchmarks/provenance/run measured, and writes it into Benchmarks/results and docs/performance.md.

usage: report.py OURS PEER

Lines of provenance-speed and of peer.py about the same files. Refused when the two do not say the same of a file.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import records

#: What a file without any marker may cost, in milliseconds.
BOUND = 0.2


def read(path: str) -> dict[str, list[str]]:
    lines = [line.split("\t") for line in pathlib.Path(path).read_text().splitlines()]
    return {line[-1]: line[:-1] for line in lines}


def main():
    ours, theirs = read(sys.argv[1]), read(sys.argv[2])
    signed, plain, costs = [], [], {}
    for path, (milliseconds, state, markers) in ours.items():
        file = pathlib.Path(path)
        peer_milliseconds, peer_state = theirs[path]
        if (state == "trusted") != (peer_state == "Trusted") or (state == "none") != (peer_state == "none"):
            raise SystemExit(f"error: {file.name} is '{state}' here and '{peer_state}' for the peer")
        row = {"what": file.stem, "kind": file.parent.name, "bytes": file.stat().st_size, "tutela": float(milliseconds),
               "peer": float(peer_milliseconds), "markers": int(markers)}
        if file.parent.name == "signed":
            signed.append(row)
        else:
            if not row["markers"]:
                costs[file.name] = row["tutela"]
            plain.append(row)

    def figures(row: dict) -> list[str]:
        return [row["what"], f"{row['bytes'] / 1000:,.0f} kB", f"{row['tutela']:.3f} ms", f"{row['peer']:.2f} ms",
                f"{row['peer'] / row['tutela']:.1f} ×"]

    head = ["file", "size", "tutela", "peer", "peer / tutela"]
    made = [row for row in plain if not row["what"].startswith("as-found")]
    for row in signed + made:
        print("  ".join(figures(row)))
    worst = max(costs, key=costs.get)
    words = (f"{len(costs)} files without any marker cost {min(costs.values()):.4f} to {costs[worst]:.4f} ms each "
             f"(most: {worst}); the bound is {BOUND} ms.")
    print(words)
    date, machine = records.today(), records.machine()
    records.merge("provenance", "what", [
        row | {"what": f"{row['kind']}/{row['what']}", "date": date, "machine": machine} for row in signed + plain])
    records.put_into_page("provenance", "\n\n".join([
        f"{date}, {machine}. The peer is `c2pa-python` (c2pa-rs, the library of `c2patool`) with the same lists, also "
        "reading from memory; the run stops if the two do not say the same of a file.",
        records.table(head, [figures(row) for row in signed]),
        "Without credentials:", records.table(head, [figures(row) for row in made]), words]))
    if costs[worst] > BOUND:
        raise SystemExit("error: a file without any marker costs more than its bound")


if __name__ == "__main__":
    main()
