"""Run the benchmarks and print their table, in Markdown: ``python -m tests.bench [SECTION…]``.

Sizes come from the environment: AUDITOR_BENCH_PORTALS (200), DRESSED (100 portals), ROUNDS (3), READ_PAGES (400), ITEMS
(10,000,000), UPSERTS (100,000), CLUSTER (100), NATION (2,843 portals) and NATION_COLUMNS (51), which only the section
``nation`` uses. The section ``cluster`` needs a PostgreSQL server in AUDITOR_TEST_POSTGRES. A quick run:

    AUDITOR_BENCH_PORTALS=10 AUDITOR_BENCH_ROUNDS=1 AUDITOR_BENCH_ITEMS=200000 make bench
"""

import sys
from datetime import UTC, datetime

from tests.bench import cluster, counting, crawling, days, layouts, memory, pages, reading, starting, verifying, years
from tests.bench.ground import machine
from tests.bench.rivals import rival_python, versions

SECTIONS = {
    "layouts": layouts.shares,
    "scrapy": crawling.against_scrapy,
    "reading": reading.side_by_side,
    "unchanged": crawling.unchanged,
    "upserts": counting.upserts,
    "counting": counting.over_many_items,
    "rendering": counting.rendering,
    "years": years.flat,
    "days": days.lived,
    "memory": memory.bounded,
    "pages": pages.served,
    "cluster": cluster.two_workers,
    "verifying": verifying.measured,
    "thousand": verifying.thousand,
    "help": starting.help_page,
    "nation": crawling.nation,
}


def say(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(names: list[str]) -> None:
    """Run the named sections, or all but the nation and the years of days, which take long."""
    chosen = names or [name for name in SECTIONS if name not in ("nation", "days")]
    say(f"{datetime.now(UTC):%Y-%m-%d}，版本 {crawling.code_version()}，{machine()}")
    if {"scrapy", "reading"} & set(chosen):
        say(versions(rival_python()))
    say("\n| 项目 | 本项目 | 对照 | 比值 | 目标 |\n|---|---|---|---|---|")
    for name in chosen:
        for row in SECTIONS[name]():
            say(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
