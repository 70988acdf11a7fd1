"""A simulated year of looking: ``python simulated_years.py COLUMNS QUARTERS [SEED …] [RHYTHM] [-v]``.

Every column publishes on working days, at a pace of its own; holidays are quiet, the office looks at a rhythm drawn
from ``RHYTHMS`` or named (``weekly`` is drawn by none), some days nobody looks, some looks fail. Healthy noise:
titles put right openly, lists that cut titles, a whole column in a new layout, accounts that come out together, items
moved to another column, columns that move to another unit or address, reposts that are half of a column, documents
published in time, texts that are counted, gone on with or corrected openly; and of the portal: its pages led to
https, front pages and error pages in place of columns, a column that shows what another does. Planted: items dated
back, items that appear together (dated so, dated alike, dated back, in all columns of a unit), silent edits of
titles, dates and texts, deletions, the same item in two places, columns of reposts, documents that are late; columns
that fall silent or publish several times what they did; columns that move, by a redirect or a notice, are renamed or
merged, and are taken over by a person within the week. The truth is known by construction; nothing of the checks is
used to make it. What no look at this rhythm can show is asked of none: texts are read when an item is first seen, and
again by the looks after the quarter.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from portals import HOME, column, county, list_page, reading, sighting, unread

from auditor.archive import ArchiveWriter
from auditor.audit.build import build_audit
from auditor.audit.count import count_columns
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.base.terms import ColumnKind, ColumnState, FetchStatus
from auditor.base.workdays import is_working_day
from auditor.county.model import County, DisclosureColumn, Former
from auditor.fetch import Fetched, PageRequest
from auditor.pipeline.line import load_ledgers
from auditor.pipeline.moves import MoveSign, signs_of_moves
from auditor.read import ArticleFacts
from auditor.read.articles.rewording import compare_texts
from auditor.store import RunMark, open_store

FINDINGS = (
    "back-dated", "appeared-together", "silent-edit", "vanished", "shared-item", "repost-share", "late-publication",
    "beyond-band",
)  # fmt: skip
RULES = (*FINDINGS, "moved", "renamed", "merged", "counted-once")
RHYTHMS = ("daily", "daily", "second", "working")
_BACK = 3
"""Days from the stated date after which a look that does not see an item shows that it is dated back."""
_SHOWN = 200
"""So many days back a column's list reaches."""
_WORDS = ("城乡供水", "医疗救助", "义务教育", "林地管护", "农机购置", "危房改造", "粮食补贴", "河道治理")
_KINDS = ("管理办法", "实施方案", "资金安排", "评审结果", "审批事项", "工作要点", "采购结果", "验收意见")


@dataclass
class Item:
    """One item on the portal now; ``seen`` is the day of the first look that showed it, ``place`` where that looked."""

    title: str
    url: str
    day: date
    where: int
    source: str = "本站"
    formed: date | None = None
    seen: date | None = None
    place: str = ""
    amount: int = 500
    views: int = 0
    added: str = ""
    read: str = ""
    """What its page said when it was opened last; empty where it never was."""

    @property
    def text(self) -> str:
        """What its page says now."""
        return (
            f"现就{self.url}所列事项通知如下，请各乡镇、各部门遵照执行，按时办理。\n"
            f"补助标准为每户{self.amount}元，由县财政局在年底以前发放到位。\n{self.added}各单位要加强监督检查。\n"
            f"浏览次数：{self.views}"
        )

    @property
    def row(self) -> tuple[str, str, date]:
        return self.title, self.url, self.day


@dataclass
class Move:
    """What becomes of a column on a day: how, and the address or name it has then, or the column its items go to."""

    how: str
    day: date
    address: str = ""
    name: str = ""
    into: int = -1

    @property
    def rule(self) -> str:
        return {"renamed": "renamed", "merged": "merged", "emptied": "merged"}.get(self.how, "moved")

    def is_told_by(self, sign: MoveSign, columns: tuple[DisclosureColumn, ...]) -> bool:
        if self.rule == "merged":
            return sign.ends and f"“{columns[self.into].name}”" in sign.told
        return (sign.address, sign.name, sign.ends) == (self.address, self.name, False)


@dataclass
class Year:
    """The portal day by day, and the truth: which items (by address), units or columns each rule must find."""

    rng: random.Random
    columns: list[DisclosureColumn]
    paces: list[float]
    rhythm: str
    https_from: date
    items: list[Item] = field(default_factory=list)
    truth: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    may: set[tuple[str, str]] = field(default_factory=set)
    """What may be found or not: it is so, but no look can show it, or it follows from what was planted."""
    number: int = 0
    touched: set[str] = field(default_factory=set)
    looks: dict[tuple[int, str], list[date]] = field(default_factory=dict)
    """On which days a column was read, by the address that was asked: another page tells nothing of this one."""
    backs: list[Item] = field(default_factory=list)
    bursts: dict[str, list[Item]] = field(default_factory=dict)
    moves: dict[int, Move] = field(default_factory=dict)
    down: dict[int, tuple[date, date, str]] = field(default_factory=dict)
    reposts: dict[int, int] = field(default_factory=dict)
    """Columns in which every so manieth item is a repost."""
    silent: set[int] = field(default_factory=set)
    surging: set[int] = field(default_factory=set)
    rewritten: list[Item] = field(default_factory=list)
    """Items of the quarter whose text was changed without a word, after it was read."""

    def new(self, where: int, day: date) -> Item:
        self.number += 1
        words = f"{self.rng.choice(_WORDS)}{self.rng.choice(_KINDS)}"
        title = f"关于{words}（第{self.number}号）的通知"
        item = Item(title, f"{HOME}{where}/{self.number}.html", day, where)
        if where in self.reposts and self.number % self.reposts[where] == 0:
            item.source = "新华网"
        self.items.append(item)
        return item

    def plant(self, quarter: str, rule: str, subject: str) -> None:
        self.truth.setdefault((quarter, rule), set()).add(subject)

    def fresh(self, quarter: Period) -> list[Item]:
        """Items of the quarter that a look has shown, in columns that stay, that nothing was done to."""
        return [
            item
            for item in self.items
            if item.day in quarter and item.seen and item.url not in self.touched and item.where not in self.moves
        ]

    def look_before(self, item: Item) -> date:
        """The last look at its column that did not show an item, before the first that did."""
        looks = self.looks.get((item.where, item.place), ())
        return max((day for day in looks if item.seen and day < item.seen), default=date.max)

    def is_looked_at(self, day: date) -> bool:
        if self.rhythm == "working":
            return is_working_day(day)
        if self.rhythm == "weekly":
            return day.weekday() == 2
        return self.rhythm == "daily" or day.toordinal() % 2 == 0


def make_county(rng: random.Random, number: int, start: date) -> tuple[County, list[float]]:
    """Columns of a third as many units, four of which move to another unit and two to a new address in the year."""
    units = [f"第{n}局" for n in range(max(2, number // 3))]
    columns, paces = [], []
    for n in range(number):
        kind = "notice" if n % 3 == 1 else "policy" if n % 3 == 2 else "other"
        columns.append(column(f"栏目{n}", units[n % len(units)], url=f"/c{n}/", kind=kind))
        paces.append(0.01 if n % len(units) % 3 == 0 else rng.choice((0.05, 0.1, 0.2, 0.4)))
    before = county(columns)  # a unit that lost its last column is still there
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
    return before.model_copy(update={"column": tuple(columns)}), paces


# -- what happens on the portal ----------------------------------------------------------------------------------------


def live(year: Year, day: date) -> None:
    """What healthy columns do on a day."""
    rng = year.rng
    if is_working_day(day):
        for n, pace in enumerate(year.paces):
            if n not in year.silent and rng.random() < pace:
                move = year.moves.get(n)
                item = year.new(move.into if move and move.day <= day and move.into >= 0 else n, day)
                item.day -= timedelta(days=rng.choice((0, 0, 0, 1)))
                if rng.random() < 0.1:
                    item.formed = item.day - timedelta(days=12)
        for n in year.surging:
            year.new(n, day)
    put_right(year, day)
    write_on(year, day)


def write_on(year: Year, day: date) -> None:
    """Texts are counted, gone on with and corrected openly; and some are changed without a word, which is planted."""
    rng, quarter = year.rng, Period.containing("quarter", day)
    for item in rng.sample(year.items, min(len(year.items), 20)):
        item.views += rng.randrange(1, 90)
    known = [item for item in year.fresh(quarter) if item.read]
    if rng.random() < 0.3 and known:
        item = rng.choice(known)
        year.touched.add(item.url)
        match rng.randrange(4):
            case 0:
                item.added = "附件的格式见县政府门户网站。"
            case 1:
                item.amount, item.added = 600, "（更正：原文补助标准有误，现更正为每户600元。）"
            case _:
                item.amount = rng.choice((300, 650, 5000))
                year.rewritten.append(item)


def put_right(year: Year, day: date) -> None:
    """What portals do with what they published, openly or all at once, and nobody is to be told of."""
    rng, quarter = year.rng, Period.containing("quarter", day)
    if rng.random() < 0.1 and (known := year.fresh(quarter)):
        item = rng.choice(known)
        year.touched.add(item.url)
        match rng.randrange(3):
            case 0:
                item.title += "（更正）"
            case 1:
                item.title = item.title[:-4] + "…"
            case _:
                item.where = rng.choice([n for n in range(len(year.paces)) if n != item.where and n not in year.moves])
    if rng.random() < 0.01:
        where, style = rng.randrange(len(year.paces)), rng.choice(("【公开】", "◆重要◆新版目录"))
        own = [item for item in year.items if item.where == where]
        for item in own:
            item.title = style + item.title
        if len(own) < 4:  # nobody can tell a layout from edits
            year.may |= {("silent-edit", item.url) for item in own}
    if rng.random() < 0.01:
        where = rng.randrange(len(year.paces))
        for _ in range(8):
            item = year.new(where, day)
            item.title = f"第{year.number}号单位{day.year}年部门预算公开说明"


def plant(year: Year, day: date) -> None:
    """What must be found, each about once in a fortnight; the quarter's first weeks stay free, to have a past."""
    rng, quarter = year.rng, Period.containing("quarter", day)
    if (day - quarter.first).days < 25 or (quarter.last - day).days < 6:
        return
    name = quarter.name
    stable = [n for n in range(len(year.paces)) if n not in year.moves]
    if rng.random() < 0.3:
        item = year.new(rng.choice(stable), day - timedelta(days=rng.randrange(9, 24)))
        year.touched.add(item.url)
        year.backs.append(item)
    if rng.random() < 0.2:
        item = year.new(rng.choice(stable), day)
        item.formed = day - timedelta(days=45)
        year.touched.add(item.url)
        year.plant(name, "late-publication", item.url)
    known = year.fresh(quarter)
    if rng.random() < 0.3 and known:
        item = rng.choice(known)
        year.touched.add(item.url)
        if rng.random() < 0.5:
            item.title = item.title.replace("号", "号调整后的", 1)
        else:
            item.day -= timedelta(days=rng.choice((2, 6)))
            year.backs.append(item)
        if item.day in quarter:
            year.plant(name, "silent-edit", item.url)
    known = year.fresh(quarter)
    if rng.random() < 0.3 and known:
        item = rng.choice(known)
        year.touched.add(item.url)
        year.items.remove(item)
        year.plant(name, "vanished", item.url)
    if rng.random() < 0.2 and known:
        item = rng.choice(known)
        if item in year.items and item.url not in year.touched:
            where = rng.choice([n for n in stable if n != item.where])
            year.touched.add(item.url)
            year.items.append(replace(item, where=where, seen=None))
            year.plant(name, "shared-item", item.url)


def plant_burst(year: Year, place: County, day: date) -> None:
    """One unit puts most of its quarter up on one day: dated so, dated over the last days or weeks, in all columns."""
    quarter = Period.containing("quarter", day)
    columns = place.on(quarter.last).column
    owned: Counter[str | None] = Counter(columns[item.where].unit for item in year.items if item.day in quarter)
    stable = [n for n in range(len(columns)) if n not in year.moves]
    quiet = {columns[n].unit for n in stable if owned[columns[n].unit] <= 4} - {None}
    if not quiet:
        return
    unit = year.rng.choice(sorted(filter(None, quiet)))
    own = [n for n in stable if columns[n].unit == unit]
    how = year.rng.choice(("recent", "alike", "back", "wide"))
    where, put_up = year.rng.choice(own), []
    for n in range(30):
        days = {"recent": n % 3, "back": n % 20, "wide": n % 2}.get(how, 0)
        item = year.new(own[n % len(own)] if how == "wide" else where, day - timedelta(days=days))
        year.touched.add(item.url)
        put_up.append(item)
    year.backs += put_up if how == "back" else []
    year.bursts[unit] = put_up


def plan_quarter(year: Year, quarter: Period, *, has_past: bool) -> None:
    """Draw which columns move in a quarter and how, which are down for a time, full of reposts or silent."""
    rng, number = year.rng, len(year.paces)
    free = [n for n in range(number - 2) if n not in year.moves and not year.columns[n].was]
    rng.shuffle(free)

    def day(last: int = 70) -> date:
        return quarter.first + timedelta(days=rng.randrange(10, last))

    shown = Counter(item.where for item in year.items if (quarter.first - item.day).days < _SHOWN - 92)
    for how in rng.sample(("redirect", "notice", "living", "renamed", "script", "merged", "emptied"), 5):
        full = [n for n in free if shown[n] >= 5] if how in ("merged", "emptied") else free
        if full:
            n = full[0]
            free.remove(n)
            address = "" if how in ("renamed", "merged", "emptied") else f"{HOME}moved/{n}/"
            into = free.pop() if how in ("merged", "emptied") else -1
            year.moves[n] = Move(how, day(), address, f"今后栏目第{n}" if how == "renamed" else "", into)
    year.down.clear()
    for how in ("home", "error", "unreachable", "catch-all", "catch-all", "catch-all")[: len(free) - 4]:
        first = day(80)
        year.down[free.pop()] = (first, first + timedelta(days=rng.randrange(3, 11)), how)
    first = day(80)
    year.down[number - 2] = (first, first + timedelta(days=9), "error")
    year.reposts.clear()
    notices = [n for n in free if n % 3 == 1 and year.paces[n] >= 0.2]
    for n, every in zip(notices, (1, 1, 2, 2), strict=False):
        year.reposts[n] = every
    year.rewritten.clear()
    busy = [n for n in free if year.paces[n] >= 0.4 and n not in year.reposts]
    year.silent = set(busy[:3]) if has_past else set()
    slow = [n for n in free if year.paces[n] in (0.05, 0.1) and n not in year.reposts]
    year.surging = set(slow[:3]) if has_past else set()


def move_columns(year: Year, day: date) -> None:
    """What a merger does with the items on its day."""
    for n, move in year.moves.items():
        if move.day == day and move.into >= 0:
            there = {item.url for item in year.items if item.where == move.into}
            gone = [item for item in year.items if item.where == n and item.url in there]
            year.items = [item for item in year.items if item not in gone]
            for item in year.items:
                if item.where == n:
                    item.where = move.into
                    year.touched.add(item.url)
                    year.may |= {(rule, item.url) for rule in ("shared-item", "silent-edit", "back-dated", "vanished")}
            year.may |= {(rule, item.url) for rule in ("shared-item", "vanished", "silent-edit") for item in gone}


# -- looking -----------------------------------------------------------------------------------------------------------


class Office:
    """Looks at the portal, keeps what it saw, and takes over what it is told of moves."""

    def __init__(self, place: County, year: Year, home: Path) -> None:
        self.county, self.year, self.place = place, year, Place(home)
        self.store = open_store("sqlite://")
        self.shown: dict[str, tuple[object, ...]] = {}
        self.pages: dict[int, tuple[str, str]] = {}
        self.told: dict[tuple[str, str], set[str]] = {}
        self.audits: list[Audit] = []

    def look(self, day: date, *, thorough: bool = False) -> None:
        """One crawl at half past two in the morning; a thorough one opens the last quarter's articles again."""
        at = datetime(day.year, day.month, day.day, 2, 30, tzinfo=LOCAL)
        mark = self.store.runs.start(self.county, RunMark(0, at, _quarter(day).previous().first, thorough=thorough))
        back_to = day - timedelta(days=_SHOWN)
        there: dict[int, list[Item]] = {}
        for item in self.year.items:
            if item.day > back_to:
                there.setdefault(item.where, []).append(item)
        there[len(self.year.paces) - 1] = [
            *there.get(len(self.year.paces) - 1, ()),
            *there.get(len(self.year.paces) - 2, ()),
        ]
        results = []
        with ArchiveWriter(self.place.archive_of(self.county.name), mark.name, started=at) as archive:
            mark = self.store.runs.keep_archive(mark, archive.name)
            for n, one in enumerate(self.county.on(day).column):
                if one.until is None or one.until >= day:
                    seen = self._look_at(n, one, there.get(n, []), archive, at, back_to, mark)
                    results.append((one, seen))
        self.store.runs.save(mark, self.county, results)
        self.store.runs.finish(replace(mark, finished_at=at))

    def _look_at(self, n, one, items, archive, at, back_to, mark):
        year, day = self.year, at.date()
        if year.rng.random() < 0.004:
            return replace(unread(one.key, ColumnState.UNREACHABLE), read_at=at)
        how = self._how(n, one, day)
        record = self._page(n, one, how, archive, at)
        if how in ("home", "error", "catch-all", "notice", "script", "merged"):
            return replace(unread(one.key, ColumnState.MISSING, "没有"), read_at=at, entry_record=record)
        if how == "unreachable":
            return replace(unread(one.key, ColumnState.UNREACHABLE), read_at=at)
        if how == "living":
            items = [item for item in items if item.day < year.moves[n].day]
        year.looks.setdefault((n, one.moved_to), []).append(day)
        for item in items:
            if item.seen is None:
                item.seen, item.place = day, one.moved_to
        page = (record, *(item.row for item in items))
        is_same, self.shown[one.key] = self.shown.get(one.key) == page, page
        if mark.thorough and one.kind is ColumnKind.POLICY:
            is_same = False
        seen = [] if is_same else [_sighted(item, one.kind, mark) for item in items]
        seen.sort(key=lambda one: one.date or date.min, reverse=True)  # as lists stand: an old day far down
        if not is_same:  # an old row, as every list has: what stands above it would have been shown
            seen.append(sighting("关于开设栏目的公告", "2018-01-02", url=f"{HOME}{n}/first.html"))
        proof = reading(one.key, seen, read_at=at, back_to=str(back_to))
        return replace(proof, is_unchanged=is_same, entry_record=record, address=one.moved_to)

    def _how(self, n: int, one: DisclosureColumn, day: date) -> str:
        """What the portal does with a column that day, as far as nobody has taken it over; empty where all is well."""
        first, last, how = self.year.down.get(n, (date.max, date.min, ""))
        if first <= day <= last:
            return how
        move = self.year.moves.get(n)
        if move is None or day <= move.day or (move.address and not one.url.startswith("/c")):
            return ""
        return move.how

    def _page(self, n: int, one: DisclosureColumn, how: str, archive: ArchiveWriter, at: datetime) -> str:
        """The record of the column's entry page, written anew where it has changed."""
        move, asked = self.year.moves.get(n), self.county.address_of(one)
        has_tls = at.date() >= self.year.https_from
        name = move.name if move and how == "renamed" else one.name
        state = f"{how} {name} {has_tls} {one.url}"
        known = self.pages.get(n)
        if known and known[0] == state:
            return known[1]
        url, status, body = asked, 200, list_page([], name=name)
        if has_tls:
            url = asked.replace("http:", "https:")
        if how in ("home", "catch-all"):
            url = {"home": HOME, "catch-all": f"{HOME}common/none/"}[how]
        elif how in ("error", "merged"):
            status, body = (
                404,
                "<p>您访问的页面不存在，可能已被删除</p><a href='/search/'>站内搜索</a><a href='/'>首页</a>",
            )
        elif how in ("notice", "script") and move:
            told = f"<p>本栏目已迁移，请访问<a href='{move.address}'>新栏目</a></p><a href='/'>首页</a>"
            body = told if how == "notice" else f"<meta http-equiv='refresh' content='0;url={move.address}'>"
        elif how == "living" and move:
            body = list_page([], name=name, before=f"<p>本栏目已整合至<a href='{move.address}'>新版目录</a>。</p>")
        elif how == "redirect" and move:
            url = move.address
        kind = FetchStatus.OK if status == 200 else FetchStatus.MISSING
        redirects = (asked,) if url != asked else ()
        fetched = Fetched(PageRequest(asked), kind, url, status, (), body.encode(), at, redirects=redirects)
        self.pages[n] = state, archive.add(fetched)
        return self.pages[n][1]

    def take_over(self, day: date) -> None:
        """Ask for signs of moves, note them, and write down what is true of them, as a person would."""
        quarter = _quarter(day).name
        for sign in signs_of_moves(self.county, self.store, self.place):
            n = next(n for n, one in enumerate(self.county.column) if one.key == sign.column.key)
            move = self.year.moves.get(n)
            is_true = move is not None and move.is_told_by(sign, self.county.column)
            rule = move.rule if move and is_true else "merged" if sign.ends else "moved" if sign.address else "renamed"
            self.told.setdefault((quarter, rule), set()).add(sign.column.key if is_true else sign.told)
            if is_true:
                raw = self.county.model_dump(mode="json", exclude_defaults=True, exclude={"path"})
                raw["column"][n] = sign.taken_over(raw["column"][n], self.county.county.home, sign.since)
                self.county = County.model_validate(raw)

    def judge(self, quarter: Period) -> dict[str, set[str]]:
        """What the pack's findings say of a quarter: addresses, units, or columns, as the rule tells of them."""
        then = self.county.on(quarter.last)
        readings = {key: one.for_period(quarter.last) for key, one in self.store.runs.load_readings(then).items()}
        counts = count_columns(then, quarter, readings, load_ledgers(then, self.store, quarter))
        pack = load_pack("chongxin")
        audit = build_audit(then, quarter, pack, readings, counts=counts, earlier=self.audits[::-1])
        once = pack.model_copy(update={"pack": pack.pack.model_copy(update={"same_item": "once"})})
        told: dict[str, set[str]] = {rule: set(self.told.get((quarter.name, rule), ())) for rule in RULES}
        for finding in audit.findings:
            if finding.rule == "appeared-together":
                told[finding.rule].add(finding.unit)
            elif finding.rule in ("repost-share", "beyond-band"):
                told[finding.rule].add(finding.column)
            elif finding.rule in told:
                told[finding.rule].update(finding.items)
        counted = build_audit(then, quarter, once, readings, counts=counts)
        urls = {item.url for row in audit.rows for item in row.items}
        told["counted-once"] = {quarter.name} if counted.total == len(urls) < audit.total else set()
        self.audits.append(audit)
        return told


def _sighted(item: Item, kind: ColumnKind, mark: RunMark):
    """An item as a look takes it in; its page is opened when it is seen first, and again by a thorough look."""
    found = None
    if kind is ColumnKind.POLICY and not item.read:
        item.read = item.text
    elif kind is ColumnKind.POLICY and mark.thorough and item.day >= mark.since:
        found = compare_texts(item.read, item.text)
        item.read = item.text if found and found.is_change else item.read
    facts = ArticleFacts(item.title, source=item.source, formed=item.formed, text=item.read)
    return replace(sighting(item.title, str(item.day), url=item.url, article=facts), reworded=found)


def _quarter(day: date) -> Period:
    return Period.containing("quarter", day)


# -- the truth ---------------------------------------------------------------------------------------------------------


def settle(year: Year, office: Office, quarter: Period) -> None:
    """What of the quarter must be found, as far as a look could show it; the rest may be."""
    name, columns = quarter.name, office.county.on(quarter.last).column
    for item in year.backs:
        before = year.look_before(item)
        is_shown = item.seen is not None and before < date.max and (before - item.day).days > _BACK
        if item.day in quarter and is_shown and ("back-dated", item.url) not in year.may:
            year.plant(name, "back-dated", item.url)
        else:
            year.may.add(("back-dated", item.url))
    looked = {n for (n, _), days in year.looks.items() if days[-1] > quarter.last}
    for item in year.rewritten:
        if (
            item.day in quarter
            and item in year.items
            and item.where in looked
            and columns[item.where].kind is ColumnKind.POLICY
        ):
            year.plant(name, "silent-edit", item.url)
        else:
            year.may.add(("silent-edit", item.url))
    for unit, items in year.bursts.items():
        shown = [n for n, one in enumerate(columns) if one.unit == unit]
        shown += (
            [len(columns) - 2] if len(columns) - 1 in shown else []
        )  # the last column shows those of another as well
        total = sum(item.day in quarter and item.where in shown for item in year.items)
        gaps = [(item.seen - year.look_before(item)).days for item in items if item.seen]
        dated = sum(item.day in quarter for item in items)
        if (
            len(gaps) == len(items)
            and max(gaps) <= _BACK
            and len({i.seen for i in items}) == 1
            and dated > 0.65 * total
        ):
            year.plant(name, "appeared-together", unit)
        else:
            year.may.add(("appeared-together", unit))
        year.may |= {("beyond-band", columns[item.where].name) for item in items}
    for n, move in year.moves.items():
        if move.day in quarter:
            year.plant(name, move.rule, columns[n].key)
        year.may |= {("beyond-band", one.name) for one in (columns[n], columns[move.into])}
    settle_shares(year, office, quarter)
    number = len(year.paces)
    year.may |= {("shared-item", item.url) for item in year.items if item.where in (number - 2, number - 1)}
    year.plant(name, "counted-once", name)
    gone = {item.url for item in year.items}
    for rule in ("late-publication", "shared-item", "back-dated"):
        year.may |= {(rule, url) for url in year.truth.get((name, rule), ()) if url not in gone}


def settle_shares(year: Year, office: Office, quarter: Period) -> None:
    """Columns that are full of reposts or fell silent, as far as they were there to be read at the end."""
    name, columns = quarter.name, office.county.on(quarter.last).column
    for n, every in year.reposts.items():
        own = [item for item in year.items if item.where == n and item.day in quarter]
        share = sum(item.source != "本站" for item in own) / max(1, len(own))
        if every == 1 and len(own) >= 5 and share > 0.85:
            year.plant(name, "repost-share", columns[n].name)
        elif share > 0.75:
            year.may.add(("repost-share", columns[n].name))
    for n in year.silent:
        earlier = [row.count or 0 for audit in office.audits for row in audit.rows if row.key == columns[n].key]
        own = sum(item.where == n and item.day in quarter for item in year.items)
        is_drop = len(earlier) >= 4 and own < 0.35 * min(earlier) and min(earlier) - own >= 5
        if is_drop and n not in year.moves:
            year.plant(name, "beyond-band", columns[n].name)
        else:
            year.may.add(("beyond-band", columns[n].name))
    for n in year.surging:
        earlier = [row.count or 0 for audit in office.audits for row in audit.rows if row.key == columns[n].key]
        own = sum(item.where == n and item.day in quarter for item in year.items)
        if len(earlier) >= 4 and own > 3.2 * max(earlier) and own - max(earlier) >= 12 and n not in year.moves:
            year.plant(name, "beyond-band", columns[n].name)
        else:
            year.may.add(("beyond-band", columns[n].name))
    for how, (first, last, _) in year.down.items():
        if first <= quarter.last <= last + timedelta(days=3):
            year.may |= {(rule, item.url) for item in year.items if item.where == how for rule in FINDINGS}
            year.may.add(("repost-share", columns[how].name))


def simulate(columns: int, quarters: int, seed: int, rhythm: str = "") -> Iterator[tuple[str, int, int, int]]:
    """For each rule: how many were planted and found, how many were missed, how many were found that nobody planted."""
    rng = random.Random(seed)
    start = date(2020, 1, 1) - timedelta(days=30)
    place, paces = make_county(rng, columns, start)
    drawn = rng.choice(RHYTHMS)
    rhythm = rhythm or drawn
    year = Year(rng, list(place.column), paces, rhythm, start + timedelta(days=rng.randrange(40, 300)))
    periods = [Period.of("quarter", 2020 + n // 4, n % 4 + 1) for n in range(quarters)]
    sums: Counter[tuple[str, str]] = Counter()
    before = start
    with tempfile.TemporaryDirectory() as home:
        office = Office(place, year, Path(home))
        for period in periods:
            days = [before + timedelta(days=n) for n in range((period.last - before).days + 1)]
            plan_quarter(year, period, has_past=len(office.audits) >= 4)
            year.bursts.clear()
            live_through(office, days)
            before = period.last + timedelta(days=1)
            for n in (1, 2):
                office.look(before + timedelta(days=n), thorough=True)
            office.take_over(period.last)
            settle(year, office, period)
            told = office.judge(period)
            for rule in RULES:
                true = year.truth.get((period.name, rule), set())
                hit, missed, false = told[rule] & true, true - told[rule], told[rule] - true
                missed, false = ({one for one in some if (rule, one) not in year.may} for some in (missed, false))
                sums.update({(rule, "hit"): len(hit), (rule, "missed"): len(missed), (rule, "false"): len(false)})
                if "-v" in sys.argv and (missed or false):
                    sys.stdout.write(
                        f"{seed} {rhythm} {period.name} {rule} missed {sorted(missed)} false {sorted(false)}\n"
                    )
        office.store.close()
    for rule in RULES:
        yield rule, sums[rule, "hit"], sums[rule, "missed"], sums[rule, "false"]


def live_through(office: Office, days: list[date]) -> None:
    """Publish and look, day by day; some days nobody looks, some looks fail."""
    year, rng = office.year, office.year.rng
    bursts = {quarter.first + timedelta(days=rng.randrange(35, 60)) for quarter in map(_quarter, days)}
    rate = 0.05 if year.rhythm == "weekly" else 0.008
    down = {day + timedelta(days=n) for day in days if rng.random() < rate for n in range(rng.randrange(1, 4))}
    for day in days:
        move_columns(year, day)
        live(year, day)
        plant(year, day)
        if day in bursts:
            plant_burst(year, office.county, day)
        after = day + timedelta(days=1)
        if after not in down and year.is_looked_at(after):
            office.look(after)
        if day.weekday() == 0:
            office.take_over(day)


def main() -> None:
    """Print each rule's figures over all seeds."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    columns, quarters, seeds = numbers[0], numbers[1], numbers[2:] or [1]
    rhythm = next((word for word in sys.argv[1:] if word in (*RHYTHMS, "weekly")), "")
    sums: dict[str, Counter[str]] = {rule: Counter() for rule in RULES}
    for seed in seeds:
        for rule, hit, missed, false in simulate(columns, quarters, seed, rhythm):
            sums[rule] += Counter(hit=hit, missed=missed, false=false)
    for rule, own in [*sums.items(), ("all", sum(sums.values(), Counter()))]:
        precision = own["hit"] / max(1, own["hit"] + own["false"])
        recall = own["hit"] / max(1, own["hit"] + own["missed"])
        figures = f"{own['hit']:6} found {own['missed']:4} missed {own['false']:4} false"
        sys.stdout.write(f"{rule:18}{figures}  precision {precision:.3f}  recall {recall:.3f}\n")


if __name__ == "__main__":
    main()
