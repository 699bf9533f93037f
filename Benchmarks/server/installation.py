# SPDX-License-Identifier: Apache-2.0
"""An installation of Tutela for one measurement: a home, a bank, a key, a server."""

import pathlib
import subprocess
import urllib.request

import load

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASE = ROOT / ".build" / "release"


class Installation:
    def __init__(self, folder: pathlib.Path, port: int):
        self.home = folder / "home"
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {"TUTELA_HOME": str(self.home)}
        self.log = folder / "server.log"

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [RELEASE / "tutela", *arguments], env=self.environment | {"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"error: tutela {' '.join(arguments)}:\n{done.stderr}")
        return done.stdout

    def fill(self, hashes: pathlib.Path) -> None:
        self.run("bank", "create", "BENCH", "--tier", "A", "--contributors", "2")
        self.run("bank", "import", str(hashes), "--kind", "pdq", "--bank", "BENCH")

    def start(self) -> load.Server:
        """Starts the server as it is shipped, but for the limits of one key: one client is the whole load here, and its limit
        must not be what is measured."""
        self.key = self.run("key", "create", "bench", "--roles", "submitter,matcher").split()[-1]
        server = load.Server(
            [str(RELEASE / "tutela-server"), "--home", str(self.home), "--port", str(self.port),
             "--health-port", str(self.port + 1), "--threads", "1", "--lanes", "1", "--matcher-enabled", "true",
             "--rates-light", "0", "--rates-ordinary", "0", "--rates-heavy", "0", "--log-level", "error"],
            self.environment, self.log)
        load.wait_until("the server", self.is_ready, server, 300)
        return server

    def is_ready(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port + 1}/readyz", timeout=5) as answer:
            return answer.status == 200

    @property
    def headers(self) -> list[str]:
        return [f"Authorization: Bearer {self.key}"]

    def get(self, path: str) -> bytes:
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def post(self, path: str, kind: str, body: bytes) -> bytes:
        request = urllib.request.Request(
            self.url + path, data=body, headers={"Authorization": f"Bearer {self.key}", "Content-Type": kind})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()
