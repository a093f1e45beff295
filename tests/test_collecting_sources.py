"""The three real sources against the sample sites over many nights: what did not change is not downloaded again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samples import connect_to
from samples.server import SampleServer
from tasks.archive.custody.verify import verify
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.reading import read_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import source


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with SampleServer() as running:
        yield running


@pytest.mark.parametrize("name", ["iwpr", "refworld", "refworld_legacy"])
def test_no_page_is_downloaded_twice_while_it_does_not_change(tmp_path: Path, server: SampleServer, name: str) -> None:
    home = Home(tmp_path / "home")
    had: Counter[tuple[str, str]] = Counter()
    revalidated = 0
    for days in (0, 0.1, 1, 30, 400):
        as_of = datetime.now(UTC) + timedelta(days=days)
        settings = CollectSettings("a@onrecord.test", sample_hosts=connect_to(server.port), as_of=as_of)
        server.requests.clear()
        run = new_run("nightly", is_sample=True)
        collect_source(home, source(name), settings, run=run)
        read_source(home, source(name), batch=run.run_id)
        had.update((host, path) for host, path, status in server.requests if status == 200 and path != "/robots.txt")
        revalidated += sum(status == 304 for _, _, status in server.requests)
    # A page that broke off has nothing to be confirmed by.
    twice = {path for (_, path), times in had.items() if times > 1} - {
        "/global-voices/armenian-beekeepers-blame-new-road"
    }
    assert not twice
    assert len(had) > 5
    assert revalidated >= 4  # the listing, each night but the first
    assert not verify(home.archive).problems
