# SPDX-License-Identifier: Apache-2.0
"""Signs photographs of three sizes as JPEG, and what else is measured.

usage: make_material.py PHOTOGRAPHS OUT

OUT/trust.pem, OUT/tsa.pem  the lists
OUT/signed/*                with credentials: what is compared with the peer
OUT/plain/*                 photographs without any marker
"""

import io
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Peers"))

from PIL import Image

from signed import authorities, pictures
from signed.oracle import Peer

SIZES = {"0.3MP": (640, 480), "2MP": (1632, 1224), "12MP": (4000, 3000)}


def jpeg(photograph: pathlib.Path, size: tuple[int, int], quality: int = 90) -> bytes:
    target = io.BytesIO()
    Image.open(photograph).convert("RGB").resize(size, Image.Resampling.LANCZOS).save(target, "JPEG", quality=quality)
    return target.getvalue()


def main():
    if len(sys.argv) != 3:
        print("usage: make_material.py PHOTOGRAPHS OUT", file=sys.stderr)
        sys.exit(64)
    photographs = sorted(pathlib.Path(sys.argv[1]).glob("*.jpg"))
    out = pathlib.Path(sys.argv[2])
    (out / "signed").mkdir(parents=True, exist_ok=True)
    (out / "plain").mkdir(exist_ok=True)
    house = authorities.Authorities()
    (out / "trust.pem").write_text(house.trust_pem)
    (out / "tsa.pem").write_text(house.tsa_pem)
    leaf = house.signers["es256"]
    with tempfile.TemporaryDirectory() as scratch:
        peer = Peer(house, authorities.TimeStamper(house.tsa, house.tsa_root, pathlib.Path(scratch)))
        for name, size in SIZES.items():
            (out / "plain" / f"jpeg-{name}.jpg").write_bytes(jpeg(photographs[0], size))
            signed = peer.sign(jpeg(photographs[0], size), "image/jpeg", leaf)
            (out / "signed" / f"jpeg-{name}.jpg").write_bytes(signed)
        small = jpeg(photographs[1], SIZES["0.3MP"])
        stamped = peer.sign(small, "image/jpeg", leaf, stamped=True)
        (out / "signed" / "jpeg-stamped.jpg").write_bytes(stamped)
        opened = {"action": "c2pa.opened", "parameters": {"org.cai.ingredientIds": ["ingredient:parentOf"]}}
        parents = stamped
        for _ in range(4):
            parents = peer.sign(small, "image/jpeg", leaf, stamped=True, actions=[opened, {"action": "c2pa.cropped"}],
                                ingredients=[("parentOf", parents, "image/jpeg")])
        (out / "signed" / "jpeg-five-generations.jpg").write_bytes(parents)
        signed = peer.sign(small, "image/jpeg", house.signers["ps256"], "ps256")
        (out / "signed" / "jpeg-ps256.jpg").write_bytes(signed)
        for extension in ("png", "webp", "mp4"):
            file = pictures.encoded(extension, 1)
            (out / "plain" / f"{extension}.{extension}").write_bytes(file)
            (out / "signed" / f"{extension}.{extension}").write_bytes(
                peer.sign(file, pictures.FORMATS[extension], leaf))
        peer.close()
    # As cameras and editors left them, with whatever metadata they have.
    for photograph in photographs:
        (out / "plain" / f"as-found-{photograph.name}").write_bytes(photograph.read_bytes())


if __name__ == "__main__":
    main()
