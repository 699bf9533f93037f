# SPDX-License-Identifier: Apache-2.0
"""Runs wasm_checks.js in a Worker of headless chromium, under the policy of the hashing page, and prints what is wrong.

usage: wasm_look.py BUILT GIVEN

BUILT is what scripts/build-wasm left; GIVEN holds cases.json, files.json and what they name. Fails, too, when anything but
these is fetched.
"""

import http.server
import json
import pathlib
import sys
import threading

from playwright.sync_api import sync_playwright

built, given = map(pathlib.Path, sys.argv[1:])
here = pathlib.Path(__file__).parent
policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"
page_markup = b"<!doctype html><html lang=en><meta charset=utf-8><title>Checks</title>"
problems: list[str] = []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.answer(page_markup, "text/html")
        elif self.path == "/wasm_checks.js":
            self.answer((here / "wasm_checks.js").read_bytes(), "text/javascript")
        elif self.path in ("/pdq.js", "/tutela-fingerprints.wasm"):
            kind = "text/javascript" if self.path.endswith(".js") else "application/wasm"
            self.answer((built / self.path[1:]).read_bytes(), kind)
        elif self.path.startswith("/given/"):
            self.answer((given / self.path.removeprefix("/given/")).read_bytes(), "application/octet-stream")
        else:
            problems.append(f"asked for {self.path}")
            self.send_error(404)

    def answer(self, body: bytes, kind: str):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


run_checks = """given => new Promise((resolve, reject) => {
    const worker = new Worker('/wasm_checks.js', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (error) => reject(new Error(error.message ?? 'the worker did not start'));
    worker.postMessage(given);
})"""

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
origin = f"http://127.0.0.1:{server.server_address[1]}"
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page()
    page.on("request", lambda request: request.url.startswith(origin) or problems.append(f"fetched {request.url}"))
    page.on("console", lambda message: problems.append(f"console: {message.text}"))
    page.goto(f"{origin}/")
    cases = {name: json.loads((given / f"{name}.json").read_text()) for name in ("cases", "files")}
    answer = page.evaluate(run_checks, cases)
    browser.close()
server.shutdown()

problems += answer["problems"]
for problem in problems:
    print("FAIL", problem)
print(json.dumps(answer["numbers"]))
sys.exit(1 if problems else 0)
