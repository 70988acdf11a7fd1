"""Reads single cells: quarters, numbers, days, kinds, addresses and the free text of an update requirement."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from auditor.base.pattern import pattern
from auditor.base.terms import ColumnKind
from auditor.sheet.words import plain_words, sheet_words

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = r"(\d{1,3}|[一二两三四五六七八九十])"
_AT_LEAST = r"(?:至少|不少于|更新|公开|发布|不低于|达到|应){0,4}"
_SEEN = "the sheets that offices keep: 更新要求, 应更新季度"
_RATES = (
    (
        pattern(
            rf"每(?:个)?季度?{_AT_LEAST}{_COUNT}(?:条|次|篇|期)",
            finds={"每季度至少2条": "2", "每季更新一次": "一"},
            not_in=("每季度更新", "每月2条"),
            seen=_SEEN,
            way="fullmatch",
        ),
        1,
    ),
    (
        pattern(
            rf"每(?:个)?月{_AT_LEAST}{_COUNT}(?:条|次|篇|期)",
            finds={"每月不少于3条": "3", "每个月1次": "1"},
            not_in=("每月更新", "每半月1条"),
            seen=_SEEN,
            way="fullmatch",
        ),
        3,
    ),
    (
        pattern(
            rf"每半(?:个)?月{_AT_LEAST}{_COUNT}(?:条|次|篇|期)",
            finds={"每半月1条": "1"},
            not_in=("每月1条", "每半年1次"),
            seen=_SEEN,
            way="fullmatch",
        ),
        6,
    ),
    (
        pattern(
            rf"每(?:周|星期){_AT_LEAST}{_COUNT}(?:条|次|篇|期)",
            finds={"每周至少1篇": "1", "每星期两次": "两"},
            not_in=("每周末", "每月1条"),
            seen=_SEEN,
            way="fullmatch",
        ),
        12,
    ),
)
_BARE_RATES = {
    "每月": 3,
    "每月更新": 3,
    "按月": 3,
    "按月更新": 3,
    "月度": 3,
    "每周": 12,
    "每周更新": 12,
    "按周": 12,
    "每半月": 6,
}
_QUARTER_DIGIT = pattern(
    r"[1-4一二三四]",
    finds=("第三季度", "Q2", "3、4"),
    not_in=("每季度", "5月"),
    seen="the columns 更新周期 and 应更新季度 of office sheets",
)
_UNTIL = pattern(
    r"[至-]",
    finds=("一至三季度", "2-4"),
    not_in=("一、三季度", "3,4"),
    seen="the column 更新周期 of office sheets",
)
_AROUND_QUARTERS = pattern(
    r"[第季度q]|\s",
    finds=("第三季度", "q3", "3 4"),
    not_in=("3、4", "三四"),
    seen="the column 应更新季度 of office sheets",
)
_QUARTERS = pattern(
    r"第?([1-4一二三四](?:[、,和及与/至-]?第?[1-4一二三四]){0,7})季度?",
    finds={"第三、四季度": "三、四", "1-2季度": "1-2", "四季度": "四"},
    not_in=("季度", "第五季度"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
)
_YEARLY = pattern(
    r"(每年|一年|每半年|半年)\S{0,6}(一次|1次|一条|1条|更新)",
    finds=("每年更新一次", "半年1次", "一年公开一条"),
    not_in=("每年", "每月一次"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
    way="fullmatch",
)
_QUARTER_NUMBERS = pattern(
    r"[1-4一二三四](?:[、,和及/;]?[1-4一二三四])*",
    finds=("3、4", "三,四", "12", "一和二"),
    not_in=("5", "第3", "1、"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
    way="fullmatch",
)
_WHOLE = pattern(
    r"(?:≥|>=)?\s?(\d{1,9})\s?[条次篇页个]?",
    finds={"≥3条": "3", "12": "12", "2 次": "2"},
    not_in=("三", "3.5", "-1"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
    way="fullmatch",
)
_DAY = pattern(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?",
    finds={"2020-06-30": "2020", "2020年6月30日": "2020", "2020-06-30 00:00:00": "2020"},
    not_in=("2020-06", "6月30日"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
    way="fullmatch",
)
_MONTH = pattern(
    r"(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月",
    finds={"3月底前": "3", "十二月": "十二", "12月": "12"},
    not_in=("每月", "月底"),
    seen="the sheets that offices keep: 更新要求, 应更新季度",
)

_BROKEN_HAN = pattern(
    r"(?<=[\u4e00-\u9fff（）、·])[ \u3000]{0,9}\n\s{0,9}(?=[\u4e00-\u9fff（）、·])",
    finds=("县委\n文件", "县委 \n 文件"),
    not_in=("统 计 局", "a\nb"),
    seen="the sheets that offices keep: names broken over two lines in a narrow cell",
)
_BACKSLASHED = pattern(
    r"https?:\\{1,2}\w",
    finds=["http:\\\\www.example.gov.cn", "HTTPS:\\www.example.gov.cn"],
    not_in=["http://www.example.gov.cn", "\\\\server\\share"],
    seen="addresses typed as paths of Windows into an office's table",
    flags=re.IGNORECASE,
    way="match",
)
_TRAILING = pattern(
    r"[\s，。、；;,]{1,50}$",
    finds=["http://www.example.gov.cn/zwgk/，", "/zwgk/；\n"],
    not_in=["http://www.example.gov.cn/zwgk/", "/a,b/"],
    seen="addresses copied out of a sentence into an office's table",
)
_SET_APART = pattern(
    r"[\u4e00-\u9fff](?:\s{1,9}[\u4e00-\u9fff]){1,20}",
    finds=("统 计 局", "统　计　局", "农 办"),
    not_in=("县政府 办公室", "统计局"),
    seen="the sheets that offices keep: short names set wide",
    way="fullmatch",
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an update requirement asks; ``note`` is set where a person should look at it.

    ``due`` is ``None`` for every quarter, ``()`` for never; ``understood`` tells whether the text was known at all.
    """

    due: tuple[int, ...] | None = None
    expect: int | None = None
    understood: bool = True
    note: str = ""


def read_requirement(text: str) -> Requirement:
    """Read texts such as 每季度, 每月至少1条, 每年前季只有一次, 及时更新; in doubt nothing is demanded.

    A yearly duty without a season is demanded in no quarter, since any one quarter could wrongly be found empty.
    """
    words, wanted = sheet_words(), plain_words(text)
    if rate := _rate(wanted):
        return Requirement(expect=rate)
    if words.has("always", wanted) or "20个工作日" in wanted:
        return Requirement()
    if words.has("never", wanted):
        return Requirement(due=())
    if due := _seasons(text):
        return Requirement(due=due)
    if words.has("unsettled", wanted) or _YEARLY.fullmatch(wanted):
        return Requirement(due=(), note=f"“{text}”没有写明季度，暂不要求更新；请在“应更新季度”中填写")
    return Requirement(understood=False, note=f"“{text}”无法识别，已作为备注保留，按每季度应更新处理")


def _rate(wanted: str) -> int | None:
    """Items asked for in a quarter, if the whole text is a rate."""
    if wanted in _BARE_RATES:
        return _BARE_RATES[wanted]
    for form, per_quarter in _RATES:
        if match := form.fullmatch(wanted) or form.fullmatch(wanted.removesuffix("以上").removesuffix("信息")):
            return _number(match[1]) * per_quarter
    return None


def _seasons(text: str) -> tuple[int, ...]:
    """Quarters that a yearly requirement names, by number, by month or by word."""
    words, wanted = sheet_words(), unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    if "除" in wanted or "不" in wanted.replace("不少于", "").replace("不低于", ""):
        return ()
    found: set[int] = set()
    for match in _QUARTERS.finditer(wanted):
        found.update(_quarters_in(match[1]))
    found.update((_number(match[1]) + 2) // 3 for match in _MONTH.finditer(wanted))
    for name, quarters in (("first", {1}), ("last", {4}), ("later", {3, 4}), ("earlier", {1, 2})):
        if any(word in wanted for word in words.words(name)):
            found |= quarters
    return tuple(sorted(found))


def _quarters_in(text: str) -> list[int]:
    numbers = [_number(digit) for digit in _QUARTER_DIGIT.findall(text)]
    if _UNTIL.search(text) and len(numbers) == 2:
        return list(range(numbers[0], numbers[1] + 1))
    return numbers


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 2:
        return 10 + _DIGITS[text[1]]
    return _DIGITS[text]


def read_due(text: str) -> tuple[int, ...] | None:
    """Read 应更新季度: 3、4 or 三、四季度; 无 is never, 每季度 is every quarter. Raises `ValueError`."""
    wanted = plain_words(text)
    if wanted in ("每季度", "全部", "每季", "全年", "各季度"):
        return None
    if sheet_words().has("blank", text) or wanted in ("不要求", "全年不要求"):
        return ()
    numbers = _AROUND_QUARTERS.sub("", unicodedata.normalize("NFKC", text).lower())
    if not _QUARTER_NUMBERS.fullmatch(numbers):
        raise ValueError(text)
    return tuple(_number(digit) for digit in _QUARTER_DIGIT.findall(numbers))


def read_whole(text: str) -> int:
    """Read a whole number, perhaps in full width or with a measure word. Raises `ValueError`."""
    match = _WHOLE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise ValueError(text)
    return int(match[1])


def read_day(text: str) -> date:
    """Read 2020-06-30, 2020/6/30, 2020.6.30 or 2020年6月30日. Raises `ValueError`."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


def read_kind(text: str) -> ColumnKind:
    """Read a kind by its word or its label. Raises `ValueError`."""
    wanted = text.strip().lower()
    for kind in ColumnKind:
        if wanted in (kind.value, kind.label):
            return kind
    raise ValueError(text)


def read_address(text: str) -> str:
    """An address as a person meant it: full-width signs and backslashes made plain, marks of a sentence and blanks
    around it left out, a missing ``http://`` before ``www.`` added."""
    text = _TRAILING.sub("", text.strip().strip("<>《》〈〉").strip())
    if re.search(r"[／：．＃？＝＆ａ-ｚＡ-Ｚ０-９]", text):
        text = unicodedata.normalize("NFKC", text)
    if _BACKSLASHED.match(text):
        text = text.replace("\\", "/")
    return f"http://{text}" if text.lower().startswith("www.") and "." in text[4:] else text


def read_name(text: str) -> str:
    """A name that was broken over lines as one: without a blank where Chinese goes on."""
    return " ".join(_BROKEN_HAN.sub("", text).split("\n")).strip()


def closed_up(name: str) -> str:
    """A name all of whose characters are set apart (统 计 局) in its usual form; any other as it is."""
    return "".join(name.split()) if _SET_APART.fullmatch(name) else name
