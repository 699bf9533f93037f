# SPDX-License-Identifier: Apache-2.0
"""Hashes pictures with threatexchange, printing hash and path.  usage: peer_hash.py FILE..."""

import pathlib
import sys

from threatexchange.signal_type.pdq.pdq_hasher import pdq_from_file

for path in sys.argv[1:]:
    print(*pdq_from_file(pathlib.Path(path)), path, sep="\t")
