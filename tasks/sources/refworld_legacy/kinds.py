"""What kind of text the retired site holds, where neither its address nor its symbol says.

The live site files the same series under a document type (``/reference/annualreport/usdos/…``): its addresses of
captured pages are the ground of the list of titles.
"""

from __future__ import annotations

import re

from tasks.report import Citation, Found

MAX_TITLE = 1_000
"""Of a longer title no more is looked at."""

_ANNUAL = re.compile(
    r"\bAnnual (?:Report|Survey)\b|\bWorld Refugee Survey\b|\bTrafficking in Persons Report\b"
    r"|\bState of the World's (?:Minorities|Human Rights)\b|\bFreedom (?:in the World|of the Press|on the Net)\b"
    r"|\bCountry Reports on\b|\bChild Soldiers Global Report\b|\bAmnesty International Report (?:19|20)\d\d\b"
    r"|\b(?:Human Rights Watch )?World Report (?:19|20)\d\d\b|\bInternational Religious Freedom Report\b"
    r"|\bNations in Transit\b|\bLandmine (?:& Cluster Munition )?Monitor\b|\bAttacks on the Press in (?:19|20)\d\d\b"
    r"|\b[Rr]apport annuel\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"\bWorld Directory of Minorities\b|\bCountry (?:Profile|of Origin Information Report|Assessment)\b", re.IGNORECASE
)
_PRESS = re.compile(r"\bpress (?:release|statement)\b|\bcommuniqué de presse\b", re.IGNORECASE)
_LAW = re.compile(
    r"(?:\A|: )(?:The )?(?:[A-Z]\w+ )?(?:Law|Act|Decree|Ordinance|Order|Resolution of the Government)\b"
    r"[^:]{0,80}?(?:\bNo\. ?\d|\b(?:of|on) .{0,60}(?:19|20)\d\d|,? (?:19|20)\d\d\b)|(?:\A|: )Constitution of\b"
)
_CASE = re.compile(
    r"\S v\.? (?:The |Canada\b|Minister|Secretary of State|Attorney|Commissioner|Immigration|Department|State of"
    r"|Republic)|\A(?:RRT|AAT) Case No\b|\ARefugee Appeal No\b",
)
_LEGISLATURE = re.compile(r"\bNational Legislative Bod", re.IGNORECASE)
_COURT = re.compile(
    r"\b(?:Tribunal|Courts?|Cour|Appeals? (?:Authority|Board|Commission)|Appellate Authority)\b", re.IGNORECASE
)
_RESEARCH = re.compile(r"\bResearch Directorate\b|\bDirection des recherches\b", re.IGNORECASE)
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


def kind_of(citation: Citation, publisher_code: str | None) -> Found[str] | None:
    """The report kind by a publisher of one kind, else by title, else by author; none where none of them says."""
    title = (citation.title.value if citation.title else "")[:MAX_TITLE].replace("’", "'")
    publisher = citation.publisher.value if citation.publisher else ""
    return _by_publisher(publisher, publisher_code) or _by_title(title) or _by_author(citation)


def _by_title(title: str) -> Found[str] | None:
    if _ANNUAL.search(title):
        return Found("annual-report", "title:series")
    if _COUNTRY.search(title):
        return Found("country-report", "title:series")
    if _PRESS.search(title):
        return Found("press-release", "title:press")
    if _CASE.search(title):
        return Found("case-law", "title:parties")
    return Found("legislation", "title:law") if _LAW.search(title) else None


def _by_publisher(publisher: str, code: str | None) -> Found[str] | None:
    code = "IWPR" if publisher.startswith("Institute for War ") else code or ""
    if code in _BY_PUBLISHER:
        return Found(_BY_PUBLISHER[code], f"publisher:{code}")
    if _LEGISLATURE.search(publisher):
        return Found("legislation", "publisher:legislature")
    return Found("case-law", "publisher:court") if _COURT.search(publisher) else None


def _by_author(citation: Citation) -> Found[str] | None:
    """The research service of an asylum authority writes responses to queries, with a symbol or without."""
    is_research = any(_RESEARCH.search(author.name) for author in citation.authors)
    return Found("query-response", "author:research") if is_research else None
