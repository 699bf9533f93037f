# SPDX-License-Identifier: Apache-2.0
"""Where a manifest store lies in a file, and what an attacker or a careless program does to it."""

import hashlib
import struct
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from . import authorities

C2PA_UUID = bytes.fromhex("D8FEC3D61B0E483C92975828877EC481")


def wrapped(file: bytes) -> range:
    """The bytes of the store with everything that only wraps it."""
    if file[:2] == b"\xff\xd8":
        at, found = 2, []
        while file[at] == 0xFF and file[at + 1] != 0xDA:
            length = 2 + int.from_bytes(file[at + 2:at + 4], "big")
            if file[at + 1] == 0xEB and file[at + 4:at + 6] == b"JP":
                found += [at, at + length]
            at += length
        return range(found[0], found[-1])
    if file[:4] == b"\x89PNG":
        at = file.index(b"caBX") - 4
        return range(at, at + 12 + int.from_bytes(file[at:at + 4], "big"))
    if file[:4] == b"RIFF":
        at = file.rindex(b"C2PA", 0, file.index(b"jumb") + 4)
        length = int.from_bytes(file[at + 4:at + 8], "little")
        return range(at, at + 8 + length + length % 2)
    if file[:4] == b"GIF8":
        at = file.index(b"\x21\xff\x0bC2PA_GIF")
        end = at + 14
        while file[end]:
            end += file[end] + 1
        return range(at, end + 1)
    if file[:4] in (b"II*\0", b"MM\0*"):
        order = "little" if file[:1] == b"I" else "big"
        entry = struct.pack("<HH" if order == "little" else ">HH", 0xCD41, 7)
        at = file.index(entry)
        length = int.from_bytes(file[at + 4:at + 8], order)
        offset = int.from_bytes(file[at + 8:at + 12], order)
        return range(offset, offset + length)
    at = file.index(C2PA_UUID) - 8
    return range(at, at + int.from_bytes(file[at:at + 4], "big"))


def repaired(file: bytes) -> bytes:
    """Puts right the checksum of a PNG's store after it was changed."""
    if file[:4] != b"\x89PNG":
        return file
    chunk = wrapped(file)
    body = file[chunk.start + 4:chunk.stop - 4]
    return file[:chunk.stop - 4] + struct.pack(">I", zlib.crc32(body)) + file[chunk.stop:]


def flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1:]


def with_other_pixels(file: bytes, extension: str) -> bytes:
    """One bit of the image data changed."""
    match extension:
        case "jpg": at = len(file) - 40
        case "png":
            start = file.index(b"IDAT", wrapped(file).stop) - 4
            length = int.from_bytes(file[start:start + 4], "big")
            # The checksum fits again: only the credentials can tell.
            file = flipped(file, start + 8 + length // 2)
            return file[:start + 8 + length] + struct.pack(
                ">I", zlib.crc32(file[start + 4:start + 8 + length])) + file[start + 12 + length:]
        case "webp": at = file.index(b"VP8 ") + 400
        case "tif": at = 200
        case "gif": at = len(file) - 60
        case _: at = file.rindex(b"mdat") + 300
    region = wrapped(file)
    assert at not in region, "the change would hit the store"
    return flipped(file, at)


def with_other_text(file: bytes, old: bytes, new: bytes) -> bytes:
    """One text inside the store replaced by one of the same length."""
    assert len(old) == len(new)
    region = wrapped(file)
    at = file.index(old, region.start, region.stop)
    return repaired(file[:at] + new + file[at + len(old):])


def with_comment(file: bytes, extension: str) -> bytes:
    """JPEG, PNG, GIF: a harmless comment after the store."""
    comment = {
        "jpg": b"\xff\xfe\x00\x07hello", "gif": b"\x21\xfe\x05hello\0",
        "png": struct.pack(">I", 11) + b"tEXtTitle\0hello" + struct.pack(">I", zlib.crc32(b"tEXtTitle\0hello")),
    }[extension]
    at = wrapped(file).stop
    return file[:at] + comment + file[at:]


def with_store_of(file: bytes, other: bytes) -> bytes:
    """The store of another file of the same format, in the place of its own."""
    mine, theirs = wrapped(file), wrapped(other)
    assert len(mine) == len(theirs), f"stores of {len(mine)} and {len(theirs)} bytes cannot change places"
    return file[:mine.start] + other[theirs.start:theirs.stop] + file[mine.stop:]


def without_store(file: bytes) -> bytes:
    """JPEG, PNG, GIF: the store taken out."""
    region = wrapped(file)
    return file[:region.start] + file[region.stop:]


def with_two_stores(file: bytes, other: bytes) -> bytes:
    """JPEG, PNG: another store before its own."""
    theirs = wrapped(other)
    added = bytearray(other[theirs.start:theirs.stop])
    if file[:2] == b"\xff\xd8":
        # Another box instance number, or it would be a continuation.
        added[6:8] = b"\x77\x01"
    at = wrapped(file).start
    return file[:at] + bytes(added) + file[at:]


# A signature of one's own in the place of the one that is there.

def head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in ((24, 1), (25, 2), (26, 4)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(number)


def cbor(value) -> bytes:
    match value:
        case None: return b"\xf6"
        case bool(): return b"\xf5" if value else b"\xf4"
        case int(): return head(0, value) if value >= 0 else head(1, -1 - value)
        case bytes(): return head(2, len(value)) + value
        case str(): return head(3, len(value.encode())) + value.encode()
        case list(): return head(4, len(value)) + b"".join(map(cbor, value))
        case dict(): return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    raise TypeError(type(value))


def content(file: bytes, label: bytes) -> range:
    """The content of the CBOR box of the last superbox of that label."""
    region = wrapped(file)
    at = file.rindex(label + b"\0", region.start, region.stop) + len(label) + 1
    at = file.index(b"cbor", at) - 4
    return range(at + 8, at + int.from_bytes(file[at:at + 4], "big"))


def signed_by(file: bytes, identity, *, claim: bytes = b"c2pa.claim.v2", stamp=None, stamp_kind="sigTst2",
              stamped: bytes | None = None, ocsp: bytes | None = None) -> bytes:
    """The last claim signed anew with ES256. What a program does that does not ask whether its certificate may sign.

    stamp: a TimeStamper that vouches for the time.
    stamp_kind: `sigTst2` over the signature, or the older `sigTst` over the claim.
    stamped: what the time stamp is for, instead.
    """
    claim_range, place = content(file, claim), content(file, b"c2pa.signature")
    payload = file[claim_range.start:claim_range.stop]
    protected = cbor({1: -7, 33: [authorities.der(each) for each in identity.chain]})
    raw = identity.key.sign(cbor(["Signature1", protected, b"", payload]), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(raw)
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    unprotected = {}
    if stamp:
        stamped = stamped or (cbor(signature) if stamp_kind == "sigTst2" else payload)
        response = stamp.stamp(cbor(["CounterSignature", protected, b"", stamped]))
        value = authorities.token_of(response) if stamp_kind == "sigTst2" else response
        unprotected[stamp_kind] = {"tstTokens": [{"val": value}]}
    if ocsp:
        unprotected["rVals"] = {"ocspVals": [ocsp]}

    def envelope(padding: int) -> bytes:
        return b"\xd2" + cbor([protected, unprotected | {"pad": bytes(padding)}, None, signature])

    room = len(place) - len(envelope(0))
    # The head of the padding grows with it.
    padding = next(n for n in (room, room - 1, room - 2, room - 4) if n >= 0 and len(envelope(n)) == len(place))
    return repaired(file[:place.start] + envelope(padding) + file[place.stop:])


def with_wide_exclusion(file: bytes) -> bytes:
    """JPEG bound by `c2pa.hash.data`: the exclusion lengthened into what follows the store, and every hash made to fit.

    The claim changes: sign it anew.
    """
    place = content(file, b"c2pa.hash.data")
    assertion = file[place.start:place.stop]
    region = wrapped(file)
    longer = len(region) + 300
    at = assertion.index(b"flength\x19") + 8
    changed = assertion[:at] + longer.to_bytes(2, "big") + assertion[at + 2:]
    digest = hashlib.sha256(file[:region.start] + file[region.start + longer:]).digest()
    at = changed.index(b"dhash\x58\x20") + 7
    changed = changed[:at] + digest + changed[at + 32:]
    # What a hashed URI covers: the superbox without its own head, that is from its description box on.
    start = file.rindex(b"jumb", region.start, place.start) + 4
    before = hashlib.sha256(file[start:place.stop]).digest()
    file = file[:place.start] + changed + file[place.stop:]
    after = hashlib.sha256(file[start:place.stop]).digest()
    assert file.count(before) == 1, "the claim does not hold the hash of the assertion"
    return file.replace(before, after)
