"""Damaged or foreign text: broken encodings, hijacked words, empty catalogue fields."""

import re
from collections.abc import Iterator

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_BROKEN = pattern(
    r"锟斤拷|烫烫烫|屯屯屯|锘縷|\ufffd+|(?:[ÃÂäåæçèé][\x80-\xbf\u0152-\u2122]{1,2}){3,}",
    finds=("锟斤拷", "烫烫烫", "标题�"),
    not_in=("烫伤", "正文"),
    seen="what wrong encodings leave",
)
_SUSPECT_RUN = re.compile("[\u4e00-\u9fff€]{4,40}")
_BET = pattern(
    r"六合彩|时时彩|百家乐|真人娱乐|娱乐城|葡京|威尼斯人|老虎机|亚博|皇冠体育|开户送|注册送|私服|无码|国产精品|"
    r"一区二区|久久[热爱]|"
    r"裸聊|代开发票|博彩|赌球|体育投注|彩票平台|棋牌游戏|成人视频|色情网|在线赌场|澳门银河|北京赛车|办证刻章|"
    r"澳门金沙|投注官网|官网投注|欧洲杯足球网|足球网|投注平台|真人视讯|毛片|痴女|成人AV|第四色|岛国在线",
    finds=("威尼斯人", "在线赌场", "代开发票"),
    not_in=("发票管理", "足球比赛"),
    seen="hijacked pages; see rules/portals/_walls.toml",
)
_SPOKEN_OF = pattern(
    r"暗链|链接|篡改|跳转|打击|整治|查处|违法|非法|外链|排查|错链|域名|被挂|植入|案",
    finds=("排查暗链", "查处", "植入"),
    not_in=("更新及时",),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_FIELDS = (
    "索引号",
    "发布机构",
    "发文机关",
    "成文日期",
    "生成日期",
    "发布日期",
    "名称",
    "主题分类",
    "文号",
    "发文字号",
    "有效性",
    "公开方式",
    "信息分类",
)
_REQUIRED = frozenset(("索引号", "发布机构", "成文日期", "生成日期", "发布日期", "名称"))
_EMPTY = pattern(
    r"(?:null|undefined|nan|none|\(?空\)?|[-—_]+)?",
    finds=("null", "", "(空)", "--"),
    not_in=("014320144/2015-00056", "无题"),
    seen="catalogue heads of disclosure pages: 宿迁市 (2014)",
    flags=re.I,
    way="fullmatch",
)
_FIELD = pattern(
    r"(?P<name>索\s*引\s*号|发\s*布\s*机\s*构|发文机关|成\s*文\s*日\s*期|生\s*成\s*日\s*期|发\s*布\s*日\s*期|"
    r"名\s*称|主题分类|文\s*号|发文字号|有\s*效\s*性|公开方式|信息分类)\s*[:：]",
    finds={"索 引 号：": "索 引 号", "发布机构:": "发布机构", "成文日期 ：": "成文日期"},
    not_in=("索引号为空", "机构名录"),
    seen="catalogue heads of disclosure pages",
)


_NULL = pattern(
    r"null|undefined|nan\b",
    finds=("null02D", "undefined"),
    not_in=("nanjing", "无"),
    seen="catalogue heads of disclosure pages",
    way="match",
)


def damaged_text(paper: OpenedPaper) -> Iterator[Comparison]:
    """Marks that only a wrong encoding leaves behind."""
    for text, place in _all_text(paper):
        match = _BROKEN.search(text)
        broken = match[0] if match else _misread(text)
        if broken:
            quote = text[max(0, text.find(broken) - 10) : text.find(broken) + 20]
            words = WORDS.faults.garbled.format(text=broken[:12])
            yield Comparison("garbled", broken[:12], "", (place,), (quote,), Severity.LIKELY, words)
            return


def _all_text(paper: OpenedPaper) -> Iterator[tuple[str, str]]:
    for line in paper.lines:
        yield line.text, line.place
    for grid in paper.grids:
        for row in range(len(grid.rows)):
            yield grid.quote(row), grid.place_of(row)
    for name, content in paper.tags:
        yield content, WORDS.faults.tag.format(name=name)


def _misread(text: str) -> str:
    """A run that was UTF-8 but read as GBK: it turns into sensible Chinese when read back."""
    for match in _SUSPECT_RUN.finditer(text):
        run = match[0]
        try:
            back = run.encode("gbk").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(back) >= 2 and re.fullmatch("[\u4e00-\u9fff，。、：；]+", back):
            return run
    return ""


def hijacked_text(paper: OpenedPaper) -> Iterator[Comparison]:
    """Words of gambling and pornography where the document does not itself speak of such links."""
    hits: list[tuple[str, str, str]] = []
    for text, place in _all_text(paper):
        if not _SPOKEN_OF.search(text):
            hits += [
                (match[0], place, text[max(0, match.start() - 12) : match.end() + 12]) for match in _BET.finditer(text)
            ]
    words = dict.fromkeys(word for word, _, _ in hits)
    if len(hits) >= 2 or "国产精品" in words:
        explained = WORDS.faults.hijacked.format(words="、".join(words))
        severity = Severity.SURE if len(words) >= 2 else Severity.LIKELY
        where, quote = tuple(h[1] for h in hits[:3]), tuple(h[2] for h in hits[:3])
        yield Comparison("hijacked", "、".join(words), "", where, quote, severity, explained)


def empty_fields(paper: OpenedPaper) -> Iterator[Comparison]:
    """Catalogue fields printed without a value.

    Source: 《政府信息公开目录系统实施指引（试行）》, by which 索引号 and others are mandatory.
    """
    known = list(_line_fields(paper)) + list(_grid_fields(paper))
    filled = [name for name, value, _, _ in known if not _EMPTY.fullmatch(value)]
    if not filled and len(known) < 3:
        return
    told: set[str] = set()
    for name, value, place, quote in known:
        is_null = bool(_NULL.match(value, re.I))
        if name in told or not (name in _REQUIRED or is_null) or not (_EMPTY.fullmatch(value) or is_null):
            continue
        told.add(name)
        words = WORDS.faults.field.format(name=name) + (
            WORDS.faults.unfilled.format(value=value[:20]) if is_null else WORDS.faults.empty
        )
        yield Comparison("field_empty", name, value, (place,), (quote,), Severity.LIKELY, words)


def _line_fields(paper: OpenedPaper) -> Iterator[tuple[str, str, str, str]]:
    lines = paper.lines[:30]
    for number, line in enumerate(lines):
        matches = list(_FIELD.finditer(line.plain))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(line.plain)
            value = line.plain[match.end() : end].strip()
            name = re.sub(r"\s", "", match["name"])
            if not value and index + 1 == len(matches):
                follower = lines[number + 1].plain if number + 1 < len(lines) else ""
                if follower and not _FIELD.match(follower):
                    continue  # the value may stand on the next line
            if match.start() == 0 or len(matches) > 1:
                yield name, value, line.place, line.text[:80]


def _grid_fields(paper: OpenedPaper) -> Iterator[tuple[str, str, str, str]]:
    for grid in paper.grids[:2]:
        for row in range(min(len(grid.rows), 12)):
            cells = [re.sub(r"[\s:：]", "", cell) for cell in grid.rows[row]]
            labels = [c for c, cell in enumerate(cells) if cell in _FIELDS]
            for column in labels:
                if column + 1 < len(cells) and column + 1 not in labels and len(labels) * 2 <= len(cells):
                    yield cells[column], cells[column + 1], grid.place_of(row), grid.quote(row)
