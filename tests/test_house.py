"""The walls of the house: who may import whom, and where a package may be used (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ("flows", "tasks", "warehouse", "samples")

TASK_MODULES = {"tasks.collect", "tasks.read", "tasks.publish", "tasks.summary"}
LEAVES = {
    "tasks.report",
    "tasks.page",
    "tasks.weighing",
    "tasks.country_codes",
    "tasks.home",
    "tasks.readings",
    "tasks.version",
}

ONLY_IN: dict[str, tuple[str, ...]] = {
    "prefect": ("flows.", *sorted(TASK_MODULES)),
    "requests": ("tasks.archive.asking.", "tasks.archive.custody.timestamps"),
    "urllib3": ("tasks.archive.asking.",),
    "warcio": ("tasks.archive.",),
    "protego": ("tasks.archive.asking.",),
    "asn1crypto": ("tasks.archive.",),
    "cryptography": ("tasks.archive.", "samples."),
    "trafilatura": ("tasks.reading.", "tasks.sources."),
    "bs4": ("tasks.reading.", "tasks.sources."),
    "lxml": ("tasks.reading.", "tasks.sources."),
    "duckdb": ("warehouse.",),
    "pyarrow": ("tasks.readings", "warehouse."),
    "click": ("flows.",),
    "rich": ("flows.",),
}

# What each part may import of the project; the first prefix that fits a module counts.
MAY_IMPORT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tasks.report", ()),
    ("tasks.page", ("tasks.report",)),
    ("tasks.weighing", ("tasks.report",)),
    ("tasks.country_codes", ()),
    ("tasks.home", ()),
    ("tasks.version", ()),
    ("tasks.readings", ("tasks.report",)),
    ("tasks.archive", ("tasks.archive", "tasks.report", "tasks.version")),
    ("tasks.sources", ("tasks.sources", "tasks.report", "tasks.page", "tasks.weighing", "tasks.country_codes")),
    ("tasks.reading", ("tasks.reading", "tasks.report", "tasks.page", "tasks.weighing", "tasks.country_codes")),
    ("tasks.batch", ("tasks.", "warehouse.build")),
    *((name, ("tasks.", "warehouse.build")) for name in sorted(TASK_MODULES)),
    ("warehouse", ("warehouse",)),
    ("samples", ("samples",)),
    ("flows", ("flows", "tasks.", "warehouse.", "samples")),
)


def modules() -> list[tuple[str, Path]]:
    found = []
    for part in HOUSE:
        for path in sorted((ROOT / part).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append((name, path))
    return found


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_module_imports_only_what_its_place_allows(name: str, path: Path) -> None:
    allowed: tuple[str, ...] = next(
        (may for prefix, may in MAY_IMPORT if name == prefix or name.startswith(f"{prefix}.")), ()
    )
    for imported in imports(path):
        top = imported.split(".")[0]
        if top in ONLY_IN:
            places = ONLY_IN[top]
            assert any(f"{name}.".startswith(place) or name == place for place in places), f"{name} imports {imported}"
        if top in HOUSE and imported not in HOUSE:
            fits = any(f"{imported}.".startswith(may) or imported == may for may in allowed)
            assert fits, f"{name} may not import {imported}"


def test_archive_sources_and_reading_do_not_know_each_other() -> None:
    rooms = ("tasks.archive", "tasks.sources", "tasks.reading")
    for name, path in modules():
        room = next((room for room in rooms if name.startswith(room)), None)
        for imported in imports(path) if room else ():
            others = [other for other in rooms if other != room]
            assert not any(f"{imported}.".startswith(f"{other}.") for other in others), f"{name} imports {imported}"


def test_only_task_modules_stand_at_the_top_of_tasks() -> None:
    top = {f"tasks.{path.stem}" for path in (ROOT / "tasks").glob("*.py")} - {"tasks.__init__"}
    assert top == TASK_MODULES | LEAVES


def test_no_module_has_outgrown_its_name() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for _, path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
