"""Where a long title is broken: GB/T 9704-2012, 7.3.1 asks for whole words and the shape of a trapezium or a lozenge.

Every printed form breaks a title here, so that it reads alike whatever face it is shown in.
"""

import re
from functools import lru_cache
from itertools import accumulate, pairwise

from auditor.base.chinese import printable, text_width

UPRIGHT_CHARACTERS = 20
"""Characters of 2号 in 156 mm."""
ACROSS_CHARACTERS = 28
"""Characters of 2号 in 225 mm, where the page lies across."""

_WORD = re.compile(
    r"《[^》]{1,12}》|\d+年(?:度|第?[一二三四]季度|[上下]半年|\d+月)?|第[一二三四]季度|[!-~]+|"
    r"人民政府|门户网站|办公室|委员会|统计表|一览表|信息公开|政务公开|(?:县直|政府)?部门|责任单位|工业集中区|管委会|"
    r"行政复议|行政诉讼|主动公开|公开申请|乡镇|街道|社区|城市|季度|年度|栏目|更新|情况|核查|通报|单位|内容|工作|问题|清单|整改|"
    r"考核|检查|抽查|测评|评价|结果|汇总|分类|渠道|数量|信息|公开|政府|网站|"
    r"关于|的|[^\W\d]{1,15}?自治[区州县旗]|[^\W\d]{1,3}[省市县区乡镇](?=人民政府|\d)|.",
)
_NEVER_FIRST = frozenset("的，。、；：？！）》〉」』”’】〕")
_NEVER_LAST = frozenset("（《〈「『“‘【〔")
_LEANS = {2: (0.45, -0.45), 3: (-0.3, 0.6, -0.3)}
"""By how many characters a line should be longer than even, by the number of lines: a trapezium, a lozenge."""
_TORN = 9.0
"""What a break between two characters that no list knows costs: as much as a line 3 characters from its due."""


def title_lines(title: str, *, across: bool = False) -> tuple[str, ...]:
    """``title`` in as few lines as it takes on an upright page or one ``across``, as even as whole words allow."""
    return tuple("".join(words) for words in title_words(title, across=across))


@lru_cache(maxsize=256)
def title_words(title: str, *, across: bool = False) -> tuple[tuple[str, ...], ...]:
    """The words of each of these lines: where a page is narrower than paper, they are what it breaks between."""
    most = ACROSS_CHARACTERS if across else UPRIGHT_CHARACTERS
    words = _words(printable(title), most)
    ends = list(accumulate(map(text_width, words), initial=0.0))
    starts = _starts(words, ends, most)
    lines: list[tuple[str, ...]] = []
    end = len(words)
    while end > 0:
        lines.insert(0, tuple(words[starts[end] : end]))
        end = starts[end]
    return tuple(lines) or ((),)


def _starts(words: list[str], ends: list[float], most: int) -> list[int]:
    """For every word the first word of the line that ends before it: fewest lines first, then the best shape."""
    count = _fewest(ends, most)
    leans = _LEANS.get(count, ())
    torn = [_TORN if _tears(words, start) else 0.0 for start in range(len(words))]
    best: list[tuple[int, float]] = [(0, 0.0)]
    starts = [0]
    for end in range(1, len(ends)):
        chosen = (len(words) + 1, 0.0)
        starts.append(end - 1)
        for start in range(end - 1, -1, -1):
            width = ends[end] - ends[start]
            if width > most:
                break
            lines, cost = best[start]
            due = ends[-1] / count + (leans[lines] if lines < len(leans) else 0.0)
            cost += (width - due) ** 2 + torn[start]
            if (lines + 1, cost) < chosen:
                chosen, starts[end] = (lines + 1, cost), start
        best.append(chosen)
    return starts


def _fewest(ends: list[float], most: int) -> int:
    """How many lines the words take at least."""
    count, begun = 1, 0.0
    for before, after in pairwise(ends):
        if after - begun > most:
            count, begun = count + 1, before
    return count


def _tears(words: list[str], start: int) -> bool:
    """Whether a line that begins with this word may stand in the middle of a word."""
    if start == 0 or words[start - 1] == "的":
        return False
    before, after = words[start - 1], words[start]
    return (before[-1] + after[0]).isalnum() and _letters(before) == _letters(after) == 1


def _letters(word: str) -> int:
    return sum(map(str.isalnum, word))


def _words(title: str, most: int) -> list[str]:
    """The words of a title, none wider than a line, with punctuation kept on its side."""
    words: list[str] = []
    for match in _WORD.finditer(title):
        for start in range(0, len(match[0]), most):
            word = match[0][start : start + most]
            if words and (word in _NEVER_FIRST or words[-1][-1] in _NEVER_LAST) and len(words[-1]) + len(word) <= most:
                words[-1] += word
            else:
                words.append(word)
    return words
