# SPDX-License-Identifier: Apache-2.0
"""Unpacks real photographs out of Debian packages, without installing them.

usage: real_photographs.py OUT [--few COUNT]

OUT/PACKAGE/PATH  the photographs that photographs.txt names; what is there already is not fetched again
OUT/list.tsv      SHA-256, path inside OUT: one line a photograph

All of them are 346, out of about 370 MB of packages. `--few COUNT` stops with the package that completes that many: the
list has the packages with most photographs a megabyte first. Needs `apt-get download` to work: no root, but package lists.
"""

import argparse
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

LIST = pathlib.Path(__file__).resolve().with_name("photographs.txt")


def listed(few: int | None) -> dict[str, list[tuple[str, str]]]:
    """Package → (SHA-256, path)."""
    packages: dict[str, list[tuple[str, str]]] = {}
    count = 0
    for line in LIST.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        digest, package, path = line.split("\t")
        if package not in packages and few is not None and count >= few:
            break
        packages.setdefault(package, []).append((digest, path))
        count += 1
    return packages


def is_there(file: pathlib.Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


def fetch(package: str, wanted: list[tuple[str, str]], target: pathlib.Path):
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=scratch, check=True, stderr=subprocess.DEVNULL)
        deb = next(pathlib.Path(scratch).glob("*.deb"))
        unpacked = pathlib.Path(scratch) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", deb, unpacked], check=True)
        for digest, path in wanted:
            if not is_there(unpacked / path, digest):
                raise SystemExit(f"error: {package} holds another {path} than photographs.txt names.\n"
                                 "       Look at it; if it is a photograph, put its SHA-256 into the list.")
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked / path, target / path)


def main():
    parser = argparse.ArgumentParser(usage="real_photographs.py OUT [--few COUNT]")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--few", type=int)
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    packages = listed(arguments.few)
    for package, wanted in packages.items():
        if not all(is_there(out / package / path, digest) for digest, path in wanted):
            print(f"Fetching {package} ...", file=sys.stderr)
            fetch(package, wanted, out / package)
    lines = [f"{digest}\t{package}/{path}\n" for package, wanted in packages.items() for digest, path in wanted]
    (out / "list.tsv").write_text("".join(lines))
    print(f"{len(lines)} photographs", file=sys.stderr)


if __name__ == "__main__":
    main()
