"""A second set of papers, written only after the first one was mended: what they show at first contact counts."""

import random
from collections.abc import Callable

from tests.opened_papers import Merged, Paper
from tests.verify_drafts import COUNTIES, TOWNS, Fault, Pen
from tests.verify_published import aside, cells, rate, shorts, split, wrong_rate


def letterbox(pen: Pen) -> Paper:
    """A letter box: valid and repeated letters, types with their shares, the first five fields."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    types = sorted((rng.randint(20, 300) for _ in range(5)), reverse=True)
    valid = sum(types)
    again = rng.randint(15, 60)
    fields = sorted((rng.randint(10, valid // 6) for _ in range(4)), reverse=True)
    late = rng.randint(2, 9)
    names = ("投诉类", "咨询类", "建议类", "求助类", "其他类")
    told = "；".join(
        f"{name}{pen.n(n + (10 if pen.bad('type') and k == 1 else 0))}件，占总量的"
        f"{wrong_rate(pen, f'share{k}', n, valid, 2)}%"
        for k, (name, n) in enumerate(zip(names, types, strict=True))
    )
    kinds = ("城乡规划类", "社会保障类", "社会治安类", "教育文化类")
    first = "；".join(
        f"{kind}信件共{n}件，占全县总量的{wrong_rate(pen, 'field', n, valid, 2) if k == 1 else rate(n, valid, 2)}%"
        for k, (kind, n) in enumerate(zip(kinds, fields, strict=True))
    )
    return Paper(
        (
            f"{county}2023年第二季度县长信箱办理情况通报",
            pen.text(
                f"第二季度，县长信箱共收到群众来信{pen.n(pen.off(valid + again, 'received'))}件，其中受理有效信件"
                f"{pen.n(valid)}件，重复信件{again}件；按期办结{valid - late}件，逾期办结{late}件，"
                f"按期办结率{wrong_rate(pen, 'intime', valid - late, valid, 2)}%。"
            ),
            pen.text(f"从诉求类型来看，五个类型的占比是：{told}。"),
            pen.text(f"从诉求内容来看，排名靠前的如下：{first}。"),
            aside(pen),
            "2023年7月14日",
        )
    )


def suggestions(pen: Pen) -> Paper:
    """Proposals by who made them, by field and by result, each result a sentence of its own."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    results = sorted((rng.randint(3, 60) for _ in range(3)), reverse=True)
    total = sum(results)
    group = rng.randint(5, total // 2)
    fields = split(pen, total, 5)
    names = ("经济发展", "城乡建设", "教育卫生", "社会治理", "生态环境")
    of_field = "；".join(
        f"{name}方面的{n + (4 if pen.bad('field') and k == 2 else 0)}件"
        for k, (name, n) in enumerate(zip(names, fields, strict=True))
    )
    words = ("已经解决或基本解决的（A类）", "正在解决或列入计划的（B类）", "因条件限制留作参考的（C类）")
    told = [
        pen.text(f"{word}{n}件，占承办提案总数的{wrong_rate(pen, f'result{k}', n, total, 2)}%。")
        for k, (word, n) in enumerate(zip(words, results, strict=True))
    ]
    return Paper(
        (
            f"{county}政府系统承办政协提案情况的通报",
            pen.text(
                f"县政协十届二次会议以来，交由县政府系统办理的提案共{pen.n(pen.off(total, 'total'))}件，"
                f"其中集体提案{group}件，委员提案{pen.off(total - group, 'single')}件。"
            ),
            pen.text(f"按内容分，{of_field}。"),
            "".join(told),
            pen.text(f"这些提案分别交由{rng.randint(20, 40)}个单位承办，面商率为100%，办复率为100%。"),
            aside(pen),
            "2023年11月30日",
        )
    )


def ranking(pen: Pen) -> Paper:
    """Items sent and used: two tables by group, each with its sum; totals and groups in the text; no item sent."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    groups = [shorts(pen, rng.randint(9, 14)), rng.sample(TOWNS, rng.randint(6, 9))]
    tables = []
    for units in groups:
        sent = sorted((rng.randint(4, 90) for _ in units), reverse=True)
        tables.append([[unit, s, used := rng.randint(1, s), used * 5] for unit, s in zip(units, sent, strict=True)])
    sums = [[sum(row[k] for row in rows) for k in (1, 2, 3)] for rows in tables]
    sent, used = sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]
    if pen.bad("cell"):
        tables[0][2][1] += 6
    if pen.bad("score"):
        tables[1][1][3] += 10
    annexes = []
    for n, (rows, title) in enumerate(zip(tables, ("县直部门", "乡镇街道"), strict=True), 1):
        heads = ("排名", "单位", "报送条数", "采用条数", "得分")
        body = ((k, *row) for k, row in enumerate(rows, 1))
        annexes += [f"附件{n}", f"{title}信息报送采用情况统计表", cells(heads, *body, ("合计", "", *sums[n - 1]))]
    return Paper(
        (
            f"关于{county}2022年第二季度政务信息报送采用情况的通报",
            "各乡镇人民政府，县直各部门：",
            pen.text(
                f"第二季度，县政府门户网站共收到报送信息{pen.n(pen.off(sent, 'sent'))}条，其中，"
                f"部门报送{pen.n(sums[0][0])}条，"
                f"乡镇报送{pen.n(sums[1][0])}条。共采用{pen.n(pen.off(used, 'used'))}条，其中，"
                f"部门采用{pen.n(sums[0][1])}条，"
                f"乡镇采用{pen.n(sums[1][1])}条，采用率{wrong_rate(pen, 'rate', used, sent)}%。"
            ),
            pen.text(
                f"{tables[0][0][0]}、{tables[0][1][0]}、{tables[0][2][0]}报送数量居部门前三位，分别为"
                f"{tables[0][0][1]}条、{tables[0][1][1]}条、"
                f"{sums[0][0] - sum(r[1] for r in tables[0]) + tables[0][2][1]}条。"
            ),
            aside(pen),
            "附件：1.县直部门信息报送采用情况统计表",
            "2.乡镇街道信息报送采用情况统计表" if not pen.bad("annex") else "2.乡镇街道信息排名表",
            f"{county}人民政府办公室",
            "2022年7月12日",
            *annexes,
        )
    )


def patrol(pen: Pen) -> Paper:
    """A month's patrol: problems by kind, put right and open, kinds of media with how many passed."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kinds = sorted((rng.randint(5, 90) for _ in range(4)), reverse=True)
    found = sum(kinds)
    left = rng.randint(2, 9)
    sites, lost = rng.randint(30, 60), rng.randint(2, 6)
    fine = rng.sample(shorts(pen, 12), 7)
    bad, slow = fine[:3], fine[3:7]
    if pen.bad("slow"):
        slow = slow[:-1]
    names = ("失效链接", "错别字", "空白栏目", "更新超期")
    return Paper(
        (
            f"{county}2023年10月份政府网站监测情况通报",
            pen.text(
                f"10月份，共监测政府信息公开网站{sites}家，合格{pen.off(sites - lost, 'passed')}家，不合格{lost}家，"
                f"合格率{wrong_rate(pen, 'passrate', sites - lost, sites)}%。"
                f"政务微信合格{rng.randint(11, 30)}家，合格率100%；"
                f"政务微博合格{rng.randint(3, 9)}家，合格率100%。"
            ),
            pen.text(
                f"本月发现各类问题{pen.n(pen.off(found, 'found'))}个，其中"
                + "、".join(f"{name}{n}个" for name, n in zip(names, kinds, strict=True))
                + f"。截至月底，已整改{pen.off(found - left, 'mended')}个，未整改{left}个，"
                f"整改率为{wrong_rate(pen, 'mendrate', found - left, found)}%。"
            ),
            pen.text(f"一是整改不到位。{'、'.join(bad)}等3家单位上月问题未整改。"),
            pen.text(f"二是更新不及时。更新超期的单位有{len(fine[3:7])}家：{'、'.join(slow)}。"),
            aside(pen),
            "2023年11月6日",
        )
    )


def by_kind(pen: Pen) -> Paper:
    """Accounts checked by kind: the rates in the text, the counts and rates in the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    names = ("微信公众号", "新浪微博", "抖音号", "今日头条号")
    rows: list[list[int]] = []
    for _ in names:
        checked = rng.randint(20, 160)
        rows.append([checked, checked - rng.randint(1, 9)])
    checked, passed = sum(row[0] for row in rows), sum(row[1] for row in rows)
    table = [[name, row[0], row[1], f"{rate(row[1], row[0], 2)}%"] for name, row in zip(names, rows, strict=True)]
    if pen.bad("cell"):
        table[1][2] = rows[1][1] - 3
    if pen.bad("cellrate"):
        table[2][3] = f"{rows[2][1] * 100 / rows[2][0] - 2.4:.2f}%"
    shown = "、".join(
        f"{wrong_rate(pen, 'kindrate', row[1], row[0], 2) if k == 1 else rate(row[1], row[0], 2)}%"
        for k, row in enumerate(rows)
    )
    return Paper(
        (
            f"{county}2024年第三季度政务新媒体抽查情况通报",
            pen.text(
                f"本次抽查政务新媒体账号共计{pen.off(checked, 'checked')}个，合格{pen.off(passed, 'passed')}个，"
                f"总体合格率为{wrong_rate(pen, 'whole', passed, checked, 2)}%，"
                f"其中{'、'.join(names)}合格率分别为{shown}。"
            ),
            aside(pen),
            f"{county}人民政府办公室",
            "2024年10月8日",
            "政务新媒体抽查情况统计表",
            cells(
                ("类型", "抽查数量", "合格数量", "合格率"),
                *table,
                ("合计", checked, passed, f"{rate(passed, checked, 2)}%"),
            ),
        )
    )


def township(pen: Pen) -> Paper:
    """A township's yearly report: by way of publishing, a share of it, what was asked, the parts of the report."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    town = rng.choice(TOWNS)
    site, media = rng.randint(60, 300), rng.randint(20, 150)
    total = site + media
    work = rng.randint(total // 2, total - 4)
    asked = rng.randint(4, 20)
    granted = rng.randint(1, asked - 2)
    parts = ["概述", "主动公开情况", "依申请公开情况", "收费及减免情况", "复议诉讼情况", "存在问题", "其他事项"]
    stated = len(parts)
    if pen.bad("parts"):
        parts.pop(3)
    return Paper(
        (
            f"{county}{town}2017年政府信息公开工作年度报告",
            pen.text(f"报告由{'、'.join(parts)}等{stated}个部分组成。"),
            "一、概述",
            pen.text(
                f"2017年度共新增主动公开政府信息{pen.n(pen.off(total, 'total'))}条，其中通过政府网站公开{site}条，"
                f"通过“{town[:2]}发布”微信公众号公开{media}条。民生事项和工作信息共{work}条，"
                f"占{wrong_rate(pen, 'share', work, total, 2)}%。"
            ),
            "二、依申请公开情况",
            pen.text(
                f"全年受理政府信息公开申请{asked}件，其中同意公开{pen.off(granted, 'granted')}件，"
                f"不同意公开{asked - granted}件。"
            ),
            aside(pen),
            f"{town}人民政府",
            "2018年2月6日",
        )
    )


def site_report(pen: Pen) -> Paper:
    """The yearly form of a government site, and a text that repeats it."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    items = [rng.randint(20, 90), rng.randint(800, 3000), rng.randint(200, 900)]
    readings = [rng.randint(3, 30), rng.randint(3, 30), rng.randint(1, 9)]
    done = [rng.randint(1000, 9000), rng.randint(300, 2000)]
    letters = rng.randint(40, 300)
    rows = [
        ("信息发布（单位：条）", "总数", pen.off(sum(items), "items")),
        ("信息发布（单位：条）", "概况类信息更新量", items[0]),
        ("信息发布（单位：条）", "政务动态信息更新量", items[1]),
        ("信息发布（单位：条）", "信息公开目录信息更新量", items[2]),
        ("解读回应", "解读信息发布总数", pen.off(sum(readings), "readings")),
        ("解读回应", "解读材料数量", readings[0]),
        ("解读回应", "解读产品数量", readings[1]),
        ("解读回应", "媒体评论文章数量", readings[2]),
        ("办事服务", "可全程在线办理政务服务事项数量", 120),
        ("办事服务", "办件量总数", pen.off(sum(done), "done")),
        ("办事服务", "自然人办件量", done[0]),
        ("办事服务", "法人办件量", done[1]),
        ("互动交流", "收到留言数量", letters),
        ("互动交流", "办结留言数量", letters),
        ("互动交流", "平均办理时间（天）", 4),
    ]
    return Paper(
        (
            f"{county}人民政府门户网站2022年度工作报表",
            pen.text(
                f"2022年，县政府门户网站共发布信息{pen.n(pen.off(sum(items), 'text'))}条，其中概况类信息{items[0]}条，"
                f"政务动态信息{items[1]}条，信息公开目录信息{items[2]}条。"
            ),
            aside(pen),
            cells(("类别", "指标", "数量"), *rows),
            "2023年1月18日",
        )
    )


def with_counts(pen: Pen) -> Paper:
    """Lists below counted headings, each name with its items; the items of all make up the total."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [*shorts(pen, rng.randint(9, 14)), *rng.sample(TOWNS, 5)]
    counts = {unit: rng.randint(1, 40) for unit in units}
    third = len(units) // 3
    order = sorted(units, key=lambda unit: -counts[unit])
    groups = [order[:third], order[third : 2 * third], order[2 * third :]]
    told = [list(group) for group in groups]
    if pen.bad("lost"):
        told[1].pop(1)
    if pen.bad("double"):
        told[2][0] = told[0][0]
    heads = ("更新数量较多", "更新数量一般", "更新数量较少")
    blocks = []
    for k, (head, group, names) in enumerate(zip(heads, groups, told, strict=True)):
        size = pen.off(len(group), f"size{k}")
        blocks += [f"{k + 1}.{head}的单位（{size}{pen.of}）", "、".join(f"{n}（{counts[n]}条）" for n in names) + "。"]
    return Paper(
        (
            f"{county}关于2021年第三季度政务公开栏目更新情况的通报",
            pen.text(
                f"第三季度，共对{pen.off(len(units), 'units')}{pen.of}单位进行了检查，"
                f"各单位共更新信息{pen.n(sum(counts.values()))}条。"
            ),
            "一、更新情况",
            *blocks,
            "二、有关要求",
            aside(pen),
            f"{county}人民政府办公室",
            "2021年10月15日",
        )
    )


def grouped_table(pen: Pen) -> Paper:
    """One table with subtotals and a total; the text gives columns and items of each group."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    groups = [shorts(pen, rng.randint(8, 12)), rng.sample(TOWNS, rng.randint(5, 7))]
    rows: list[tuple[object, ...]] = []
    sums: list[list[int]] = []
    serial = 0
    for name, units in zip(("部门", "乡镇"), groups, strict=True):
        own = [[rng.randint(1, 5), rng.randint(0, 40)] for _ in units]
        sums.append([sum(row[0] for row in own), sum(row[1] for row in own)])
        for unit, row in zip(units, own, strict=True):
            serial += 1
            shown = row[1] + (4 if pen.bad("cell") and serial == 3 else 0)
            rows.append((serial + (1 if pen.bad("serial") and serial > 5 else 0), unit, row[0], shown, ""))
        rows.append(("", f"{name}小计", sums[-1][0], pen.off(sums[-1][1], f"sub{len(sums)}"), ""))
    columns, items = sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]
    rows.append(("", "合计", pen.off(columns, "columnsum"), pen.off(items, "sum"), ""))
    return Paper(
        (
            f"{county}2023年第一季度信息公开栏目更新情况的通报",
            pen.text(
                f"一季度，全县{pen.off(columns, 'columns')}个栏目共更新信息{pen.n(pen.off(items, 'items'))}条。其中，"
                f"县直部门{sums[0][0]}个栏目{sums[0][1]}条；乡镇{sums[1][0]}个栏目{sums[1][1]}条。"
            ),
            aside(pen),
            f"{county}人民政府办公室",
            "2023年4月10日",
            "2023年第一季度栏目更新情况统计表",
            cells(("序号", "单位", "栏目数", "更新条数", "备注"), *rows),
        )
    )


def licences(pen: Pen) -> Paper:
    """A yearly report of 2021 whose text repeats what table two says, with the part that art. 20 asks for."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    permits, fines, forced = rng.randint(200, 9000), rng.randint(20, 900), rng.randint(1, 60)
    made, void, valid = rng.randint(2, 12), rng.randint(1, 6), rng.randint(20, 60)
    fees = f"{rng.randint(100, 900)}.{rng.randint(10, 99)}"
    site, media = rng.randint(800, 3000), rng.randint(200, 900)

    def two(number: object) -> Merged:
        return Merged(str(number), columns=2)

    table = (
        (Merged("第二十条第（一）项", columns=4),),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", str(made), str(void), str(valid)),
        (Merged("第二十条第（五）项", columns=4),),
        (two("信息内容"), two("本年处理决定数量")),
        (two("行政许可"), two(permits)),
        (Merged("第二十条第（六）项", columns=4),),
        (two("信息内容"), two("本年处理决定数量")),
        (two("行政处罚"), two(fines)),
        (two("行政强制"), two(forced)),
        (Merged("第二十条第（八）项", columns=4),),
        (two("信息内容"), two("本年收费金额（单位：万元）")),
        (two("行政事业性收费"), two(fees)),
    )
    return Paper(
        (
            f"{county}2022年政府信息公开工作年度报告",
            "一、总体情况",
            pen.text(
                f"全年制发行政规范性文件{pen.off(made, 'made')}件，"
                f"公开行政许可决定{pen.n(pen.off(permits, 'permits'))}件、"
                f"行政处罚决定{pen.n(pen.off(fines, 'fines'))}件。"
            ),
            pen.text(
                f"通过政府网站、政务新媒体共公开信息{pen.n(pen.off(site + media, 'ways'))}条，"
                f"其中政府网站{pen.n(site)}条、政务新媒体{pen.n(media)}条。"
            ),
            aside(pen),
            "二、主动公开政府信息情况",
            table,
            "三、存在的主要问题及改进情况",
            "公开内容还不够细，将加强指导。",
            f"{county}人民政府",
            "2023年1月20日",
        )
    )


UNSEEN: dict[str, Callable[[Pen], Paper]] = {
    "letterbox": letterbox,
    "suggestions": suggestions,
    "ranking": ranking,
    "patrol": patrol,
    "by_kind": by_kind,
    "township": township,
    "site_report": site_report,
    "with_counts": with_counts,
    "grouped_table": grouped_table,
    "licences": licences,
}
UNSEEN_FAULTS = tuple(
    Fault(style, name, ())
    for style, names in {
        "letterbox": "received intime type share0 share2 field",
        "suggestions": "total single field result0 result1 result2",
        "ranking": "sent used rate cell score annex",
        "patrol": "passed passrate found mended mendrate slow",
        "by_kind": "checked passed whole cell cellrate kindrate",
        "township": "parts total share granted",
        "site_report": "items readings done text",
        "with_counts": "lost double size0 size1 size2 units",
        "grouped_table": "cell serial sub1 sub2 columnsum sum columns items",
        "licences": "made permits fines ways",
    }.items()
    for name in names.split()
)


def unseen(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style; the same seed gives the same paper, apart from the fault."""
    return UNSEEN[style](Pen(random.Random(f"unseen-{style}-{seed}"), fault))
