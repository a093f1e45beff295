"""Records of WARC files on a web server, each read in one range (RFC 9110 §14)."""

from __future__ import annotations

import re

from tasks.archive.custody.cdxj import surt
from tasks.archive.exchange import Exchange, Headers, header
from tasks.archive.importing import ForeignRecord, WarcProblem, read_record
from tasks.archive.webarchives.copies import Copy, InWarc


def headers_for(place: InWarc) -> Headers:
    """What is sent to get the record's bytes as they are."""
    return (("Range", place.range), ("Accept-Encoding", "identity"))


def record_in(exchange: Exchange, copy: Copy, place: InWarc) -> ForeignRecord | WarcProblem:
    """The record that a range brought. A problem where it is another range, another page or no record. Raises
    nothing."""
    octets = _octets(exchange, place)
    if isinstance(octets, WarcProblem):
        return octets
    found = read_record(octets)
    if isinstance(found, ForeignRecord) and surt(found.address) != surt(copy.original_address):
        return WarcProblem("the index points to a record of another address")
    return found


def _octets(exchange: Exchange, place: InWarc) -> bytes | WarcProblem:
    if exchange.status == 206:
        said = re.fullmatch(r"bytes (\d{1,18})-(\d{1,18})/.*", header(exchange.response_headers, "Content-Range") or "")
        if said is None or (int(said[1]), len(exchange.body)) != (place.offset, place.length):
            return WarcProblem("the server gave another range")
        return exchange.body
    if exchange.status == 200:
        # A server may take no notice of the range (RFC 9110 §14.2): then the whole file came, if it was not too long.
        octets = exchange.body[place.offset : place.offset + place.length]
        return octets if len(octets) == place.length else WarcProblem("the server gives no ranges")
    return WarcProblem(f"status {exchange.status} instead of a range")
