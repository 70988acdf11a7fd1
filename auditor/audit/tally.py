"""What a person counted on a column that the program cannot read: the items, or the number alone, and the proof of it.

It is kept as a decision's value, in canonical JSON, so that the same tally gives the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from auditor.base.errors import BadInput
from auditor.base.hosts import is_web_address
from auditor.base.period import LOCAL, Period
from auditor.base.terms import DateSource
from auditor.crawl.column import Sighting
from auditor.read import ListItem


@dataclass(frozen=True, slots=True)
class TalliedItem:
    """One item as a person found it on the page; ``url`` is empty where none was noted."""

    title: str
    date: date
    url: str = ""

    @property
    def sighting(self) -> Sighting:
        """The item as what a crawl would have seen of it, without an archived page."""
        listed = ListItem(self.title, self.url, self.url, self.date, DateSource.LIST)
        return Sighting(listed, self.date, DateSource.LIST)


@dataclass(frozen=True, slots=True)
class Tally:
    """One person's count of one column in one period.

    ``items`` are those of the period; with none of them, ``number`` alone is known, and no date. ``looked_at`` is when
    the page was looked at, ``address`` where, ``proof`` the file that shows it (``sha256:…`` and its suffix). ``over``
    is what the program counted, where the person says that it is wrong: the tally holds while it says the same.
    """

    number: int
    looked_at: datetime
    address: str
    proof: str
    items: tuple[TalliedItem, ...] = ()
    over: int | None = None

    @property
    def is_dateless(self) -> bool:
        """Whether there are items of whose dates nothing is known but that they are the period's."""
        return self.number > 0 and not self.items

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """The items, newest first."""
        newest_first = sorted(self.items, key=lambda item: (item.date, item.url, item.title), reverse=True)
        return tuple(item.sighting for item in newest_first)

    def to_text(self) -> str:
        """As a decision keeps it."""
        value = {
            "number": self.number,
            "looked_at": self.looked_at.isoformat(),
            "address": self.address,
            "proof": self.proof,
            "items": [[item.title, item.date.isoformat(), item.url] for item in self.items],
            **({} if self.over is None else {"over": self.over}),
        }
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Tally":
        """Read back what `to_text` wrote."""
        value = json.loads(text)
        items = tuple(TalliedItem(title, date.fromisoformat(day), url) for title, day, url in value["items"])
        looked_at = datetime.fromisoformat(value["looked_at"])
        return cls(value["number"], looked_at, value["address"], value["proof"], items, value.get("over"))


def moment_looked_at(key: str, text: str, now: datetime) -> datetime:
    """When a page was looked at, as a person wrote it: local time where no zone is given, not after ``now``.

    Raises `BadInput` naming ``key``.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput.one(key, "", f"“{text}”不是有效的时间", "请写成 2020-04-10T15:30") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    if moment > now:
        raise BadInput.one(key, "", f"“{text}”还没有到", "请写打开网页查看的时间")
    return moment


def require_look(period: Period, looked_at: datetime, address: str) -> None:
    """Refuse a look at no web page, or at a time before what it is to show; raises `BadInput`."""
    if looked_at.astimezone(LOCAL).date() < period.first:
        raise BadInput.one("查看时间", "", f"{looked_at:%Y-%m-%d}早于{period.label}", "请写打开网页查看的时间")
    if not is_web_address(address):
        raise BadInput.one("查看的网址", "", f"“{address[:80]}”不是网址", "请从浏览器地址栏复制，以 http 开头")


def make_tally(
    period: Period,
    *,
    items: Sequence[TalliedItem] = (),
    number: int | None = None,
    looked_at: datetime,
    address: str,
    proof: str,
) -> Tally:
    """A checked tally of one period; raise `BadInput` naming what is wrong.

    Either ``items`` or ``number``: items outside the period are refused, since what was counted must be what is shown.
    """
    if bool(items) == (number is not None):
        cure = "逐条填写标题和日期；条目太多写不全的，才只填条数"
        raise BadInput.one("人工核查", "", "条目和条数要填一样，且只填一样", cure)
    if number is not None and not 0 <= number < 100_000:
        raise BadInput.one("条数", "", f"“{number}”不是合理的条数", "请写0至99999之间的数")
    require_look(period, looked_at, address)
    outside = [item for item in items if item.date not in period]
    if outside:
        what = f"“{outside[0].title[:40]}”的日期{outside[0].date}不在{period.label}之内"
        raise BadInput.one("条目", "", what, "只填本期发布的信息")
    unique = tuple(dict.fromkeys(items))
    return Tally(len(unique) if items else number or 0, looked_at, address, proof, unique)
