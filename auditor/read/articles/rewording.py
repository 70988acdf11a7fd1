"""Two looks at one article: which words of its text were taken away or replaced, whatever stands around the text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from auditor.base.pattern import pattern

LONGEST_TEXT = 20_000
"""So many characters of a text are kept; where it goes on, its end is not compared."""
_LONGEST_PASSAGE = 120
_COMPARED = 4_000
"""So many characters of two passages are laid beside each other one by one."""
_SAME_TEXT = 0.5
"""So much of the longer text stands in both: with less, another part of the page was taken for the text."""
_LONGEST_BESIDE = 60
"""A longer line is of the text, whatever it begins with."""

_BESIDE = pattern(
    r"^[^。；！？]{0,12}?(?:(?:浏览|阅读|点击|访问|点赞|转发|收藏|分享)(?:次?数|量|人次|[:：(（]|到)|人气|已有\d+人"
    r"|打印|关闭(?:窗口|本页|页面)?[】\]）)]?$|字体|字号|分享到|扫一扫|责任编辑|责编|编辑[:：]|审核[:：]|作者[:：]|来源[:：]"
    r"|(?:发布|更新|录入|添加|发稿|编辑)(?:时间|日期)|今天是|当前位置|您?(?:现)?在的?位置|朗读|无障碍|繁體|返回)"
    r"|^[【\[（(]?附(?:件|[:：])",
    finds=(
        "浏览次数：123次",
        "【字体：大 中 小】",
        "打印本页",
        "发布时间：2020-03-02",
        "责任编辑：张三",
        "阅读(35)",
        "今天是2020年3月2日",
        "附件：1.申请表",
    ),
    not_in=("本办法自发布之日起施行。", "全县共发放补助50万元。", "责任单位要编制年度计划。"),
    seen="lines that templates of TRS, jCMS, DedeCMS and home-made programs put into the box of the text",
)
_BEHIND = pattern(
    r"^[【\[（(]?(?:上一[篇条个]|下一[篇条个]|前一[篇条]|后一[篇条]|相关(?:链接|阅读|新闻|文章|解读|信息|文件|附件|政策|稿件)"
    r"|延伸阅读|热[门点](?:信息|文章|新闻|排行)?|推荐(?:阅读|信息)|最新(?:信息|文章|发布)|猜你|政策解读[:：]|解读[:：])",
    finds=("上一篇：关于放假的通知", "相关链接", "【相关解读】", "热门信息"),
    not_in=("附件：1.申请表", "相关部门要抓好落实。", "最新标准为每人每月500元。"),
    seen="what templates put below a text in its own box",
)
_COUNTER = pattern(
    r"[（(【\[]?(?:浏览|阅读|点击|访问|点赞)(?:次?数|量|人次)?[:：(（]?\s{0,3}\d+\s{0,3}(?:人?次)?[）)】\]]?",
    finds={"特此公告（浏览次数：35次）": "（浏览次数：35次）", "阅读(35)": "阅读(35)"},
    not_in=("全年阅读推广活动3场", "点击率达到35%"),
    seen="counters within a line of the text",
)
_OPENLY = pattern(
    r"更正|勘误|修订|修正|订正|更新于|(?:已|现|作)[^。]{0,6}(?:修改|调整|变更|更新)|废止|失效|延期",
    finds=("（更正：原文第三条有误）", "本页更新于2020年3月5日", "现将第二条修改为", "因故延期举行"),
    not_in=("申请人须修改材料后重报", "发放补助60万元"),
    seen="words by which a text says openly that it was changed",
)
_SIGNS = re.compile(r"[^\w.%‰+\-]+|(?<!\d)[.\-]|[.\-](?!\d)|[_\u200b-\u200f\ufeff]+")
_SENTENCES = re.compile(r"[^。；！？!?\n]+[。；！？!?]?")


@dataclass(frozen=True, slots=True)
class Rewording:
    """What a second look at an article's page found: the first words gone, and those in their place.

    Both are empty where the text is the same, ``after`` alone where words were only taken away.
    """

    before: str = ""
    after: str = ""

    @property
    def is_change(self) -> bool:
        """Whether words that stood there do not stand there any more."""
        return bool(self.before)


def compare_texts(before: str, after: str) -> Rewording | None:
    """Which words of ``before`` are gone from ``after``, both bodies of one article, a line per paragraph.

    ``None`` where they cannot be compared: either says nothing, or hardly anything stands in both. Nothing is told of
    signs and blanks, of what was only added, of counters, print dates, links and attachments around the text, nor
    where the new words say that something was changed.
    """
    ours, theirs = _sentences(before), _sentences(after)
    keys, others = [_key(one) for one in ours], [_key(one) for one in theirs]
    if not keys or not others or not _is_one_text(keys, others):
        return None
    steps = SequenceMatcher(None, keys, others, autojunk=False).get_opcodes()
    changed = [(ours[a:b], theirs[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
    if len(before) >= LONGEST_TEXT or len(after) >= LONGEST_TEXT:
        changed = changed[:-1] if steps[-1][0] != "equal" else changed
    whole = _sequence([_key(after)])
    changed = [(old, new) for old, new in changed if _is_lost(old, new) and not _stands_in(old, whole)]
    if not changed or any(_OPENLY.search("".join(new)) for _, new in changed):
        return Rewording()
    old, new = ("".join(part) for part in changed[0])
    return Rewording(*_around_difference(old, new))


def _sentences(text: str) -> list[str]:
    """The sentences of a text, up to what stands behind it, without lines that are of the page."""
    found: list[str] = []
    for line in text.splitlines():
        words = unicodedata.normalize("NFKC", line).strip()
        if _BEHIND.search(words):
            break
        if len(words) > _LONGEST_BESIDE or not _BESIDE.search(words):
            found += [one.strip() for one in _SENTENCES.findall(_COUNTER.sub("", line)) if _key(one)]
    return found


def _key(sentence: str) -> str:
    """A sentence as it is compared: without blanks and signs, but for those of figures."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", sentence)).lower()


def _is_lost(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether words of a passage are gone: not only joined or split otherwise, nor gone on with."""
    ours, theirs = (_words("".join(map(_key, part))) for part in (old, new))
    if not ours:
        return False
    if len(ours) + len(theirs) > _COMPARED:
        return _sequence(ours) not in _sequence(theirs)
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return any(tag in ("delete", "replace") for tag, *_ in steps)


def _stands_in(old: Sequence[str], whole: str) -> bool:
    """Whether each sentence of a passage stands somewhere in the other page, were it in a line of the page's own."""
    return all(_sequence([_key(one)]) in whole for one in old)


def _sequence(texts: Sequence[str]) -> str:
    """The words of keys, so that what is sought in them begins and ends with whole words."""
    return "\n".join(["", *(word for text in texts for word in _words(text)), ""])


def _words(text: str) -> list[str]:
    """A text sign by sign, but figures whole, in Chinese numerals as well: 5000元 is not 500元 gone on with."""
    runs = groupby(text, key=lambda sign: sign.isnumeric() or sign in ".%‰")
    return [word for is_figure, run in runs for word in (["".join(run)] if is_figure else run)]


def _is_one_text(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether enough of the shorter text stands in both."""
    one, other = "".join(ours), "".join(theirs)
    if len(one) + len(other) <= _COMPARED:
        blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        shared = sum(block.size for block in blocks)
    else:
        shared = sum(len(key) for key in set(ours) & set(theirs))
    return shared >= _SAME_TEXT * max(len(one), len(other))


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Two passages, cut to what differs and the words next to it where they are long."""
    if max(len(old), len(new)) <= _LONGEST_PASSAGE:
        return old, new
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    start = max(0, first - _LONGEST_PASSAGE // 4)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    cut = text[start : start + _LONGEST_PASSAGE]
    return ("…" if start and cut else "") + cut + ("…" if start + _LONGEST_PASSAGE < len(text) else "")
