# SPDX-License-Identifier: Apache-2.0
"""Writes pictures of every format and mode, and what pip pdqhash says of the pixels that Pillow reads from them.

usage: peer_pictures.py TARGET

TARGET/NNN-what.EXT    the pictures
TARGET/expected.tsv    per picture: file, tolerance in bits, then per frame: hash, quality

Pixels are Pillow's `.convert("RGB")`: real colours of palette and CMYK pictures, alpha dropped, EXIF orientation ignored.
The tolerance is 0 wherever the format defines its pixels. HEIC and AVIF leave the rounding from YUV to RGB to the reader, which
moves hashes of such patterns by up to 8 bits; and AVIF leaves it to the reader how coarse colour is spread over
fine brightness: Pillow's reader interpolates, libheif 1.15 repeats. On a checkerboard of strong colours that moves the hash by
up to 20 bits, so there the test asks only that the picture would still match.
"""

import io
import itertools
import pathlib
import struct
import sys
import warnings
import zlib

import numpy
import pdqhash
import pillow_heif
from PIL import Image, ImageSequence

target = pathlib.Path(sys.argv[1])
warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None
pillow_heif.register_heif_opener()
small = [(5, 5), (6, 33), (64, 64), (99, 101), (400, 267)]
middle = (1023, 769)
large = (4000, 3000)
written = 0
expected = open(target / "expected.tsv", "w")


def pattern(width, height, seed=0):
    """A gradient, a checkerboard and a little noise: structure for PDQ, every channel different."""
    y, x = numpy.mgrid[:height, :width]
    random = numpy.random.default_rng(seed + width * 1000 + height)
    red = x * 255 // max(width - 1, 1)
    green = (y * 255 // max(height - 1, 1) + seed * 60) % 256
    blue = (((x // 9) + (y // 7)) % 2) * 200
    pixels = numpy.stack([red, green, blue], -1) + random.integers(-8, 8, (height, width, 3))
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))


def ramp(image):
    """An alpha channel that would change the hash if it were not ignored."""
    return Image.fromarray(((numpy.mgrid[: image.height, : image.width][1] * 5) & 255).astype(numpy.uint8))


def with_alpha(image):
    image = image.copy()
    image.putalpha(ramp(image))
    return image


def hashed(pixels):
    bits, quality = pdqhash.compute(numpy.ascontiguousarray(pixels))
    return "%064x" % int("".join(map(str, bits)), 2), str(quality)


def keep(what, extension, data, tolerance=0, frames=None, animated=False):
    """Writes one picture. `frames` are the pixels where Pillow itself does not read real colours."""
    global written
    if data is None:
        return
    if frames is None:
        image = Image.open(io.BytesIO(data))
        frames = [numpy.asarray(each.convert("RGB")) for each in (ImageSequence.Iterator(image) if animated else [image])]
    name = f"{written:03}-{what}.{extension}"
    (target / name).write_bytes(data)
    print(name, tolerance, *itertools.chain.from_iterable(hashed(each) for each in frames), sep="\t", file=expected)
    written += 1


def saved(image, format, **options):
    data = io.BytesIO()
    try:
        image.save(data, format, **options)
    except (ValueError, OSError, RuntimeError):
        return None  # a combination that Pillow cannot write
    return data.getvalue()


def jpeg(width, height):
    image = pattern(width, height)
    is_large = width >= 1000
    for subsampling, progressive in itertools.product(("4:4:4", "4:2:2", "4:2:0"), (False, True)):
        for quality in (85,) if is_large else (30, 90):
            keep(f"jpeg-{subsampling.replace(':', '')}-{'progressive' if progressive else 'baseline'}-q{quality}", "jpg",
                 saved(image, "JPEG", quality=quality, subsampling=subsampling, progressive=progressive))
    keep("jpeg-grey", "jpg", saved(image.convert("L"), "JPEG"))
    keep("jpeg-restart", "jpg", saved(image, "JPEG", restart_marker_blocks=3))
    keep("jpeg-rgb", "jpg", saved(image, "JPEG", keep_rgb=True))
    data = saved(image.convert("CMYK"), "JPEG")
    keep("jpeg-cmyk-adobe", "jpg", data)
    marker = data.find(b"Adobe")
    length = struct.unpack(">H", data[marker - 2 : marker])[0]
    keep("jpeg-cmyk-plain", "jpg", data[: marker - 4] + data[marker - 2 + length :])
    keep("jpeg-ycck", "jpg", data[: marker + 11] + b"\2" + data[marker + 12 :])
    exif = Image.Exif()
    exif[274] = 6
    keep("jpeg-orientation-6", "jpg", saved(image, "JPEG", exif=exif))


def png_of_rows(width, height, depth, colour, rows, interlaced=False):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    raw = b"".join(b"\0" + row for row in rows)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def adam7(pixels, pack):
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    for left, top, across, down in passes:
        part = pixels[top::down, left::across]
        if part.shape[0] and part.shape[1]:
            yield from (pack(row) for row in part)


def packed(depth):
    def pack(row):
        bits = "".join(format(int(value), f"0{depth}b") for value in row.ravel())
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")

    return pack


def png(width, height):
    image = pattern(width, height)
    grey = image.convert("L")
    fast = {"compress_level": 1}
    for what, each in {"rgb": image, "rgba": with_alpha(image), "grey": grey, "grey-alpha": with_alpha(grey)}.items():
        keep(f"png-{what}", "png", saved(each, "PNG", **fast))
    keep("png-1bit", "png", saved(image.convert("1"), "PNG"))
    for bits in (1, 2, 4, 8):
        palette = image.quantize(1 << bits, dither=Image.Dither.NONE)
        keep(f"png-palette{bits}", "png", saved(palette, "PNG", bits=bits))
        keep(f"png-palette{bits}-transparent", "png", saved(palette, "PNG", bits=bits, transparency=0))
    if width > 1000:
        return
    pixels, levels = numpy.asarray(image), numpy.asarray(grey)
    deep = pixels.astype(numpy.uint16) * 257 - (pixels > 7) * 100
    keep("png-interlaced", "png", png_of_rows(width, height, 8, 2, adam7(pixels, lambda row: row.tobytes()), True))
    keep("png-rgb16", "png", png_of_rows(width, height, 16, 2, [row.astype(">u2").tobytes() for row in deep]))
    # Pillow clips 16-bit grey; its real colour is the high byte.
    deep = levels.astype(numpy.uint16) * 256 + 77
    keep("png-grey16", "png", png_of_rows(width, height, 16, 0, [row.astype(">u2").tobytes() for row in deep]),
         frames=[numpy.repeat(levels[..., None], 3, 2)])
    for depth in (1, 2, 4):
        shallow = levels >> (8 - depth)
        keep(f"png-grey{depth}", "png", png_of_rows(width, height, depth, 0, [packed(depth)(row) for row in shallow]))
        keep(f"png-grey{depth}-interlaced", "png",
             png_of_rows(width, height, depth, 0, adam7(shallow, packed(depth)), True))


def webp(width, height):
    image = pattern(width, height)
    method = {"method": 0 if width > 1000 else 4}
    for quality in (20, 90):
        keep(f"webp-lossy-q{quality}", "webp", saved(image, "WEBP", quality=quality, **method))
    keep("webp-lossy-alpha", "webp", saved(with_alpha(image), "WEBP", quality=80, **method))
    keep("webp-lossless", "webp", saved(image, "WEBP", lossless=True, quality=20, method=0))
    keep("webp-lossless-alpha", "webp", saved(with_alpha(image), "WEBP", lossless=True, exact=True, quality=20, method=0))


def gif(width, height):
    image = pattern(width, height)
    for colours in (2, 16, 256):
        palette = image.quantize(colours, dither=Image.Dither.NONE)
        keep(f"gif-{colours}", "gif", saved(palette, "GIF"))
        keep(f"gif-{colours}-transparent", "gif", saved(palette, "GIF", transparency=1))
    keep("gif-grey", "gif", saved(image.convert("L"), "GIF"))


def bmp_of_rows(width, height, bits, rows, compression=0, palette=b"", masks=b"", top_down=False):
    data = b"".join(row + b"\0" * (-len(row) % 4) for row in rows)
    header = struct.pack(
        "<IiiHHIIiiII", 40, width, -height if top_down else height, 1, bits, compression, len(data), 0, 0, 0, 0)
    start = 14 + len(header) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + masks + palette + data


def bmp(width, height):
    image = pattern(width, height)
    for mode in ("RGB", "L", "1", "RGBA"):
        keep(f"bmp-{mode.lower()}", "bmp", saved(image.convert(mode), "BMP"))
    keep("bmp-palette", "bmp", saved(image.quantize(256, dither=Image.Dither.NONE), "BMP"))
    if width > 1000:
        return
    for bits in (1, 4, 8):
        levels = numpy.asarray(image.convert("L"))[::-1] >> (8 - bits)
        colours = b"".join(bytes([(i * 37) & 255, (i * 91) & 255, (i * 13) & 255, 0]) for i in range(1 << bits))
        for top_down in (False, True):
            keep(f"bmp-palette{bits}{'-top-down' if top_down else ''}", "bmp",
                 bmp_of_rows(width, height, bits, [packed(bits)(row) for row in levels], palette=colours, top_down=top_down))
    wide = numpy.asarray(image)[::-1].astype(numpy.uint16)
    five = (wide[..., 0] >> 3) << 10 | (wide[..., 1] >> 3) << 5 | wide[..., 2] >> 3
    six = (wide[..., 0] >> 3) << 11 | (wide[..., 1] >> 2) << 5 | wide[..., 2] >> 3
    keep("bmp-555", "bmp", bmp_of_rows(width, height, 16, [row.astype("<u2").tobytes() for row in five]))
    keep("bmp-565", "bmp", bmp_of_rows(width, height, 16, [row.astype("<u2").tobytes() for row in six], compression=3,
                                       masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))


def tiff(width, height):
    image = pattern(width, height)
    grey = image.convert("L")
    modes = {"rgb": image, "rgba": with_alpha(image), "grey": grey, "grey-alpha": with_alpha(grey),
             "palette": image.quantize(200, dither=Image.Dither.NONE), "1bit": image.convert("1"), "cmyk": image.convert("CMYK")}
    for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        for what, each in modes.items():
            if width < 1000 or what == "rgb":
                keep(f"tiff-{what}-{(compression or 'raw').removeprefix('tiff_')}", "tif",
                     saved(each, "TIFF", compression=compression))
    keep("tiff-jpeg", "tif", saved(image, "TIFF", compression="jpeg", quality=80))
    keep("tiff-group4", "tif", saved(modes["1bit"], "TIFF", compression="group4"))
    keep("tiff-orientation-8", "tif", saved(image, "TIFF", tiffinfo={274: 8}))


def modern(width, height):
    """HEIC and AVIF."""
    image = pattern(width, height)
    for quality in (50, 90):
        keep(f"heic-q{quality}", "heic", saved(image, "HEIF", quality=quality), tolerance=8)
        keep(f"avif-q{quality}", "avif", saved(image, "AVIF", quality=quality, speed=9), tolerance=31)
    keep("avif-444", "avif", saved(image, "AVIF", quality=90, subsampling="4:4:4", speed=9), tolerance=8)
    keep("heic-alpha", "heic", saved(with_alpha(image), "HEIF", quality=80), tolerance=8)
    keep("avif-alpha", "avif", saved(with_alpha(image), "AVIF", quality=80, speed=9), tolerance=31)


def animations(width, height):
    pictures = [pattern(width, height, seed) for seed in range(4)]
    first, others = pictures[0], pictures[1:]
    keep("gif-animated", "gif", saved(first, "GIF", save_all=True, append_images=others, duration=50), animated=True)
    keep("webp-animated", "webp", saved(first, "WEBP", save_all=True, append_images=others, duration=50), animated=True)
    keep("webp-animated-lossless", "webp",
         saved(first, "WEBP", save_all=True, append_images=others, lossless=True, duration=50), animated=True)
    for disposal, blend in itertools.product((0, 1, 2), (0, 1)):
        keep(f"apng-disposal{disposal}-blend{blend}", "png",
             saved(first, "PNG", save_all=True, append_images=others, disposal=disposal, blend=blend, compress_level=1),
             animated=True)
    keep("tiff-pages", "tif", saved(first, "TIFF", save_all=True, append_images=others, compression="tiff_lzw"), animated=True)
    for disposal in (0, 1, 2):
        steps = []
        for number in range(5):
            step = Image.new("RGB", (width, height), (20, 40, 90))
            step.paste(pattern(width // 2, height // 2, number), (number * 2, number * 3))
            steps.append(step)
        keep(f"gif-moving-disposal{disposal}", "gif",
             saved(steps[0], "GIF", save_all=True, append_images=steps[1:], disposal=disposal, duration=50), animated=True)


for size in small + [middle]:
    for make in (jpeg, png, webp, gif, bmp, tiff):
        make(*size)
image = pattern(*large)
for progressive in (False, True):
    keep(f"jpeg-large-{'progressive' if progressive else 'baseline'}", "jpg",
         saved(image, "JPEG", quality=85, progressive=progressive))
keep("jpeg-large-grey", "jpg", saved(image.convert("L"), "JPEG"))
keep("png-large", "png", saved(image, "PNG", compress_level=1))
keep("bmp-large", "bmp", saved(image, "BMP"))
keep("tiff-large", "tif", saved(image, "TIFF", compression="tiff_lzw"))
keep("webp-large", "webp", saved(image, "WEBP", quality=80, method=0))
for size in ((64, 64), (100, 75), (400, 267), (641, 480)):
    modern(*size)
for size in ((99, 101), (400, 267)):
    animations(*size)
expected.close()
print(written)
