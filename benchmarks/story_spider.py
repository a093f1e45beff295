"""The peer of `benchmarks.throughput`: a Scrapy spider that writes each story to a file. Run by the peers' Python:
story_spider.py PORT FOLDER HOST…; prints stories and seconds between the opening and the closing of the spider."""

# mypy: ignore-errors
from __future__ import annotations

import sys
import time
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import dnscache

PORT, FOLDER, *HOSTS = sys.argv[1:]
for name in HOSTS:
    dnscache[name] = "127.0.0.1"


class Stories(scrapy.Spider):
    name = "stories"
    had = 0

    async def start(self):
        self.started = time.monotonic()
        for host in HOSTS:
            yield scrapy.Request(f"http://{host}:{PORT}/list?page=0", self.parse)

    def parse(self, response):
        yield from response.follow_all(response.css("h3 a"), self.keep)
        yield from response.follow_all(response.css("nav a"), self.parse)

    def keep(self, response):
        name = f"{response.url.split('/')[2].split(':')[0]}-{response.url.rsplit('/', 1)[1]}.html"
        (Path(FOLDER) / name).write_bytes(response.body)
        self.had += 1

    def closed(self, reason):  # noqa: ARG002  Scrapy calls it so
        print(self.had, time.monotonic() - self.started)


process = CrawlerProcess(
    {
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        "USER_AGENT": "benchmark (+collector@onrecord.test)",
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Stories)
process.start()
