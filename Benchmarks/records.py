# SPDX-License-Identifier: Apache-2.0
"""Where measured figures go: a CSV file that the next run merges into, and the part of a page between two markers."""

import csv
import datetime
import os
import pathlib
import platform

ROOT = pathlib.Path(__file__).resolve().parents[1]
RESULTS = ROOT / "Benchmarks" / "results"
PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures"


def today() -> str:
    return datetime.date.today().isoformat()


def machine() -> str:
    """Processor, cores, memory, system: what somebody needs who wants to compare."""
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine())
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    flags = next((line for line in open("/proc/cpuinfo") if line.startswith("flags")), "")
    wide = "AVX-512 VPOPCNTDQ" if "avx512_vpopcntdq" in flags else "AVX2" if " avx2 " in flags else "no AVX2"
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    # Others at work on the machine stretch every time, and not all by the same factor.
    load = f"load average {os.getloadavg()[1]:.1f}"
    return f"{cores} cores of {model} ({wide}), {memory:.0f} GiB, {system}; {load}"


def read(name: str) -> list[dict]:
    """The rows of Benchmarks/results/NAME.csv; none if nothing was measured yet."""
    path = RESULTS / f"{name}.csv"
    if not path.exists():
        return []
    with open(path, newline="") as stream:
        return list(csv.DictReader(stream))


def merge(name: str, key: str, rows: list[dict]) -> list[dict]:
    """Replaces in Benchmarks/results/NAME.csv the rows that share `key` with a new one, and returns all of them."""
    measured = {row[key] for row in rows}
    kept = [row for row in read(name) if row[key] not in measured]
    RESULTS.mkdir(parents=True, exist_ok=True)
    everything = kept + [{column: text(value) for column, value in row.items()} for row in rows]
    columns = list(dict.fromkeys(column for row in everything for column in row))
    with open(RESULTS / f"{name}.csv", "w", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(everything)
    return everything


def text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.6g}"
    return str(int(value)) if isinstance(value, float) else str(value)


def put_into_page(marker: str, markdown: str) -> None:
    """Replaces what stands in docs/performance.md between <!-- MARKER:begin --> and <!-- MARKER:end -->."""
    page = PAGE.read_text()
    begin, end = f"<!-- {marker}:begin -->", f"<!-- {marker}:end -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise SystemExit(f"error: {PAGE} lacks the markers of '{marker}'")
    head, rest = page.split(begin)
    tail = rest.split(end)[1]
    PAGE.write_text(f"{head}{begin}\n{markdown.strip()}\n{end}{tail}")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def grouped(value: float, digits: int = 3) -> str:
    """A figure as people read it: three significant digits, thousands apart, never an exponent."""
    if value >= 10 ** (digits - 1):
        step = 10 ** max(0, len(str(int(value))) - digits)
        return f"{round(value / step) * step:,}"
    return f"{value:.{digits}g}"
