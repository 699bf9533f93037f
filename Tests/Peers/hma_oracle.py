# SPDX-License-Identifier: Apache-2.0
"""Says what Hasher-Matcher-Actioner's own parts answer, for the tests of WebMatcher.

usage: hma_oracle.py flips FILE             per JSON text of FILE, one a line: random.Random(text).random() in hexadecimal
       hma_oracle.py signals FILE           per line "type<TAB>JSON text": what validate_signal_str makes of it, "-": refused
       hma_oracle.py compare FILE           per line "hex<TAB>hex": match and distance of PdqSignal.compare_hash
       hma_oracle.py pictures FOLDER        writes pictures into FOLDER and prints "file<TAB>hash" (empty: too plain)
"""

import json
import pathlib
import random
import sys


def lines(path):
    # Not splitlines: JSON texts may hold other characters that Python takes for ends of lines.
    return [line for line in pathlib.Path(path).read_text("utf-8").split("\n") if line]


def flips(path):
    for line in lines(path):
        print(random.Random(json.loads(line)).random().hex())


def signals(path):
    from threatexchange.signal_type.md5 import VideoMD5Signal
    from threatexchange.signal_type.pdq.signal import PdqSignal

    types = {"pdq": PdqSignal, "video_md5": VideoMD5Signal}
    for line in lines(path):
        name, text = line.split("\t")
        try:
            print(types[name].validate_signal_str(json.loads(text)))
        except ValueError:
            print("-")


def compare(path):
    from threatexchange.signal_type.pdq.signal import PdqSignal

    for line in lines(path):
        left, right = line.split("\t")
        result = PdqSignal.compare_hash(left, right)
        print(f"{str(result.match).lower()}\t{result.distance.distance}")


def pictures(folder):
    import io

    import numpy
    from PIL import Image
    from threatexchange.signal_type.pdq.signal import PdqSignal

    generator = numpy.random.default_rng(20261124)

    def blobs(width, height):
        seed = generator.integers(20, 236, (height // 30 + 2, width // 30 + 2, 3), dtype=numpy.uint8)
        return Image.fromarray(seed).resize((width, height), Image.Resampling.BICUBIC)

    def checkerboard(cell):
        rows, columns = numpy.indices((128, 128))
        return Image.fromarray((((rows // cell + columns // cell) % 2) * 255).astype(numpy.uint8)).convert("RGB")

    def made(picture, form, **options):
        stream = io.BytesIO()
        picture.save(stream, form, **options)
        return stream.getvalue()

    files = {
        # Most of their coefficients are equal, so rounding sets the bits: only the reference's order of operations agrees.
        "checkerboard-8.jpg": made(checkerboard(8), "JPEG"),
        "checkerboard-16.jpg": made(checkerboard(16), "JPEG"),
        "colour.jpg": made(blobs(640, 480), "JPEG", quality=90),
        "colour.png": made(blobs(300, 420), "PNG"),
        "grey.png": made(blobs(350, 200).convert("L"), "PNG"),
        "plain.png": made(Image.new("RGB", (200, 200), (120, 130, 140)), "PNG"),
    }
    for name, data in files.items():
        pathlib.Path(folder, name).write_bytes(data)
        print(f"{name}\t{PdqSignal.hash_from_bytes(data)}")


if __name__ == "__main__":
    {"flips": flips, "signals": signals, "compare": compare, "pictures": pictures}[sys.argv[1]](sys.argv[2])
