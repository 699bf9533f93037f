# SPDX-License-Identifier: Apache-2.0
"""CPU time of c2pa-python on files that are in memory, with the same lists.

usage: peer.py MATERIAL ROUNDS FILE...

Prints per file the least time of all rounds in milliseconds, what it says, and its name.
"""

import io
import json
import mimetypes
import pathlib
import sys
import time

import c2pa


def main():
    folder, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    anchors = [{"trust_anchors": (folder / name).read_text(), "trust_uri": name, "trust_kind": kind}
               for name, kind in (("trust.pem", "manifest"), ("tsa.pem", "tsa"))]
    context = c2pa.Context.from_dict({
        "trust": {"anchors": anchors},
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}, "core": {"allowed_network_hosts": []}})
    mimetypes.add_type("image/webp", ".webp")
    for path in sys.argv[3:]:
        contents, media = pathlib.Path(path).read_bytes(), mimetypes.guess_type(path)[0]
        least, state = float("inf"), ""
        for _ in range(rounds):
            start = time.process_time()
            try:
                with c2pa.Reader(media, io.BytesIO(contents), context=context) as reader:
                    state = json.loads(reader.json())["validation_state"]
            except c2pa.C2paError as error:
                state = "none" if "ManifestNotFound" in str(error) else "error"
            least = min(least, time.process_time() - start)
        print(f"{least * 1000:.6f}\t{state}\t{path}")


if __name__ == "__main__":
    main()
