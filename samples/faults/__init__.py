"""A site that misbehaves: every way in which a server, a proxy or an attacker can fail whoever collects.

The catalogue says of each fault what is sent and in which named state its address must end; the server plays them on
loopback. Hosts end in the reserved ``.test``, and every word on the pages is invented.
"""

from __future__ import annotations

from samples.faults.catalogue import CATALOGUE, LISTINGS, NAMES, PUBLIC_ADDRESS, SITE
from samples.faults.fault import Fault, Group
from samples.faults.server import FaultServer

__all__ = ["CATALOGUE", "LISTINGS", "NAMES", "PUBLIC_ADDRESS", "SITE", "Fault", "FaultServer", "Group"]
