# SPDX-License-Identifier: Apache-2.0
"""Small pictures and films to be signed: gradients and blocks, no two alike."""

import io
import struct

import numpy
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False)

#: File name extension → media type.
FORMATS = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "tif": "image/tiff", "gif": "image/gif",
    "avif": "image/avif", "heic": "image/heic", "mp4": "video/mp4", "mov": "video/quicktime",
}


def pattern(seed: int, width: int = 96, height: int = 64) -> Image.Image:
    y, x = numpy.mgrid[:height, :width]
    random = numpy.random.default_rng(seed)
    red = (x * 255 // (width - 1) + seed * 37) % 256
    green = (y * 255 // (height - 1) + seed * 91) % 256
    blue = (x // 12 + y // 8 + seed) % 2 * 180
    pixels = numpy.stack([red, green, blue], -1) + random.integers(0, 12, (height, width, 3))
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))


def encoded(extension: str, seed: int) -> bytes:
    """A picture or film in the format of that extension; the same bytes for the same seed and library versions."""
    if extension in ("mp4", "mov"):
        return film(seed, b"qt  " if extension == "mov" else b"isom")
    target = io.BytesIO()
    image = pattern(seed)
    match extension:
        case "jpg": image.save(target, "JPEG", quality=85)
        case "png": image.save(target, "PNG")
        case "webp": image.save(target, "WEBP", quality=80)
        case "tif": image.save(target, "TIFF")
        case "gif": image.convert("P", palette=Image.Palette.ADAPTIVE).save(target, "GIF")
        case "avif": image.save(target, "AVIF", quality=60, speed=10)
        case "heic": image.save(target, "HEIF", quality=60)
    return target.getvalue()


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def film(seed: int, brand: bytes, frames: int = 8) -> bytes:
    """Motion JPEG in ISO base media, one chunk a frame, played at eight frames a second."""
    samples = []
    for number in range(frames):
        target = io.BytesIO()
        pattern(seed * 100 + number).save(target, "JPEG", quality=90)
        samples.append(target.getvalue())
    width, height = 96, 64
    unity = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    entry = box(b"jpeg", bytes(6), struct.pack(">HHH", 1, 0, 0), bytes(12), struct.pack(">HH", width, height),
                struct.pack(">IIIH", 0x480000, 0x480000, 0, 1), bytes(32), struct.pack(">Hh", 24, -1))

    def movie(offsets: list[int]) -> bytes:
        table = box(
            b"stbl", full(b"stsd", struct.pack(">I", 1), entry),
            full(b"stts", struct.pack(">III", 1, frames, 1)), full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
            full(b"stsz", struct.pack(">II", 0, frames), *(struct.pack(">I", len(each)) for each in samples)),
            full(b"stco", struct.pack(">I", frames), *(struct.pack(">I", each) for each in offsets)))
        media = box(
            b"mdia", full(b"mdhd", struct.pack(">IIIIHH", 0, 0, 8, frames, 0x55C4, 0)),
            full(b"hdlr", bytes(4), b"vide", bytes(12), b"frames\0"),
            box(b"minf", full(b"vmhd", bytes(8), flags=1),
                box(b"dinf", full(b"dref", struct.pack(">I", 1), full(b"url ", flags=1))), table))
        track = box(
            b"trak", full(b"tkhd", struct.pack(">IIIII", 0, 0, 1, 0, 1000), bytes(16), unity,
                          struct.pack(">II", width << 16, height << 16), flags=3), media)
        head = full(b"mvhd", struct.pack(">IIIIIH", 0, 0, 1000, 1000, 0x10000, 0x100), bytes(10), unity, bytes(24),
                    struct.pack(">I", 2))
        return box(b"moov", head, track)

    start = box(b"ftyp", brand, struct.pack(">I", 512), brand, *([] if brand == b"qt  " else [b"mp41"]))
    first = len(start) + len(movie([0] * frames)) + 8
    offsets = [first + sum(map(len, samples[:number])) for number in range(frames)]
    return start + movie(offsets) + box(b"mdat", *samples)
