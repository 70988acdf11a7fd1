"""What the portals of the farm hold: columns of every length, with items on both sides of every boundary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 31)
BEFORE, AFTER = date(2019, 12, 31), date(2020, 4, 1)

_WHO = (
    "县财政局",
    "县人社局",
    "县水务局",
    "县住建局",
    "新窑镇",
    "锦屏镇",
    "县教科局",
    "县审计局",
    "县民政局",
    "县司法局",
    "县卫健局",
)
_WHAT = (
    "春季农田水利建设", "低保对象动态调整", "河道采砂许可", "城区集中供热", "惠农补贴发放", "政府采购项目",
    "森林草原防火", "公开招聘工作人员", "国有建设用地使用权出让", "学前教育资助资金", "安全生产专项整治",
    "农村饮水安全巩固提升工程招标", "行政执法人员资格",
)  # fmt: skip
_KIND = ("的通知", "的公告", "的公示", "情况的报告", "结果的公示", "的实施方案", "的批复")
_BEFORE = {4: "2019年12月31日前", 7: "（2020-03-31更正）", 9: "关于“一件事”&“一次办”：", 13: "<2020年第3批>"}
_AFTER = {5: "（2020年4月1日起施行）", 6: "（崇政办发〔2020〕12号）", 11: "——2018年度决算附表1", 17: " (A&B)"}


@dataclass(frozen=True)
class Entry:
    """One published item. ``address`` is absolute on the portal, or whole where it leads elsewhere."""

    number: int
    title: str
    day: date
    address: str
    pinned: bool = False


@dataclass(frozen=True)
class Column:
    """One column as the portal shows it, in the portal's order."""

    slug: str
    name: str
    number: int
    entries: tuple[Entry, ...]

    def page(self, number: int, size: int) -> tuple[Entry, ...]:
        """The entries of one page, counted from 1."""
        return self.entries[(number - 1) * size : number * size]

    def pages(self, size: int) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.entries) // size))

    def pages_needed(self, size: int) -> int:
        """The pages to read until a whole one lies before the quarter, or the list ends.

        A first page that lies before it proves nothing yet: it may be full of pinned rows, or the list run upwards.
        """
        for number in range(1, self.pages(size) + 1):
            rows = [entry for entry in self.page(number, size) if not entry.pinned]
            if rows and all(entry.day < FIRST for entry in rows):
                return max(number, min(2, self.pages(size)))
        return self.pages(size)

    @property
    def in_quarter(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if FIRST <= entry.day <= LAST)


def spread(count: int, newest: date, oldest: date) -> list[date]:
    """``count`` days from ``newest`` down to ``oldest``, both included."""
    span = (newest - oldest).days
    return [newest - timedelta(days=span * step // max(1, count - 1)) for step in range(count)]


def old(count: int) -> list[date]:
    return spread(count, BEFORE, date(2017, 5, 2))


PLANS: dict[str, tuple[str, Sequence[date]]] = {
    "none": ("财政决算", []),
    "last-day": ("人事任免", [LAST]),
    "day-before": ("规划计划", [BEFORE]),
    "two": ("公示公告", [FIRST, BEFORE]),
    "three": ("政府文件", [AFTER, LAST, FIRST]),
    "fifteen": ("扶贫信息", spread(15, LAST, FIRST)),
    "sixteen": ("环境保护", spread(16, LAST, FIRST)),
    "thirty": ("政府采购", [*spread(15, LAST, FIRST), *old(15)]),
    "forty-six": ("资源交易", spread(46, LAST, FIRST)),
    "seventy-four": ("部门动态", [date(2020, 4, 9), AFTER, *spread(74, LAST, FIRST), *old(60)]),
    "silent": ("统计信息", old(61)),
    "page-edge": ("应急管理", [*spread(31, LAST, FIRST), *old(44)]),
}
"""For each column: its name, and the days of its items, newest first."""


def title_of(number: int, salt: int) -> str:
    """An invented title; no two numbers below 1001 share one."""
    k = number + salt
    core = f"{_WHO[k % 11]}关于{_WHAT[k % 13]}{_KIND[k % 7]}"
    return _BEFORE.get(k % 19, "") + core + _AFTER.get(k % 23, "")


Addresser = Callable[[str, int, date], str]
"""Where an article stands: column slug, item number, day."""


def columns(address: Addresser, *, twins: bool = True, elsewhere: bool = True) -> tuple[Column, ...]:
    """All columns of one portal.

    ``twins``: one pair of items of one day shares a title under two addresses. ``elsewhere``: now and then an item
    leads to another site or to an attachment.
    """
    made = []
    for salt, (slug, (name, days)) in enumerate(PLANS.items()):
        entries = [Entry(n, title_of(n, salt * 17), day, address(slug, n, day)) for n, day in enumerate(days, 1)]
        if elsewhere:
            entries = [_led_away(entry, slug) for entry in entries]
        if twins and len(entries) > 40:
            first, second = entries[20:22]
            entries[21] = Entry(second.number, first.title, first.day, second.address)
        made.append(Column(slug, name, 1000 + salt * 37, tuple(entries)))
    return tuple(made)


def _led_away(entry: Entry, slug: str) -> Entry:
    if entry.number % 14 == 5:
        away = f"http://www.gszy.example.gov.cn/art/{entry.day.year}/{slug}_{entry.number}.html"
        return Entry(entry.number, entry.title, entry.day, away)
    if entry.number % 14 == 9:
        return Entry(entry.number, entry.title, entry.day, f"/upload/{slug}/P0{entry.day:%Y%m%d}{entry.number:04}.pdf")
    return entry
