"""The word lists beside this module, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The lists of ``<name>.toml``."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """One list as a set of lower-case words; of a table of lists, all of them."""
    found = table(name)[key]
    lists = found.values() if isinstance(found, dict) else (found,)
    return frozenset(word for each in lists for word in str(each).split())
