"""Where a long title may be broken: GB/T 9704-2012, 7.3.1 asks for whole words and a balanced shape."""

import re

from auditor.circular.words import printable, text_width

LINE_CHARACTERS = 20
"""Characters of 2号 in 156 mm."""

_WORD = re.compile(
    r"《[^》]{1,12}》|\d+年(?:第?[一二三四]季度|[上下]半年|\d+月)?|第[一二三四]季度|[!-~]+|"
    r"人民政府|门户网站|办公室|委员会|统计表|一览表|信息公开|政务公开|(?:县直|政府)?部门|责任单位|工业集中区|管委会|"
    r"乡镇|街道|社区|城市|季度|年度|栏目|更新|情况|核查|通报|单位|内容|工作|问题|整改|考核|检查|抽查|测评|信息|公开|政府|网站|"
    r"[^\W\d]{1,3}[省市县区乡镇](?=人民政府|\d)|关于|的|.",
)
_NEVER_FIRST = frozenset("的，。、；：？！）》〉」』”’】〕")
_NEVER_LAST = frozenset("（《〈「『“‘【〔")


def title_lines(title: str, most: int = LINE_CHARACTERS) -> list[str]:
    """``title`` in as few lines of at most ``most`` full-width characters as it takes, as even as whole words allow."""
    words = _words(printable(title), most)
    total = sum(map(text_width, words))
    if total <= most:
        return ["".join(words)]
    return _fill(words, -(-int(total * 2) // (most * 2)), most)


def _fill(words: list[str], count: int, most: int) -> list[str]:
    """Lay words into about ``count`` lines: each ends where it comes nearest to its share of what is left."""
    lines: list[str] = []
    line, width, left = "", 0.0, sum(map(text_width, words))
    for word in words:
        added = text_width(word)
        share = left / max(count - len(lines), 1)
        is_even = len(lines) < count - 1 and width + added / 2 > share
        if line and (is_even or width + added > most):
            lines.append(line)
            left -= width
            line, width = "", 0.0
        line += word
        width += added
    return [*lines, line]


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
