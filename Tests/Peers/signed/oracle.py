# SPDX-License-Identifier: Apache-2.0
"""What c2pa-python signs and says, with the network off."""

import ctypes
import http.server
import io
import json
import pathlib
import threading

import c2pa

from . import authorities

#: Extended key usages of signers: emailProtection, documentSigning, and C2PA's own.
USAGES = "1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.36\n1.3.6.1.4.1.62558.2.1\n"
SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"

library = ctypes.CDLL(str(pathlib.Path(c2pa.__file__).parent / "libs" / "libc2pa_c.so"))
library.c2pa_builder_update_hash_from_stream.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
library.c2pa_builder_sign_embeddable.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)]
library.c2pa_builder_sign_embeddable.restype = ctypes.c_int64
library.c2pa_free.argtypes = [ctypes.c_void_p]


class Peer:
    """c2pa-python with the lists of the authorities, and a time stamper on the loopback interface."""

    def __init__(self, house: authorities.Authorities, stamper: authorities.TimeStamper):
        self.house = house
        self.server = http.server.HTTPServer(("127.0.0.1", 0), handler(stamper))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.reading = self.context()

    def close(self):
        self.server.shutdown()

    def context(self, signer=None, **changes):
        settings = {
            "trust": {"trust_config": USAGES, "anchors": [
                {"trust_anchors": self.house.trust_pem, "allowed_list": self.house.allowed_pem,
                 "trust_uri": "test:signers", "trust_kind": "manifest"},
                {"trust_anchors": self.house.tsa_pem, "trust_uri": "test:time-stampers", "trust_kind": "tsa"}]},
            "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False},
            "core": {"allowed_network_hosts": ["127.0.0.1"]},
            "builder": {"thumbnail": {"enabled": False}},
        }
        for section, values in changes.items():
            settings[section] = settings[section] | values
        return c2pa.Context.from_dict(settings, signer=signer)

    def sign(self, file: bytes, media: str, identity, algorithm="es256", *, actions=None, ingredients=(),
             claim_version=2, stamped=False, intent=None, remote=None, embed=True, settings=None,
             more=(), redactions=()):
        """The signed file; with `embed=False` the file with a remote address, and the store.

        actions: of the actions assertion; without: created with trainedAlgorithmicMedia.
        ingredients: (relationship, file, media type).
        more: (label, value) of further assertions.
        redactions: addresses of assertions of the ingredients that are to be taken out.
        """
        definition = story(None if intent else actions or [created()], claim_version)
        definition["assertions"] = definition.get("assertions", []) + [
            {"label": label, "data": value} for label, value in more]
        if redactions:
            definition["redactions"] = list(redactions)
        builder = c2pa.Builder(definition, context=self.context(**settings or {}))
        if intent:
            builder.set_intent(intent)
        for relationship, contents, kind in ingredients:
            builder.add_ingredient(
                {"title": f"What was there before, {relationship}", "relationship": relationship,
                 "instance_id": f"ingredient:{relationship}"}, kind, io.BytesIO(contents))
        if remote:
            builder.set_remote_url(remote)
        if not embed:
            builder.set_no_embed()
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(
            algorithm, identity.chain_pem.encode(), identity.key_pem.encode(),
            f"http://127.0.0.1:{self.server.server_port}/".encode() if stamped else None))
        target = io.BytesIO()
        store = builder.sign(signer, media, io.BytesIO(file), target)
        return target.getvalue() if embed else (target.getvalue(), bytes(store))

    def sign_boxes(self, file: bytes, media: str, identity, at: int) -> bytes:
        """The file with a store at that offset, bound by `c2pa.hash.boxes`: JPEG, PNG, GIF.

        c2pa-python has no words for this; the library beneath it has.
        """
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(
            "es256", identity.chain_pem.encode(), identity.key_pem.encode(), None))
        context = self.context(signer, builder={"thumbnail": {"enabled": False}, "prefer_box_hash": True})
        builder = c2pa.Builder(story([created()], 2), context=context)
        stream = c2pa.Stream(io.BytesIO(file))
        handle = ctypes.cast(builder._handle, ctypes.c_void_p)
        store = ctypes.c_void_p()
        hashed = library.c2pa_builder_update_hash_from_stream(
            handle, media.encode(), ctypes.cast(stream._stream, ctypes.c_void_p))
        length = library.c2pa_builder_sign_embeddable(handle, media.encode(), ctypes.byref(store))
        if hashed < 0 or length < 0:
            raise RuntimeError(f"box hash of {media}: the library refused")
        embedded = ctypes.string_at(store.value, length)
        library.c2pa_free(store)
        return file[:at] + embedded + file[at:]

    def address(self, file: bytes, media: str, assertion: str) -> str:
        """Where an assertion of a file's active manifest lies, for those that refer to it from another one."""
        with c2pa.Reader(media, io.BytesIO(file), context=self.reading) as reader:
            return f"self#jumbf=/c2pa/{json.loads(reader.json())['active_manifest']}/c2pa.assertions/{assertion}"

    def verdict(self, file: bytes, media: str) -> dict:
        """The fields `oracle_…` of a line of material.json."""
        verdict = {"oracle_state": "", "oracle_error": "", "oracle_success": [], "oracle_informational": [],
                   "oracle_failure": [], "oracle_sources": [], "oracle_ingredient_sources": []}
        try:
            with c2pa.Reader(media, io.BytesIO(file), context=self.reading) as reader:
                story = json.loads(reader.json())
        except c2pa.C2paError as error:
            name = type(error).__name__.removeprefix("_C2pa")
            return verdict | {"oracle_state": "NoManifest" if name == "ManifestNotFound" else "Error",
                              "oracle_error": str(error)}
        verdict["oracle_state"] = story["validation_state"]
        results = story.get("validation_results", {})
        for kind in ("success", "informational", "failure"):
            codes = [each["code"] for each in results.get("activeManifest", {}).get(kind, [])]
            codes += [each["code"] for ingredient in results.get("ingredientDeltas", [])
                      for each in ingredient["validationDeltas"].get(kind, [])]
            verdict[f"oracle_{kind}"] = sorted(set(codes))
        for label, manifest in story["manifests"].items():
            where = "oracle_sources" if label == story["active_manifest"] else "oracle_ingredient_sources"
            for assertion in manifest.get("assertions", []):
                if assertion["label"].startswith("c2pa.actions"):
                    verdict[where] += [action["digitalSourceType"].rsplit("/", 1)[-1]
                                       for action in assertion["data"]["actions"] if "digitalSourceType" in action]
        return verdict


def story(actions: list | None, claim_version: int) -> dict:
    definition = {"title": "A generated pattern", "claim_version": claim_version,
                  "claim_generator_info": [{"name": "Tutela Tests", "version": "1"}]}
    if actions is not None:
        label = "c2pa.actions" if claim_version == 1 else "c2pa.actions.v2"
        definition["assertions"] = [{"label": label, "data": {"actions": actions}}]
    return definition


def created(source: str = "trainedAlgorithmicMedia") -> dict:
    return {"action": "c2pa.created", "digitalSourceType": SOURCES + source}


def handler(stamper):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            answer = stamper.response(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    return Handler
