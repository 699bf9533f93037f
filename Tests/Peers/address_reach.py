# SPDX-License-Identifier: Apache-2.0
"""Says of every address of a file whether Python's ipaddress calls it global.

Prints the address as Python writes it, `global` or `-`, and `stricter` where Tutela refuses on purpose what Python allows.
"""

import ipaddress
import sys

ALLOCATED = ipaddress.ip_network("2000::/3")
STRICTER = [
    ipaddress.ip_network(text)
    for text in (
        # Wrappings of version 4, and addresses of one protocol.
        "::/8", "2001::/23", "2002::/16", "2620:4f:8000::/48",
        "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "224.0.0.0/4",
        # Registered after some versions of Python were made.
        "3fff::/20",
    )
]

for line in open(sys.argv[1]).read().split():
    address = ipaddress.ip_address(line)
    stricter = any(address.version == net.version and address in net for net in STRICTER)
    stricter |= address.version == 6 and address not in ALLOCATED
    is_global = address.is_global
    if address.version == 6 and address in ipaddress.ip_network("64:ff9b::/96"):
        # Python calls the whole prefix global: what counts is the address inside.
        is_global &= ipaddress.ip_address(int(address) & 0xFFFFFFFF).is_global
    print(address, "global" if is_global else "-", "stricter" if stricter else "-")
