"""What a portal and its county are called: of all the places that say so, the first that says a county's government."""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from auditor.base.pattern import pattern
from auditor.discover.words import discovery_words

_PLACES = pattern(
    r"[^省市州盟县旗区]{1,12}?(?:自治县|自治旗|自治州|自治区|地区|省|市|州|盟|县|旗|区)",
    finds=("平凉市崇信县", "某某自治县", "和平区"),
    not_in=("县", "人民政府"),
    seen="names of portals: 省市县 one after another",
)
_GREETING = pattern(
    r"^.*(?:访问|光临|欢迎您|来到)",
    finds=("欢迎访问崇信县", "您好，欢迎光临", "欢迎您"),
    not_in=("崇信县人民政府",),
    seen="titles of portals",
)
_GOVERNMENT = pattern(
    r"[\u4e00-\u9fff]{2,20}?(?:县|旗|市|区)人民政府",
    finds=("主办：宁远县人民政府办公室", "四川省宁远县人民政府"),
    not_in=("四川省人民政府", "人民政府"),
    seen="headings and feet of home pages: 主办单位, 版权所有",
)
_NOT_BEFORE = pattern(
    r"^.*(?:主办|承办|单位|所有|版权|地址|维护|管理|由|是)",
    finds={"主办单位旱塬县人民政府": "主办单位", "版权所有旱塬县": "版权所有"},
    not_in=("旱塬县人民政府",),
    seen="feet of home pages: what stands before the government's name",
)
_TOO_WIDE = pattern(
    r"(?:省|自治区|自治州|地区|州|盟)$",
    finds=("四川省", "广西壮族自治区", "凉山彝族自治州"),
    not_in=("旱塬县", "临江区", "杭州市"),
    seen="names of portals of provinces and prefectures",
)
_OFFICIAL = pattern(
    r"政府",
    finds=("旱塬县人民政府", "旱塬县政府网"),
    not_in=("公司网站", "首页"),
    seen="titles and metas of home pages",
)
_BEHIND = pattern(
    r"人民政府|政府|门户|网",
    finds=("崇信县人民政府", "崇信县政府网", "崇信县门户"),
    not_in=("崇信县",),
    seen="names of portals: what stands behind the place",
)
_SITE = pattern(
    r"(?:政府|信息|门户|官方){0,3}(?:网站|网)$",
    finds=("县教育局门户网站", "县教育局网", "河口镇政府网站"),
    not_in=("县教育局", "网站地图"),
    seen="names of the sites of departments and towns",
)
_PARTS = re.compile(r"[-_|—\s]+")
_LONGEST = 60


def county_name(site_name: str) -> str:
    """The county in a portal's name (崇信县 of 平凉市崇信县人民政府); empty where it names none, or only a province."""
    before = _BEHIND.split(site_name[:_LONGEST])[0]
    places = [str(place) for place in _PLACES.findall(_GREETING.sub("", before))]
    return places[-1] if places and not _TOO_WIDE.search(places[-1]) else ""


def portal_name(tree: LexborHTMLParser) -> str:
    """What the home page calls its portal: the name that tells the county, else the county's government, else the
    first that speaks of a government or a portal; empty where none does (公司网站 is no portal's name)."""
    names = list(_names(tree))
    told = [name for name in names if county_name(name)]
    if not told and (government := _government(tree)):
        told = [government]
    return next(iter([*told, *filter(_OFFICIAL.search, names)]), "")


def office_name(tree: LexborHTMLParser) -> str:
    """The department or town whose site a page says it stands on, as it is written; empty where it says none."""
    names = (_SITE.sub("", name) for name in _names(tree))
    return next(filter(discovery_words().is_unit, names), "")


def _names(tree: LexborHTMLParser) -> Iterator[str]:
    """The names in the page's metas and title, without greetings, those with the government's first."""
    metas = {
        (node.attributes.get("name") or "").lower(): node.attributes.get("content") or "" for node in tree.css("meta")
    }
    title = tree.css_first("title")
    texts = [metas.get("sitename", ""), title.text() if title else "", metas.get("author", "")]
    parts = [
        _GREETING.sub("", part)
        for text in texts
        for part in sorted(_PARTS.split(text.strip()[:_LONGEST]), key=lambda part: not _OFFICIAL.search(part))
    ]
    yield from (part for part in parts if part)


def _government(tree: LexborHTMLParser) -> str:
    """The county's government that the home page's text names most often."""
    text = tree.body.text(separator="\n")[:200_000] if tree.body else ""
    found = Counter(_NOT_BEFORE.sub("", match[0]) for match in _GOVERNMENT.finditer(text))
    named = [(name, times) for name, times in found.most_common(5) if county_name(name)]
    return named[0][0] if named else ""
