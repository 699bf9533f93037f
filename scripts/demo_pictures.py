# SPDX-License-Identifier: Apache-2.0
"""Lays out the demo disk: photographs as they are, altered copies of listed ones, and files that are broken on purpose.

usage: demo_pictures.py PHOTOGRAPHS TARGET
"""

import pathlib
import random
import sys

from PIL import Image, ImageEnhance, ImageOps, PngImagePlugin

photographs, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def place(*parts: str) -> pathlib.Path:
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def photograph(name: str) -> Image.Image:
    return Image.open(photographs / f"{name}.jpg").convert("RGB")


def cropped(image: Image.Image, share: float) -> Image.Image:
    width, height = image.size
    return image.crop((int(width * share), int(height * share), int(width * (1 - share)), int(height * (1 - share))))


# Photographs that no list knows.
for name in ("Aqua", "Blinds", "FreshFlower", "RainDrops", "TwoWings"):
    place("Camera", f"{name}.jpg").write_bytes((photographs / f"{name}.jpg").read_bytes())

# Copies of listed ones, each altered in one way.
place("Downloads", "IMG_2071.jpg").write_bytes((photographs / "Dune.jpg").read_bytes())
photograph("Garden").resize((640, 400)).save(place("Downloads", "small.jpg"), quality=80)
photograph("LadyBird").save(place("Chat", "received-88213.jpg"), quality=12)
ImageOps.mirror(photograph("Storm")).save(place("Chat", "mirrored.png"))
photograph("YellowFlower").transpose(Image.Transpose.ROTATE_90).save(place("Pictures", "turned.jpg"), quality=85)
ImageOps.expand(photograph("LadyBird").resize((1200, 750)), (120, 260), (12, 12, 12)).save(
    place("Pictures", "Screens", "with-bars.png"))
ImageOps.expand(photograph("Garden"), 90, (245, 245, 240)).save(place("Pictures", "framed.webp"), quality=80)
cropped(photograph("Dune"), 0.02).save(place("Pictures", "cropped-a-little.jpg"), quality=88)
cropped(photograph("Dune"), 0.25).save(place("Pictures", "cropped-a-lot.jpg"), quality=88)
ImageEnhance.Color(photograph("Wood")).enhance(0.0).save(place("Pictures", "grey.jpg"), quality=85)
photograph("GreenMeadow").resize((900, 700)).save(place("Pictures", "squeezed.bmp"))
photograph("Storm").resize((800, 500)).save(
    place("Pictures", "animated.gif"), save_all=True,
    append_images=[photograph("Aqua").resize((800, 500)), photograph("Blinds").resize((800, 500))], duration=400)

# Patterns that say of themselves how they were made. No generator made them: anyone can write such text.
pattern = Image.effect_mandelbrot((640, 400), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB")
iptc = PngImagePlugin.PngInfo()
iptc.add_itxt("XML:com.adobe.xmp", """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/></rdf:RDF>
</x:xmpmeta>""")
pattern.save(place("Downloads", "labelled.png"), pnginfo=iptc)
china = PngImagePlugin.PngInfo()
china.add_text("AIGC", '{"Label":"3","ContentProducer":"example","ProduceID":"1"}')
ImageOps.mirror(pattern).save(place("Chat", "labelled-by-a-platform.png"), pnginfo=china)

# What cannot be scanned: nothing is known about it, and the report must say so.
rng = random.Random(7)
whole = (photographs / "Garden.jpg").read_bytes()
place("Recovered", "torn.jpg").write_bytes(whole[: len(whole) * 2 // 3])
place("Recovered", "f0031772.jpg").write_bytes(rng.randbytes(4096))
place("Recovered", "empty.png").write_bytes(b"")
place("Recovered", "one-byte.gif").write_bytes(b"G")
huge = bytearray(b"BM" + (0).to_bytes(4, "little") + b"\0" * 4 + (54).to_bytes(4, "little") + (40).to_bytes(4, "little"))
huge += (16000).to_bytes(4, "little") + (16000).to_bytes(4, "little") + (1).to_bytes(2, "little")
huge += (24).to_bytes(2, "little") + b"\0" * 24
place("Recovered", "promises-256-megapixels.bmp").write_bytes(bytes(huge))
place("Videos", "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + b"\0" * 256)

# What is no picture.
place("Documents", "notes.txt").write_text("Buy milk.\n")
place("Documents", "numbers.csv").write_text("a,b\n1,2\n")
