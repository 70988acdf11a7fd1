"""A simulated year of daily looks, with what is planted in it: ``python simulated_years.py COLUMNS QUARTERS [SEED …]``.

Every column publishes on working days, at a pace of its own; holidays are quiet, some days nobody looks, some looks
fail. Healthy noise: titles put right openly, lists that cut titles, a whole column in a new layout, accounts that come
out together, items moved to another column, columns that move to another unit or address. Planted: items dated back,
items that appear together, silent edits of titles and dates, deletions, the same item in two places. The truth is known
by construction; nothing of the checks is used to make it.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portals import HOME, column, county, reading, sighting, unread

from auditor.audit.build import build_audit
from auditor.audit.count import count_columns
from auditor.audit.grade import load_pack
from auditor.base.period import LOCAL, Period
from auditor.base.terms import ColumnState
from auditor.base.workdays import is_working_day
from auditor.county.model import County, DisclosureColumn, Former
from auditor.pipeline.line import load_ledgers
from auditor.store import RunMark, Store, open_store

RULES = ("back-dated", "appeared-together", "silent-edit", "vanished", "shared-item")
_WORDS = ("城乡供水", "医疗救助", "义务教育", "林地管护", "农机购置", "危房改造", "粮食补贴", "河道治理")
_KINDS = ("管理办法", "实施方案", "资金安排", "评审结果", "审批事项", "工作要点", "采购结果", "验收意见")


@dataclass
class Item:
    """One item on the portal now."""

    title: str
    url: str
    day: date
    where: int


@dataclass
class Year:
    """The portal day by day, and the truth: which items (by address) or units (by name) each rule must find."""

    rng: random.Random
    columns: list[DisclosureColumn]
    items: list[Item] = field(default_factory=list)
    truth: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    number: int = 0
    touched: set[str] = field(default_factory=set)

    def new(self, where: int, day: date) -> Item:
        self.number += 1
        words = f"{self.rng.choice(_WORDS)}{self.rng.choice(_KINDS)}"
        title = f"关于{words}（第{self.number}号）的通知"
        item = Item(title, f"{HOME}{where}/{self.number}.html", day, where)
        self.items.append(item)
        return item

    def plant(self, quarter: str, rule: str, subject: str) -> None:
        self.truth.setdefault((quarter, rule), set()).add(subject)

    def fresh(self, quarter: Period, today: date) -> list[Item]:
        """Items of the quarter, seen by now, that nothing was done to."""
        return [
            item
            for item in self.items
            if item.day in quarter and item.day < today - timedelta(days=8) and item.url not in self.touched
        ]


def make_county(rng: random.Random, number: int, start: date) -> tuple[County, list[float]]:
    """Columns of a third as many units, four of which move to another unit and two to a new address in the year."""
    units = [f"第{n}局" for n in range(max(2, number // 3))]
    columns, paces = [], []
    for n in range(number):
        columns.append(column(f"栏目{n}", units[n % len(units)], url=f"/c{n}/"))
        paces.append(0.01 if n % len(units) % 3 == 0 else rng.choice((0.05, 0.1, 0.2, 0.4)))
    for n in rng.sample(range(number), min(4, number // 4)):
        day = start + timedelta(days=rng.randrange(60, 300))
        former = Former(until=day, unit=columns[n].unit or "")
        other = rng.choice([unit for unit in units if unit != columns[n].unit])
        columns[n] = columns[n].model_copy(update={"unit": other, "was": (former,)})
    for n in rng.sample(range(number), 2):
        day = start + timedelta(days=rng.randrange(60, 300))
        was = tuple(former for former in columns[n].was if former.until != day)
        moved = {"url": f"/new{n}/", "was": (*was, Former(until=day, url=f"/c{n}/", name=f"旧栏目{n}"))}
        columns[n] = columns[n].model_copy(update=moved)
    return county(columns), paces


def live(year: Year, paces: list[float], day: date) -> None:
    """What healthy columns do on a day."""
    rng = year.rng
    if is_working_day(day):
        for n, pace in enumerate(paces):
            if rng.random() < pace:
                year.new(n, day - timedelta(days=rng.choice((0, 0, 0, 1))))
    quarter = Period.containing("quarter", day)
    if rng.random() < 0.1 and (known := year.fresh(quarter, day)):
        item = rng.choice(known)
        year.touched.add(item.url)
        match rng.randrange(3):
            case 0:
                item.title += "（更正）"
            case 1:
                item.title = item.title[:-4] + "…"
            case _:
                item.where = rng.choice([n for n in range(len(paces)) if n != item.where])
    if rng.random() < 0.01:
        where, style = rng.randrange(len(paces)), rng.choice(("【公开】", "◆重要◆新版目录"))
        for item in year.items:
            if item.where == where:
                item.title = style + item.title
    if rng.random() < 0.01:
        where = rng.randrange(len(paces))
        for n in range(8):
            item = year.new(where, day)
            item.title = f"第{n}号单位{day.year}年部门预算公开说明（{year.number}）"


def plant(year: Year, paces: list[float], day: date) -> None:
    """What must be found, each about once in a fortnight; the quarter's first weeks stay free, to have a past."""
    rng, quarter = year.rng, Period.containing("quarter", day)
    if (day - quarter.first).days < 25 or (quarter.last - day).days < 6:
        return
    name = quarter.name
    if rng.random() < 0.3:
        item = year.new(rng.randrange(len(paces)), day - timedelta(days=rng.randrange(9, 24)))
        year.touched.add(item.url)
        year.plant(name, "back-dated", item.url)
    known = year.fresh(quarter, day)
    if rng.random() < 0.3 and known:
        item = rng.choice(known)
        year.touched.add(item.url)
        if rng.random() < 0.5:
            item.title = item.title.replace("关于", "关于调整后的")
        else:
            days = rng.choice((2, 6))
            item.day -= timedelta(days=days)
            if days > 2 and item.day in quarter:
                year.plant(name, "back-dated", item.url)
        if item.day in quarter:
            year.plant(name, "silent-edit", item.url)
    known = year.fresh(quarter, day)
    if rng.random() < 0.3 and known:
        item = rng.choice(known)
        year.touched.add(item.url)
        year.items.remove(item)
        year.plant(name, "vanished", item.url)
    if rng.random() < 0.2 and known:
        item = rng.choice(known)
        if item in year.items and item.url not in year.touched:
            where = rng.choice([n for n in range(len(paces)) if n != item.where])
            year.touched.add(item.url)
            year.items.append(replace(item, where=where))
            year.plant(name, "shared-item", item.url)


def plant_burst(year: Year, place: County, day: date) -> None:
    """One unit puts most of its quarter up on one day, dated over the last days or that day; its others stay few."""
    quarter = Period.containing("quarter", day)
    columns = place.on(quarter.last).column
    owned = Counter(
        one.unit for item in year.items if item.day in quarter for one in (columns[item.where],) if one.unit
    )
    quiet = [unit for unit in {one.unit for one in columns if one.unit} if owned[unit] <= 4]
    if not quiet:
        return
    unit = year.rng.choice(sorted(quiet))
    where = year.rng.choice([n for n, one in enumerate(columns) if one.unit == unit])
    for n in range(30):
        item = year.new(where, day - timedelta(days=n % 3))
        year.touched.add(item.url)
    year.plant(quarter.name, "appeared-together", unit)


def live_through(store: Store, place: County, year: Year, paces: list[float], days: list[date]) -> None:
    """Publish and look, day by day; some days nobody looks, some looks fail."""
    rng, shown = year.rng, dict[str, tuple[tuple[str, str, date], ...]]()
    bursts = {quarter.first + timedelta(days=rng.randrange(35, 60)) for quarter in map(_quarter, days)}
    down = {day + timedelta(days=n) for day in days if rng.random() < 0.008 for n in range(rng.randrange(1, 4))}
    for day in days:
        live(year, paces, day)
        plant(year, paces, day)
        if day in bursts:
            plant_burst(year, place, day)
        if day + timedelta(days=1) not in down:
            look(store, place, year, day + timedelta(days=1), shown)


def _quarter(day: date) -> Period:
    return Period.containing("quarter", day)


def look(
    store: Store, place: County, year: Year, day: date, shown: dict[str, tuple[tuple[str, str, date], ...]]
) -> None:
    """One crawl at half past two of the morning after."""
    at = datetime(day.year, day.month, day.day, 2, 30, tzinfo=LOCAL)
    mark = store.runs.start(place, RunMark(0, at, _quarter(day).previous().first, thorough=True))
    back_to = day - timedelta(days=200)
    there: dict[int, list[Item]] = {}
    for item in year.items:
        if item.day > back_to:
            there.setdefault(item.where, []).append(item)
    results = []
    for n, one in enumerate(place.on(day).column):
        if year.rng.random() < 0.004:
            results.append((one, replace(unread(one.key, ColumnState.UNREACHABLE), read_at=at)))
            continue
        rows = tuple((item.title, item.url, item.day) for item in there.get(n, ()))
        is_same, shown[one.key] = shown.get(one.key) == rows, rows
        seen = () if is_same else [sighting(title, str(stated), url=url) for title, url, stated in rows]
        proof = reading(one.key, seen, read_at=at, back_to=str(back_to))
        results.append((one, replace(proof, is_unchanged=is_same)))
    store.runs.save(mark, place, results)
    store.runs.finish(replace(mark, finished_at=at, archive=f"{mark.name}.warc.gz"))


def found(store: Store, place: County, quarter: Period) -> dict[str, set[str]]:
    """What the pack's findings say of a quarter: addresses, or units where the rule tells of units."""
    then = place.on(quarter.last)
    readings = {key: history.for_period(quarter.last) for key, history in store.runs.load_readings(then).items()}
    counts = count_columns(then, quarter, readings, load_ledgers(then, store, quarter))
    audit = build_audit(then, quarter, load_pack("chongxin"), readings, counts=counts)
    told: dict[str, set[str]] = {rule: set() for rule in RULES}
    for finding in audit.findings:
        if finding.rule == "appeared-together":
            told[finding.rule].add(finding.unit)
        elif finding.rule in told:
            told[finding.rule].update(finding.items)
    return told


def simulate(columns: int, quarters: int, seed: int) -> Iterator[tuple[str, int, int, int]]:
    """For each rule: how many were planted and found, how many were missed, how many were found that nobody planted."""
    rng = random.Random(seed)
    start = date(2020, 1, 1) - timedelta(days=30)
    place, paces = make_county(rng, columns, start)
    year = Year(rng, list(place.column))
    periods = [Period.of("quarter", 2020, n + 1) for n in range(quarters)]
    store = open_store("sqlite://")
    sums: Counter[tuple[str, str]] = Counter()
    before = start
    for period in periods:
        days = [before + timedelta(days=n) for n in range((period.last - before).days + 1)]
        live_through(store, place, year, paces, days)
        before = period.last + timedelta(days=1)
        look(store, place, year, before + timedelta(days=1), {})
        told = found(store, place, period)
        for rule in RULES:
            true = year.truth.get((period.name, rule), set())
            sums[rule, "hit"] += len(told[rule] & true)
            sums[rule, "missed"] += len(true - told[rule])
            sums[rule, "false"] += len(told[rule] - true)
            if "-v" in sys.argv and told[rule] ^ true:
                sys.stdout.write(f"{period.name} {rule} {sorted(true - told[rule])} {sorted(told[rule] - true)}\n")
    store.close()
    for rule in RULES:
        yield rule, sums[rule, "hit"], sums[rule, "missed"], sums[rule, "false"]


def main() -> None:
    """Print each rule's figures over all seeds."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    columns, quarters, seeds = numbers[0], numbers[1], numbers[2:] or [1]
    sums: dict[str, Counter[str]] = {rule: Counter() for rule in RULES}
    for seed in seeds:
        for rule, hit, missed, false in simulate(columns, quarters, seed):
            sums[rule] += Counter(hit=hit, missed=missed, false=false)
    for rule, own in [*sums.items(), ("all", sum(sums.values(), Counter()))]:
        precision = own["hit"] / max(1, own["hit"] + own["false"])
        recall = own["hit"] / max(1, own["hit"] + own["missed"])
        figures = f"{own['hit']:6} found {own['missed']:4} missed {own['false']:4} false"
        sys.stdout.write(f"{rule:18}{figures}  precision {precision:.3f}  recall {recall:.3f}\n")


if __name__ == "__main__":
    main()
