"""The sample portal's pages: which address gives what, in the manner of four publishing systems."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import md5
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from auditor.base.resources import shipped
from auditor.sample.content import SampleColumn, SampleItem, Site
from auditor.sample.systems import Slice, System, column_number, folder_of, slice_of

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT_API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_WEB = "2086"
_GROUPS = 3
_LONGEST_TITLE = 26
_SHOWN_NEWS = 6
_FILLED = ("/zfxxgk/fdzdgknr/zfwj/", "/zfxxgk/fdzdgknr/cz", "/zfxxgk/fdzdgknr/bm")
"""Columns of the unit system whose page already holds the first page of the list."""
_CHARSETS = {System.LEGACY: "gb2312"}


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """What the portal answers; ``is_file`` tells that it stands for a file on disk, which has validators."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    href: str
    date: str
    pinned: bool

    @property
    def short(self) -> str:
        """The title as lists cut it."""
        return self.title if len(self.title) <= _LONGEST_TITLE else f"{self.title[: _LONGEST_TITLE - 2]}..."


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(shipped("templates", "sample")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """A page of the portal from its template."""
    return _templates().get_template(template).render(**values)


class Pages:
    """Everything one `Site` serves on one host."""

    def __init__(self, site: Site, host: str) -> None:
        self._site, self._host = site, host
        self._by_number = {column_number(column.path): column for column in site.lists}

    def at(self, path: str) -> SampleAnswer | None:
        """The file at ``path``, or ``None``."""
        if path in ("/", "/index.html"):
            return self._page("home.html", crumbs=[])
        if path in ("/zfxxgk/", "/zfxxgk/index.html"):
            return self._catalogue()
        if path == "/robots.txt":
            return SampleAnswer(render("robots.txt").encode(), "text/plain; charset=utf-8", is_file=True)
        if path in self._articles:
            return self._article(*self._articles[path])
        return self._list(*self._lists[path]) if path in self._lists else None

    def records(self, query: Mapping[str, str]) -> SampleAnswer | None:
        """A group of records of a data island: ``startrecord`` to ``endrecord``, or page ``page``."""
        column = self._by_number.get(query.get("columnid", ""))
        if column is None or column.system is not System.ISLAND:
            return None
        per_page = _number(query, "perpage", column.system.page_size)
        first = _number(query, "startrecord", (_number(query, "page", 1) - 1) * per_page + 1)
        last = _number(query, "endrecord", first + per_page - 1)
        total = len(column.items)
        following = None
        if last < total:
            asked = {"startrecord": last + 1, "endrecord": min(total, 2 * last - first + 1), "perpage": per_page}
            following = f"{PROXY}?{urlencode(asked | self._island_form(column))}"
        rows = _rows(column.items[first - 1 : last])
        pages = -(-total // per_page)
        text = render("proxy.xml", rows=rows, total=total, pages=pages, following=following)
        return SampleAnswer(text.encode(), "text/xml; charset=utf-8")

    def unit(self, query: Mapping[str, str]) -> SampleAnswer:
        """One page of a list as the JSON interface gives it; failures are told inside, as such interfaces do."""
        column = self._by_number.get(query.get("pageId", ""))
        try:
            number = int(json.loads(query.get("paramJson") or "{}").get("pageNo", 1))
        except (ValueError, AttributeError, TypeError):
            number = 1
        part = slice_of(len(column.items), column.system.page_size, number) if column else None
        if column is None or column.system is not System.UNIT or part is None:
            refused = {"success": False, "code": "500", "message": "生成失败", "data": None}
            return SampleAnswer(json.dumps(refused, ensure_ascii=False).encode(), "application/json")
        html = render(
            "fragment.html",
            rows=_rows(column.items[part.first : part.last]),
            total=len(column.items),
            per_page=column.system.page_size,
            part=part,
            api=UNIT_API,
            quoted=_quoted(self._unit_query(column)),
        )
        answer = {"success": True, "code": "200", "message": "生成成功", "data": {"html": html}}
        return SampleAnswer(json.dumps(answer, ensure_ascii=False).encode(), "application/json")

    def empty_list(self, path: str) -> SampleAnswer | None:
        """The list at ``path`` with its rows gone and no word why, as a broken script leaves it."""
        if path not in self._lists:
            return None
        return self._page("list.html", column=self._lists[path][0], crumbs=[("政府信息公开", "/zfxxgk/")])

    @cached_property
    def _articles(self) -> dict[str, tuple[SampleColumn, SampleItem]]:
        return {item.path: (column, item) for column in self._site.lists for item in column.items}

    @cached_property
    def _lists(self) -> dict[str, tuple[SampleColumn, Slice]]:
        pages: dict[str, tuple[SampleColumn, Slice]] = {}
        for column in self._site.lists:
            folder, number = folder_of(column.path), 1
            while part := slice_of(len(column.items), _rows_of_page(column.system), number):
                pages[f"{folder}{_file_name(column.system, number)}"] = (column, part)
                if column.system in (System.ISLAND, System.UNIT):
                    break
                number += 1
            pages[folder] = pages[f"{folder}index.html"]
        return pages

    def _list(self, column: SampleColumn, part: Slice) -> SampleAnswer:
        relative = "./" if column.system is System.STATIC else ""
        base = folder_of(column.path)
        rows = _rows(column.items[part.first : part.last])
        if column.system in (System.STATIC, System.LEGACY):
            rows = [_Row(row.title, row.href.replace(base, relative, 1), row.date, row.pinned) for row in rows]
        values: dict[str, Any] = {"rows": rows, "part": part, "total": len(column.items)}
        if column.system is System.ISLAND:
            values |= {"web": _WEB, "unit": _island(column), "number": column_number(column.path)}
            values |= {"per_page": column.system.page_size, "groups": _GROUPS}
        if column.system is System.UNIT:
            query = self._unit_query(column)
            script = md5(column.path.encode(), usedforsecurity=False).hexdigest()
            values |= {"api": UNIT_API, "query": query, "quoted": _quoted(query), "script": script}
            values |= {"per_page": column.system.page_size, "is_filled": column.path.startswith(_FILLED)}
        crumbs = [("政府信息公开", "/zfxxgk/"), (column.name, "")]
        return self._page(f"{column.system}.html", column.system, column=column, crumbs=crumbs, **values)

    def _article(self, column: SampleColumn, item: SampleItem) -> SampleAnswer:
        seed = crc32(item.path.encode())
        return self._page(
            "article.html",
            column.system,
            column=column,
            item=item,
            clock=f"{9 + seed % 9:02}:{seed // 9 % 60:02}:00",
            is_legacy=column.system is System.LEGACY,
            crumbs=[(column.name, column.path), ("正文", "")],
        )

    def _catalogue(self) -> SampleAnswer:
        groups = [(name, list(columns)) for name, columns in groupby(self._site.columns, lambda column: column.group)]
        return self._page("catalogue.html", groups=groups, crumbs=[("政府信息公开", "")])

    def _page(self, template: str, system: System = System.STATIC, **values: Any) -> SampleAnswer:
        charset = _CHARSETS.get(system, "utf-8")
        text = render(template, site=self._site, host=self._host, charset=charset, hot=self._hot, **values)
        content_type = "text/html" if charset != "utf-8" else "text/html; charset=utf-8"
        return SampleAnswer(text.encode(charset), content_type, is_file=True)

    @cached_property
    def _hot(self) -> tuple[SampleItem, ...]:
        return self._site.news.items[2 : 2 + _SHOWN_NEWS]

    def _island_form(self, column: SampleColumn) -> dict[str, str]:
        return {
            "col": "1",
            "appid": "1",
            "webid": _WEB,
            "path": "/",
            "columnid": column_number(column.path),
            "sourceContentType": "1",
            "unitid": _island(column),
            "webname": self._site.portal,
            "permissiontype": "0",
        }

    def _unit_query(self, column: SampleColumn) -> dict[str, str]:
        return {
            "parseType": "bulidstatic",
            "webId": _WEB,
            "tplSetId": "cx7Rk2SampleListTpl03",
            "pageType": "column",
            "tagId": "信息列表",
            "editType": "null",
            "pageId": column_number(column.path),
        }


def _island(column: SampleColumn) -> str:
    return str(70_000 + int(column_number(column.path)))


def _rows_of_page(system: System) -> int:
    return system.page_size * (_GROUPS if system is System.ISLAND else 1)


def _file_name(system: System, number: int) -> str:
    if number == 1:
        return "index.html"
    return f"index_{number if system is System.LEGACY else number - 1}.html"


def _rows(items: tuple[SampleItem, ...]) -> list[_Row]:
    return [_Row(item.title, item.path, item.date.isoformat(), item.pinned) for item in items]


def _quoted(query: Mapping[str, str]) -> str:
    return "{" + ",".join(f"'{key}':'{value}'" for key, value in query.items()) + "}"


def _number(query: Mapping[str, str], key: str, default: int) -> int:
    text = query.get(key, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else default
