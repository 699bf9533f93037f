#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two servers on one PostgreSQL, each in a network namespace of its own: how soon one sees what the other changed, and
what one that is cut off says.

    two_servers.py PROGRAMS SCRATCH POSTGRES_URL [ROUNDS]

Prints one JSON object. Exit 1 names what was wrong. Needs root, iproute2 and psql.
"""
import asyncio
import http.client
import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit, urlunsplit

programs, scratch, postgres = sys.argv[1:4]
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 100
tag = f"tt{os.getpid() % 100000}"
net = f"10.{os.getpid() % 200 + 20}.77"
names = ["a", "b"]
started, wrong = [], []


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def expect(condition, words):
    if not condition:
        wrong.append(words)
        print(f"wrong: {words}", file=sys.stderr)


class Wire(threading.Thread):
    """Carries connections from the bridge to a database that listens on the loopback only."""

    def __init__(self, host, port):
        super().__init__(daemon=True)
        self.target, self.port, self.ready = (host, port), 0, threading.Event()

    def run(self):
        asyncio.run(self.serve())

    async def serve(self):
        server = await asyncio.start_server(self.carry, f"{net}.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await server.serve_forever()

    async def carry(self, reader, writer):
        try:
            up_reader, up_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.close()
            return

        async def pump(source, sink):
            try:
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            except OSError:
                pass
            sink.close()

        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))


class Client:
    """One kept connection to one server."""

    def __init__(self, name, key):
        self.address, self.key, self.connection = f"{net}.{2 + names.index(name)}", key, None

    def ask(self, method, path, body=None, kind="application/json"):
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(self.address, 8080, timeout=15)
                headers = {"authorization": f"Bearer {self.key}"}
                if body is not None:
                    headers["content-type"] = kind
                self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
                answer = self.connection.getresponse()
                data = answer.read()
                return answer.status, json.loads(data) if data else None
            except (OSError, http.client.HTTPException):
                self.connection = None
                if attempt == 2:
                    raise

    def known(self, code):
        status, answer = self.ask("POST", "/api/v1/match", {"queries": [{"pdq": code}]})
        if status != 200:
            return status
        return answer["results"][0]["class"] != "no-match"


def inside(name, path, port=8081, *more):
    """Asks from inside the namespace, which works while the server is cut off."""
    out = subprocess.run(
        ["ip", "netns", "exec", f"{tag}{name}", "curl", "-s", "-m", "10", "-w", "\n%{http_code}", *more,
         f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True).stdout
    text, _, status = out.rpartition("\n")
    return int(status or 0), text


def build():
    run("ip", "link", "add", f"{tag}br", "type", "bridge")
    run("ip", "addr", "add", f"{net}.1/24", "dev", f"{tag}br")
    run("ip", "link", "set", f"{tag}br", "up")
    for number, name in enumerate(names):
        run("ip", "netns", "add", f"{tag}{name}")
        run("ip", "link", "add", f"{tag}{name}0", "type", "veth", "peer", "name", "eth0", "netns", f"{tag}{name}")
        run("ip", "link", "set", f"{tag}{name}0", "master", f"{tag}br", "up")
        within = ["ip", "netns", "exec", f"{tag}{name}", "ip"]
        run(*within, "addr", "add", f"{net}.{2 + number}/24", "dev", "eth0")
        run(*within, "link", "set", "eth0", "up")
        run(*within, "link", "set", "lo", "up")


def tear_down():
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
    for name in names:
        subprocess.run(["ip", "netns", "del", f"{tag}{name}"], capture_output=True)
    subprocess.run(["ip", "link", "del", f"{tag}br"], capture_output=True)


def start(name, url):
    home = f"{scratch}/{name}"
    os.makedirs(home, exist_ok=True)
    log = open(f"{scratch}/{name}.log", "w")
    process = subprocess.Popen(
        ["ip", "netns", "exec", f"{tag}{name}", f"{programs}/tutela-server", "--home", home, "--listen", "0.0.0.0",
         "--rates-ordinary", "0", "--rates-light", "0"],
        env={**os.environ, "TUTELA_DATABASE": url}, stdout=log, stderr=log)
    started.append(process)
    for _ in range(600):
        if inside(name, "/readyz")[0] == 200:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"server {name} did not become ready:\n" + open(f"{scratch}/{name}.log").read()[-2000:])


def wait_until(condition, seconds, pause=0.005):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(pause)
    return None


def main():
    parts = urlsplit(postgres)
    database = f"two_servers_{secrets.token_hex(4)}"
    run("psql", postgres, "-qc", f"CREATE DATABASE {database}")
    build()
    wire = Wire(parts.hostname, parts.port)
    wire.start()
    wire.ready.wait(10)
    user = parts.netloc.rpartition("@")[0]
    direct = urlunsplit(parts._replace(path=f"/{database}"))
    url = urlunsplit(parts._replace(netloc=f"{user}@{net}.1:{wire.port}", path=f"/{database}"))
    start("a", url)
    start("b", url)
    key = run(
        f"{programs}/tutela", "key", "create", "two-servers", "--home", f"{scratch}/a", "--roles",
        "list-manager,submitter", env={**os.environ, "TUTELA_DATABASE": direct}).strip()
    a, b = Client("a", key), Client("b", key)
    time.sleep(1.5)
    status, answer = a.ask("POST", "/api/v1/banks", {"name": "shared", "tier": "B"})
    expect(status == 201, f"making a bank answered {status}: {answer}")

    serial = iter(range(10**9))

    def add(client, code):
        name = f"n{next(serial)}"
        status, answer = client.ask(
            "POST", "/api/v1/banks/shared/entries", {"entries": [{"id": name, "fingerprints": {"pdq": code}}]})
        if status != 201:
            raise RuntimeError(f"adding answered {status}: {answer}")
        return name

    stop = threading.Event()
    asked = [0]

    def load(name):
        client = Client(name, key)
        while not stop.is_set():
            client.known(secrets.token_hex(32))
            asked[0] += 1
            if asked[0] % 20 == 0:
                add(client, secrets.token_hex(32))

    threads = [threading.Thread(target=load, args=(name,), daemon=True) for name in names]
    for thread in threads:
        thread.start()

    seen, unseen = [], []
    for number in range(rounds):
        here, there = (a, b) if number % 2 else (b, a)
        code = secrets.token_hex(32)
        entry = add(here, code)
        seen.append(wait_until(lambda: there.known(code) is True, 10))
        expect(here.known(code) is True, "a server did not see its own entry at once")
        status, answer = there.ask(
            "PATCH", f"/api/v1/banks/shared/entries/{entry}", {"state": "withdrawn"}, "application/merge-patch+json")
        expect(status == 200, f"withdrawing answered {status}: {answer}")
        unseen.append(wait_until(lambda: here.known(code) is False, 10))
    for what, times in (("a new entry matched", seen), ("a withdrawn entry stopped matching", unseen)):
        expect(None not in times, f"{what} only after more than 10 s")
    stop.set()
    for thread in threads:
        thread.join(20)

    # One is cut off.
    kept = {secrets.token_hex(32): None for _ in range(20)}
    for code in kept:
        kept[code] = add(a, code)
    expect(all(wait_until(lambda: b.known(code) is True, 5) is not None for code in kept), "b lagged before the cut")
    run("ip", "link", "set", f"{tag}b0", "down")
    began = time.monotonic()
    withdrawn = dict(list(kept.items())[:10])
    for entry in withdrawn.values():
        a.ask("PATCH", f"/api/v1/banks/shared/entries/{entry}", {"state": "withdrawn"}, "application/merge-patch+json")
    fresh = [secrets.token_hex(32) for _ in range(20)]
    for code in fresh:
        add(a, code)
    honest = wait_until(lambda: inside("b", "/readyz")[0] == 503, 40, 0.2)
    expect(honest is not None, "the server that was cut off kept saying that it was ready")
    alive = inside("b", "/livez")[0]
    expect(alive == 200, f"/livez of the server that was cut off answered {alive}")
    time.sleep(max(0, 14 - (time.monotonic() - began)))
    body = json.dumps({"queries": [{"pdq": fresh[0]}]})
    status, text = inside(
        "b", "/api/v1/match", 8080, "-X", "POST", "-H", f"authorization: Bearer {key}", "-H",
        "content-type: application/json", "-d", body)
    expect(status in (401, 503), f"cut off for 14 s, a server still answered {status}: {text}")
    run("ip", "link", "set", f"{tag}b0", "up")
    healed = wait_until(lambda: inside("b", "/readyz")[0] == 200, 60, 0.1)
    expect(healed is not None, "the server that was cut off did not become ready again")
    b = Client("b", key)
    answers = [(code, True) for code in fresh] + [(code, code not in withdrawn) for code in kept]
    misses = sum(b.known(code) is not truth for code, truth in answers)
    expect(misses == 0, f"{misses} of {len(answers)} answers were wrong after the server was ready again")

    def figures(times):
        milliseconds = sorted(round((value or 10) * 1000, 1) for value in times)
        return {"p50": statistics.median(milliseconds),
                "p99": milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * 0.99))], "most": milliseconds[-1]}

    print(json.dumps({
        "rounds": rounds, "questions under way": asked[0], "new entry ms": figures(seen),
        "withdrawn entry ms": figures(unseen), "not ready after s": round(honest or -1, 1),
        "ready again after s": round(healed or -1, 1), "wrong": wrong}))


os.makedirs(scratch, exist_ok=True)
try:
    main()
finally:
    tear_down()
sys.exit(1 if wrong else 0)
