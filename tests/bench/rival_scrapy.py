"""Scrapy + parsel doing what one crawl pass does: every column's list, its dated items into SQLite.

Run by the rival environment: ``rival_scrapy.py PORT FIRST LAST COLUMNS DATABASE [dressed]``. It is told each portal's
layout and keeps neither pages nor evidence, so it has less to do.
"""

import re
import sqlite3
import sys

import dressed
import scrapy
from scrapy.crawler import CrawlerProcess

PORT, FIRST, LAST, COLUMNS = (int(word) for word in sys.argv[1:5])
DATABASE = sys.argv[5]
IS_DRESSED = sys.argv[6:] == ["dressed"]
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
ROWS = ("ul.list > li", "table.list > tr, table.list > tbody > tr", "ul.list > li", "dl.list > dd")
UPSERT = """INSERT INTO item (portal, col, url, title, published, quarter) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (portal, col, url) DO UPDATE SET title = excluded.title, published = excluded.published,
    quarter = excluded.quarter"""


class Lists(scrapy.Spider):
    """Asks for every column of every portal."""

    name = "lists"

    async def start(self):
        for portal in range(FIRST, LAST):
            host = f"127.10.{portal // 250}.{portal % 250 + 1}"
            for column in range(COLUMNS):
                path = dressed.path_of(column) if IS_DRESSED else f"/col/c{column:03d}/index.html"
                yield scrapy.Request(f"http://{host}:{PORT}{path}", meta={"portal": portal, "column": column})

    def parse(self, response):
        portal, column = response.meta["portal"], response.meta["column"]
        items = []
        for row in response.css(dressed.Portal(portal % 20).rows if IS_DRESSED else ROWS[portal % 20 % 4]):
            link = row.css("a")
            day = DAY.search(" ".join(row.css("span::text, td:last-child::text, em::text").getall()))
            year, month, date = (int(part) for part in day.groups())
            items.append(
                (
                    portal, column, response.urljoin(link.attrib["href"]), link.attrib["title"].strip(),
                    f"{year}-{month:02}-{date:02}", year * 4 + (month - 1) // 3,
                )
            )  # fmt: skip
        yield {"items": items}
        if step := response.xpath("//a[text()='下一页']/@href").get() if IS_DRESSED else None:
            yield response.follow(step, meta=response.meta)


class Keep:
    """Upserts, about 1,000 rows a transaction."""

    def open_spider(self):
        self.database = sqlite3.connect(DATABASE, isolation_level=None, timeout=60)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=NORMAL")
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, portal INTEGER, col INTEGER, url TEXT,"
            " title TEXT, published TEXT, quarter INTEGER, UNIQUE (portal, col, url))"
        )
        self.waiting = []

    def process_item(self, item):
        self.waiting += item["items"]
        if len(self.waiting) >= 1000:
            self.flush()
        return item

    def flush(self):
        self.database.execute("BEGIN IMMEDIATE")
        self.database.executemany(UPSERT, self.waiting)
        self.database.execute("COMMIT")
        self.waiting.clear()

    def close_spider(self):
        self.flush()
        self.database.close()


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {Keep: 1},
            "CONCURRENT_REQUESTS": 64,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Lists)
    process.start()
