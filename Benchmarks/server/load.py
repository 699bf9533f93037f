# SPDX-License-Identifier: Apache-2.0
"""Drives wrk on one core against a server on another, and reads the server's CPU time and memory meanwhile."""

import dataclasses
import os
import pathlib
import re
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CORE, CLIENT_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Server:
    """A program on the server's core. Its children count with it."""

    def __init__(self, command: list[str], environment: dict[str, str], log: pathlib.Path):
        with open(log, "wb") as stream:
            self.process = subprocess.Popen(
                ["taskset", "--cpu-list", SERVER_CORE, *command], env=os.environ | environment, stdout=stream, stderr=stream)
        self.log = log

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def require_running(self) -> None:
        if self.process.poll() is not None:
            raise SystemExit(f"error: the server ended with status {self.process.returncode}:\n{self.log.read_text()[-4000:]}")

    def _family(self) -> list[int]:
        """The process and all below it."""
        parents = {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (FileNotFoundError, ProcessLookupError):
                    pass
        family = [self.process.pid]
        for member in family:
            family += [child for child, parent in parents.items() if parent == member]
        return family

    def cpu_seconds(self) -> float:
        """User and system time of the process, its children that live, and those that ended."""
        ticks = 0
        for member in self._family():
            try:
                fields = pathlib.Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            ticks += sum(int(field) for field in fields[11:15])
        return ticks / TICKS

    def resident_bytes(self) -> int:
        total = 0
        for member in self._family():
            try:
                total += int(pathlib.Path(f"/proc/{member}/statm").read_text().split()[1]) * PAGE
            except (FileNotFoundError, ProcessLookupError):
                pass
        return total


@dataclasses.dataclass
class Load:
    """What wrk saw, and what it cost the server."""

    requests: int
    per_second: float
    median_ms: float
    p99_ms: float
    #: CPU seconds of the server a request.
    cpu: float


def drive(server: Server, url: str, script: str, arguments: list[str], seconds: int, connections: int, headers: list[str] = []) -> Load:
    before = server.cpu_seconds()
    command = ["taskset", "--cpu-list", CLIENT_CORE, "wrk", "--threads", "1", "--connections", str(connections),
               "--duration", f"{seconds}s", "--timeout", "30s", "--latency", "--script", str(HERE / script)]
    for header in headers:
        command += ["--header", header]
    answer = subprocess.run([*command, url, "--", *arguments], capture_output=True, text=True, check=True).stdout
    server.require_running()
    spent = server.cpu_seconds() - before
    # A server that refuses is a fast server: nothing but answers of 2xx counts.
    if "Non-2xx" in answer:
        raise SystemExit(f"error: {url} refused requests:\n{answer}")
    requests = int(re.search(r"(\d+) requests in", answer)[1])
    if requests == 0:
        raise SystemExit(f"error: {url} answered nothing:\n{answer}")
    return Load(
        requests=requests, per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", answer)[1]),
        median_ms=milliseconds(re.search(r"50%\s+(\S+)", answer)[1]),
        p99_ms=milliseconds(re.search(r"99%\s+(\S+)", answer)[1]), cpu=spent / requests)


def milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def wait_until(what: str, is_ready, server: Server, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        server.require_running()
        try:
            if is_ready():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"error: {what} was not ready after {seconds:.0f} s:\n{server.log.read_text()[-4000:]}")
