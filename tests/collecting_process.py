"""Collects the plain site in a process of its own, so that a test can kill it: HOME PORT [HOST…]."""

from __future__ import annotations

import sys
from pathlib import Path

from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tests.plain_source import plain_source


def main() -> None:
    home, port, *hosts = sys.argv[1:]
    settings = CollectSettings(
        "collector@onrecord.test", sample_hosts={host: ("127.0.0.1", int(port)) for host in hosts}, max_pages=100
    )
    print("ready", flush=True)
    try:
        done = collect_source(Home(Path(home)), plain_source(*hosts), settings, run=new_run("nightly", is_sample=True))
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename or 'the data folder'}")
    print(done.fetched, flush=True)


if __name__ == "__main__":
    main()
