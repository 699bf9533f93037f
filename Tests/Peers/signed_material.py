# SPDX-License-Identifier: Apache-2.0
"""Signs small generated pictures and films with c2pa-python, damages some, and writes what is to be said of each.

usage: signed_material.py OUT

OUT/trust.pem     anchors of signers: two roots and one intermediate
OUT/tsa.pem       the anchor of time stampers
OUT/allowed.pem   one signer who is trusted by the certificate itself
OUT/*             the files
OUT/material.json one JSON object a line and file; every field is in every line:

  file                       name inside OUT
  format                     jpg png webp tif gif avif heic mp4 mov c2pa
  kind                       what it is a case of: good, tampered-pixels, swapped, expired, …
  algorithm                  es256 es384 es512 ps256 ps384 ps512 ed25519; empty where that is not the point
  level, claim               what is to be said with all three lists at hand, in the words of `tutela inspect`
  level_without_lists        the same with no list at hand
  note                       one sentence for a person who reads a failing test
  disagreement               empty, or the clause of the specification by which c2pa-rs is not followed, and why
  oracle_state               Trusted Valid Invalid NoManifest Error, as c2pa-python says with the same lists
  oracle_success, oracle_informational, oracle_failure   its codes, those of ingredients included
  oracle_sources, oracle_ingredient_sources              digital source types of the actions it shows
  oracle_error               its message when it gives no verdict

The network is not used but for a time stamper on the loopback interface. What OUT holds stays true while its
certificates live: 365 days. Takes about 10 seconds, most of it waiting for a certificate to expire.
"""

import datetime
import json
import pathlib
import sys
import tempfile
import time

import c2pa

from signed import authorities, pictures, stores
from signed.oracle import Peer, created

GENERATED = ("signed-trusted", "ai-generated")
FAILED = ("credentials-failed", "none-usable")


class Material:
    """The files and what is to be said of them."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.lines: list[dict] = []

    def add(self, name: str, file: bytes, kind: str, meaning: tuple[str, str], note: str, *, algorithm: str = "",
            without_lists: str = "", disagreement: str = ""):
        (self.folder / name).write_bytes(file)
        level, claim = meaning
        if not without_lists:
            without_lists = "signed-intact-signer-unlisted" if level == "signed-trusted" else level
        self.lines.append({
            "file": name, "format": name.rsplit(".", 1)[-1], "kind": kind, "algorithm": algorithm, "level": level,
            "claim": claim, "level_without_lists": without_lists, "note": note, "disagreement": disagreement})

    def write(self, peer: Peer):
        with open(self.folder / "material.json", "w") as target:
            for line in self.lines:
                media = pictures.FORMATS.get(line["format"], "application/c2pa")
                verdict = peer.verdict((self.folder / line["file"]).read_bytes(), media)
                target.write(json.dumps(line | verdict, ensure_ascii=True) + "\n")


def every_algorithm_and_format(material: Material, peer: Peer, house: authorities.Authorities) -> dict[str, bytes]:
    """7 × 9 good files. Returns those of ES256 by extension."""
    good = {}
    for algorithm, identity in house.signers.items():
        for extension, media in pictures.FORMATS.items():
            file = peer.sign(pictures.encoded(extension, 1), media, identity, algorithm)
            material.add(f"good-{algorithm}.{extension}", file, "good", GENERATED,
                         f"signed with {algorithm}, created by a generative model", algorithm=algorithm)
            if algorithm == "es256":
                good[extension] = file
    return good


def damaged(material: Material, peer: Peer, house: authorities.Authorities, good: dict[str, bytes]):
    """Every format: pixels, assertion, claim, the store of another file, no store."""
    source, other_source = b"trainedAlgorithmicMedia", b"drainedAlgorithmicMedia"
    for extension, file in good.items():
        media = pictures.FORMATS[extension]
        material.add(f"tampered-pixels.{extension}", stores.with_other_pixels(file, extension), "tampered-pixels",
                     FAILED, "one bit of the image data changed after signing")
        material.add(f"tampered-assertion.{extension}", stores.with_other_text(file, source, other_source),
                     "tampered-assertion", FAILED, "the digital source type changed after signing")
        material.add(f"tampered-claim.{extension}", stores.with_other_text(file, b"Tutela Tests", b"Tutela Texts"),
                     "tampered-claim", FAILED, "the name of the generator in the claim changed after signing")
        other = peer.sign(pictures.encoded(extension, 2), media, house.signers["es256"])
        material.add(f"swapped.{extension}", stores.with_store_of(other, file), "swapped", FAILED,
                     "the intact store of another file")
        can_be_cut = extension in ("jpg", "png", "gif")
        stripped = stores.without_store(file) if can_be_cut else pictures.encoded(extension, 1)
        material.add(f"stripped.{extension}", stripped, "stripped", ("none", "not-stated"), "no credentials any more")
        material.add(f"truncated.{extension}", file[: stores.wrapped(file).start + 1500], "truncated",
                     ("unreadable-or-hostile", "none-usable"), "the file ends inside its store")
    for extension in ("jpg", "png"):
        other = peer.sign(pictures.encoded(extension, 2), pictures.FORMATS[extension], house.signers["es256"])
        material.add(f"two-stores.{extension}", stores.with_two_stores(good[extension], other), "two-stores",
                     ("unreadable-or-hostile", "none-usable"), "two manifest stores: the file counts as having none")


def signers(material: Material, peer: Peer, house: authorities.Authorities, tsa, stranger_tsa):
    """Who signed, when, and who vouches for it."""
    picture = pictures.encoded("jpg", 3)

    def sign(identity, algorithm="es256", **options):
        return peer.sign(picture, "image/jpeg", identity, algorithm, **options)

    material.add("pss-certificate.jpg", sign(house.pss, "ps256"), "good", GENERATED,
                 "certificates signed with RSASSA-PSS", algorithm="ps256")
    material.add("intermediate-anchor.jpg", sign(house.under_intermediate), "good", GENERATED,
                 "the list names an intermediate, whose root is on no list")
    material.add("claim-signing-usage.jpg", sign(house.official), "good", GENERATED,
                 "extended key usage c2pa-kp-claimSigning")
    material.add("allowed.jpg", sign(house.allowed), "allowed", GENERATED, "on the list by the certificate itself")
    unlisted = ("signed-intact-signer-unlisted", "ai-generated")
    material.add("unlisted.jpg", sign(house.unlisted), "unlisted", unlisted, "intact, the signer is on no list")
    material.add("unlisted-captured.jpg", sign(house.unlisted, actions=[created("digitalCapture")]), "unlisted",
                 ("signed-intact-signer-unlisted", "captured"), "anybody can sign that a camera took it")
    for extension in ("jpg", "png", "mp4"):
        media = pictures.FORMATS[extension]
        stamped = peer.sign(pictures.encoded(extension, 3), media, house.signers["es256"], stamped=True)
        material.add(f"stamped.{extension}", stamped, "stamped", GENERATED,
                     "with a time stamp of a listed time stamper")

    # Signed anew where c2pa-python refuses to; the room that it kept for a time stamp is enough.
    base = sign(house.signers["es256"], stamped=True)
    old = sign(house.signers["es256"], stamped=True, claim_version=1)
    outside = "15.2.2: the code is claimSignature.outsideValidity; c2pa-rs says signingCredential.expired"
    expired = ("signed-intact-but-expired", "ai-generated")
    material.add("expired.jpg", stores.signed_by(base, house.expired), "expired", expired,
                 "the certificate had expired an hour before; no time stamp", disagreement=outside)
    said = "sigTst2 made while the certificate was valid, by a listed time stamper"
    material.add("expired-stamped.jpg", stores.signed_by(base, house.expiring, stamp=tsa), "expired-stamped", GENERATED,
                 said, without_lists="signed-intact-but-expired")
    material.add("expired-stamped-v1.jpg", stores.signed_by(
        old, house.expiring, claim=b"c2pa.claim", stamp=tsa, stamp_kind="sigTst"), "expired-stamped", GENERATED,
        said.replace("sigTst2", "sigTst"), without_lists="signed-intact-but-expired")
    material.add("expired-stamped-by-stranger.jpg", stores.signed_by(base, house.expiring, stamp=stranger_tsa),
                 "expired-stamped-by-stranger", expired, "the time stamper is on no list", disagreement=outside)
    material.add("expired-before-stamp.jpg", stores.signed_by(base, house.expired, stamp=tsa), "expired-before-stamp",
                 expired, "a good time stamp shows that it was signed after the certificate had expired",
                 disagreement=outside)
    material.add("foreign-stamp.jpg", stores.signed_by(
        base, house.expiring, stamp=tsa, stamped=stores.cbor(b"another")), "foreign-stamp", expired,
        "an intact time stamp over another signature", disagreement=outside)
    material.add("wrong-usage.jpg", stores.signed_by(base, house.wrong_usage), "wrong-usage", FAILED,
                 "the certificate is for signing code")
    material.add("no-usage.jpg", stores.signed_by(base, house.no_usage), "wrong-usage", FAILED,
                 "the certificate has no extended key usage")
    leaf = house.signers["es256"]
    material.add("ocsp-good.jpg", stores.signed_by(base, leaf, stamp=tsa, ocsp=house.ocsp(leaf)), "ocsp-good",
                 GENERATED, "a stapled answer says that the certificate is good")
    material.add("ocsp-revoked.jpg", stores.signed_by(base, leaf, stamp=tsa, ocsp=house.ocsp(leaf, revoked=True)),
                 "ocsp-revoked", FAILED, "a stapled answer says that the certificate was revoked before it signed")
    material.add("ocsp-of-another.jpg", stores.signed_by(
        base, leaf, stamp=tsa, ocsp=house.ocsp(house.signers["es384"], revoked=True)), "ocsp-of-another", GENERATED,
        "a stapled answer about another certificate says nothing")
    material.add("wide-exclusion.jpg", stores.signed_by(stores.with_wide_exclusion(base), leaf), "wide-exclusion",
                 FAILED, "the signer's own exclusion covers image data: the hash fits, and nothing binds the picture")


def stories(material: Material, peer: Peer, house: authorities.Authorities, good: dict[str, bytes]):
    """What the manifests say of how the picture was made."""
    leaf, picture = house.signers["es256"], pictures.encoded("jpg", 4)

    def sign(extension="jpg", contents=None, **options):
        return peer.sign(contents or pictures.encoded(extension, 4), pictures.FORMATS[extension], leaf, **options)

    def trusted(claim):
        return ("signed-trusted", claim)

    for source, claim in (
        ("compositeWithTrainedAlgorithmicMedia", "ai-edited"), ("digitalCapture", "captured"),
        ("composite", "ai-possible"), ("algorithmicMedia", "algorithmic-not-ai"), ("screenCapture", "ai-possible"),
        ("digitalCreation", "not-stated"),
    ):
        material.add(f"created-{source}.jpg", sign(actions=[created(source)]), "story", trusted(claim),
                     f"created: {source}")
    material.add("captured-then-ai-edited.jpg", sign(actions=[created("digitalCapture"), {
        "action": "c2pa.edited", "digitalSourceType": created()["digitalSourceType"]}]), "story", trusted("ai-edited"),
        "taken by a camera, then a generative model changed it")
    material.add("claim-v1.jpg", sign(claim_version=1), "claim-v1", GENERATED, "claim and actions of version 1")
    material.add("claim-v1.png", sign("png", claim_version=1), "claim-v1", GENERATED, "claim and actions of version 1")

    for extension in ("jpg", "png", "webp", "tif", "gif", "mp4"):
        media = pictures.FORMATS[extension]
        opened = {"action": "c2pa.opened", "parameters": {"org.cai.ingredientIds": ["ingredient:parentOf"]}}
        cropped = sign(extension, actions=[opened, {"action": "c2pa.cropped"}],
                       ingredients=[("parentOf", good[extension], media)])
        material.add(f"parent-of-ai.{extension}", cropped, "parent-of", trusted("ai-in-ingredients"),
                     "cropped; its parent was made by a generative model")
    again = sign(actions=[opened, {"action": "c2pa.cropped"}], ingredients=[
        ("parentOf", (material.folder / "parent-of-ai.jpg").read_bytes(), "image/jpeg")])
    material.add("grandparent-of-ai.jpg", again, "parent-of", trusted("ai-in-ingredients"), "two generations")
    placed = {"action": "c2pa.placed", "parameters": {"org.cai.ingredientIds": ["ingredient:componentOf"]}}
    material.add("component-of-ai.jpg", sign(actions=[created("digitalCreation"), placed], ingredients=[
        ("componentOf", good["png"], "image/png")]), "component-of", trusted("ai-in-ingredients"),
        "a part of it was made by a generative model")
    broken = (material.folder / "tampered-pixels.jpg").read_bytes()
    material.add("parent-tampered.jpg", sign(actions=[opened, {"action": "c2pa.cropped"}], ingredients=[
        ("parentOf", broken, "image/jpeg")]), "parent-tampered", trusted("ai-in-ingredients"),
        "the signer saw and recorded that the parent's pixels did not fit")
    material.add("plain-parent.jpg", sign(actions=[opened], ingredients=[("parentOf", picture, "image/jpeg")]),
                 "parent-of", trusted("not-stated"), "a parent without credentials")
    for extension in ("jpg", "png", "mp4"):
        media = pictures.FORMATS[extension]
        update = peer.sign(good[extension], media, leaf, intent=c2pa.C2paBuilderIntent.UPDATE)
        material.add(f"update.{extension}", update, "update", trusted("ai-in-ingredients"), "an update manifest")
        material.add(f"update-tampered-pixels.{extension}", stores.with_other_pixels(update, extension),
                     "tampered-pixels", FAILED, "an update manifest; one bit of the image data changed")

    parent = sign(more=[("org.tutela.note", {"where": "a green field"})])
    note = peer.address(parent, "image/jpeg", "org.tutela.note")
    child = sign(actions=[opened, {
        "action": "c2pa.redacted", "reason": "c2pa.PII.present", "parameters": {"redacted": note}}],
        ingredients=[("parentOf", parent, "image/jpeg")], redactions=[note])
    material.add("redacted.jpg", child, "redacted", trusted("ai-in-ingredients"),
                 "an assertion of the parent was taken out, and this manifest says so")
    material.add("redacted-unsaid.jpg", stores.with_other_text(parent, b"a green field", b"a green fie1d"),
                 "tampered-assertion", FAILED, "an assertion that nobody redacted was changed")

    file, store = sign(remote="https://provenance.invalid/manifest.c2pa", embed=False)
    material.add("remote-only.jpg", file, "remote-only", ("remote-reference-only", "not-stated"),
                 "names where its store lies; nothing is fetched")
    material.add("remote-only.c2pa", store, "sidecar", FAILED,
                 "the store of remote-only.jpg, alone: there is no picture to bind")

    for kibibytes in (1, 4):
        merkle = sign("mp4", settings={"core": {"merkle_tree_chunk_size_in_kb": kibibytes}})
        material.add(f"merkle-{kibibytes}k.mp4", merkle, "merkle", GENERATED, f"hashes of blocks of {kibibytes} KiB")
        material.add(f"merkle-{kibibytes}k-tampered.mp4", stores.with_other_pixels(merkle, "mp4"), "tampered-pixels",
                     FAILED, f"hashes of blocks of {kibibytes} KiB; one bit of a frame changed")
    # The place where the library expects the store: after APP0, after IHDR, after the colours.
    for extension, at in (("jpg", 20), ("png", 33), ("gif", 781)):
        file = peer.sign_boxes(pictures.encoded(extension, 5), pictures.FORMATS[extension], leaf, at)
        material.add(f"box-hash.{extension}", file, "box-hash", GENERATED, "bound by c2pa.hash.boxes")
        material.add(f"box-hash-tampered.{extension}", stores.with_other_pixels(file, extension), "tampered-pixels",
                     FAILED, "bound by c2pa.hash.boxes; one bit of the image data changed")
        material.add(f"box-hash-more.{extension}", stores.with_comment(file, extension), "tampered-boxes", FAILED,
                     "bound by c2pa.hash.boxes; a comment added that no hash covers")
    compressed = sign(settings={"core": {"prefer_compress_manifests": True}}, contents=good["jpg"], actions=[opened],
                      ingredients=[("parentOf", good["jpg"], "image/jpeg")])
    if b"brob" in compressed:
        material.add("compressed.jpg", compressed, "compressed", ("unreadable-or-hostile", "none-usable"),
                     "a compressed manifest, which is not read: said as unsupported, not as tampered",
                     disagreement="not read: Brotli is left out")


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        sys.exit(64)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    house = authorities.Authorities()
    (folder / "trust.pem").write_text(house.trust_pem)
    (folder / "tsa.pem").write_text(house.tsa_pem)
    (folder / "allowed.pem").write_text(house.allowed_pem)
    with tempfile.TemporaryDirectory() as scratch:
        tsa = authorities.TimeStamper(house.tsa, house.tsa_root, pathlib.Path(scratch) / "tsa")
        stranger_tsa = authorities.TimeStamper(
            house.stranger_tsa, house.stranger_tsa_root, pathlib.Path(scratch) / "stranger")
        peer = Peer(house, tsa)
        material = Material(folder)
        # First what must be done before a certificate expires.
        signers(material, peer, house, tsa, stranger_tsa)
        good = every_algorithm_and_format(material, peer, house)
        damaged(material, peer, house, good)
        stories(material, peer, house, good)
        until = house.expiring.certificate.not_valid_after_utc + datetime.timedelta(seconds=2)
        time.sleep(max(0, (until - datetime.datetime.now(datetime.timezone.utc)).total_seconds()))
        material.write(peer)
        peer.close()
    print(f"{len(material.lines)} files", file=sys.stderr)


if __name__ == "__main__":
    main()
