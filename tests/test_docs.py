"""Docs that cannot lie: what exists is documented, and what is documented exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flows.cli import main
from tasks.sources import sources

ROOT = Path(__file__).parents[1]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
PROSE = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "warehouse/README.md"]


def commands(group: click.Group, before: str = "onrecord") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_and_explains_itself(name: str) -> None:
    assert f"`{name}" in OPERATING, f"{name} is not in docs/operating.md"
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option) and parameter.name not in ("port",):
            assert parameter.help, f"{name} {parameter.opts}: no help"


def test_documented_commands_exist() -> None:
    for path in PROSE:
        for found in re.findall(r"onrecord ((?:(?:ledger|export) )?[a-z][a-z-]+)", path.read_text(encoding="utf-8")):
            assert f"onrecord {found}" in COMMANDS or found in ("ledger", "export"), f"{path.name}: onrecord {found}"


def test_settings_are_documented() -> None:
    for path in [*(ROOT / "flows").rglob("*.py"), *(ROOT / "tasks").rglob("*.py")]:
        for setting in re.findall(r"\bONRECORD_[A-Z_]+", path.read_text(encoding="utf-8")):
            assert f"`{setting}`" in OPERATING, f"{path.name}: {setting}"


def test_exit_codes_are_documented() -> None:
    codes = re.findall(r"EXIT_\w+", (ROOT / "flows" / "exits.py").read_text(encoding="utf-8"))
    assert codes
    for code in range(6):
        assert f"| {code} |" in OPERATING


@pytest.mark.parametrize("name", [source.config.name for source in sources()])
def test_source_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def test_packages_are_explained() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("]", 1)[0]
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for package in re.findall(r'^\s*"([A-Za-z0-9_]+)', block, re.MULTILINE):
        assert f"`{package}`" in explained, package


def test_links_between_documents_hold() -> None:
    for path in PROSE:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} -> {target}"
