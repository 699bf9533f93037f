# SPDX-License-Identifier: Apache-2.0
"""A client of Hasher-Matcher-Actioner, written from its documentation, over every address of the compatible surface.

usage: hma_client.py URL KEY READER [--loopback]

KEY has the roles matcher and list-manager, READER matcher and exchange; the database is fresh. With --loopback the server
also takes clients of this machine without a key.

Prints one line a check and ends with 1 when one of them failed.
"""

import hashlib
import io
import json
import random
import re
import sys
import time

import numpy
import requests
from PIL import Image
from threatexchange.signal_type.md5 import VideoMD5Signal
from threatexchange.signal_type.pdq.signal import PdqSignal

URL, KEY, READER = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
session = requests.Session()
session.headers["authorization"] = f"Bearer {KEY}"
reader = {"authorization": f"Bearer {READER}"}
generator = random.Random(20261124)
failures = 0


def check(name, condition, seen=""):
    global failures
    if not condition:
        failures += 1
    print(f"{'ok' if condition else 'FAILED'}\t{name}" + ("" if condition else f"\t{seen}"))


def ask(method, path, status, **options):
    """Asks, and checks the status and that everything but texts of probes is JSON."""
    answer = session.request(method, URL + path, timeout=30, **options)
    check(f"{method} {path.split('?')[0]} {status}", answer.status_code == status, f"{answer.status_code} {answer.text[:200]}")
    if answer.status_code == 204 or path.startswith("/status"):
        return answer.text
    check(f"{method} {path.split('?')[0]} is JSON", answer.headers["content-type"].startswith("application/json"))
    body = answer.json()
    if answer.status_code == 422:
        check("422 is a list of problems", isinstance(body, list) and all({"type", "loc", "msg"} <= set(p) for p in body))
    elif answer.status_code >= 400:
        check("an error is a message", isinstance(body, dict) and set(body) == {"message"}, body)
    return body


def picture(seed, form="JPEG", size=(400, 300)):
    numbers = numpy.random.default_rng(seed).integers(20, 236, (size[1] // 30 + 2, size[0] // 30 + 2, 3), dtype=numpy.uint8)
    stream = io.BytesIO()
    Image.fromarray(numbers).resize(size, Image.Resampling.BICUBIC).save(stream, form)
    return stream.getvalue()


def checkerboard(cell):
    rows, columns = numpy.indices((128, 128))
    stream = io.BytesIO()
    Image.fromarray((((rows // cell + columns // cell) % 2) * 255).astype(numpy.uint8)).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def pdq():
    return f"{generator.randrange(16**64):064x}"


def near(signal, bits):
    number = int(signal, 16)
    for bit in generator.sample(range(256), bits):
        number ^= 1 << bit
    return f"{number:064x}"


# Core
check("alive", ask("GET", "/status", 200) == "I-AM-ALIVE")
check("alive", ask("GET", "/status/live", 200) == "I-AM-ALIVE")
check("probes need no key", requests.get(URL + "/status", timeout=30).status_code == 200)
rules = ask("GET", "/site-map", 200)
check("site map", "/m/raw_lookup" in rules and "/c/bank/<bank_name>/content/<int:content_id>" in rules, rules)
description = ask("GET", "/openapi/openapi.json", 200)
check("description", description["info"]["title"] == "Open Media Match API" and "/h/hash" in description["paths"])
if "--loopback" in sys.argv:
    check("loopback", requests.get(URL + "/c/banks", timeout=30).status_code == 200)
else:
    answer = requests.get(URL + "/c/banks", timeout=30)
    check("no key", answer.status_code == 401 and set(answer.json()) == {"message"}, answer.text)

# Banks
check("fresh", ask("GET", "/c/banks", 200) == [])
ask("POST", "/c/banks", 400, json={"name": "01_TEST_BANK"})
ask("POST", "/c/banks", 400, json={"name": "my_test_bank"})
ask("POST", "/c/banks", 422, json={})
made = ask("POST", "/c/banks", 201, json={"name": "MY_TEST_BANK_01"})
check("bank", made == {"name": "MY_TEST_BANK_01", "matching_enabled_ratio": 1.0}, made)
ask("POST", "/c/banks", 403, json={"name": "MY_TEST_BANK_01"})
check("banks", ask("GET", "/c/banks", 200) == [made])
check("one bank", ask("GET", "/c/bank/MY_TEST_BANK_01", 200) == made)
ask("GET", "/c/bank/NONE", 404)
ask("PUT", "/c/bank/MY_TEST_BANK_01", 400, json={"name": "1_invalid_name"})
renamed = ask("PUT", "/c/bank/MY_TEST_BANK_01", 200, json={"name": "MAIN"})
check("renamed", renamed["name"] == "MAIN")
check("off", ask("PUT", "/c/bank/MAIN", 200, json={"enabled": False})["matching_enabled_ratio"] == 0)
check("half", ask("PUT", "/c/bank/MAIN", 200, json={"enabled_ratio": 0.5})["matching_enabled_ratio"] == 0.5)
check("on", ask("PUT", "/c/bank/MAIN", 200, json={"enabled": True})["matching_enabled_ratio"] == 1)
ask("PUT", "/c/bank/NONE", 404, json={})
check("coop", ask("POST", "/c/banks", 201, json={"name": "COOP_7_X", "enabled_ratio": "0.25"})["matching_enabled_ratio"] == 0.25)
for _ in range(2):
    check("removed", ask("DELETE", "/c/bank/COOP_7_X", 200) == {"message": "Done"})

# Hashing
for name, data in [("jpeg", picture(1)), ("png", picture(2, "PNG")), ("8", checkerboard(8)), ("16", checkerboard(16))]:
    hashes = ask("POST", "/h/hash", 200, files={"photo": ("x", data)})
    check(f"hash of {name}", hashes == {"pdq": PdqSignal.hash_from_bytes(data)}, hashes)
video = b"no video, but bytes"
check("md5", ask("POST", "/h/hash", 200, files={"video": ("x", video)}) == {"video_md5": VideoMD5Signal.hash_from_bytes(video)})
plain = io.BytesIO()
Image.new("RGB", (90, 90), (9, 90, 200)).save(plain, "PNG")
check("plain", ask("POST", "/h/hash", 200, files={"photo": ("x", plain.getvalue())}) == {"pdq": ""})
ask("POST", "/h/hash", 400)
ask("POST", "/h/hash", 400, files={"file": ("x", picture(1))})
ask("POST", "/h/hash", 400, files=[("photo", ("x", picture(1))), ("photo", ("y", picture(2)))])
ask("POST", "/h/hash?types=video_md5", 400, files={"photo": ("x", picture(1))})
ask("POST", "/h/hash", 400, files={"photo": ("x", b"no picture")})
ask("GET", "/h/hash", 422)
ask("GET", "/h/hash?url=http://169.254.169.254/latest", 400)

# Content
base = pdq()
first = ask("POST", "/c/bank/MAIN/signal", 200, json={"pdq": base, "note": "first"})
check("numbers begin at 1", first == {"id": 1, "signals": {"pdq": base}}, first)
second = ask("POST", "/c/bank/MAIN/signal", 200, json={"pdq": near(base, 12)})["id"]
edge = ask("POST", "/c/bank/MAIN/signal", 200, json={"pdq": near(base, 31)})["id"]
ask("POST", "/c/bank/MAIN/signal", 200, json={"pdq": near(base, 32)})
md5 = hashlib.md5(video).hexdigest()
clip = ask("POST", "/c/bank/MAIN/signal", 200, json={"video_md5": md5.upper()})
check("md5 is lower-cased", clip["signals"] == {"video_md5": md5}, clip)
ask("POST", "/c/bank/MAIN/signal", 400, json={})
ask("POST", "/c/bank/MAIN/signal", 400, json={"pdq": base.upper() if base.upper() != base else "x"})
ask("POST", "/c/bank/NONE/signal", 404, json={"pdq": base})
metadata = {"content_id": "1197433091", "json": {"asdf": {}}}
uploaded = ask(
    "POST", "/c/bank/MAIN/content", 200, files={"photo": ("x", picture(3))},
    data={"metadata": json.dumps(metadata), "note": "uploaded"},
)
check("uploaded", uploaded["signals"] == {"pdq": PdqSignal.hash_from_bytes(picture(3))}, uploaded)
ask("POST", "/c/bank/MAIN/content", 400, files={"photo": ("x", picture(4))}, data={"metadata": '{"invalid_metadata":5}'})
ask("POST", "/c/bank/MAIN/content", 400)
shown = ask("GET", f"/c/bank/MAIN/content/{uploaded['id']}?include_signals=true", 200, headers=reader)
ask("GET", f"/c/bank/MAIN/content/{uploaded['id']}?include_signals=true", 403)
check(
    "content", shown == {
        "id": uploaded["id"], "disable_until_ts": 1, "original_media_uri": None,
        "bank": {"name": "MAIN", "matching_enabled_ratio": 1.0}, "signals": uploaded["signals"], "note": "uploaded",
        "metadata": {"content_id": "1197433091", "content_uri": None, "json": {"asdf": {}}, "collab": {}},
    }, shown)
bare = ask("GET", "/c/bank/MAIN/content/1?include_metadata=false", 200)
check("bare", set(bare) == {"id", "disable_until_ts", "original_media_uri", "bank", "note"}, bare)
ask("GET", "/c/bank/MAIN/content/999999", 404)

# Look-ups
deadline = time.time() + 20
while ask("GET", "/c/signal_type/index", 200)["pdq"]["index_out_of_date"] and time.time() < deadline:
    time.sleep(0.1)
raw = ask("GET", f"/m/raw_lookup?signal_type=pdq&signal={base}", 200)
check("raw", sorted(raw["matches"]) == sorted([1, second, edge]), raw)
far = ask("GET", f"/m/raw_lookup?signal_type=pdq&signal={base}&include_distance=true&banks=MAIN,OTHER", 200)
check("distances are texts", {m["bank_content_id"]: m["distance"] for m in far["matches"]} == {1: "0", second: "12", edge: "31"}, far)
check("other banks", ask("GET", f"/m/raw_lookup?signal_type=pdq&signal={base}&banks=OTHER", 200) == {"matches": []})
grouped = ask("GET", f"/m/lookup?signal_type=pdq&signal={base}", 200)
check("grouped", set(grouped) == {"MAIN"} and {"bank_content_id": 1, "distance": "0"} in grouped["MAIN"], grouped)
check("nothing", ask("GET", f"/m/lookup?signal_type=pdq&signal={pdq()}", 200) == {})
exact = ask("GET", f"/m/lookup?signal_type=video_md5&signal={md5.upper()}", 200)
check("exact", exact == {"MAIN": [{"bank_content_id": clip["id"], "distance": "-"}]}, exact)
found = ask("POST", "/m/lookup", 200, files={"photo": ("x", picture(3))})
check("upload", found == {"pdq": {"MAIN": [{"bank_content_id": uploaded["id"], "distance": "0"}]}}, found)
check("upload of another", ask("POST", "/m/lookup", 200, files={"photo": ("x", picture(5))}) == {"pdq": {}})
ask("POST", "/m/lookup", 400, files={"photo": ("x", plain.getvalue())})
ask("GET", "/m/raw_lookup", 422)
ask("GET", f"/m/raw_lookup?signal_type=nope&signal={base}", 400)
ask("GET", "/m/raw_lookup?signal_type=pdq&signal=00", 400)
ask("GET", "/m/lookup", 400)
ask("GET", "/m/lookup?url=http://127.0.0.1/x.jpg", 400)
status = ask("GET", "/m/index/status", 200)
check("index status", all(set(s) == {"present", "built_to", "size"} for s in status.values()) and status["pdq"]["present"], status)
ask("GET", "/m/index/status?signal_type=nope", 400)

# Coin flips, as Python flips them.
ask("PUT", "/c/bank/MAIN", 200, json={"enabled_ratio": 0.5})
agreed = True
for number in range(100):
    seed = f"item-{number}"
    answer = session.get(URL + f"/m/lookup?signal_type=pdq&signal={base}&seed={seed}", timeout=30).json()
    agreed = agreed and ("MAIN" in answer) == (0.5 >= random.Random(seed).random())
check("100 coin flips", agreed)
ask("PUT", "/c/bank/MAIN", 200, json={"enabled_ratio": 0})
check("off", ask("POST", "/m/lookup", 200, files={"photo": ("x", picture(3))}) == {"pdq": {}})
bypassed = ask("POST", "/m/lookup?bypass_coinflip=true", 200, files={"photo": ("x", picture(3))})
check("bypassed", set(bypassed["pdq"]) == {"MAIN"}, bypassed)
ask("PUT", "/c/bank/MAIN", 200, json={"enabled_ratio": 1})

# Comparing
for bits in [0, 9, 31, 32, 100]:
    left = pdq()
    right = near(left, bits)
    reference = PdqSignal.compare_hash(left, right)
    compared = ask("POST", "/m/compare", 200, json={"pdq": [left, right]})
    check("compared", compared == {"pdq": [reference.match, {"distance": reference.distance.distance}]}, compared)
for bad in [[1], {"pdq": "x"}, {"pdq": [base]}, {"pdq": ["x", "y"]}, {"nope": ["x", "y"]}]:
    ask("POST", "/m/compare", 400, json=bad)

# Changing content
later = int(time.time()) + 365 * 86400
for value in [0, later, 1]:
    changed = ask("PUT", "/c/bank/MAIN/content/1", 200, json={"disable_until_ts": value})
    check("disable_until_ts", changed["disable_until_ts"] == value, changed)
    answer = ask("GET", f"/m/lookup?signal_type=pdq&signal={base}", 200)
    numbers = [m["bank_content_id"] for m in answer.get("MAIN", [])]
    check("takes part", (1 in numbers) == (value == 1), answer)
check(
    "changed", set(changed) == {
        "id", "disable_until_ts", "collab_metadata", "original_media_uri", "bank", "user_metadata", "note"}, changed)
check("note cleared", ask("PUT", "/c/bank/MAIN/content/1", 200, json={"note": ""})["note"] is None)
ask("PUT", "/c/bank/MAIN/content/1", 400, json={"disable_until_ts": 9999999999})
ask("PUT", "/c/bank/MAIN/content/1", 400, json={"disable_until_ts": -1})
check("deleted", ask("DELETE", "/c/bank/MAIN/content/1", 200) == {"deleted": 1})
check("deleted again", ask("DELETE", "/c/bank/MAIN/content/1", 200) == {"deleted": 0})
raw = ask("GET", f"/m/raw_lookup?signal_type=pdq&signal={base}", 200)
check("gone", 1 not in raw["matches"], raw)

# Exchanges
apis = ask("GET", "/c/exchanges/apis", 200)
check("apis", "sample" in apis, apis)
check("api", ask("GET", "/c/exchanges/api/sample", 200) == {"supports_authentification": False, "has_set_authentification": False})
ask("POST", "/c/exchanges/api/sample", 200, json={"credential_json": {}})
ask("POST", "/c/exchanges/api/sample", 400, json={"credential_json": {"x": "y"}})
ask("GET", "/c/exchanges/api/nope", 400)
schema = ask("GET", "/c/exchanges/api/sample/schema", 200)
check("schema", schema == {"config_schema": {"fields": []}, "credentials_schema": None}, schema)
ask("POST", "/c/exchanges", 400, json={"bank": "lower", "api": "sample"})
ask("POST", "/c/exchanges", 400, json={"bank": "X", "api": "nope"})
check("made", ask("POST", "/c/exchanges", 201, json={"bank": "SAMPLE", "api": "sample", "api_json": {}}) == {"message": "Created successfully"})
check("exchanges", ask("GET", "/c/exchanges", 200) == ["SAMPLE"])
shown = ask("GET", "/c/exchange/SAMPLE", 200)
check("exchange", shown == {"name": "SAMPLE", "api": "sample", "enabled": True}, shown)
status = ask("GET", "/c/exchange/SAMPLE/status", 200)
check(
    "fetch status", set(status) == {
        "checkpoint_ts", "running_fetch_start_ts", "last_fetch_complete_ts", "last_fetch_succeeded", "up_to_date",
        "fetched_items"}, status)
check("switched off", ask("PUT", "/c/exchange/SAMPLE", 200, json={"enabled": False})["enabled"] is False)
check("deleted", ask("DELETE", "/c/exchange/SAMPLE", 200) == {"message": "Exchange deleted"})
ask("GET", "/c/exchange/SAMPLE", 404)
ask("DELETE", "/c/exchange/SAMPLE", 200)

# Kinds
types = ask("GET", "/c/signal_type", 200)
check("signal types", types == [{"name": "pdq", "enabled_ratio": 1.0}, {"name": "video_md5", "enabled_ratio": 1.0}], types)
ask("PUT", "/c/signal_type/video_md5", 204, json={"enabled_ratio": 0})
ask("GET", f"/m/lookup?signal_type=video_md5&signal={md5}", 400)
ask("PUT", "/c/signal_type/video_md5", 204, json={"enabled_ratio": 1})
ask("PUT", "/c/signal_type/pdq", 400, json={})
index = ask("GET", "/c/signal_type/index?signal_type=pdq", 200)
check(
    "index", set(index) == {"pdq"} and set(index["pdq"]) == {
        "db_size", "index_size", "index_out_of_date", "newest_db_item", "index_built_to"}, index)
check("content types", ask("GET", "/c/content_type", 200) == [{"name": "photo", "enabled": True}, {"name": "video", "enabled": True}])
ask("DELETE", "/c/bank/MAIN", 200)

# Fingerprints are validated as the reference validates them.
for text in [base, base.upper(), base[:-1], " " + base]:
    valid = bool(re.fullmatch("[0-9a-f]{64}", text))
    answer = session.get(URL + "/m/raw_lookup", params={"signal_type": "pdq", "signal": text}, timeout=30)
    check("validated", answer.status_code == (200 if valid else 400), answer.text)

print(f"{failures} failed")
sys.exit(1 if failures else 0)
