"""Papers put together of passages on different matters, as circulars and reports are; each passage can be spoilt.

A passage draws its figures once and gives its parts healthy (under the empty name) and once for every fault, so that
a spoilt paper differs from the healthy one in the passage alone. All places, units and figures are invented.
"""

import random
from collections.abc import Callable, Sequence

from tests.opened_papers import Paper
from tests.verify_drafts import Fault

Part = str | tuple[tuple[str, ...], ...]
Versions = dict[str, tuple[Part, ...]]
Passage = Callable[[random.Random], Versions]

_BUREAUS = [
    "县发展改革局",
    "县教育体育局",
    "县科技工信局",
    "县公安局",
    "县民政局",
    "县司法局",
    "县财政局",
    "县人社局",
    "县自然资源局",
    "县住建局",
    "县交通运输局",
    "县水利局",
    "县农业农村局",
    "县商务局",
    "县文化旅游局",
    "县卫生健康局",
    "县退役军人局",
    "县应急局",
    "县审计局",
    "县市场监管局",
    "县统计局",
    "县医保局",
    "县林业局",
    "县信访局",
    "县城管局",
    "县乡村振兴局",
]
_TOWNS = [
    "青石镇",
    "双河镇",
    "龙泉镇",
    "柳湾镇",
    "马营镇",
    "白杨乡",
    "石桥乡",
    "清溪乡",
    "大坪乡",
    "北沟乡",
    "红崖乡",
    "三岔乡",
]
_ACCOUNTS = [
    "清风云岭",
    "平安云岭",
    "云岭教育",
    "云岭融媒",
    "健康云岭",
    "云岭税务",
    "云岭农业",
    "云岭交通",
    "法治云岭",
    "云岭水利",
]


def _split(rng: random.Random, total: int, count: int, least: int = 1) -> list[int]:
    """``count`` different parts of ``total``, none under ``least``."""
    while True:
        cuts = sorted(rng.sample(range(1, total), count - 1))
        parts = [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
        if min(parts) >= least and len(set(parts)) == count:
            return parts


def _rate(part: int, whole: int, places: int = 1) -> str:
    return f"{part / whole * 100:.{places}f}%"


def _off(rng: random.Random, value: int) -> int:
    """A slip of the pen: some more, some fewer, or a digit turned."""
    slip = rng.choice([1, 2, 3, 10, -1, -2])
    return value + slip if value + slip > 0 else value + 1


def _names(names: Sequence[str]) -> str:
    return "、".join(names)


# Checks of sites and accounts -------------------------------------------------------------------------------------


def sites(rng: random.Random) -> Versions:
    """All sites by their level, and the share that passed."""
    counties, bureaus, failed = rng.randint(6, 13), rng.randint(20, 45), rng.randint(1, 5)
    whole = 1 + counties + bureaus
    style = rng.randrange(4)

    def said(whole: int, counties: int, failed: int, rate: str) -> tuple[Part, ...]:
        level = f"市政府门户网站1个、县（区）政府门户网站{counties}个、市直部门网站{bureaus}个"
        if style == 0:
            return (
                f"截至9月底，全市正常运行的政府网站共{whole}个，包括{level}。本次检查{whole}个，"
                f"不合格{failed}个，合格率{rate}。",
            )
        if style == 1:
            return (
                f"本季度，市政府办公室对全市{whole}个政府网站（{level}）进行了全覆盖检查，发现{failed}个存在突出问题，"
                f"合格率为{rate}。",
            )
        if style == 2:
            return (
                f"全市纳入全国政府网站信息报送系统的网站共计{whole}个，其中，{level}。",
                f"此次检查了全部{whole}个网站，合格{whole - failed}个，不合格{failed}个，合格率{rate}。",
            )
        return (
            f"检查范围为登记在册、正常运行的政府网站，共{whole}个，其中市级门户1个，县级门户{counties}个，部门网站{bureaus}个。",
            f"检查结果：{failed}个网站不合格，总体合格率{rate}。",
        )

    rate = _rate(whole - failed, whole)
    return {
        "": said(whole, counties, failed, rate),
        "part": said(whole, _off(rng, counties), failed, rate),
        "rate": said(whole, counties, failed, _rate(whole - failed - 1, whole)),
        "failed": said(whole, counties, failed + 2, rate),
    }


def platforms(rng: random.Random) -> Versions:
    """Accounts by platform, every platform by level in a bracket."""
    kinds = ["微信公众号", "新浪微博", "今日头条", "抖音号"]
    pairs = [(rng.randint(20, 60) // (n + 1) + 2, rng.randint(40, 160) // (n + 1) + 3) for n in range(4)]
    whole = sum(a + b for a, b in pairs)
    lead = rng.choice(
        ["本季度检查范围为全市政府系统政务新媒体，共{}个，其中", "目前，全市在运行的政务新媒体账号{}个，其中："]
    )
    mark = rng.choice(["；", "，"])

    def said(whole: int, sums: Sequence[int], pairs: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
        inner = mark.join(
            f"{kind}{total}个（市直单位{a}个，县（市、区）{b}个）"
            for kind, total, (a, b) in zip(kinds, sums, pairs, strict=True)
        )
        return (f"{lead.format(whole)}{inner}。",)

    sums = [a + b for a, b in pairs]
    return {
        "": said(whole, sums, pairs),
        "whole": said(whole + 10, sums, pairs),
        "inner": said(whole, sums, [pairs[0], (pairs[1][0], pairs[1][1] + 2), *pairs[2:]]),
        "platform": said(whole, [sums[0] + 9, *sums[1:]], pairs),
    }


def drawn(rng: random.Random) -> Versions:
    """A sample, its share of all, and how many of it passed."""
    whole, sample = rng.randint(300, 420), rng.randint(110, 280)
    wechat, weibo = int(whole * 0.7), int(whole * 0.2)
    other, bad = whole - wechat - weibo, rng.randint(4, 19)
    style = rng.randrange(3)

    def said(wechat: int, share: str, rate: str, good: int, bad: int) -> tuple[Part, ...]:
        if style == 0:
            return (
                f"经集中清理，全县政务新媒体{whole}个，包括{wechat}个微信公众号、{weibo}个微博、{other}个其他平台账号。"
                f"5月6日至5月13日，对{sample}个账号进行了抽查，抽查比例{share}，合格{good}个，不合格{bad}个，合格率{rate}。",
            )
        if style == 1:
            return (
                f"全县备案的{whole}个政务新媒体中，微信公众号{wechat}个，微博{weibo}个，其他平台{other}个。",
                f"随机抽查{sample}个，占总数的{share}。抽查的账号中合格{good}个、不合格{bad}个，合格率{rate}。",
            )
        return (
            f"共抽查政务新媒体{sample}个，占全县{whole}个政务新媒体的{share}，其中合格{good}个，不合格{bad}个，"
            f"总体合格率{rate}。全县账号按平台分：微信{wechat}个，微博{weibo}个，其他{other}个。",
        )

    share, rate, good = _rate(sample, whole), _rate(sample - bad, sample), sample - bad
    return {
        "": said(wechat, share, rate, good, bad),
        "platform": said(wechat + 5, share, rate, good, bad),
        "share": said(wechat, _rate(sample + 7, whole), rate, good, bad),
        "rate": said(wechat, share, _rate(good - 4, sample), good, bad),
        "good": said(wechat, share, rate, good - 10, bad),
    }


def by_office(rng: random.Random) -> Versions:
    """Passed and failed of each kind of platform, rates beside them."""
    rows = [(kind, rng.randint(18, 60), rng.randint(1, 6)) for kind in ("政府网站", "微信公众号", "政务微博")]

    def said(rows: Sequence[tuple[str, int, int, int, str]]) -> tuple[Part, ...]:
        return tuple(
            f"{kind}检查{n}个，合格{good}个，不合格{bad}个，合格率{rate}。" for kind, n, good, bad, rate in rows
        )

    full = [(kind, n, n - bad, bad, _rate(n - bad, n, 2)) for kind, n, bad in rows]
    kind, n, good, bad, rate = full[1]
    return {
        "": said(full),
        "good": said([full[0], (kind, n, good + 2, bad, rate), full[2]]),
        "rate": said([full[0], full[1], (*full[2][:4], _rate(full[2][2] - 1, full[2][1], 2))]),
        "checked": said([(full[0][0], full[0][1] + 3, *full[0][2:]), full[1], full[2]]),
    }


def faults_mended(rng: random.Random) -> Versions:
    """Problems by kind, mended and left."""
    parts = _split(rng, rng.randint(80, 260), 4, 5)
    whole, left = sum(parts), rng.randint(3, 14)
    style = rng.randrange(3)

    def said(whole: int, parts: Sequence[int], done: int, left: int, rate: str) -> tuple[Part, ...]:
        kinds = [f"错别字{parts[0]}处", f"失效链接{parts[1]}处", f"空白栏目{parts[2]}处", f"隐私泄露{parts[3]}处"]
        if style == 0:
            return (f"累计发现各类问题{whole}处，其中{_names(kinds)}；已整改{done}处，未整改{left}处，整改率{rate}。",)
        if style == 1:
            return (
                f"扫描发现问题{whole}处。从问题类型看，{'，'.join(kinds)}。",
                f"截至目前已完成整改{done}处，尚有{left}处正在整改，整改完成率{rate}。",
            )
        return (f"{'、'.join(kinds)}，合计{whole}处。上述问题已整改{done}处、未整改{left}处，整改率为{rate}。",)

    done = whole - left
    rate = _rate(done, whole)
    return {
        "": said(whole, parts, done, left, rate),
        "kind": said(whole, [parts[0], _off(rng, parts[1]), *parts[2:]], done, left, rate),
        "done": said(whole, parts, done - 5, left, rate),
        "rate": said(whole, parts, done, left, _rate(done - 6, whole)),
    }


def failing_names(rng: random.Random) -> Versions:
    """Named accounts that failed, with their number."""
    names = rng.sample(_ACCOUNTS, rng.randint(4, 7))
    style = rng.randrange(4)

    def said(count: int, names: Sequence[str]) -> tuple[Part, ...]:
        quoted = "".join(f"“{name}”" for name in names)
        paused = _names([f"“{name}”" for name in names])
        return (
            (
                f"{paused}等{count}个政务新媒体账号超过两周未更新。",
                f"检查发现不合格账号{count}个，分别是{quoted}，均为长期未更新。",
                f"有{count}个账号未提供有效互动功能：{paused}。",
                f"被单项否决的政务新媒体（{count}个）：{paused}",
            )[style],
        )

    return {
        "": said(len(names), names),
        "count": said(len(names) + 1, names),
        "dropped": said(len(names), names[:-1]),
        "twice": said(len(names), [*names[:-1], names[0]]),
    }


# Circulars on the columns -----------------------------------------------------------------------------------------


def grades(rng: random.Random) -> Versions:
    """Every unit in one of three or four grades, with the counts before the names."""
    pool = rng.sample(_BUREAUS, 16) + rng.sample(_TOWNS, 6)
    rng.shuffle(pool)
    cuts = sorted(rng.sample(range(3, 19), 2))
    groups = [pool[: cuts[0]], pool[cuts[0] : cuts[1]], pool[cuts[1] :]]
    labels = rng.choice(
        [
            ("更新及时", "更新较慢", "长期未更新"),
            ("优秀等次", "良好等次", "一般等次"),
            ("完成较好", "基本完成", "完成较差"),
        ]
    )
    style = rng.randrange(4)

    def said(whole: int, counts: Sequence[int], groups: Sequence[Sequence[str]]) -> tuple[Part, ...]:
        opening = (
            f"近期，县政务公开办对{whole}个单位的栏目维护情况进行了检查。",
            f"本次共检查单位{whole}个，结果如下：",
            f"本次检查涉及{whole}个单位，按维护情况分为三类。",
            f"对列入考核的{whole}家单位逐一进行了核查。",
        )[style]
        out: list[Part] = [opening]
        for number, (label, count, names) in enumerate(zip(labels, counts, groups, strict=True), 1):
            joined = _names(names)
            out += {
                0: [f"（{'一二三'[number - 1]}）{label}的{count}个：{joined}。"],
                1: [f"{number}.{label}（{count}个）", f"{joined}。"],
                2: [f"{label}的单位有{count}个，分别为：{joined}。"],
                3: [f"{label}的有{joined}，共{count}家。"],
            }[style]
        return tuple(out)

    counts = [len(group) for group in groups]
    return {
        "": said(len(pool), counts, groups),
        "whole": said(len(pool) + 1, counts, groups),
        "count": said(len(pool), [counts[0], counts[1] + 1, counts[2]], groups),
        "dropped": said(len(pool), counts, [groups[0][:-1], *groups[1:]]),
        "both": said(len(pool), counts, [groups[0], [*groups[1][:-1], groups[0][0]], groups[2]]),
    }


def two_sorts(rng: random.Random) -> Versions:
    """So many bureaus and so many towns, then all their names."""
    bureaus, towns = rng.sample(_BUREAUS, rng.randint(3, 6)), rng.sample(_TOWNS, rng.randint(2, 5))
    style = rng.randrange(3)

    def said(n: int, m: int, bureaus: Sequence[str], towns: Sequence[str]) -> tuple[Part, ...]:
        return (
            (
                f"{n}个县直部门和{m}个乡镇未开展自查，分别是{_names([*bureaus, *towns])}。",
                f"未报送材料的单位{n + m}个，其中县直部门{n}个（{_names(bureaus)}），乡镇{m}个（{_names(towns)}）。",
                f"{_names(bureaus)}等{n}个部门、{_names(towns)}等{m}个乡镇信息发布量不足。",
            )[style],
        )

    n, m = len(bureaus), len(towns)
    return {
        "": said(n, m, bureaus, towns),
        "bureaus": said(n + 1, m, bureaus, towns),
        "towns": said(n, m, bureaus, towns[:-1]),
    }


def each(rng: random.Random) -> Versions:
    """So many each: articles taken up, unit by unit."""
    units = rng.sample(_BUREAUS, 9)
    first, second, third, fourth = rng.randint(15, 30), rng.randint(9, 14), rng.randint(4, 7), rng.randint(1, 3)
    whole = first + second + 3 * third + 4 * fourth
    measure = rng.choice(["篇", "条"])
    lead = rng.choice([f"共采用各单位稿件{{}}{measure}，其中", f"本月采用信息{{}}{measure}。其中，"])

    def said(whole: int, first: int, third: int) -> tuple[Part, ...]:
        return (
            f"{lead.format(whole)}{units[0]}{first}{measure}，{units[1]}{second}{measure}，"
            f"{_names(units[2:5])}各{third}{measure}，{_names(units[5:])}各{fourth}{measure}。",
        )

    return {
        "": said(whole, first, third),
        "whole": said(_off(rng, whole), first, third),
        "one": said(whole, first + 4, third),
        "each": said(whole, first, third + 1),
    }


def count_table(rng: random.Random) -> Versions:
    """The counts of the columns by table, and their sum in the text."""
    columns = [
        "政策文件",
        "通知公告",
        "人事信息",
        "财政预决算",
        "行政许可",
        "行政处罚",
        "招标采购",
        "建议提案",
        "应急管理",
        "稳岗就业",
    ]
    counts = [rng.randint(0, 30) for _ in columns]
    counts[3] = 0
    units = rng.sample(_BUREAUS, len(columns))
    has_sum, has_note = rng.random() < 0.6, rng.random() < 0.5
    style = rng.randrange(3)

    def said(stated: int, counts: Sequence[int], total: int, numbers: Sequence[int]) -> tuple[Part, ...]:
        head = ("序号", "栏目名称", "责任单位", "发布数量", *(("备注",) if has_note else ()))
        rows = [
            (str(number), name, unit, str(count), *(("",) if has_note else ()))
            for number, name, unit, count in zip(numbers, columns, units, counts, strict=True)
        ]
        if has_sum:
            rows.append(("合计", "", "", str(total), *(("",) if has_note else ())))
        text = (
            f"经统计，本季度各栏目共发布信息{stated}条，具体见附件。",
            f"列入统计的{len(columns)}个栏目累计更新信息{stated}条。",
            f"一季度县政府门户网站各单位共公开信息{stated}条。",
        )[style]
        return (text, "各栏目信息发布情况统计表", (head, *rows))

    whole, numbers = sum(counts), list(range(1, len(columns) + 1))
    slipped = [counts[0], counts[1] + 7, *counts[2:]]
    return {
        "": said(whole, counts, whole, numbers),
        "stated": said(whole + 6, counts, whole, numbers),
        "row": said(whole, slipped, whole, numbers),
        "sum": said(whole, counts, whole + 10, numbers) if has_sum else said(whole - 9, counts, whole, numbers),
        "serial": said(whole, counts, whole, [*numbers[:5], *[n + 1 for n in numbers[5:]]]),
    }


def zero_columns(rng: random.Random) -> Versions:
    """The table of units, and those named for having published nothing."""
    units = rng.sample(_BUREAUS, 12)
    counts = [rng.randint(2, 40) for _ in units]
    zeros = sorted(rng.sample(range(12), 3))
    for place in zeros:
        counts[place] = 0
    style = rng.randrange(3)

    def said(names: Sequence[str], count: int) -> tuple[Part, ...]:
        text = (
            f"{_names(names)}等{count}个单位本季度没有发布信息。",
            f"本季度发布信息为0的单位{count}个：{_names(names)}。",
            f"全季度零发布的有{count}个单位，分别是{_names(names)}。",
        )[style]
        table = (
            ("序号", "单位", "发布条数"),
            *((str(n), u, str(c)) for n, (u, c) in enumerate(zip(units, counts, strict=True), 1)),
        )
        return (text, "各单位信息发布数量统计表", table)

    idle = [units[place] for place in zeros]
    busy = next(unit for unit, count in zip(units, counts, strict=True) if count)
    return {
        "": said(idle, 3),
        "wronged": said([*idle[:2], busy], 3),
        "added": said([*idle, busy], 4),
        "missed": said(idle[:2], 2),
    }


def score_table(rng: random.Random) -> Versions:
    """Scores of several items, their sum, the order."""
    units = rng.sample(_BUREAUS, 8)
    rows = [[rng.randint(20, 40), rng.randint(15, 30), rng.randint(10, 30)] for _ in units]
    rows.sort(key=sum, reverse=True)
    rows = [[a + 3 * (len(rows) - n), b, c] for n, (a, b, c) in enumerate(rows)]
    heads = rng.choice([("主动公开", "平台建设", "解读回应"), ("网站内容", "新媒体", "依申请公开")])
    first = rng.choice(["排名", "名次", "序号"])
    score = rng.choice(["总分", "合计得分", "总得分"])

    def said(rows: Sequence[Sequence[int]], sums: Sequence[int], leaders: Sequence[str]) -> tuple[Part, ...]:
        table = (
            (first, "单位", *heads, score),
            *(
                (str(n), unit, *map(str, row), str(total))
                for n, (unit, row, total) in enumerate(zip(units, rows, sums, strict=True), 1)
            ),
        )
        return (f"测评得分前三名的是{_names(leaders)}。", "测评得分情况表", table)

    sums = [sum(row) for row in rows]
    return {
        "": said(rows, sums, units[:3]),
        "total": said(rows, [*sums[:4], sums[4] + (sums[3] - sums[4]) // 2 + 1, *sums[5:]], units[:3]),
        "item": said([*rows[:5], [rows[5][0] + 3, *rows[5][1:]], *rows[6:]], sums, units[:3]),
        "leaders": said(rows, sums, [*units[:2], units[4]]),
    }


def bands(rng: random.Random) -> Versions:
    """How many scored above which mark, against all that were measured."""
    parts = _split(rng, rng.randint(38, 60), 4, 2)
    whole = sum(parts)
    style = rng.randrange(2)

    def said(whole: int, parts: Sequence[int], rates: Sequence[str]) -> tuple[Part, ...]:
        marks = ("90分以上", "80—90分", "60—80分", "60分以下")
        if style:
            inner = "；".join(f"{m}的{n}个，占{r}" for m, n, r in zip(marks, parts, rates, strict=True))
            return (f"从测评结果看，参评的{whole}个单位中，{inner}。",)
        inner = "，".join(f"{m}的{n}家" for m, n in zip(marks, parts, strict=True))
        return (f"参加测评的单位共{whole}家。{inner}。",)

    rates = [_rate(part, whole) for part in parts]
    return {
        "": said(whole, parts, rates),
        "whole": said(whole + 1, parts, [_rate(part, whole + 1) for part in parts]),
        "band": said(whole, [parts[0], parts[1] + 2, *parts[2:]], rates),
        "share": said(whole, parts, [*rates[:2], _rate(parts[2] + 1, whole), rates[3]]),
    }


def changed(rng: random.Random) -> Versions:
    """More or fewer than in the year before."""
    before, after = rng.randint(800, 1500), rng.randint(1600, 2600)
    style = rng.randrange(4)

    def said(before: int, after: int, more: int, rate: str) -> tuple[Part, ...]:
        return (
            (
                f"全年门户网站发布信息{after}条，比上年（{before}条）增加{more}条，增长{rate}。",
                f"今年门户网站发布信息{after}条，去年发布{before}条，同比增长{rate}。",
                f"门户网站信息发布量由上年的{before}条增加到{after}条，增加{more}条，增幅{rate}。",
                f"与去年同期的{before}条相比，今年发布{after}条，增加了{more}条，同比上升{rate}。",
            )[style],
        )

    more, rate = after - before, _rate(after - before, before)
    return {
        "": said(before, after, more, rate),
        "rate": said(before, after, more, _rate(after - before, after)),
        "more": said(before, after, more + 20, _rate(more + 20, before) if style == 1 else rate),
    }


def half_year(rng: random.Random) -> Versions:
    """Months make a quarter, quarters half a year."""
    months = [rng.randint(40, 160) for _ in range(3)]
    whole = sum(months)
    style = rng.randrange(3)

    def said(months: Sequence[int], whole: int) -> tuple[Part, ...]:
        return (
            (
                f"二季度县政府网站共更新信息{whole}条，其中4月{months[0]}条、5月{months[1]}条、6月{months[2]}条。",
                f"4月、5月、6月分别更新信息{months[0]}条、{months[1]}条和{months[2]}条，二季度合计{whole}条。",
                f"4月份更新{months[0]}条，5月份更新{months[1]}条，6月份更新{months[2]}条，二季度累计更新{whole}条。",
            )[style],
        )

    return {
        "": said(months, whole),
        "whole": said(months, whole + 10),
        "month": said([months[0], _off(rng, months[1]), months[2]], whole),
    }


def two_measures(rng: random.Random) -> Versions:
    """Columns and items by sort of unit: 43个栏目248条."""
    a, b, x, y = rng.randint(30, 50), rng.randint(8, 15), rng.randint(180, 320), rng.randint(12, 60)
    style = rng.randrange(2)

    def said(columns: int, items: int, x: int) -> tuple[Part, ...]:
        return (
            (
                f"共统计{columns}个栏目、信息{items}条，其中县直部门{a}个栏目{x}条，乡镇{b}个栏目{y}条。",
                f"本次核查栏目{columns}个，共有信息{items}条。其中，县直部门栏目{a}个、信息{x}条；乡镇栏目{b}个、信息{y}条。",
            )[style],
        )

    return {
        "": said(a + b, x + y, x),
        "columns": said(a + b + 1, x + y, x),
        "items": said(a + b, x + y - 3, x),
        "part": said(a + b, x + y, x + 9),
    }


# Reports of the year and of one's own check ------------------------------------------------------------------------


def channels(rng: random.Random) -> Versions:
    """Published by channel, the parts in sentences of their own."""
    parts = _split(rng, rng.randint(2000, 9000), 3, 100)
    whole = sum(parts)
    style = rng.randrange(4)

    def said(whole: int, parts: Sequence[int]) -> tuple[Part, ...]:
        a, b, c = parts
        return {
            0: (f"全年通过各类渠道主动公开政府信息{whole}条。网站公开{a}条；微信公众号公开{b}条；政务微博公开{c}条。",),
            1: (
                f"主动公开政府信息共计{whole}条，其中政府网站{a}条，占{_rate(a, whole)}；"
                f"政务微信{b}条，占{_rate(b, whole)}；"
                f"其他方式{c}条，占{_rate(c, whole)}。",
            ),
            2: (f"一年来，累计主动公开政府信息{whole}条。", f"按渠道分，政府网站{a}条，政务微信{b}条，政务微博{c}条。"),
            3: (f"通过政府网站、政务微信、政务微博分别公开政府信息{a}条、{b}条、{c}条，总计{whole}条。",),
        }[style]

    return {
        "": said(whole, parts),
        "whole": said(whole + 100, parts),
        "digit": said(whole, [parts[0] + 30, *parts[1:]]),
        "tenfold": said(whole, [parts[0], parts[1], parts[2] * 10]),
    }


def subjects(rng: random.Random) -> Versions:
    """Shares of all, two decimals each."""
    parts = _split(rng, rng.randint(5000, 9000), 5, 20)
    whole = sum(parts)
    kinds = ("机构职能", "政策法规", "工作动态", "决策信息", "行政职权")
    style = rng.randrange(3)

    def said(whole: int, parts: Sequence[int], rates: Sequence[str]) -> tuple[Part, ...]:
        if style == 0:
            inner = "；".join(f"{k}信息{n}条，占总数的{r}" for k, n, r in zip(kinds, parts, rates, strict=True))
            return (f"累计公开政府信息{whole}条。在公开的信息中，{inner}。",)
        if style == 1:
            inner = "，".join(f"{k}类{n}条（{r}）" for k, n, r in zip(kinds, parts, rates, strict=True))
            return (f"全县公开政府信息{whole}条，按内容分：{inner}。",)
        names = "、".join(f"{k}类" for k in kinds)
        counts, shares = "、".join(f"{n}条" for n in parts), "、".join(rates)
        return (f"公开政府信息{whole}条，{names}分别为{counts}，分别占{shares}。",)

    rates = [_rate(part, whole, 2) for part in parts]
    return {
        "": said(whole, parts, rates),
        "share": said(whole, parts, [*rates[:2], _rate(parts[2] + 60, whole, 2), *rates[3:]]),
        "count": said(whole, [*parts[:3], parts[3] + 11, parts[4]], rates),
        "whole": said(whole + 200, parts, rates),
    }


def requests(rng: random.Random) -> Versions:
    """Requests: who asked, how, what came of it, what is carried on."""
    people, firms = rng.randint(30, 90), rng.randint(4, 20)
    whole = people + firms
    web, post = rng.randint(10, whole // 2), rng.randint(5, 12)
    desk, carried, left = whole - web - post, rng.randint(1, 6), rng.randint(1, 5)
    answered = whole + carried - left
    given, refused, lacking, rest = _split(rng, answered, 4, 2)
    style = rng.randrange(3)

    def said(whole: int, web: int, answered: int, given: int, left: int) -> tuple[Part, ...]:
        who, how = f"自然人{people}件，法人或其他组织{firms}件", f"网络申请{web}件，信函申请{post}件，当面申请{desk}件"
        result = f"予以公开{given}件，不予公开{refused}件，无法提供{lacking}件，不予处理等其他情形{rest}件"
        if style == 0:
            return (
                f"全年新收政府信息公开申请{whole}件，上年结转{carried}件。新收申请中，{who}；从申请方式看，{how}。",
                f"全年共办结{answered}件，其中{result}。结转下年度继续办理{left}件。",
            )
        if style == 1:
            return (
                f"本年新收依申请公开{whole}件（{who}），上年结转{carried}件，本年办结{answered}件，结转下年{left}件。",
                f"新收的{whole}件中，{how}。",
                f"在办结的{answered}件中，{result}。",
            )
        return (
            f"本年度新收到申请{whole}件，其中{who}；其中{how}。连同上年度结转的{carried}件，共答复{answered}件，"
            f"结转下年度{left}件。答复结果为：{result}。",
        )

    return {
        "": said(whole, web, answered, given, left),
        "whole": said(whole + 2, web, answered, given, left),
        "way": said(whole, web + 3, answered, given, left),
        "result": said(whole, web, answered, given + 1, left),
        "carried": said(whole, web, answered, given, left + 1),
    }


def motions_answered(rng: random.Random) -> Versions:
    """Motions of both houses, by kind of answer."""
    a, b = rng.randint(30, 90), rng.randint(40, 110)
    whole = a + b
    kinds = _split(rng, whole, 3, 3)
    style = rng.randrange(3)

    def said(whole: int, a: int, kinds: Sequence[int]) -> tuple[Part, ...]:
        k = f"A类（已解决）{kinds[0]}件，B类（正在解决）{kinds[1]}件，C类（留作参考）{kinds[2]}件"
        return (
            (
                f"全年承办建议提案{whole}件，其中人大代表建议{a}件、政协提案{b}件，办复率100%。按办理结果分，{k}。",
                f"人大代表建议{a}件、政协委员提案{b}件，共{whole}件，已全部答复，其中{k}。",
                f"共办理人大代表建议和政协提案{whole}件。人大代表建议{a}件，政协提案{b}件。办理结果为{k}。",
            )[style],
        )

    return {
        "": said(whole, a, kinds),
        "house": said(whole, a + 2, kinds),
        "whole": said(whole + 10, a, kinds),
        "answer": said(whole, a, [kinds[0], kinds[1] + 1, kinds[2]]),
    }


def hotline(rng: random.Random) -> Versions:
    """Calls answered at once and handed on; closed in time; content."""
    direct, handed = rng.randint(2000, 4000), rng.randint(300, 900)
    late = rng.randint(3, 20)
    asked, content = rng.randint(150, 280), 0
    content = asked - rng.randint(4, 30)
    style = rng.randrange(2)

    def said(whole: int, handed: int, ontime: int, rate: str, content: str) -> tuple[Part, ...]:
        if style:
            return (
                f"本季度12345热线共受理群众诉求{whole}件，其中直接答复{direct}件，转派办理{handed}件。转派件中按时办结{ontime}件，"
                f"逾期办结{late}件，按时办结率{rate}。",
                f"回访{asked}件，{content}。",
            )
        return (
            f"热线受理诉求{whole}件。话务员直接解答{direct}件，转交责任单位{handed}件。",
            f"转交的{handed}件诉求中，按期办结{ontime}件、超期办结{late}件，按期办结率为{rate}。抽取{asked}件回访，{content}。",
        )

    whole, ontime = direct + handed, handed - late
    rate = _rate(ontime, handed)
    good = f"满意{content}件，满意率{_rate(content, asked)}"
    return {
        "": said(whole, handed, ontime, rate, good),
        "whole": said(whole + 90, handed, ontime, rate, good),
        "ontime": said(whole, handed, ontime - 12, rate, good),
        "rate": said(whole, handed, ontime, _rate(ontime - 9, handed), good),
        "content": said(whole, handed, ontime, rate, f"满意{content}件，满意率{_rate(content - 5, asked)}"),
    }


def chapters(rng: random.Random) -> Versions:
    """Of how many parts the report is made."""
    parts = (
        "总体情况 主动公开政府信息情况 收到和处理政府信息公开申请情况 行政复议和行政诉讼情况 存在的主要问题及改进情况 "
        "其他需要报告的事项"
    )
    names = parts.split()
    style = rng.randrange(3)

    def said(count: str, names: Sequence[str]) -> tuple[Part, ...]:
        return (
            (
                f"本报告由{_names(names)}{count}个部分组成。",
                f"全文包括{_names(names)}，共{count}部分。",
                f"本报告由“{'”“'.join(names)}”等{count}个部分组成。",
            )[style],
        )

    return {"": said("六", names), "count": said("七", names), "dropped": said("六", [*names[:3], *names[4:]])}


def dates(rng: random.Random) -> Versions:
    """The days of the check, as the calendar has them."""
    day = rng.randint(2, 9)
    style = rng.randrange(2)

    def said(first: str, last: str) -> tuple[Part, ...]:
        return (
            (
                f"{first}至{last}，县政务公开办组织专人对各单位栏目进行了集中检查。",
                f"检查时间为{first}—{last}，采取人工核查与技术扫描相结合的方式。",
            )[style],
        )

    return {
        "": said(f"6月{day}日", f"6月{day + 12}日"),
        "calendar": said(f"6月{day}日", "6月31日"),
        "turned": said(f"6月{day + 12}日", f"6月{day}日"),
    }


def trained(rng: random.Random) -> Versions:
    """Meetings and courses, per sort."""
    a, b, c = rng.randint(2, 5), rng.randint(6, 9), rng.randint(10, 15)
    p, q = rng.randint(100, 200), rng.randint(210, 400)

    def said(times: int, people: int) -> tuple[Part, ...]:
        return (
            f"举办新闻发布会{times}场，其中主要负责同志出席{a}场、分管负责同志出席{b}场、部门负责同志出席{c}场。"
            f"组织业务培训2期，培训{people}人次（第一期{p}人次，第二期{q}人次）。",
        )

    return {"": said(a + b + c, p + q), "times": said(a + b + c + 1, p + q), "people": said(a + b + c, p + q + 10)}


def form_2021(rng: random.Random) -> Versions:
    """The third table of the form of 2021, short, with the figure in the text."""
    heads = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    names = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果（一）予以公开",
        "（二）部分公开",
        "（三）不予公开",
        "（四）无法提供",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    person = [rng.randint(20, 50), rng.randint(1, 5), 0, 3, 4, 2, 0, rng.randint(1, 3)]
    person[2] = person[0] + person[1] - person[7] - 9
    person[6] = sum(person[2:6])
    firm = [rng.randint(6, 12), 1, 0, 1, 1, 0, 0, 1]
    firm[2] = firm[0] + firm[1] - firm[7] - 2
    firm[6] = sum(firm[2:6])
    style = rng.randrange(2)

    def said(person: Sequence[int], totals: Sequence[int], stated: int) -> tuple[Part, ...]:
        rows = [
            (name, str(p), str(f), "0", "0", "0", "0", str(t))
            for name, p, f, t in zip(names, person, firm, totals, strict=True)
        ]
        text = (f"本年度新收到政府信息公开申请{stated}件。", f"当年，我县共新收依申请公开{stated}件，均依法办理。")[
            style
        ]
        return (text, "收到和处理政府信息公开申请情况", (heads, *rows))

    totals = [p + f for p, f in zip(person, firm, strict=True)]
    return {
        "": said(person, totals, totals[0]),
        "across": said(person, [*totals[:4], totals[4] + 1, *totals[5:]], totals[0]),
        "down": said([*person[:6], person[6] + 2, person[7]], [*totals[:6], totals[6] + 2, totals[7]], totals[0]),
        "text": said(person, totals, totals[0] + 3),
    }


def form_2014(rng: random.Random) -> Versions:
    """The form of 2014: figures in one column, one above its parts."""
    desk, fax, web, post = rng.randint(1, 9), 0, rng.randint(10, 30), rng.randint(2, 8)
    whole = desk + fax + web + post
    given, refused, absent, not_ours = _split(rng, whole, 4)
    news = [rng.randint(300, 2000), rng.randint(100, 500)]
    style = rng.randrange(2)

    def said(whole: int, web: int, given: int, stated: int) -> tuple[Part, ...]:
        rows = (
            ("统计指标", "单位", "统计数"),
            ("一、主动公开情况", "——", ""),
            ("（一）主动公开政府信息数", "条", str(sum(news) + 40)),
            ("（二）通过不同渠道和方式公开政府信息的情况", "——", ""),
            ("1.政府公报公开政府信息数", "条", "0"),
            ("2.政府网站公开政府信息数", "条", str(news[0])),
            ("3.政务微博公开政府信息数", "条", str(news[1])),
            ("二、依申请公开情况", "——", ""),
            ("（一）收到申请数", "件", str(whole)),
            ("1.当面申请数", "件", str(desk)),
            ("2.传真申请数", "件", "0"),
            ("3.网络申请数", "件", str(web)),
            ("4.信函申请数", "件", str(post)),
            ("（二）申请办结数", "件", str(desk + fax + post + web)),
            ("（三）申请答复数", "件", str(given + refused + absent + not_ours)),
            ("1.属于已主动公开范围数", "件", "0"),
            ("2.同意公开答复数", "件", str(given)),
            ("3.同意部分公开答复数", "件", str(refused)),
            ("4.不同意公开答复数", "件", str(absent)),
            ("5.不属于本行政机关公开数", "件", str(not_ours)),
        )
        text = (f"全年共收到依申请公开{stated}件，全部按时办结。", f"当年收到政府信息公开申请{stated}件。")[style]
        return (text, "政府信息公开情况统计表", rows)

    return {
        "": said(whole, web, given, whole),
        "whole": said(whole + 3, web, given, whole + 3),
        "text": said(whole, web, given, whole + 2),
    }


def numbering(rng: random.Random) -> Versions:
    """What is asked for, one by one."""
    asks = ["提高思想认识", "健全工作机制", "强化日常监测", "抓好问题整改", "严格责任追究"]
    rng.shuffle(asks)
    style = rng.randrange(2)

    def said(marks: Sequence[str]) -> tuple[Part, ...]:
        return tuple(
            f"（{mark}）{ask}。各单位要对照要求逐项抓好落实。" if style else f"{mark}是{ask}，逐项抓好落实。"
            for mark, ask in zip(marks, asks, strict=True)
        )

    return {"": said("一二三四五"), "jump": said("一二三五六"), "twice": said("一二三三四")}


def money(rng: random.Random) -> Versions:
    """Amounts with decimals by sort."""
    parts = [round(rng.uniform(100, 900), 2) for _ in range(3)]

    def said(whole: float, parts: Sequence[float]) -> tuple[Part, ...]:
        a, b, c = parts
        return (
            f"全年政府集中采购总金额{whole:.2f}万元，其中货物类{a:.2f}万元，工程类{b:.2f}万元，服务类{c:.2f}万元。",
        )

    whole = sum(parts)
    return {"": said(whole, parts), "whole": said(whole + 10, parts), "part": said(whole, [parts[0] + 27, *parts[1:]])}


def restated(rng: random.Random) -> Versions:
    """One quantity told at the head and again further on."""
    count, items = rng.randint(31, 58), rng.randint(400, 900)
    style = rng.randrange(2)

    def said(count: int, items: int, again: int, more: int) -> tuple[Part, ...]:
        return (
            (
                f"本次督查覆盖全县{count}个单位，督查期间各单位共更新信息{items}条。",
                "督查采取网上检查和实地查看相结合的方式进行。",
                f"从督查的{again}个单位情况看，共更新的{more}条信息质量总体较好。",
            ),
            (
                f"一季度参加考核的责任单位{count}个，更新政务信息{items}条。",
                f"在参加考核的{again}个责任单位中，多数单位做到了按时更新；更新的{more}条政务信息以工作动态为主。",
            ),
        )[style]

    return {
        "": said(count, items, count, items),
        "units": said(count, items, count + 1, items),
        "items": said(count, items, count, items + 30),
    }


_CHECK = (sites, platforms, drawn, by_office, faults_mended, failing_names, bands)
_COLUMNS = (
    grades,
    two_sorts,
    each,
    count_table,
    zero_columns,
    score_table,
    changed,
    half_year,
    two_measures,
    dates,
    restated,
)
_YEAR = (channels, subjects, requests, motions_answered, chapters, trained, form_2021, form_2014, numbering, money)
_OTHER = (hotline,)
PASSAGES: dict[str, Passage] = {one.__name__: one for one in (*_CHECK, *_COLUMNS, *_YEAR, *_OTHER)}
_AGAINST = {
    "sites": "by_office",
    "platforms": "drawn by_office failing_names",
    "drawn": "by_office failing_names",
    "channels": "subjects",
    "requests": "form_2021 form_2014",
    "form_2021": "form_2014",
    "grades": "restated bands zero_columns",
    "count_table": "half_year two_measures zero_columns restated channels each",
    "changed": "channels subjects half_year count_table zero_columns restated two_measures",
    "two_measures": "half_year restated",
    "half_year": "restated",
    "zero_columns": "grades each half_year restated two_measures",
    "score_table": "bands",
    "bands": "restated",
    "by_office": "failing_names",
}
_APART = tuple({one, other} for one, others in _AGAINST.items() for other in others.split())
"""Passages on one matter: two of them in a paper would contradict each other."""

_ASIDE = (
    "各单位高度重视，安排专人负责，及时更新维护，总体情况良好。",
    "建成便民服务窗口37个，29个部门的275人进驻政务大厅。",
    "印发政府公报10期，发放到各乡镇和村（社区）120个查阅点。",
    "动态类栏目更新间隔不得超过2周，通知公告和政策文件类栏目不得超过6个月。",
    "按照国办发〔2014〕57号文件要求，对评分低于60分的单位进行约谈。",
    "公开信息均在20个工作日内发布，及时率达100%。",
    "全年发布便民提示300余条，接受现场咨询近2000人次。",
    "解读材料中，图解12个、视频解读5个，专题访谈3期。",
    "联系电话：0900-3301234，邮编：730500。",
    "个别单位超过15个工作日未回复留言，整改期限为10月20日。",
)


def passages(kind: str, seed: int, fault: str = "") -> Paper:
    """A paper round one passage, with three others beside it; ``fault`` spoils that passage."""
    rng = random.Random(f"{kind}{seed}")
    chosen = [kind]
    others = [name for name in PASSAGES if name != kind]
    rng.shuffle(others)
    for name in others:
        if len(chosen) < 4 and not any({name, other} in _APART for other in chosen):
            chosen.append(name)
    rng.shuffle(chosen)
    is_yearly = sum(PASSAGES[name] in _YEAR for name in chosen) > 1
    year = rng.randint(2016, 2024)
    parts: list[Part] = [
        f"云岭县{year}年政府信息公开工作年度报告"
        if is_yearly
        else f"云岭县人民政府办公室关于{year}年政务公开工作检查情况的通报"
    ]
    if not is_yearly:
        parts.append("各乡镇人民政府，县政府各部门：")
    tables: list[Part] = []
    for number, name in enumerate(chosen):
        versions = PASSAGES[name](random.Random(f"{kind}{seed}{name}"))
        piece = versions[fault if name == kind else ""]
        parts.append(f"{'一二三四五'[number]}、{rng.choice(['有关情况', '工作情况', '基本情况', '落实情况'])}")
        if rng.random() < 0.6:
            parts.append(rng.choice(_ASIDE))
        parts += piece[: -2 if isinstance(piece[-1], tuple) else None]
        if isinstance(piece[-1], tuple):
            tables += piece[-2:]
    parts += ["云岭县人民政府办公室", f"{year + 1}年1月{rng.randint(5, 28)}日"]
    return Paper((*parts, *tables))


PASSAGES_FAULTS = tuple(
    Fault(name, fault, ()) for name, passage in PASSAGES.items() for fault in passage(random.Random(0)) if fault
)
