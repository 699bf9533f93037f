# SPDX-License-Identifier: Apache-2.0
"""Writes what the fuzzer begins with: real and made files, and the parts that each parser reads.

usage: seeds.py CORPUS FOLDER...

FOLDER holds what signed_material.py made, or any collection of pictures, films and PEM files. CORPUS/TARGET/* are
written.
"""

import base64
import gzip
import hashlib
import pathlib
import re
import sys
import zlib

LONGEST = 48 << 10
SIGNATURES = {
    "jpeg": b"\xff\xd8", "png": b"\x89PNG", "riff": b"RIFF", "gif": b"GIF8",
    "matroska": b"\x1a\x45\xdf\xa3", "flv": b"FLV",
}


def box(data: bytes, at: int) -> bytes:
    return data[at:at + int.from_bytes(data[at:at + 4], "big")]


def der(data: bytes, at: int) -> bytes | None:
    """The element that begins at an offset, if it has a length of two bytes."""
    if data[at:at + 2] != b"\x30\x82":
        return None
    element = data[at:at + 4 + int.from_bytes(data[at + 2:at + 4], "big")]
    return element if 100 < len(element) < 20_000 else None


class Seeds:
    def __init__(self, corpus: pathlib.Path):
        self.corpus = corpus
        self.count = 0

    def add(self, target: str, data: bytes):
        if not 0 < len(data) <= LONGEST:
            return
        folder = self.corpus / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"seed-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
        self.count += 1

    def file(self, data: bytes, name: str):
        for target, signature in SIGNATURES.items():
            if data.startswith(signature):
                self.add(target, shortened(data, target))
        if data[:4] in (b"II*\0", b"MM\0*"):
            self.add("tiff", data)
        if data[4:8] == b"ftyp":
            self.add("bmff", without_media(data))
        if name.endswith(".yaml"):
            self.law(data, name)
            return
        whole = shortened(data, "jpeg") if data.startswith(b"\xff\xd8") else data
        self.add("file", whole)
        self.add("inspect", whole)
        self.parts(data)
        if name.endswith((".pem", ".cfg", ".txt")):
            # Lists of many certificates would be slow to read, and tell the fuzzer nothing more.
            self.add("trust-list", data[:5000])
            for body in re.findall(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", data, re.S):
                self.add("certificate", base64.b64decode(body))

    def law(self, data: bytes, name: str):
        self.add("policytest" if name.endswith(".policytest.yaml") else "pack", data)
        for match in re.finditer(rb"when: *[\"']?([a-z][^\n\"'{}]+)", data):
            self.add("condition", match.group(1))
        for match in re.finditer(rb"facts: *(\{[^\n]*\})\n", data):
            self.add("facts", match.group(1))

    def parts(self, data: bytes):
        for match in re.finditer(b"jumb", data):
            store = box(data, match.start() - 4)
            if store[8:].startswith(b"\0\0\0\x1ejumdc2pa"):
                self.add("jumbf", store)
                self.add("store", store)
        for match in re.finditer(b"cbor", data):
            value = box(data, match.start() - 4)[8:]
            self.add("cbor", value)
            self.add("cose" if value.startswith(b"\xd2") else "claim", value)
        for kind, label in enumerate((b"c2pa.hash.data\0", b"c2pa.hash.boxes\0", b"c2pa.hash.bmff.v3\0")):
            at = data.find(label)
            if at >= 0 and (at := data.find(b"cbor", at)) >= 0:
                value = box(data, at - 4)[8:]
                self.add("binding", bytes([kind]) + len(value).to_bytes(2, "big") + value + data)
        for match in re.finditer(rb"self#jumbf=[\w./:-]+", data):
            self.add("address", match.group())
        for match in re.finditer(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", data, re.S):
            self.add("xmp", match.group())
        for match in re.finditer(rb"Exif\0\0", data):
            self.add("tiff", data[match.end():match.end() + 8000])
        for match in re.finditer(rb"(UNICODE|ASCII\0\0)\0[^\xff]{10,500}", data):
            self.add("exif", b"\0\0" + match.group())
        for match in re.finditer(rb"\{\"[^\0]{2,4000}\}", data):
            self.add("json", match.group())
            self.add("hidden-text", match.group())
            self.add("stealth", b"\1\0\0\0\0" + gzip.compress(match.group(), 9, mtime=0))
            self.add("exif", b"\1\0" + match.group())
        for match in re.finditer(rb"[tz]EXt|iTXt|eXIf", data):
            length = int.from_bytes(data[match.start() - 4:match.start()], "big")
            body = data[match.end():match.end() + length]
            self.add("text", match.group() + body)
            if match.group() == b"zTXt":
                at = body.index(b"\0") + 2
                self.add("inflate", b"\1" + body[at:])
        at = data.find(b"\x1c\x02")
        if at >= 0:
            self.add("iim", data[at:at + 500])
        chain = b""
        for match in re.finditer(b"\x30\x82", data):
            element = der(data, match.start())
            if element is None:
                continue
            if b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04" in element[:80]:
                self.add("time-stamp", element)
            elif b"\x2b\x06\x01\x05\x05\x07\x30\x01\x01" in element[:40]:
                self.add("ocsp", element)
            elif element[4:6] == b"\x30\x82" and element[8:10] == b"\xa0\x03":
                self.add("certificate", element)
                chain += element
        self.add("path", chain[:20_000])
        self.add("metadata", b"".join(
            bytes([kind]) + len(each).to_bytes(2, "big") + each
            for kind, each in enumerate(re.findall(rb"[ -~]{20,400}", data)[:8])))


def shortened(data: bytes, target: str) -> bytes:
    """A JPEG without most of its image data, so that the fuzzer has more to do where there is structure."""
    start = data.find(b"\xff\xda") if target == "jpeg" else -1
    if start < 0 or len(data) - start < 600:
        return data
    return data[:start + 300] + data[-2:]


def without_media(data: bytes) -> bytes:
    at, kept = 0, b""
    while at + 8 <= len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if length < 8:
            return kept + data[at:at + 2000]
        part = data[at:at + length]
        kept += part if part[4:8] != b"mdat" or length < 400 else b"\0\0\1\0" + part[4:256]
        at += length
    return kept


def main():
    if len(sys.argv) < 3:
        print("usage: seeds.py CORPUS FOLDER...", file=sys.stderr)
        sys.exit(64)
    seeds = Seeds(pathlib.Path(sys.argv[1]))
    for folder in sys.argv[2:]:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and path.stat().st_size < 4 << 20:
                seeds.file(path.read_bytes(), path.name)
    text = b"A green field, seed 7, steps 20. " * 30
    for level in (0, 1, 9):
        raw = zlib.compressobj(level, zlib.DEFLATED, -15)
        seeds.add("inflate", b"\0" + raw.compress(text) + raw.flush())
        seeds.add("inflate", b"\1" + zlib.compress(text, level))
        seeds.add("inflate", b"\2" + gzip.compress(text, level, mtime=0))
    for period in (32, 46, 48, 136):
        votes = bytes((31 * bit // period * 57) % 251 for bit in range(512))
        seeds.add("watermark", b"\x10\0" + votes)
    # FLV: a script tag with onMetaData.
    script = b"\x02\0\x0aonMetaData\x08\0\0\0\1\0\4AIGC\x02\0\x0d{\"Label\":\"1\"}\0\0\x09"
    tag = b"\x12" + len(script).to_bytes(3, "big") + bytes(7) + script
    seeds.add("flv", b"FLV\1\1\0\0\0\x09" + bytes(4) + tag + len(tag).to_bytes(4, "big"))
    rule = (b'{"applies-to":{"categories":["ncii.real"]},"citation":"c","confidence":"high","id":"a.b","in-force":'
            b'"2025-05-19","obligations":[{"do":"remove","from":"valid-request-at","within":["asap","PT48H"]}],"says":"s",'
            b'"source":{"kind":"primary","url":"https://law.example"},"title":{"en":"t"},"when":"request.valid is true"}')
    seeds.add("pack-json", b'{"compiled":"2026-11-24","jurisdiction":"ES","kind":"law","pack":"a","rules":[' + rule
              + b'],"title":{"en":"t"}}')
    facts = (b'{"origin":"real","depicted.minor":[{"confidence":0.9,"source":"classifier:a","value":true},'
             b'{"at":"2026-06-01T10:00:00Z","source":"reviewer:1","value":false}],"service.markets":["ES"]}')
    seeds.add("facts", facts)
    seeds.add("decision", b'{"path":"a","decision":{"policy":{"action":"review","at":"2026-06-01T12:00:00Z","categories":'
              b'["ncii.real"],"engine":1,"facts":' + facts + b',"obligations":[{"kind":"remove","within":"PT48H"}],"ruleset":"0"}}}')
    print(f"{seeds.count} seeds", file=sys.stderr)


if __name__ == "__main__":
    main()
