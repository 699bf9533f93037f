# SPDX-License-Identifier: Apache-2.0
"""Matching and screening over HTTP, beside the peer, in this run and on this machine.

usage: measure.py [--entries N] [--kind random|crops] [--seconds S] [--minutes M]

The server has one core, wrk another. Before a figure counts, answers are compared with those of looking at every entry.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import load
import material
import records
from installation import Installation

#: Hasher-Matcher-Actioner as it is, measured on this kind of machine with 100,000 hashes of crops, one synchronous worker,
#: eight connections; docs/performance.md.
HMA_MEASURED = 104
#: HMA's discussion of throughput: 450 to 500 requests a second with ten large pods, hashing and matching.
HMA_PUBLISHED_A_POD = 50
PEER_ENTRIES = 100_000
CONNECTIONS = 64
PHOTOGRAPHS = pathlib.Path("/usr/share/backgrounds/mate/nature")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def paths(hashes: material.Hashes, folder: pathlib.Path) -> pathlib.Path:
    path = folder / "paths.txt"
    path.write_text("".join(f"/m/raw_lookup?signal={text}&signal_type=pdq\n" for text in hashes.texts()))
    return path


def compare(what: str, hashes: material.Hashes, count: int, matches) -> None:
    """Stops the run when an answer differs from that of looking at every entry."""
    for number in range(0, len(hashes.queries), 37 if count <= PEER_ENTRIES else 90):
        found, true = matches(hashes.texts()[number]), hashes.true_matches(number, count)
        if found != true:
            raise SystemExit(f"error: {what} found {found} of {true} matches of query {number}")


def measure_peer(hashes: material.Hashes, folder: pathlib.Path, port: int, seconds: int) -> load.Load:
    say(f"Peer: building its index of {PEER_ENTRIES:,} ...")
    entries = hashes.write(folder / "peer-hashes.txt", PEER_ENTRIES)
    server = load.Server(
        [sys.executable, "-m", "gunicorn", "--chdir", str(load.HERE), "--workers", "1", "--worker-class", "sync",
         "--bind", f"127.0.0.1:{port}", "peer:app"], {"PEER_HASHES": str(entries)}, folder / "peer.log")
    try:
        import urllib.request

        def matches(text: str) -> int:
            url = f"http://127.0.0.1:{port}/m/raw_lookup?signal={text}&signal_type=pdq"
            with urllib.request.urlopen(url, timeout=10) as answer:
                return len(json.load(answer)["matches"])

        load.wait_until("the peer", lambda: matches("0" * 64) >= 0, server, 600)
        compare("the peer", hashes, PEER_ENTRIES, matches)
        say("Peer: lookups ...")
        # As HMA was measured: eight connections. A synchronous worker answers one after another anyway.
        return load.drive(server, f"http://127.0.0.1:{port}", "lookup.lua", [str(paths(hashes, folder))], seconds, 8)
    finally:
        server.stop()


class MemoryWatch(threading.Thread):
    """The server's resident memory, once a second."""

    def __init__(self, server: load.Server):
        super().__init__(daemon=True)
        self.server, self.samples, self.ends = server, [], threading.Event()

    def run(self) -> None:
        while not self.ends.wait(1):
            self.samples.append(self.server.resident_bytes())

    def end(self) -> list[int]:
        self.ends.set()
        self.join()
        return self.samples


def measure(entries: int, kind: str, seconds: int, minutes: int) -> None:
    rows: list[dict] = []

    def row(what: str, count: int, figures: load.Load) -> None:
        rows.append({
            "what": f"{what}, {kind}", "entries": count, "per_second": figures.per_second, "median_ms": figures.median_ms,
            "p99_ms": figures.p99_ms, "cpu_ms": figures.cpu * 1_000})

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        hashes = material.Hashes(entries, kind)
        lookups = [str(paths(hashes, folder))]
        row("PEER GET /m/raw_lookup", PEER_ENTRIES, measure_peer(hashes, folder, 8_199, seconds))

        for count in sorted({PEER_ENTRIES, entries}):
            place = folder / f"{count}"
            place.mkdir()
            tutela = Installation(place, 8_200)
            say(f"Tutela: importing {count:,} ...")
            start = time.monotonic()
            tutela.fill(hashes.write(place / "hashes.txt", count))
            say(f"Tutela: imported in {time.monotonic() - start:.1f} s")
            server = tutela.start()
            try:
                compare("tutela", hashes, count, lambda text: len(json.loads(
                    tutela.get(f"/m/raw_lookup?signal={text}&signal_type=pdq"))["matches"]))
                for connections in (1, CONNECTIONS):
                    say(f"Tutela: lookups over {connections} connections ...")
                    row(f"GET /m/raw_lookup, {connections} connections", count, load.drive(
                        server, tutela.url, "lookup.lua", lookups, seconds, connections, tutela.headers))
                if count == entries:
                    measure_own(tutela, server, hashes, count, folder, seconds, row)
                    memory = watch_memory(tutela, server, lookups, minutes)
            finally:
                server.stop()
    report(rows, kind, memory)


def measure_own(tutela, server, hashes, count, folder, seconds, row) -> None:
    """The own API: one query, many queries, a picture."""
    texts = hashes.texts()
    ones, many = [], []
    for number in range(0, 500):
        path = folder / f"one-{number}.json"
        path.write_text(json.dumps({"queries": [{"pdq": texts[number]}]}))
        ones.append(str(path))
    for number in range(0, 500, 50):
        path = folder / f"many-{number}.json"
        path.write_text(json.dumps({"queries": [{"pdq": text} for text in texts[number:number + 50]]}))
        many.append(str(path))

    def known(text: str) -> int:
        answer = json.loads(tutela.post("/api/v1/match", "application/json", json.dumps({"queries": [{"pdq": text}]}).encode()))
        return 0 if answer["results"][0]["class"] == "no-match" else 1

    for number in range(0, len(texts), 90):
        if known(texts[number]) != min(1, hashes.true_matches(number, count)):
            raise SystemExit(f"error: /api/v1/match answers query {number} with the wrong class")
    say("Tutela: matches, one query each ...")
    row("POST /api/v1/match, 1 query", count, load.drive(
        server, tutela.url, "post.lua", ["/api/v1/match", "application/json", *ones], seconds, CONNECTIONS, tutela.headers))
    say("Tutela: matches, 50 queries each ...")
    row("POST /api/v1/match, 50 queries", count, load.drive(
        server, tutela.url, "post.lua", ["/api/v1/match", "application/json", *many], seconds, CONNECTIONS, tutela.headers))
    say("Tutela: screening ...")
    made = material.pictures(folder / "pictures", PHOTOGRAPHS)
    answer = json.loads(tutela.post("/api/v1/screen", "image/jpeg", made[0].read_bytes()))
    if answer["status"] != "screened":
        raise SystemExit(f"error: the first picture was not screened: {answer}")
    row("POST /api/v1/screen, JPEG of 1 MP", count, load.drive(
        server, tutela.url, "post.lua", ["/api/v1/screen", "image/jpeg", *map(str, made)], seconds, 8, tutela.headers))


def watch_memory(tutela, server, lookups: list[str], minutes: int) -> str:
    """Lookups for minutes; the first fifth warms up."""
    if minutes == 0:
        return f"{server.resident_bytes() / 2**20:,.0f} MiB after the load; not watched over time"
    say(f"Tutela: memory under lookups for {minutes} minutes ...")
    watch = MemoryWatch(server)
    watch.start()
    load.drive(server, tutela.url, "lookup.lua", lookups, 60 * minutes, CONNECTIONS, tutela.headers)
    samples = watch.end()
    steady = samples[len(samples) // 5:]
    tenth = max(1, len(steady) // 10)
    first, last = sum(steady[:tenth]) / tenth, sum(steady[-tenth:]) / tenth
    return (f"{last / 2**20:,.0f} MiB after {minutes} minutes of lookups, {100 * (last / first - 1):+.1f} % from the first "
            f"tenth to the last, at most {max(steady) / 2**20:,.0f} MiB")


def report(rows: list[dict], kind: str, memory: str) -> None:
    peer = rows[0]["per_second"]
    head = ["what", "entries", "a second", "median", "p99", "CPU a request", "/ peer here", "/ HMA measured"]

    def figures(row: dict) -> list[str]:
        is_match = "screen" not in row["what"]
        return [
            row["what"].rsplit(",", 1)[0], f"{row['entries']:,}", records.grouped(row["per_second"]), f"{row['median_ms']:.2f} ms",
            f"{row['p99_ms']:.2f} ms", f"{row['cpu_ms']:.3f} ms",
            f"{row['per_second'] / peer:.1f} ×" if is_match else "–",
            f"{row['per_second'] / HMA_MEASURED:.0f} ×" if is_match else f"{row['per_second'] / HMA_PUBLISHED_A_POD:.1f} × a pod"]

    table = [head, *map(figures, rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(head))]
    for line in table:
        print("  ".join(word.ljust(width) if column == 0 else word.rjust(width)
                        for column, (word, width) in enumerate(zip(line, widths))))
    print(f"\nMemory: {memory}")
    date, machine = records.today(), records.machine()
    records.merge("server", "what", [row | {"date": date, "machine": machine} for row in rows])
    words = [
        f"{date}, {machine}. The server has one core, `wrk` another. Hashes: {kind}; one query in ten has a match, and answers "
        "were compared with looking at every entry before a figure counted.",
        records.table(head, [figures(row) for row in rows]),
        f"The peer is `threatexchange`'s `PDQIndex` behind flask and gunicorn, one synchronous worker, {PEER_ENTRIES:,} entries, "
        "without HMA's database and routes. HMA itself, measured earlier with as many hashes of crops: "
        f"{HMA_MEASURED} a second. Its users report about {HMA_PUBLISHED_A_POD} a second and pod for hashing and matching.",
        f"Memory: {memory}."]
    if "<!-- server:begin -->" in records.PAGE.read_text():
        records.put_into_page("server", "\n\n".join(words))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=["random", "crops"], default="random")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--minutes", type=int, default=5)
    chosen = parser.parse_args()
    measure(chosen.entries, chosen.kind, chosen.seconds, chosen.minutes)
