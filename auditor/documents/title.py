"""Where a long title is broken: GB/T 9704-2012, 7.3.1 asks for whole words and the shape of a trapezium or a lozenge.

Every printed form breaks a title here, so that it reads alike whatever face it is shown in.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from auditor.base.chinese import printable
from auditor.base.pattern import pattern

UPRIGHT_CHARACTERS = 20
"""Characters of 2号 in 156 mm."""
ACROSS_CHARACTERS = 28
"""Characters of 2号 in 225 mm, where the page lies across."""

_PLACE = pattern(
    "(?:自治[区州县旗]|[省市县区乡镇州盟旗])",
    finds=("自治县", "省", "镇"),
    not_in=("局", "政府"),
    seen="names of places in titles of circulars",
    way="match",
).pattern
_NUMERAL = pattern(
    "[0-9一二三四五六七八九十]",
    finds=("一", "2020"),
    not_in=("季度", "零"),
    seen="numbers in titles of circulars",
    way="match",
).pattern
_WORD = pattern(
    "|".join(
        (
            "各?(?:乡镇|[县市区乡镇州])（[县市区旗乡镇街道、]{1,7}）",
            r"《[^》]{1,17}》|“[^”]{1,17}”|〔\d+〕\d*号?|（[^）]{1,12}）",
            r"\d+年(?:度|第?[一二三四1-4]季度|[上下]半年|\d+月(?:\d+日)?|\d+[至—–~-]\d+月)?|\d+[至—–~-]\d+年度?",
            r"\d+月\d+日|\d+(?:\.\d+)?[%月日号个家条项次期批轮季类]",
            rf"第{_NUMERAL}+[季批次号期轮届]度?|[一二三四]季度|[上下]半年",
            r"[!-~]+",
            "国家税务总局|税务总局",
            rf"^[^\W\d]{{1,12}}?{_PLACE}(?={_PLACE}|[^\W\d]{{2}}|\d)",
            rf"[^\W\d]{{1,15}}?自治[区州县旗]|[^\W\d]{{1,3}}{_PLACE}(?=人民政府|政府|政务|信息|门户|网站|\d)",
            "税务局|分局",
            rf"[^\W\d]{{1,3}}{_PLACE}(?=税务局|分局)",
            r"[^\W\d]{2}局",
            "人民政府|门户网站|办公厅|办公室|委员会|领导小组|统计表|一览表|情况表|明细表|汇总表|台账|信息公开|政务公开|管委会|指挥部",
            "新媒体|公众号|客户端|微博|微信|小程序|工业集中区|工业园区|开发区|高新区|示范区|风景区|管理区|行政复议|行政诉讼",
            "主动公开|公开申请|依申请公开|申请公开|互联网|大数据|电子政务|数字政府|一体化|标准化|规范化|集约化|常态化|"
            "全覆盖|责任制|目录|指南",
            r"(?:县直|市直|区直|政府|有关|相关|责任|主管)?(?:部门|单位|机关|机构)|事业单位|(?:国有|公共)?企业|责任人|负责人",
            "[县市区省镇乡]政府|[县市区省]级|全[县市区省州国]|各[县市区乡镇级类地]",
            "乡镇|街道|社区|城市|农村|基层|重点|领域|专项|专栏|专题|常规|日常|年度|季度|月度|半年|全年|上年|本年|季末|月份",
            "栏目|更新|情况|核查|通报|通知|公告|公示|报告|方案|意见|办法|细则|要点|总结|内容|工作|问题|清单|整改|告知|回头看|复查|复核",
            "考核|检查|抽查|巡查|普查|排查|自查|监测|检测|测评|评价|评估|评定|督查|督办|督导|通告|结果|汇总|分类|渠道|数量|信息|公开|政府|网站",
            "政务|政策|解读|回应|关切|互动|交流|咨询|投诉|举报|留言|办理|答复|服务|平台|系统|建设|管理|运行|维护|运维|保障|安全|责任|落实|推进",
            "加强|进一步|切实|做好|开展|实施|印发|转发|发布|公布|提升|提高|优化|强化|完善|规范|严格|及时|有效|质量|效率|水平|能力|机制|制度|体系",
            "存在|突出|不达标|不合格|合格|达标|优秀|良好|红黄牌|逾期|未|不及时|空白|僵尸|错敏|错别字|链接|死链|无效|可用性|准确性",
            "财政|预算|决算|资金|采购|招标|投标|项目|审批|许可|处罚|收费|价格|税收|统计|人事|任免|招考|招聘|培训|会议|文件|公文|"
            "法规|规章|规范性|规划|计划",
            "教育|医疗|卫生|健康|社会|救助|社保|就业|养老|住房|住建|土地|征收|环境|生态|保护|食品|药品|监管|市场|公共|资源|交易|配置|"
            "公益|事业|民政|农业|水利|林业|交通|文化|旅游|体育|科技|公安|司法|信访|应急|审计|扶贫|振兴|乡村|疫情|防控",
            "关于|有关|以及|的|.",
        )
    ),
    finds={
        "崇信县人民政府": "崇信县",
        "《政府信息公开条例》的通知": "《政府信息公开条例》",
        "2020年第一季度更新": "2020年第一季度",
        "人民政府办公室": "人民政府",
        "信息公开栏目": "信息公开",
        "各县（区）信息公开": "各县（区）",
        "栏": "栏",
    },
    not_in=("",),
    seen="titles of circulars of counties: 崇信县, 怀远县, 筠连县",
    way="match",
)
_NEVER_FIRST = frozenset("的，。、；：？！）》〉」』”’】〕")
_NEVER_LAST = frozenset("（《〈「『“‘【〔和与及暨或未")
_LEANS = {2: (0.45, -0.45), 3: (-0.3, 0.6, -0.3)}
"""By how many characters a line should be longer than even, by the number of lines: a trapezium, a lozenge."""
_TORN = 500.0
"""What a break between two characters that no list knows costs: more than any unevenness."""
_LOOSE = 20.0
"""What it costs to part a lone character from its neighbour, of whose word it is more likely than not."""
_STUB = 200.0
"""What a line of less than `_LEAST` characters costs."""
_LEAST = 3.0
_LINE = 1e6
_BRACKETS = 2
_WIDE_SIGNS = {"M": 1.1, "W": 1.1, "m": 1.01, "w": 0.88, "%": 1.0, "@": 1.0}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the lines should be like: how many, and what one more costs."""

    count: int
    line_cost: float


@dataclass(frozen=True, slots=True)
class BrokenText:
    """The words of each line of a text; ``is_torn`` tells that a line begins within a word that no list knows."""

    lines: tuple[tuple[str, ...], ...]
    is_torn: bool


def title_width(text: str) -> float:
    """The width in characters of a title face, as wide as the widest of those in use: heavy faces have wide digits."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if not character.isascii():
        return 1.0
    if character in _WIDE_SIGNS:
        return _WIDE_SIGNS[character]
    return 0.87 if character.isupper() else 0.69 if character.islower() else 0.62


def title_lines(title: str, *, across: bool = False) -> tuple[str, ...]:
    """``title`` in as few lines as it takes on an upright page or one ``across``, as even as whole words allow."""
    return tuple("".join(words) for words in title_words(title, across=across))


def title_words(title: str, *, across: bool = False) -> tuple[tuple[str, ...], ...]:
    """The words of each of these lines: where a page is narrower than paper, they are what it breaks between."""
    return broken(printable(title), ACROSS_CHARACTERS if across else UPRIGHT_CHARACTERS).lines


@lru_cache(maxsize=4096)
def broken(text: str, most: float) -> BrokenText:
    """One line of text in as few lines of ``most`` characters as it takes, as even as whole words allow.

    One line more than necessary is taken where it saves a word from being torn.
    """
    words = _words(text, most)
    ends = list(accumulate(map(title_width, words), initial=0.0))
    costs = [_cost_before(words, start) for start in range(len(words))]
    fewest = _fewest(ends, most)
    lines = _lines(words, ends, costs, _Shape(fewest, _LINE), most)
    if _is_torn(lines, costs):
        more = _lines(words, ends, costs, _Shape(fewest + 1, 0.0), most)
        lines = lines if _is_torn(more, costs) or len(more) > fewest + 1 else more
    return BrokenText(tuple(lines) or ((),), _is_torn(lines, costs))


def _is_torn(lines: list[tuple[str, ...]], costs: list[float]) -> bool:
    starts = list(accumulate(map(len, lines)))[:-1]
    return any(costs[start] >= _TORN for start in starts)


def _lines(
    words: list[str], ends: list[float], costs: list[float], shape: _Shape, most: float
) -> list[tuple[str, ...]]:
    starts = _starts(ends, costs, shape, most)
    lines: list[tuple[str, ...]] = []
    end = len(words)
    while end > 0:
        lines.insert(0, tuple(words[starts[end] : end]))
        end = starts[end]
    return lines


def _starts(ends: list[float], costs: list[float], shape: _Shape, most: float) -> list[int]:
    """For every word the first word of the line that ends before it: the cheapest way there."""
    leans = _LEANS.get(shape.count, ())
    best: list[tuple[float, int]] = [(0.0, 0)]
    starts = [0]
    for end in range(1, len(ends)):
        chosen = (float("inf"), 0)
        starts.append(end - 1)
        for start in range(end - 1, -1, -1):
            width = ends[end] - ends[start]
            if width > most:
                break
            cost, lines = best[start]
            due = ends[-1] / shape.count + (leans[lines] if lines < len(leans) else 0.0)
            stub = _STUB if width < _LEAST and ends[-1] > most else 0.0
            cost += (width - due) ** 2 + costs[start] + stub + shape.line_cost
            if cost < chosen[0]:
                chosen, starts[end] = (cost, lines + 1), start
        best.append(chosen)
    return starts


def _fewest(ends: list[float], most: float) -> int:
    """How many lines the words take at least."""
    count, begun = 1, 0.0
    for before, after in pairwise(ends):
        if after - begun > most:
            count, begun = count + 1, before
    return count


def _cost_before(words: list[str], start: int) -> float:
    """What it costs to begin a line with this word: it may stand in the middle of one that no list knows."""
    if start == 0 or words[start - 1][-1] in _NEVER_FIRST:
        return 0.0
    before, after = words[start - 1], words[start]
    if not (before[-1].isalnum() and after[0].isalnum()):
        return 0.0
    alone = _is_unknown(before), _is_unknown(after)
    if all(alone):
        return _TORN
    is_lone = (alone[0] and not (start > 1 and _is_unknown(words[start - 2]))) or (
        alone[1] and not (start + 1 < len(words) and _is_unknown(words[start + 1]))
    )
    return _LOOSE if is_lone else 0.0


def _is_unknown(word: str) -> bool:
    """Whether no list knows the word: it is a single character, perhaps with punctuation at its side."""
    return sum(map(str.isalnum, word)) == 1


def _words(title: str, most: float) -> list[str]:
    """The words of a title, none wider than a line, with punctuation kept on its side."""
    words: list[str] = []
    for match in _WORD.finditer(title):
        for word in _pieces(match[0], most):
            glued = words and (word[0] in _NEVER_FIRST or words[-1][-1] in _NEVER_LAST)
            if glued and title_width(words[-1] + word) <= most:
                words[-1] += word
            else:
                words.append(word)
    return words


def _pieces(word: str, most: float) -> list[str]:
    """A word no line can hold, in pieces that one can: the words between its brackets, else so many characters."""
    if title_width(word) <= most:
        return [word]
    if word[0] in _NEVER_LAST and word[-1] in _NEVER_FIRST and len(word) > _BRACKETS:
        inner = [piece for match in _WORD.finditer(word[1:-1]) for piece in _pieces(match[0], most)]
        return [word[0], *inner, word[-1]]
    size = int(most / max(map(_width, word)))
    return [word[start : start + size] for start in range(0, len(word), size)]
