#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at every page of a running console as people and machines do, and fails when something is wrong.

    console_look.py ADDRESS --user NAME (--one-time PASSWORD | --password PASSWORD) [--out FOLDER]

Signs in (with a one-time password: chooses one, seeing that page too), and walks through all pages, error pages included.
Needs Debian's chromium and, from PyPI, playwright, axe-playwright-python and html5lib.
Checks of each page, in light and dark at 1360, 768 and 320 px: axe with WCAG A, AA, 2.2 AA and best practice; nothing fetched
from elsewhere and nothing refused; no sideways scrolling, also with WCAG's text spacing; html5lib's strict parse; one h1 and
headings in order; no script, style, handler or picture in the markup; every stop of the Tab key has a focus that is seen;
the policy lets nothing in. With --out it leaves pictures of all of them, of forced colours and of a page with focus.
"""

import argparse
import pathlib
import re
import sys

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1360, 768, 320)
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
NEW_PASSWORD = "gravel lantern orbit teapot"
problems: list[str] = []


def check_markup(name: str, text: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    for position, code, data in parser.errors[:5]:
        problems.append(f"{name}: html5lib: {code} {data} at {position}")
    if re.search(r"<(script|style|img|iframe|object|embed)\b", text):
        problems.append(f"{name}: a script, style or picture stands in the page")
    if re.search(r"<[^>]*\s(style|on[a-z]+|src)=", re.sub(r'"[^"]*"', '""', text)):
        problems.append(f"{name}: an element has a style, an event handler or a source")


def check_structure(name: str, page) -> None:
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    if levels.count(1) != 1:
        problems.append(f"{name}: {levels.count(1)} h1")
    for before, after in zip(levels, levels[1:]):
        if after > before + 1:
            problems.append(f"{name}: a heading of level {after} after {before}")
            break
    # The words of the hatched and other marks must stand beside them.
    bare = page.evaluate("""[...document.querySelectorAll('svg:not([aria-hidden])')].length""")
    if bare:
        problems.append(f"{name}: {bare} drawings are read aloud")


def check_focus(name: str, page, limit: int = 40) -> None:
    """Tabs through the page; each stop must have the outline of the style and lie in view."""
    for stop in range(limit):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          const s = getComputedStyle(e), r = e.getBoundingClientRect();
          return { tag: e.tagName + ' ' + (e.textContent || e.name || '').slice(0, 30), width: parseFloat(s.outlineWidth),
            style: s.outlineStyle, inside: r.bottom > 0 && r.top < innerHeight, size: Math.min(r.width, r.height) };
        }""")
        if seen is None:
            return
        if seen["style"] == "none" or seen["width"] < 2:
            problems.append(f"{name}: stop {stop} has no focus that is seen: {seen}")
            return
        if not seen["inside"]:
            problems.append(f"{name}: stop {stop} is out of view: {seen}")
            return


def look(name: str, page, axe: Axe, address: str, path: str, out: pathlib.Path | None) -> None:
    response = page.goto(address + path)
    policy = response.headers.get("content-security-policy", "")
    if not policy.startswith("default-src 'none'") or "unsafe" in policy or "script-src" in policy:
        problems.append(f"{name}: policy {policy}")
    if response.headers.get("cache-control") != "no-store":
        problems.append(f"{name}: cache-control {response.headers.get('cache-control')}")
    check_markup(name, response.text())
    look_here(name, page, axe, out)


def look_here(name: str, page, axe: Axe, out: pathlib.Path | None) -> None:
    check_structure(name, page)
    # The reference is long: axe walks it in two of the six, the rest is the same style sheet.
    is_long = name == "docs"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{name} {scheme} {width}: {wide} px of sideways scrolling")
            if not is_long or (scheme, width) in (("light", 1360), ("dark", 320)):
                result = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
                for violation in result.response["violations"]:
                    nodes = violation["nodes"]
                    problems.append(
                        f"{name} axe {scheme} {width}: {violation['id']} x{len(nodes)}: {nodes[0]['html'][:160]}")
            if out:
                page.screenshot(path=str(out / f"{name}-{scheme}-{width}.png"), full_page=not is_long)
    if out:
        page.set_viewport_size({"width": 1100, "height": 900})
        page.emulate_media(forced_colors="active", color_scheme="light")
        page.screenshot(path=str(out / f"{name}-forced-1100.png"), full_page=not is_long)
        page.emulate_media(forced_colors="none")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1360, "height": 900})
    check_focus(name, page)


def check_spacing(browser, address: str, pages: dict[str, str], cookies: list) -> None:
    # Text spacing of WCAG 1.4.12; a user's style sheet is not subject to the page's policy.
    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    context.add_cookies(cookies)
    page = context.new_page()
    for name, path in pages.items():
        page.goto(address + path)
        page.add_style_tag(content=SPACING)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"{name}: text spacing at 320: {wide} px of sideways scrolling")
    context.close()


def sign_in(page, address: str, user: str, password: str) -> None:
    page.goto(address + "/login")
    page.fill("#name", user)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_load_state()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("address")
    arguments.add_argument("--user", required=True)
    arguments.add_argument("--one-time")
    arguments.add_argument("--password")
    arguments.add_argument("--out", type=pathlib.Path)
    options = arguments.parse_args()
    address = options.address.rstrip("/")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=True)
        page.on("request", lambda request: request.url.startswith(address) or problems.append(f"fetched {request.url}"))
        # A page that says 4xx on purpose is noted by the browser as a failed load.
        page.on(
            "console",
            lambda message: "Failed to load resource" in message.text or problems.append(f"console: {message.text}"))
        axe = Axe()
        look("login", page, axe, address, "/login", options.out)
        sign_in(page, address, options.user, "nobody knows this")
        look_here("login-refused", page, axe, options.out)
        if options.one_time:
            sign_in(page, address, options.user, options.one_time)
            if not page.url.endswith("/account/password"):
                problems.append(f"a one-time password led to {page.url}")
            look("first-password", page, axe, address, "/account/password", options.out)
            page.goto(address + "/account/password")
            page.fill("#current", options.one_time)
            page.fill("#new", "short")
            page.fill("#again", "short")
            page.click("main button")
            page.wait_for_load_state()
            look_here("first-password-refused", page, axe, options.out)
            page.fill("#current", options.one_time)
            page.fill("#new", NEW_PASSWORD)
            page.fill("#again", NEW_PASSWORD)
            page.click("main button")
            page.wait_for_load_state()
        else:
            sign_in(page, address, options.user, options.password)
        if page.url != address + "/":
            problems.append(f"signing in led to {page.url}")
        other = browser.new_context().new_page()
        sign_in(other, address, options.user, NEW_PASSWORD if options.one_time else options.password)
        other.context.close()
        pages = {"today": "/", "account": "/account", "docs": "/docs", "not-found": "/nothing-here"}
        for name, path in pages.items():
            look(name, page, axe, address, path, options.out)
        check_spacing(browser, address, pages, page.context.cookies())
        page.goto(address + "/")
        page.click("header form button")
        page.wait_for_load_state()
        if "/login" not in page.url:
            problems.append(f"signing out led to {page.url}")
        browser.close()
    for problem in problems:
        print("FAIL", problem)
    print(f"{address}: {'as it should be' if not problems else f'{len(problems)} problems'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
