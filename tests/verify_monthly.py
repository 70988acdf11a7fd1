"""Monthly monitoring, self-checks and site reports, put together of passages like `verify_passages`, in other words."""

import random
from collections.abc import Sequence

from tests.opened_papers import Paper
from tests.verify_drafts import Fault
from tests.verify_passages import _ACCOUNTS, _BUREAUS, _TOWNS, Part, Passage, Versions, _names, _rate, _split


def monitored(rng: random.Random) -> Versions:
    """合格36家，合格率87.8%；…: how many passed of each kind, how many there are being told before."""
    wholes = [rng.randint(30, 60), rng.randint(18, 40), rng.randint(6, 14)]
    bad = [rng.randint(2, 5), rng.randint(1, 3), 1]
    kinds = ("部门信息公开网站", "政务微信", "政务微博")

    def said(wholes: Sequence[int], good: Sequence[int], rates: Sequence[str]) -> tuple[Part, ...]:
        first = "、".join(f"{kind}{n}家" for kind, n in zip(kinds, wholes, strict=True))
        second = "；".join(f"{kind}合格{n}家，合格率{r}" for kind, n, r in zip(kinds, good, rates, strict=True))
        return (f"本月共监测{first}，合计{sum(wholes) if wholes == true else sum(true)}家。", f"监测结果：{second}。")

    true = list(wholes)
    good = [n - m for n, m in zip(wholes, bad, strict=True)]
    rates = [_rate(g, n) for g, n in zip(good, wholes, strict=True)]
    return {
        "": said(wholes, good, rates),
        "kind": said([wholes[0] + 4, *wholes[1:]], good, rates),
        "rate": said(wholes, good, [rates[0], _rate(good[1] - 2, wholes[1]), rates[2]]),
    }


def with_points(rng: random.Random) -> Versions:
    """Units with their number of faults in brackets, and all faults."""
    units = rng.sample(_BUREAUS, 5)
    counts = [rng.randint(1, 9) for _ in units]
    style = rng.randrange(2)

    def said(whole: int, number: int, counts: Sequence[int]) -> tuple[Part, ...]:
        listed = "、".join(f"{unit}（{n}个）" for unit, n in zip(units, counts, strict=True))
        return (
            (
                f"存在问题的单位有{number}家：{listed}，共{whole}个问题。",
                f"本次巡查共发现问题{whole}个，涉及{number}家单位，分别是{listed}。",
            )[style],
        )

    return {
        "": said(sum(counts), 5, counts),
        "whole": said(sum(counts) + 2, 5, counts),
        "units": said(sum(counts), 6, counts),
        "one": said(sum(counts), 5, [counts[0] + 3, *counts[1:]]),
    }


def points_changed(rng: random.Random) -> Versions:
    """A rate against that of the quarter before, in points."""
    before, after = round(rng.uniform(80, 88), 1), round(rng.uniform(89, 97), 1)
    style = rng.randrange(3)

    def said(gap: float) -> tuple[Part, ...]:
        return (
            (
                f"三季度账号合格率为{after}%，较二季度的{before}%提高{gap:.1f}个百分点。",
                f"账号合格率由上季度的{before}%上升至{after}%，提高了{gap:.1f}个百分点。",
                f"本季度账号合格率{after}%，上季度为{before}%，环比上升{gap:.1f}个百分点。",
            )[style],
        )

    return {"": said(after - before), "gap": said(after - before + 1)}


def rest_of_them(rng: random.Random) -> Versions:
    """Some are done, 其余 are not."""
    whole = rng.randint(20, 50)
    done = rng.randint(8, whole - 6)
    style = rng.randrange(3)

    def said(whole: int, done: int, rest: int) -> tuple[Part, ...]:
        return (
            (
                f"列入台账的{whole}个问题中，{done}个已整改到位，其余{rest}个正在整改。",
                f"上次通报的{whole}个问题，已完成整改{done}个，剩余{rest}个问题仍在推进。",
                f"台账共列问题{whole}个，其中已销号{done}个，未销号{rest}个。",
            )[style],
        )

    return {
        "": said(whole, done, whole - done),
        "rest": said(whole, done, whole - done + 2),
        "whole": said(whole + 5, done, whole - done),
    }


def reviews(rng: random.Random) -> Versions:
    """Reviews and suits by outcome."""
    a, b, c = rng.randint(2, 7), rng.randint(1, 4), rng.randint(1, 5)
    d, e = rng.randint(1, 6), rng.randint(1, 4)

    def said(reviews: int, suits: int, a: int) -> tuple[Part, ...]:
        return (
            f"因政府信息公开被申请行政复议{reviews}件，其中结果维持{a}件、结果纠正{b}件、尚未审结{c}件；"
            f"被提起行政诉讼{suits}件，其中结果维持{d}件、尚未审结{e}件。",
        )

    return {
        "": said(a + b + c, d + e, a),
        "reviews": said(a + b + c + 1, d + e, a),
        "suits": said(a + b + c, d + e + 2, a),
        "kept": said(a + b + c, d + e, a + 2),
    }


def site_form(rng: random.Random) -> Versions:
    """The yearly form of a site: 信息发布 总数 above its sorts, columns to be shut."""
    news = [rng.randint(20, 90), rng.randint(400, 2000), rng.randint(200, 900)]
    letters, done = rng.randint(60, 200), 0
    done = letters - rng.randint(0, 3)

    def said(whole: int, news: Sequence[int], stated: int) -> tuple[Part, ...]:
        rows = (
            ("项目", "指标", "数量"),
            ("信息发布（单位：条）", "总数", str(whole)),
            ("信息发布（单位：条）", "概况类信息更新量", str(news[0])),
            ("信息发布（单位：条）", "政务动态信息更新量", str(news[1])),
            ("信息发布（单位：条）", "信息公开目录信息更新量", str(news[2])),
            ("互动交流", "收到留言数量（单位：条）", str(letters)),
            ("互动交流", "办结留言数量（单位：条）", str(done)),
        )
        return (f"全年政府网站共发布信息{stated}条。", "政府网站工作年度报表", rows)

    whole = sum(news)
    return {
        "": said(whole, news, whole),
        "whole": said(whole + 100, news, whole + 100),
        "sort": said(whole, [news[0] + 8, *news[1:]], whole),
        "text": said(whole, news, whole + 30),
    }


def month_table(rng: random.Random) -> Versions:
    """Towns by month, sums to the right and below."""
    towns = rng.sample(_TOWNS, 6)
    rows = [[rng.randint(2, 30) for _ in range(3)] for _ in towns]

    def said(rows: Sequence[Sequence[int]], right: Sequence[int], below: Sequence[int]) -> tuple[Part, ...]:
        table = [("乡镇", "7月", "8月", "9月", "合计")]
        table += [(town, *map(str, row), str(total)) for town, row, total in zip(towns, rows, right, strict=True)]
        table.append(("合计", *map(str, below)))
        best = towns[max(range(6), key=lambda n: true[n])]
        return (
            f"三季度各乡镇共报送信息{sum(true)}条，其中{best}最多，为{max(true)}条。",
            "乡镇信息报送情况表",
            tuple(table),
        )

    true = [sum(row) for row in rows]
    below = [*(sum(row[n] for row in rows) for n in range(3)), sum(true)]
    spoilt = [list(row) for row in rows]
    spoilt[2][1] += 6
    return {
        "": said(rows, true, below),
        "cell": said(spoilt, true, below),
        "right": said(rows, [*true[:3], true[3] + 2, *true[4:]], below),
        "below": said(rows, true, [below[0] + 3, *below[1:]]),
        "grand": said(rows, true, [*below[:3], below[3] + 10]),
    }


def shares_only(rng: random.Random) -> Versions:
    """Shares that make up the whole, without counts."""
    cuts = _split(rng, 1000, 4, 40)
    kinds = ("咨询类", "投诉类", "建议类", "其他类")

    def said(cuts: Sequence[int]) -> tuple[Part, ...]:
        return ("从留言内容看，" + "，".join(f"{k}占{n / 10:.1f}%" for k, n in zip(kinds, cuts, strict=True)) + "。",)

    return {"": said(cuts), "share": said([cuts[0] + 40, *cuts[1:]])}


def nested(rng: random.Random) -> Versions:
    """Parts of a part of a whole."""
    inner = _split(rng, rng.randint(60, 200), 3, 8)
    other = _split(rng, rng.randint(80, 300), 2, 20)
    style = rng.randrange(2)

    def said(whole: int, middle: int, inner: Sequence[int]) -> tuple[Part, ...]:
        x, y, z = inner
        sub = f"政策文件{x}件、解读材料{y}件、会议公开{z}件"
        return (
            (
                f"一年来公开各类文件{whole}件，其中重点领域{middle}件（{sub}），工作动态{other[0]}件，其他{other[1]}件。",
                f"一年来公开各类文件{whole}件，其中工作动态{other[0]}件，其他{other[1]}件，重点领域{middle}件；重点领域中，{sub}。",
            )[style],
        )

    middle = sum(inner)
    whole = middle + sum(other)
    return {
        "": said(whole, middle, inner),
        "whole": said(whole + 11, middle, inner),
        "inner": said(whole, middle, [inner[0] + 5, *inner[1:]]),
        "far": said(whole, middle, [inner[0], inner[1] * 10, inner[2]]),
    }


def extremes(rng: random.Random) -> Versions:
    """The best and the least score, and the mean, against the table."""
    units = rng.sample(_BUREAUS, 7)
    scores = sorted((rng.randint(600, 990) for _ in units), reverse=True)

    def said(best: float, least: float, mean: float) -> tuple[Part, ...]:
        table = (
            ("序号", "单位", "得分"),
            *((str(n), u, f"{s / 10:.1f}") for n, (u, s) in enumerate(zip(units, scores, strict=True), 1)),
        )
        text = f"参评单位中，最高分{best:.1f}分，最低分{least:.1f}分，平均得分{mean:.1f}分。"
        return (text, "考核得分情况表", table)

    best, least, mean = scores[0] / 10, scores[-1] / 10, sum(scores) / 70
    return {
        "": said(best, least, mean),
        "best": said(best + 1, least, mean),
        "least": said(best, least - 2, mean),
        "mean": said(best, least, mean + 3),
    }


def planned(rng: random.Random) -> Versions:
    """Tasks and what was done, in a table with a rate, and in the text."""
    units = rng.sample(_BUREAUS, 6)
    rows = [(n := rng.randint(10, 40), rng.randint(5, n)) for _ in units]

    def said(rows: Sequence[tuple[int, int]], rates: Sequence[str], done: int) -> tuple[Part, ...]:
        table = [("单位", "任务数", "完成数", "完成率")]
        table += [(u, str(n), str(m), r) for u, (n, m), r in zip(units, rows, rates, strict=True)]
        table.append(("合计", str(sum(n for n, _ in true)), str(sum(m for _, m in true)), total))
        return (
            f"全县信息报送任务{sum(n for n, _ in true)}条，实际完成{done}条，完成率{total}。",
            "信息报送任务完成情况表",
            tuple(table),
        )

    true = list(rows)
    total = _rate(sum(m for _, m in rows), sum(n for n, _ in rows))
    rates = [_rate(m, n) for n, m in rows]
    done = sum(m for _, m in rows)
    return {
        "": said(rows, rates, done),
        "done": said([rows[0], (rows[1][0], rows[1][1] + 3), *rows[2:]], rates, done),
        "rate": said(rows, [*rates[:4], _rate(rows[4][1] + 2, rows[4][0]), rates[5]], done),
        "text": said(rows, rates, done - 8),
    }


def warned(rng: random.Random) -> Versions:
    """Who is to be talked to, named in a notice of several lists."""
    accounts, towns = rng.sample(_ACCOUNTS, 4), rng.sample(_TOWNS, 3)
    style = rng.randrange(2)

    def said(n: int, m: int, accounts: Sequence[str], towns: Sequence[str]) -> tuple[Part, ...]:
        quoted = "".join(f"“{name}”" for name in accounts)
        return (
            (
                f"对{quoted}等{n}个账号予以通报批评，对{_names(towns)}{m}个乡镇进行约谈。",
                f"决定约谈{m}个乡镇（{_names(towns)}），通报{n}个账号（{quoted}）。",
            )[style],
        )

    return {
        "": said(4, 3, accounts, towns),
        "accounts": said(5, 3, accounts, towns),
        "towns": said(4, 2, accounts, towns),
        "dropped": said(4, 3, accounts, towns[:-1]),
    }


def batches(rng: random.Random) -> Versions:
    """Two batches make all; over the years."""
    a, b = rng.randint(30, 80), rng.randint(20, 70)
    style = rng.randrange(3)

    def said(whole: int, b: int) -> tuple[Part, ...]:
        return (
            (
                f"分两批对{whole}个单位开展了检查，第一批{a}个，第二批{b}个。",
                f"上半年检查{a}个单位，下半年检查{b}个单位，全年共检查{whole}个单位。",
                f"全年检查单位{whole}个次，其中上半年{a}个次、下半年{b}个次。",
            )[style],
        )

    return {"": said(a + b, b), "whole": said(a + b + 6, b), "batch": said(a + b, b - 3)}


_ALL: tuple[Passage, ...] = (
    monitored, with_points, points_changed, rest_of_them, reviews, site_form, month_table, shares_only, nested,
    extremes, planned, warned, batches,
)  # fmt: skip
PASSAGES: dict[str, Passage] = {one.__name__: one for one in _ALL}
_TABLED = {"site_form", "month_table", "extremes", "planned"}
_ASIDE = (
    "截至月底，全县注册用户12.3万人，日均访问量3500余次。",
    "值班电话0900-3305678，受理时间为工作日9:00—17:00。",
    "对超过2周未更新的账号，限期3个工作日内整改。",
    "图解36期、短视频28条，转发上级政策解读150余篇。",
    "配备专职人员2名、兼职人员46名，投入经费35万元。",
    "全县现有乡镇12个、行政村186个，均设置公开栏。",
)


def monthly(kind: str, seed: int, fault: str = "") -> Paper:
    """A paper round one passage with two others, numbered （一） under two chapters."""
    rng = random.Random(f"monthly{kind}{seed}")
    others = [name for name in PASSAGES if name != kind and not {name, kind} <= _TABLED]
    chosen = [kind, *rng.sample(others, 2)]
    if len(_TABLED.intersection(chosen)) > 1:
        chosen = [name for name in chosen if name == kind or name not in _TABLED]
    rng.shuffle(chosen)
    year, month = rng.randint(2018, 2024), rng.randint(2, 11)
    parts: list[Part] = [
        rng.choice(
            [
                "云岭县政务公开办公室关于{}年{}月份政府网站与政务新媒体监测情况的通报",
                "云岭县{}年{}月份政务公开监测情况通报",
            ]
        ).format(year, month),
        "各乡镇人民政府、县政府各部门：",
        "现将有关情况通报如下：",
        "一、监测情况",
    ]
    tables: list[Part] = []
    for number, name in enumerate(chosen):
        piece = PASSAGES[name](random.Random(f"{kind}{seed}{name}"))[fault if name == kind else ""]
        lead = f"（{'一二三'[number]}）{rng.choice(['总体', '具体', '分项'])}情况。"
        table = isinstance(piece[-1], tuple)
        text = list(piece[:-2] if table else piece)
        parts += [f"{lead}{text[0]}", *text[1:]] if rng.random() < 0.5 else [lead.rstrip("。"), *text]
        tables += piece[-2:] if table else ()
        if rng.random() < 0.5:
            parts.append(rng.choice(_ASIDE))
    parts += [
        "二、有关要求",
        "请各单位对照问题抓好整改，举一反三。",
        "云岭县政务公开办公室",
        f"{year}年{month + 1}月5日",
    ]
    return Paper((*parts, *tables))


MONTHLY_FAULTS = tuple(
    Fault(name, fault, ()) for name, passage in PASSAGES.items() for fault in passage(random.Random(0)) if fault
)
