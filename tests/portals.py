"""Pages without a network: small lists as bytes, and a fetcher that answers from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from auditor.base.period import LOCAL
from auditor.base.terms import ColumnState, DateSource, FetchStatus
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting
from auditor.fetch import Fetched, PageRequest
from auditor.read import ArticleFacts, ListItem

HOME = "http://portal.test/"
NOW = datetime(2020, 4, 10, 2, 30, tzinfo=LOCAL)


def list_page(
    items: Sequence[tuple[str, str, str]],
    *,
    next_href: str = "",
    total: int | None = None,
    name: str = "栏目",
    before: str = "",
) -> str:
    """A plain list page: (title, href, date as printed), a next link and a stated total."""
    rows = "".join(f'<li><a href="{href}">{title}</a><span>{day}</span></li>' for title, href, day in items)
    pager = f'<div class="page">{f"共{total}条" if total is not None else ""}'
    pager += f'<a href="{next_href}">下一页</a></div>' if next_href else "</div>"
    return (
        f"<html><head><meta charset='utf-8'><title>{name}</title><meta name='ColumnName' content='{name}'></head>"
        f"<body><div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>{before}"
        f"<div class='main'><h2>{name}</h2><ul class='news_list'>{rows}</ul>{pager}</div></body></html>"
    )


def entries(*days: str, slug: str = "a") -> list[tuple[str, str, str]]:
    """Rows for these printed dates, newest first as given."""
    return [(f"关于第{n}号事项的公告（{slug}）", f"/{slug}/t{n}.html", day) for n, day in enumerate(days, 1)]


Answer = str | bytes | int | tuple[int, str] | Fetched


@dataclass
class TableFetcher:
    """Answers from a table of address (or ``POST address body``) to a page, a status, or a list taken in turn."""

    answers: Mapping[str, Answer | list[Answer]]
    asked: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    now: datetime = NOW

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        key = request.url.removeprefix(HOME.rstrip("/")) if request.method == "GET" else request.key
        self.asked.append(key)
        if unless_changed:
            self.conditional.append(key)
        answer = self.answers.get(key, self.answers.get(request.url, 404))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        record = f"run.warc.gz#{len(self.asked)}"
        if isinstance(answer, Fetched):
            return answer
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        if isinstance(body, int):
            status, body = body, ""
        content = body.encode() if isinstance(body, str) else body
        kind = _status(status)
        headers = (("content-type", "text/html; charset=utf-8"),)
        return Fetched(request, kind, request.url, status, headers, content, self.now, kind.label, record)


def _status(http: int) -> FetchStatus:
    if http == 304:
        return FetchStatus.NOT_MODIFIED
    if http < 300:
        return FetchStatus.OK
    if http in (404, 410):
        return FetchStatus.MISSING
    return FetchStatus.BLOCKED if http in (401, 403, 405, 412, 429, 521) else FetchStatus.UNREACHABLE


def sighting(
    title: str = "关于某事项的公告",
    day: str | None = "2020-03-05",
    *,
    url: str = "",
    article: ArticleFacts | None = None,
    first_seen: datetime | None = None,
    absent_at: datetime | None = None,
    gone_at: datetime | None = None,
) -> Sighting:
    """One item as seen."""
    published = date.fromisoformat(day) if day else None
    address = url or f"{HOME}{abs(hash((title, day))) % 10**8}.html"
    source = DateSource.LIST if published else None
    item = ListItem(title, address, address, published, source)
    return Sighting(item, published, source, "", article, "run.warc.gz#1", first_seen, absent_at, gone_at)


def sightings(count: int, day: str = "2020-03-05", slug: str = "事项") -> list[Sighting]:
    """``count`` different items of one day."""
    return [sighting(f"关于{slug}{n}的公告", day, url=f"{HOME}{slug}/{n}.html") for n in range(count)]


def reading(
    key: str,
    seen: Sequence[Sighting] = (),
    *,
    state: ColumnState = ColumnState.COUNTED,
    reason: str = "",
    read_at: datetime = NOW,
    back_to: str | None = "2019-12-20",
    reached_end: bool = False,
    vanished: Sequence[Sighting] = (),
) -> ColumnReading:
    """One pass over a column, proved back to ``back_to``."""
    return ColumnReading(
        column_key=key,
        state=state,
        reason=reason,
        read_at=read_at,
        sightings=tuple(seen),
        read_back_to=date.fromisoformat(back_to) if back_to else None,
        reached_end=reached_end,
        pages=(f"run.warc.gz#{key}",),
        requests=1,
        vanished=tuple(vanished),
    )


def unread(key: str, state: ColumnState = ColumnState.UNREACHABLE, reason: str = "连接被拒绝") -> ColumnReading:
    """A pass that failed."""
    return reading(key, state=state, reason=reason, back_to=None)


def column(name: str = "规划计划", unit: str | None = "发改局", **more: object) -> DisclosureColumn:
    """One column."""
    return DisclosureColumn.model_validate({"name": name, "url": f"/{name}/", "unit": unit, "owner": "", **more})


def county(columns: Sequence[DisclosureColumn], **more: object) -> County:
    """A county that holds these columns and their units."""
    units = dict.fromkeys(column.unit for column in columns if column.unit)
    facts = {
        "name": "清源县",
        "home": HOME,
        "issuer": "清源县人民政府办公室",
        "inspector": "县政务服务中心",
        "addressees": "各乡镇人民政府，县直各单位",
    }
    return County.model_validate(
        {
            "county": facts,
            "crawl": {"delay": 0},
            "table": [{"id": "departments", "title": "部门信息公开更新情况统计表", "group": "政府部门"}],
            "unit": [{"name": name, "table": "departments"} for name in units],
            "column": [column.model_dump(exclude_none=True) for column in columns],
            **more,
        }
    )


def days_after(moment: datetime, days: int) -> datetime:
    """A later moment."""
    return moment + timedelta(days=days)
