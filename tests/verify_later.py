"""A third set of papers, written after the second one was mended."""

import random
from collections.abc import Callable

from tests.opened_papers import Paper
from tests.verify_drafts import COUNTIES, TOWNS, Fault, Pen
from tests.verify_published import aside, cells, rate, shorts, split, wrong_rate


def hall(pen: Pen) -> Paper:
    """A service hall's quarter: what came in and was done, votes, the windows with most, in text and table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    windows = shorts(pen, 7)
    done = sorted((rng.randint(30, 900) for _ in windows), reverse=True)
    total = sum(done)
    votes = total - rng.randint(2, 9)
    fair, bad = rng.randint(2, 9), rng.randint(1, 4)
    happy = votes - fair - bad
    table = [[n, unit, size, size] for n, (unit, size) in enumerate(zip(windows, done, strict=True), 1)]
    if pen.bad("cell"):
        table[2][3] = done[2] - 5
    first = list(zip(windows, done, strict=True))[:5]
    if pen.bad("fewer"):
        first.pop()
    told = "、".join(f"{unit}窗口" if pen.bad("fewer") else f"{unit}{size}件" for unit, size in first)
    named = "、".join(unit for unit, _ in first)
    return Paper(
        (
            f"关于{county}2023年第二季度政务服务大厅运行情况的通报",
            pen.text(
                f"第二季度，大厅各窗口共受理政务服务事项{pen.n(pen.off(total, 'total'))}件，办结{pen.n(total)}件，"
                f"群众参与投票{pen.n(votes)}件，投票率{wrong_rate(pen, 'voting', votes, total, 2)}%。"
                f"其中：满意票{pen.n(happy)}件，占比{wrong_rate(pen, 'happy', happy, votes, 2)}%；"
                f"基本满意票{fair}件，占比{rate(fair, votes, 2)}%；不满意票{pen.off(bad, 'unhappy')}件，"
                f"占比{rate(bad, votes, 2)}%。"
            ),
            pen.text(f"办件量前5位的单位：{named}。" if pen.bad("fewer") else f"办件量居前的有：{told}。"),
            aside(pen),
            f"{county}政务服务中心",
            "2023年7月6日",
            "第二季度窗口办件情况统计表",
            cells(("序号", "单位", "受理件数", "办结件数"), *table, ("", "合计", total, total)),
        )
    )


def money(pen: Pen) -> Paper:
    """Public procurement in words: amounts and their shares in a chain, projects by way."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    amounts = [rng.randint(1000, 9000) / 10 for _ in range(3)]
    whole = sum(amounts)
    shares = [f"{a * 100 / whole:.1f}" for a in amounts]
    if pen.bad("chain"):
        shares[1] = f"{amounts[1] * 100 / whole + 2.6:.1f}"
    ways = split(pen, rng.randint(120, 400), 4)
    projects = sum(ways)
    names = ("公开招标", "竞争性磋商", "询价", "单一来源")
    ways_told = "、".join(f"{name}{n}个" for name, n in zip(names, ways, strict=True))
    rates = [rate(n, projects) for n in ways]
    if pen.bad("ways"):
        rates[2] = f"{ways[2] * 100 / projects + 3.1:.1f}"
    return Paper(
        (
            f"{county}2022年政府采购信息公开情况的通报",
            pen.text(
                f"全年政府采购规模为{whole:.1f}万元。从结构来看，货物、工程、服务采购规模分别为"
                f"{amounts[0]:.1f}万元、{amounts[1]:.1f}万元和{amounts[2]:.1f}万元，占全县采购规模的"
                f"{shares[0]}%、{shares[1]}%和{shares[2]}%。"
            ),
            pen.text(
                f"全年实施采购项目{pen.off(projects, 'projects')}个，其中{ways_told}，"
                f"分别占{'、'.join(f'{r}%' for r in rates)}。"
            ),
            aside(pen),
            f"{county}财政局",
            "2023年1月30日",
        )
    )


def staff(pen: Pen) -> Paper:
    """Brackets within a sentence, a part with parts of its own, the same number in three places."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    office, squad = split(pen, rng.randint(90, 190), 3), split(pen, rng.randint(300, 900), 3)
    both = sum(office) + sum(squad)
    sites = split(pen, rng.randint(300, 900), 3)
    deep = split(pen, sites[2], 3)
    published = sum(sites)
    again = published + 7 if pen.bad("again") else published
    return Paper(
        (
            f"{county}城市管理局2019年政府信息公开工作年度报告",
            pen.text(
                f"全局现有人员{pen.off(both, 'both')}人，"
                f"其中局机关{pen.off(sum(office), 'office')}人（在编{office[0]}人、"
                f"退休{office[1]}人、协管{office[2]}人），所属单位{sum(squad)}人（在编{squad[0]}人、退休{squad[1]}人、"
                f"临聘{pen.off(squad[2], 'temps')}人）。"
            ),
            "一、主动公开情况",
            pen.text(
                f"全年共主动公开政府信息{pen.n(pen.off(published, 'published'))}条，包括网站公开{sites[0]}条，"
                f"公告栏公开{sites[1]}条，“{county[:2]}城管”公众号公开{sites[2]}条，其中执法动态{deep[0]}条、"
                f"便民提示{deep[1]}条、"
                f"通知公告{pen.off(deep[2], 'deep')}条。"
            ),
            aside(pen),
            "二、存在问题",
            "公开的时效还不够强。",
            pen.text(f"总体来看，全年共主动公开政府信息{pen.n(again)}条，基本满足了群众需要。"),
            f"{county}城市管理局",
            "2020年1月17日",
        )
    )


def problems(pen: Pen) -> Paper:
    """Faults by unit: 涉及N个单位 with their names, units of two groups, a table of faults with serial numbers."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units, towns = shorts(pen, 6), rng.sample(TOWNS, 4)
    dead, blank = rng.sample(units, 4), rng.sample(towns, 3)
    stated = len(dead) + (1 if pen.bad("dead") else 0)
    counts = [rng.randint(1, 9) for _ in (*dead, *blank)]
    whole = sum(counts)
    rows = [[n, unit, count] for n, (unit, count) in enumerate(zip((*dead, *blank), counts, strict=True), 1)]
    if pen.bad("serial"):
        rows[4][0] = 6
    mended = whole - rng.randint(1, 3)
    return Paper(
        (
            f"{county}关于2022年10月份政府网站监测问题的通报",
            pen.text(
                f"10月份共发现问题{pen.off(whole, 'whole')}个，已整改{mended}个，整改率"
                f"{wrong_rate(pen, 'mended', mended, whole)}%。"
            ),
            pen.text(f"一是存在失效链接。涉及{stated}个单位，分别是{'、'.join(dead)}。"),
            pen.text(
                f"二是存在空白栏目。涉及的乡镇有{len(blank) + (1 if pen.bad('blank') else 0)}个：{'、'.join(blank)}。"
            ),
            pen.text(f"{'、'.join(dead[:2])}和{blank[0]}等{3 + (1 if pen.bad('named') else 0)}个单位被点名两次以上。"),
            aside(pen),
            f"{county}人民政府办公室",
            "2022年11月4日",
            "问题清单",
            cells(("序号", "责任单位", "问题数量"), *rows, ("", "合计", sum(counts) + (2 if pen.bad("sum") else 0))),
        )
    )


def districts(pen: Pen) -> Paper:
    """One sentence for each place; the sum of all above it; who was first and last; a wide table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    towns = rng.sample(TOWNS, 6)
    got = [rng.randint(300, 900) for _ in towns]
    done = [n - rng.randint(3, 40) for n in got]
    whole, finished = sum(got), sum(done)
    lines = "；".join(
        f"{town}受理{n}件，办结{d + (3 if pen.bad('line') and k == 2 else 0)}件，办结率"
        f"{wrong_rate(pen, 'linerate', d, n, 1) if k == 1 else rate(d, n)}%"
        for k, (town, n, d) in enumerate(zip(towns, got, done, strict=True))
    )
    rows = [[town, n, d, f"{rate(d, n)}%"] for town, n, d in zip(towns, got, done, strict=True)]
    if pen.bad("cell"):
        rows[3][1] = got[3] + 20
    return Paper(
        (
            f"{county}2024年一季度乡镇便民服务中心办件情况通报",
            pen.text(
                f"一季度，各乡镇共受理{pen.n(pen.off(whole, 'whole'))}件，"
                f"办结{pen.n(pen.off(finished, 'finished'))}件，"
                f"办结率{wrong_rate(pen, 'rate', finished, whole)}%。"
            ),
            pen.text(f"其中：{lines}。"),
            aside(pen),
            f"{county}政务服务局",
            "2024年4月9日",
            "乡镇办件情况统计表",
            cells(
                ("单位", "受理件数", "办结件数", "办结率"),
                *rows,
                ("合计", whole, finished, f"{rate(finished, whole)}%"),
            ),
        )
    )


def documents(pen: Pen) -> Paper:
    """Documents looked through: kept, changed, given up; two parts that make up a whole without 其中."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kept, changed, void = rng.randint(60, 200), rng.randint(5, 30), rng.randint(8, 50)
    whole = kept + changed + void
    own = rng.randint(20, whole - 20)
    read, drawn = rng.randint(10, 60), rng.randint(5, 30)
    return Paper(
        (
            f"{county}2021年行政规范性文件清理结果公开情况通报",
            pen.text(
                f"本次共清理行政规范性文件{pen.off(whole, 'whole')}件，继续有效{kept}件，修改{changed}件，"
                f"废止和失效{void}件。"
            ),
            pen.text(f"按制定主体分，县政府制发{own}件，部门制发{pen.off(whole - own, 'body')}件。"),
            pen.text(
                f"全年发布解读材料{pen.off(read + drawn, 'read')}篇，其中文字解读{read}篇、图解{drawn}篇，"
                f"图解占比{wrong_rate(pen, 'drawn', drawn, read + drawn)}%。"
            ),
            aside(pen),
            f"{county}司法局",
            "2021年12月28日",
        )
    )


LATER: dict[str, Callable[[Pen], Paper]] = {
    "hall": hall,
    "money": money,
    "staff": staff,
    "problems": problems,
    "districts": districts,
    "documents": documents,
}
LATER_FAULTS = tuple(
    Fault(style, name, ())
    for style, names in {
        "hall": "total voting happy unhappy cell fewer",
        "money": "chain projects ways",
        "staff": "both office temps published deep again",
        "problems": "whole mended dead blank named serial sum",
        "districts": "whole finished rate line linerate cell",
        "documents": "whole body read drawn",
    }.items()
    for name in names.split()
)


def later(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style; the same seed gives the same paper, apart from the fault."""
    return LATER[style](Pen(random.Random(f"later-{style}-{seed}"), fault))
