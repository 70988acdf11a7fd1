"""Numbers with their measure words in a Chinese sentence, and the damage text extraction does to dates."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.base.pattern import pattern

_NOISE = pattern(
    r"(?:19|20)\d{2}(?:0?[1-9]|1[0-2])\d{0,2}[月日]"  # 201811日, 20181231日, 201912月
    r"|(?<!\d)(?:19|20)\d{2}年\d{2,4}日"  # 2018年1231日
    r"|[〔\[\(](?:19|20)\d{2}\d{1,4}号"  # 〔2019117号
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)",
    finds=("201811日", "20181231日", "201912月", "2018年1231日", "〔2019117号", "20200103"),
    not_in=("2018年11月1日", "〔2019〕117号", "13820200103"),
    seen="河曲县 (2018): what extraction leaves of dates and numbers of documents",
)
_MEASURES = (
    "人次|条次|件次|起次|场次|批次|亿元|万元|条|个|家|件|项|次|篇|期|场|份|起|宗|例|封|名|人|户|村|张|部(?!分)|类|批|则|处|幅|"
    "所|分|元|%|小时|天|年|岁|倍|平方米|公里|亩|轮|辆|台|套|页|字|点"
)
_MASKED = pattern(
    r"[〔\[\(]?(?:19|20)\d{2}[〕\]\)]\s?第?\d{1,4}号"
    r"|(?:19|20)\d{2}\s?[-—–~～至]\s?(?:19|20)\d{2}年?"
    r"|(?<!\d)\d{4}年(?:度|第?[一二三四1-4]季度)?|\d{1,2}月(?:份|底|初|末|\d{1,2}(?:日|(?![\d.]|\s?(?:"
    + _MEASURES
    + r"))))?|(?<!\d)\d{1,2}日"
    r"|\d{1,2}[::]\d{2}(?::\d{2})?"
    r"|第[\d一二三四五六七八九十百零〇]+[条款项章号次批期名位季度个届年轮]?"
    r"|https?://[\x21-\x7e]*|[\w.]{1,60}@[\w.]{1,60}|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)"
    r"|[A-Za-z]{1,40}\d{1,40}(?![\d.,个条家件])|\d{1,40}[A-Za-z]{1,40}|十[一二三四五]五",
    finds=("〔2019〕54号", "2018-2020年", "2020年第一季度", "3月份", "第一季", "http://a.cn/1", "0933-6121234"),
    not_in=("262条", "35个单位"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_NUMBER = pattern(
    r"(?<![\d.一二三四五六七八九十百千])(?<!\d,)"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)(?P<scale>(?:[万亿](?!元))?)|"
    r"(?P<written>[一二两三四五六七八九十百千零〇]{1,7}))"
    r"(?P<some>余|多|来)?(?P<scale2>(?:[万亿](?!元))?)(?P<some2>余|多|来)?"
    rf"(?:\s?(?P<measure>{_MEASURES}))?(?P<some3>左右|上下|以上|以下|多(?!\d))?",
    finds={"262条": "262", "35个单位": "35", "1,204件": "1,204", "二十余家": "二十"},
    not_in=("若干条", "全部"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_NO_QUANTITY = frozenset(("小时", "天", "年", "岁", "倍", "字", "点", "页", "平方米", "公里", "亩"))
MONEY = frozenset(("万元", "亿元"))
"""Measures of sums of money: rounded as they are printed, so that they need not add up."""
_MAX_FIGURES = 400
"""Figures looked at in one paragraph; no honest one has as many, and some checks compare each with each."""
_HEDGES = pattern(
    r"(?:约|近|超过?|逾|不少于|不低于|至少|最多|不足|达到?近|大约|每|平均|人均|日均|月均|±)$"
    r"|(?<!平均)每[个家](?:单位|部门|乡镇|街道|县区|网站|栏目|账号)$",
    finds=("不足", "超过", "大约", "人均", "每个单位"),
    not_in=("共", "分别为", "平均每个单位"),
    seen="a kept notice with form words in its heading",
)
_RANGE = pattern(
    r"^\s?[-—–~～至到]\s?\d",
    finds=("-5条", "至 8家", "～20"),
    not_in=("、5条", "等3家"),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}
OF_PARTS = pattern(
    r"部分",
    finds=("部分组成",),
    not_in=("个部分",),
    seen="共七部分: of how many parts a yearly report is made",
    way="match",
)
_IDIOM = pattern(
    r"(?:方面|意识|自信|维护|层面|一批|环节|原则|渠道|阶段|角度|重点|步骤|月|季度|平台|统一|中心|体系)",
    finds=("方面", "第一季度", "中心", "原则"),
    not_in=("条", "家单位"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)


_RANGE_BEFORE = pattern(
    r"\d[%个条家件]?\s?[-—–~～至到]\s?$",
    finds=("3至", "5条-"),
    not_in=("3、", "从"),
    seen="a usual form; in none of the documents kept",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a line: its value, measure word (``""`` if none), place in the text, and whether it is exact.

    ``step`` is the worth of its last printed digit, which is what rounding may have changed by half; ``is_rounded``
    says that it is told in 万 or 亿 and would be exact but for that.
    """

    value: Decimal
    measure: str
    start: int
    end: int
    is_exact: bool
    step: Decimal
    is_rounded: bool = False

    @property
    def is_quantity(self) -> bool:
        """Whether it counts things or is a rate; a number without a measure word, an age or a length is none."""
        return bool(self.measure) and self.measure not in _NO_QUANTITY

    def __str__(self) -> str:
        """The value as a reader writes it, without thousands separators."""
        return shown(self.value)


def shown(value: Decimal | int) -> str:
    """A number without superfluous zeros."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(value: Decimal) -> int | float:
    """A figure for JSON: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def is_one_slip(first: Decimal, second: Decimal) -> bool:
    """Whether one mistyped, lost, doubled or swapped digit makes one number of the other."""
    short, long = sorted((shown(first), shown(second)), key=len)
    if len(short) == len(long):
        wrong = [index for index, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        is_swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(short) == sorted(long)
        return len(wrong) == 1 or is_swapped
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def written_number(text: str) -> int | None:
    """The value of a Chinese numeral such as 十五 or 一百零二; ``None`` where it is none."""
    if not text or any(c not in _DIGIT and c not in _SCALE for c in text):
        return None
    if len(text) > 1 and not any(c in _SCALE for c in text):
        return None
    total, digit = 0, 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        else:
            total += (digit or (1 if c == "十" else 0)) * _SCALE[c]
            digit = 0
    return total + digit


def noise_in(text: str) -> list[str]:
    """Runs of digits that only lost characters can explain (2018年1月1日 printed as 201811日)."""
    return [match[0] for match in _NOISE.finditer(text) if not _is_compact_date(match[0])]


def _is_compact_date(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", text))


@lru_cache(maxsize=4096)
def masked(text: str) -> str:
    """The text with dates, document numbers, ordinals, addresses and damaged digits blanked (same length)."""
    for one in (_NOISE, _MASKED):
        text = one.sub(lambda match: "□" * len(match[0]), text)
    return text


@lru_cache(maxsize=4096)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a half-width text, left to right; dates and the like are no figures."""
    hidden = masked(text)
    found = []
    for match in _NUMBER.finditer(hidden):
        figure = _figure(match, hidden)
        if figure is not None:
            found.append(figure)
        if len(found) >= _MAX_FIGURES:
            break
    return tuple(found)


def _figure(match: re.Match[str], text: str) -> Figure | None:
    measure = match["measure"] or ""
    if match["written"]:
        number = written_number(match["written"])
        is_of_parts = not measure and OF_PARTS.match(text, match.end()) is not None
        is_counted = is_of_parts or measure in ("个", "家", "条", "件", "项", "篇", "份")
        if number is None or number < 2 or not is_counted or match["some"]:
            return None
        if _IDIOM.match(text[match.end("measure") :]):
            return None
        return Figure(Decimal(number), measure, match.start(), match.end(), True, Decimal(1))
    digits = match["digits"].replace(",", "")
    if len(digits) > 15 or (not measure and len(digits) > 9):
        return None
    value, step = Decimal(digits), Decimal(1)
    if "." in digits:
        step = Decimal(1).scaleb(-len(digits.split(".")[1]))
    scale = {"": 1, "万": 10_000, "亿": 100_000_000}[match["scale"] or match["scale2"]]
    hedged = any(match[name] for name in ("some", "some2", "some3"))
    hedged = hedged or bool(_HEDGES.search(text[max(0, match.start() - 4) : match.start()]))
    hedged = (
        hedged
        or bool(_RANGE.match(text[match.end() :]))
        or bool(_RANGE_BEFORE.search(text[max(0, match.start() - 5) : match.start()]))
    )
    is_scaled = scale > 1
    return Figure(
        value * scale, measure, match.start(), match.end(), not hedged and not is_scaled, step * scale,
        is_rounded=is_scaled and not hedged,
    )  # fmt: skip
