"""What kind of text the retired site holds, where its address does not say.

The live site files the same series under a document type (``/reference/annualreport/usdos/…``): its addresses of
captured pages are the ground of the list of titles.
"""

from __future__ import annotations

import re

from tasks.report import Citation, Found

_ANNUAL = re.compile(
    r"\bAnnual (?:Report|Survey)\b|\bWorld Refugee Survey\b|\bTrafficking in Persons Report\b"
    r"|\bState of the World's Minorities\b|\bFreedom (?:in the World|of the Press)\b|\bCountry Reports on\b"
    r"|\bChild Soldiers Global Report\b",
    re.IGNORECASE,
)
_BY_PUBLISHER = {
    "IWPR": "reporting",
    "NATLEGBOD": "legislation",
    "GBR_AIT": "case-law",
    "GBR_UTIAC": "case-law",
    "AUS_RRT": "case-law",
    "NZL_RSAA": "case-law",
    "NZ_IPT": "case-law",
}
"""Publishers of one kind of text: legislatures, tribunals, a newsroom. Codes as in the site's addresses."""
_COUNTRY = re.compile(r"\bWorld Directory of Minorities\b", re.IGNORECASE)


def kind_of(citation: Citation, publisher_code: str | None) -> Found[str] | None:
    """The report kind by title, else by publisher; none where neither says."""
    title = citation.title.value if citation.title else ""
    if _ANNUAL.search(title):
        return Found("annual-report", "title:series")
    if _COUNTRY.search(title):
        return Found("country-report", "title:series")
    publisher = citation.publisher.value if citation.publisher else ""
    code = "IWPR" if publisher.startswith("Institute for War ") else publisher_code or ""
    return Found(_BY_PUBLISHER[code], f"publisher:{code}") if code in _BY_PUBLISHER else None
