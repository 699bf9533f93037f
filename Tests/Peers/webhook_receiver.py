# SPDX-License-Identifier: Apache-2.0
"""Checks webhooks as a receiver would who knows nothing of Tutela.

Reads a JSON array of {"key", "headers", "payload"} from a file and prints a line for each: `accepted` or `refused` and why.
`whsec_` keys are checked by PyPI's standardwebhooks; `whpk_` keys, which it does not know, after the text of the
specification with `cryptography`.
"""

import base64
import json
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def check_asymmetric(key: str, headers: dict, payload: str) -> None:
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix("whpk_"), validate=True))
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        raise WebhookVerificationError("too old or too new")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{payload}".encode()
    for signature in headers["webhook-signature"].split(" "):
        version, _, text = signature.partition(",")
        if version != "v1a":
            continue
        try:
            public.verify(base64.b64decode(text, validate=True), content)
            return
        except InvalidSignature:
            pass
    raise WebhookVerificationError("no signature fits")


for case in json.load(open(sys.argv[1])):
    try:
        if case["key"].startswith("whpk_"):
            check_asymmetric(case["key"], case["headers"], case["payload"])
        else:
            Webhook(case["key"]).verify(case["payload"], case["headers"])
        print("accepted")
    except WebhookVerificationError as error:
        print("refused", error)
