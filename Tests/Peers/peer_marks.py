# SPDX-License-Identifier: Apache-2.0
"""Writes pictures with and without open watermarks and hidden text, for the tests of MediaDecoding.

usage: peer_marks.py TARGET marks|votes|formats|hidden

TARGET/marks.tsv     file, whose watermark was embedded ("-": none)
TARGET/votes.tsv     file, then per plane what invisible-watermark's own code reads from each block, and where that is clear:
                     two rows of hexadecimal digits, the first block in the highest bit of the first digit
TARGET/hidden.tsv    file, word at the start of the hidden bits ("-": none), length written behind it, whether it can be read
TARGET/*.payload     the bytes that can be read
TARGET/formats.tsv   files of all formats and layouts, without anything in them that must be found
"""

import gzip
import importlib.metadata
import importlib.util
import pathlib
import struct
import sys
import zlib

import cv2
import numpy
import pillow_heif
import pywt
from PIL import Image

pillow_heif.register_heif_opener()
target, part = pathlib.Path(sys.argv[1]), sys.argv[2]
random = numpy.random.default_rng(20261124)

# The package's own __init__ wants PyTorch, which this class does without.
package = importlib.metadata.distribution("invisible-watermark").locate_file("imwatermark/maxDct.py")
spec = importlib.util.spec_from_file_location("maxDct", package)
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

SCALE = 36


def bits(letters: bytes):
    return list(numpy.unpackbits(numpy.frombuffer(letters, numpy.uint8)))


def number(text: str):
    return [int(digit) for digit in bin(int(text, 2))[2:]]


SCHEMES = {
    "stable-diffusion-1": bits(b"StableDiffusionV1"),
    "stable-diffusion-2": bits(b"SDV2"),
    "stable-diffusion-xl": number("101100111110110010010000011110111011000110011110"),
    "flux": number("001010101111111010000111100111001111010100101110"),
}


def carrier(width, height):
    """Soft blobs of colour, and some noise."""
    seed = random.integers(30, 226, (height // 40 + 2, width // 40 + 2, 3), dtype=numpy.uint8)
    picture = numpy.asarray(Image.fromarray(seed).resize((width, height), Image.Resampling.BICUBIC)).astype(float)
    return numpy.clip(picture + random.normal(0, 3, picture.shape), 0, 255).astype(numpy.uint8)


def embedded(picture, scheme, as_floats, red_first):
    """As the reference scripts do it: bytes, or floats that are made bytes afterwards; blue first, or by mistake red."""
    channels = picture if red_first else picture[..., ::-1]
    channels = numpy.ascontiguousarray(channels).astype(numpy.float32 if as_floats else numpy.uint8)
    encoder = reference.EmbedMaxDct(SCHEMES[scheme], wmLen=len(SCHEMES[scheme]))
    marked = numpy.clip(encoder.encode(channels), 0, 255).round().astype(numpy.uint8)
    return marked if red_first else marked[..., ::-1]


def library_votes(picture):
    """Each plane's votes by the library's code, and where they do not hang on the last bits of its floats."""
    decoder = reference.EmbedMaxDct(wmLen=1)
    for channels in (picture[..., ::-1], picture):
        for kind in (numpy.uint8, numpy.float32):
            plane = cv2.cvtColor(numpy.ascontiguousarray(channels).astype(kind), cv2.COLOR_BGR2YUV)[..., 1]
            height, width = plane.shape[0] // 4 * 4, plane.shape[1] // 4 * 4
            approximation, _ = pywt.dwt2(plane[:height, :width], "haar")
            votes, clear = [], []
            for y in range(approximation.shape[0] // 4):
                for x in range(approximation.shape[1] // 4):
                    block = approximation[y * 4:y * 4 + 4, x * 4:x * 4 + 4]
                    votes.append(decoder.infer_dct_matrix(block, SCALE))
                    rest = numpy.abs(block.flatten()[1:]).max() % (SCALE / 2)
                    clear.append(int(0.01 < rest < SCALE / 2 - 0.01))
            for row in (votes, clear):
                yield numpy.packbits(row).tobytes().hex()


def write_png(path, pixels, depth=8, interlaced=False):
    """Layouts that Pillow does not write: 16 bits and interlacing."""
    color_type = {1: 0, 2: 4, 3: 2, 4: 6}[pixels.shape[2]]
    height, width = pixels.shape[:2]
    stored = pixels if depth == 8 else (pixels.astype(">u2") * 256 + random.integers(0, 256, pixels.shape)).astype(">u2")
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b""
    for x, y, right, down in passes if interlaced else [(0, 0, 1, 1)]:
        part = stored[y::down, x::right]
        if part.size:
            data += b"".join(b"\0" + row.tobytes() for row in part)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data, 1)) + chunk(b"IEND", b""))


def with_alpha(picture, alpha=None):
    if alpha is None:
        alpha = random.integers(0, 256, picture.shape[:2], dtype=numpy.uint8)
    return numpy.dstack([picture, alpha])


# MARK: - Watermarks

def carriers():
    """Name, picture, and whose watermark is in it."""
    for index, size in enumerate([(512, 512), (1003, 517), (300, 1030)]):
        yield f"mark-{index}-none.png", carrier(*size), "-"
        for scheme in SCHEMES:
            for as_floats in (False, True):
                for red_first in (False, True):
                    name = f"mark-{index}-{scheme}-{int(as_floats)}{int(red_first)}.png"
                    yield name, embedded(carrier(*size), scheme, as_floats, red_first), scheme


def plain():
    for index, size in enumerate([(256, 256), (257, 263), (333, 391), (1600, 41)]):
        for kind in ("noise", "flat", "steps"):
            picture = random.integers(0, 256, (size[1], size[0], 3), dtype=numpy.uint8)
            if kind == "flat":
                picture = numpy.broadcast_to(random.integers(0, 256, 3, dtype=numpy.uint8), picture.shape).copy()
            if kind == "steps":
                picture = picture // 64 * 21
            yield f"plain-{index}-{kind}.png", picture, "-"


if part == "marks":
    with open(target / "marks.tsv", "w") as marks:
        for name, picture, scheme in [*carriers(), *plain()]:
            Image.fromarray(picture).save(target / name, compress_level=1)
            print(name, scheme, sep="\t", file=marks)

if part == "votes":
    with open(target / "votes.tsv", "w") as votes:
        for name, picture, _ in [*list(carriers())[::6], *plain()]:
            Image.fromarray(picture).save(target / name, compress_level=1)
            print(name, *library_votes(picture), sep="\t", file=votes)

# MARK: - Formats

if part == "formats":
    with open(target / "formats.tsv", "w") as formats:
        def save(name, image, **options):
            image.save(target / name, **options)
            print(name, file=formats)

        def put(name, pixels, **options):
            write_png(target / name, pixels, **options)
            print(name, file=formats)

        save("small.png", Image.fromarray(carrier(255, 256)))
        save("small.jpg", Image.fromarray(carrier(256, 255)))
        for width, height in [(263, 259)]:
            colors = carrier(width, height)
            picture = Image.fromarray(colors)
            transparent = Image.fromarray(with_alpha(colors))
            grey = picture.convert("L")
            size = f"{width}x{height}"
            save(f"rgb-{size}.png", picture)
            save(f"rgba-{size}.png", transparent)
            save(f"grey-{size}.png", grey)
            save(f"grey-alpha-{size}.png", transparent.convert("LA"))
            save(f"bilevel-{size}.png", grey.convert("1"))
            palette = picture.quantize(200)
            save(f"palette-{size}.png", palette)
            save(f"palette-alpha-{size}.png", palette, transparency=random.integers(0, 256, 200, dtype=numpy.uint8).tobytes())
            save(f"color-key-{size}.png", picture, transparency=tuple(int(value) for value in colors[0, 0]))
            for depth in (8, 16):
                for interlaced in (False, True):
                    for channels in (1, 2, 3, 4):
                        pixels = with_alpha(colors)[..., {1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[channels]]
                        put(f"{depth}-{int(interlaced)}-{channels}-{size}.png", pixels, depth=depth, interlaced=interlaced)
            for subsampling in (0, 1, 2):
                save(f"{subsampling}-{size}.jpg", picture, subsampling=subsampling, quality=90)
            save(f"progressive-{size}.jpg", picture, progressive=True)
            save(f"grey-{size}.jpg", grey)
            save(f"cmyk-{size}.jpg", picture.convert("CMYK"))
            save(f"lossy-{size}.webp", picture, quality=80)
            save(f"lossy-alpha-{size}.webp", transparent, quality=80)
            save(f"lossless-{size}.webp", picture, lossless=True)
            save(f"lossless-alpha-{size}.webp", transparent, lossless=True, exact=True)
            others = [Image.fromarray(carrier(width, height)) for _ in range(2)]
            save(f"frames-{size}.webp", picture, save_all=True, append_images=others)
            save(f"frames-{size}.gif", picture.quantize(64), save_all=True, append_images=[each.quantize(64) for each in others])
            save(f"frames-{size}.png", transparent, save_all=True, append_images=[each.convert("RGBA") for each in others])
            save(f"pages-{size}.tiff", picture, save_all=True, append_images=others)
            save(f"still-{size}.gif", palette)
            save(f"rgb-{size}.bmp", picture)
            save(f"palette-{size}.bmp", palette)
            save(f"rgb-{size}.tiff", picture, compression="tiff_lzw")
            save(f"rgba-{size}.tiff", transparent)
            save(f"cmyk-{size}.tiff", picture.convert("CMYK"))
            save(f"rgb-{size}.heic", picture, quality=80)
            save(f"rgba-{size}.heic", transparent, quality=80)
            save(f"rgb-{size}.avif", picture, quality=80)

# MARK: - Hidden text


def hide(channels, word, payload, declared=None, behind=b""):
    """Bits into the lowest bits of an array of height × width × channels, column by column."""
    declared = len(payload) * 8 if declared is None else declared
    text = numpy.unpackbits(numpy.frombuffer(word + struct.pack(">I", declared) + payload + behind, numpy.uint8))
    columns = numpy.ascontiguousarray(channels.transpose(1, 0, 2)).reshape(-1)
    text = text[:columns.size]
    columns[:text.size] = columns[:text.size] & 0xFE | text
    return columns.reshape(channels.shape[1], channels.shape[0], channels.shape[2]).transpose(1, 0, 2)


if part == "hidden":
    with open(target / "hidden.tsv", "w") as hidden:
        def note(name, word, declared, payload):
            print(name, word, declared, "no" if payload is None else "yes", sep="\t", file=hidden)
            (target / f"{name}.payload").write_bytes(payload or b"")

        settings = ('{"Software": "invented", "Comment": "' + "a lighthouse in fog, " * 20 + '"}').encode()
        zipped = gzip.compress(settings, mtime=0)

        def colors(width, height):
            return carrier(max(width, 4), max(height, 4))[:height, :width]

        def in_alpha(width, height, word, payload, **more):
            alpha = hide(numpy.full((height, width, 1), 255, numpy.uint8), word, payload, **more)
            return with_alpha(colors(width, height), alpha)

        def in_colors(width, height, word, payload, **more):
            return hide(colors(width, height), word, payload, **more)

        def png(name, pixels):
            Image.fromarray(pixels).save(target / name)

        for size in [(300, 200), (200, 300), (4100, 3), (5000, 1), (1, 5000), (64, 119), (64, 120), (64, 121), (64, 152), (64, 153)]:
            name = f"alpha-{size[0]}x{size[1]}.png"
            png(name, in_alpha(*size, b"stealth_pngcomp", zipped))
            note(name, "stealth_pngcomp", len(zipped) * 8, zipped)
            name = f"colors-{size[0]}x{size[1]}.png"
            png(name, in_colors(*size, b"stealth_rgbinfo", settings))
            note(name, "stealth_rgbinfo", len(settings) * 8, settings)
        for word, payload in ((b"stealth_pnginfo", settings), (b"stealth_pngcomp", zipped)):
            pixels = in_alpha(150, 160, word, payload)
            variants = {"rgba.png": pixels, "grey.png": pixels[..., [0, 3]]}
            for kind, variant in variants.items():
                for depth in (8, 16):
                    for interlaced in (False, True):
                        name = f"{word.decode()}-{depth}-{int(interlaced)}-{kind}"
                        write_png(target / name, variant, depth=depth, interlaced=interlaced)
                        note(name, word.decode(), len(payload) * 8, payload)
            for options in ({"lossless": True, "exact": True}, {"quality": 80, "exact": True}):
                name = f"{word.decode()}-{len(options)}{options.get('quality', 'lossless')}.webp"
                Image.fromarray(pixels).save(target / name, **options)
                note(name, word.decode(), len(payload) * 8, payload)
            # A palette of one colour twice, of which one is a little transparent.
            name = f"{word.decode()}-palette.png"
            image = Image.fromarray((pixels[..., 3] & 1).astype(numpy.uint8), "P")
            image.putpalette([90, 120, 150] * 2)
            image.save(target / name, transparency=bytes([254, 255]))
            note(name, word.decode(), len(payload) * 8, payload)
        for word, payload in ((b"stealth_rgbinfo", settings), (b"stealth_rgbcomp", zipped)):
            pixels = in_colors(150, 160, word, payload)
            opaque, transparent = Image.fromarray(pixels), Image.fromarray(with_alpha(pixels))
            for kind, image, options in (
                ("rgb.png", opaque, {}), ("rgba.png", transparent, {}), ("rgb.bmp", opaque, {}), ("rgb.tiff", opaque, {}),
                ("rgb.webp", opaque, {"lossless": True}), ("rgba.webp", transparent, {"lossless": True, "exact": True}),
            ):
                name = f"{word.decode()}-{kind}"
                image.save(target / name, **options)
                note(name, word.decode(), len(payload) * 8, payload)

        # NovelAI's parity behind the text, and its mark for "none".
        for kind, behind in (("parity", struct.pack(">I", 800) + bytes(range(100))), ("no-parity", b"\xff" * 4)):
            png(f"{kind}.png", in_alpha(150, 160, b"stealth_pngcomp", zipped, behind=behind))
            note(f"{kind}.png", "stealth_pngcomp", len(zipped) * 8, zipped)
        # 256 bits: the word, the length and 13 bytes fill it.
        for declared, payload in ((104, b"thirteen byte"), (105, None), (103, b"thirteen byt"), (0, None), (7, None), (2**32 - 1, None)):
            png(f"full-{declared}.png", in_alpha(16, 16, b"stealth_pnginfo", b"thirteen byte", declared=declared))
            note(f"full-{declared}.png", "stealth_pnginfo", declared, payload or None)
        most = random.integers(0, 256, 1 << 20, dtype=numpy.uint8).tobytes()
        for declared, payload in ((8 << 20, most), ((8 << 20) + 8, None)):
            name = f"most-{declared}.webp"
            pixels = in_alpha(3000, 2900, b"stealth_pnginfo", most, declared=declared)
            pixels[..., :3] = 128
            Image.fromarray(pixels).save(target / name, lossless=True, exact=True, quality=0, method=0)
            note(name, "stealth_pnginfo", declared, payload)
        # The alpha channel is asked first.
        both = with_alpha(in_colors(150, 160, b"stealth_rgbinfo", settings), in_alpha(150, 160, b"stealth_pngcomp", zipped)[..., 3])
        png("both.png", both)
        note("both.png", "stealth_pngcomp", len(zipped) * 8, zipped)
        # Rows are missing: the word and the length are there, the text is not.
        write_png(target / "cut.png", in_alpha(150, 400, b"stealth_pngcomp", zipped))
        whole = (target / "cut.png").read_bytes()
        (target / "cut.png").write_bytes(whole[:len(whole) * 3 // 4])
        note("cut.png", "stealth_pngcomp", len(zipped) * 8, None)
        # Almost.
        for name, pixels in {
            "other-word.png": in_alpha(150, 160, b"stealth_pngzzzz", zipped),
            "other-place.png": in_alpha(150, 160, b"stealth_rgbinfo", settings),
            "other-channels.png": in_colors(150, 160, b"stealth_pngcomp", zipped),
            "by-rows.png": in_alpha(160, 150, b"stealth_pngcomp", zipped).transpose(1, 0, 2),
            "opaque.png": with_alpha(colors(150, 160), numpy.full((160, 150), 255, numpy.uint8)),
            "clear.png": with_alpha(colors(150, 160), numpy.zeros((160, 150), numpy.uint8)),
            "too-small.png": in_alpha(15, 10, b"stealth_pnginfo", b""),
        }.items():
            png(name, numpy.ascontiguousarray(pixels))
            note(name, "-", 0, None)
