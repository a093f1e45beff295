"""Stories per second of a collection on loopback with the pace set to zero, beside Scrapy in the same run.

    make peers && python -m benchmarks.throughput

Both walk the same listings and fetch the same stories from the same server, in turns, so that a busy machine slows both
alike; starting up is not counted. Scrapy writes each body to a file. OnRecord writes request, response and metadata as
WARC records with digests, waits for the disk after each story, and keeps a ledger; it asks one site for one page at a
time, Scrapy (as it comes) for eight.

2026-11-24, x86_64 with 2 cores, Python 3.11.7, Scrapy 2.19.0: ratio 1.26 with one host, 1.13 with four.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tests.peers import peer
from tests.plain_source import plain_source

STORIES = 1000
TURNS = 5
HOSTS = (("one.test",), ("one.test", "two.test", "three.test", "four.test"))


def ours(port: int, folder: Path, hosts: tuple[str, ...]) -> float:
    """Stories per second."""
    settings = CollectSettings(
        "collector@onrecord.test", sample_hosts=dict.fromkeys(hosts, ("127.0.0.1", port)), max_pages=1000
    )
    started = time.monotonic()
    done = collect_source(Home(folder), plain_source(*hosts), settings, run=new_run("benchmark", is_sample=True))
    assert done.fetched == STORIES * len(hosts), done
    return done.fetched / (time.monotonic() - started)


def theirs(port: int, folder: Path, hosts: tuple[str, ...]) -> float:
    """Stories per second."""
    spider = Path(__file__).with_name("story_spider.py")
    command = [str(peer("python")), str(spider), str(port), str(folder), *hosts]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) == STORIES * len(hosts), said
    return int(said[0]) / float(said[1])


def main() -> None:
    """Prints both figures and their ratio, by number of hosts."""
    server = subprocess.Popen(
        [sys.executable, "-m", "samples.plain", "--stories", str(STORIES)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    scrapy = subprocess.run(
        [str(peer("python")), "-c", "import scrapy; print(scrapy.__version__)"], capture_output=True, text=True
    ).stdout.strip()
    machine = f"{platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine} · OnRecord {version('onrecord')} · Scrapy {scrapy}")
    print(f"{STORIES} stories of 8 kB a host, median of {TURNS} turns")
    try:
        for hosts in HOSTS:
            figures: list[tuple[float, float]] = []
            for _ in range(TURNS):
                with tempfile.TemporaryDirectory() as folder:
                    pages = Path(folder, "pages")
                    pages.mkdir()
                    figures.append((ours(port, Path(folder, "home"), hosts), theirs(port, pages, hosts)))
            us, them = (statistics.median(each) for each in zip(*figures, strict=True))
            ratio = statistics.median(us / them for us, them in figures)
            print(f"{len(hosts)} host(s): OnRecord {us:.0f} stories/s, Scrapy {them:.0f} stories/s, ratio {ratio:.2f}")
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
