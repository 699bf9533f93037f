# SPDX-License-Identifier: Apache-2.0
"""The peer: a lookup as Hasher-Matcher-Actioner answers it, with the index that it uses, from PyPI.

Its `/m/raw_lookup` checks the hash, asks `PDQIndex` and answers the ids as JSON, without the database. HMA itself is no
package; its routes, its database and its other roles are left out, which is to the peer's advantage.

Run by gunicorn with one synchronous worker, as HMA's own image does:  PEER_HASHES=FILE gunicorn --chdir Benchmarks/server peer:app
"""

import os

import flask
from threatexchange.signal_type.pdq.pdq_index import PDQIndex
from threatexchange.signal_type.pdq.signal import PdqSignal

app = flask.Flask(__name__)
with open(os.environ["PEER_HASHES"]) as lines:
    index = PDQIndex.build((line.strip(), number) for number, line in enumerate(lines, 1))


@app.get("/m/raw_lookup")
def raw_lookup():
    if flask.request.args.get("signal_type") != "pdq":
        flask.abort(400)
    try:
        signal = PdqSignal.validate_signal_str(flask.request.args["signal"])
    except (KeyError, ValueError):
        flask.abort(400)
    return {"matches": [match.metadata for match in index.query(signal)]}
