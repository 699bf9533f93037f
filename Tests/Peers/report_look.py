#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at a scan report as people and machines do, and fails when something is wrong.

    report_look.py REPORT.html [--out FOLDER]

Needs Debian's chromium and, from PyPI, playwright, axe-playwright-python, html5lib (and pymupdf to draw printed pages).
Checks: html5lib strict parse; the policy's hash is that of the only style block; nothing is fetched and nothing refused;
no sideways scrolling at 320 px, also with WCAG's text spacing; axe with WCAG A, AA, 2.2 AA and best practice at three widths
in both schemes. With --out it leaves pictures of all of them, of forced colours and of the printed pages.
"""

import argparse
import base64
import hashlib
import pathlib
import re
import sys

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1360, 768, 320)
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
problems: list[str] = []


def check_markup(text: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    for position, code, data in parser.errors[:10]:
        problems.append(f"html5lib: {code} {data} at {position}")
    styles = re.findall(r"<style>(.*?)</style>", text, re.S)
    if len(styles) != 1:
        problems.append(f"{len(styles)} style blocks, 1 wanted")
    else:
        digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
        if f"style-src 'sha256-{digest}'" not in text:
            problems.append("the policy does not hold the hash of the style block")
    for forbidden in ("<script", "<img", "<iframe", "<link", " style=", "javascript:"):
        # Names are escaped, so a bare "<" is markup of the page itself.
        if forbidden.startswith("<") and forbidden in text:
            problems.append(f"{forbidden} stands in the page")
    if re.search(r"<[^>]*\s(style|on[a-z]+|src)=", re.sub(r'"[^"]*"', '""', text)):
        problems.append("an element has a style, an event handler or a source")


def look(page, url: str, axe: Axe, out: pathlib.Path | None) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{scheme} {width}: {wide} px of sideways scrolling")
            result = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            for violation in result.response["violations"]:
                nodes = violation["nodes"]
                problems.append(f"axe {scheme} {width}: {violation['id']} x{len(nodes)}: {nodes[0]['html'][:160]}")
            if out:
                page.screenshot(path=str(out / f"{scheme}-{width}.png"), full_page=True)


def look_once(browser, url: str, out: pathlib.Path | None) -> None:
    # Text spacing of WCAG 1.4.12; a user's style sheet is not subject to the page's policy.
    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(url)
    page.add_style_tag(content=SPACING)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        problems.append(f"text spacing at 320: {wide} px of sideways scrolling")
    context.close()
    if not out:
        return
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.emulate_media(forced_colors="active")
    page.goto(url)
    page.screenshot(path=str(out / "forced-1100.png"), full_page=True)
    page.emulate_media(forced_colors="none", media="print")
    page.pdf(path=str(out / "print.pdf"), prefer_css_page_size=True, print_background=True)
    try:
        import pymupdf
    except ImportError:
        print("pymupdf is not installed: the printed pages were not drawn")
        return
    with pymupdf.open(out / "print.pdf") as document:
        print(f"{len(document)} printed pages")
        for number, sheet in enumerate(document, 1):
            if number <= 8:
                sheet.get_pixmap(dpi=80).save(out / f"print-{number}.png")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("report", type=pathlib.Path)
    arguments.add_argument("--out", type=pathlib.Path)
    options = arguments.parse_args()
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    check_markup(options.report.read_bytes().decode("utf-8"))
    url = options.report.resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: request.url.startswith(url) or problems.append(f"fetched {request.url}"))
        page.on("console", lambda message: problems.append(f"console: {message.text}"))
        look(page, url, Axe(), options.out)
        look_once(browser, url, options.out)
        browser.close()
    for problem in problems:
        print("FAIL", problem)
    print(f"{options.report}: {'as it should be' if not problems else f'{len(problems)} problems'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
