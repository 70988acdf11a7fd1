"""Papers as offices publish them, with tables and forms, in every format; true by construction, or with one fault."""

import random
from collections.abc import Callable, Sequence

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import COUNTIES, DEPARTMENTS, OUTCOMES_2019, OUTCOMES_2021, TOWNS, Fault, Pen

_ASIDES = (
    "其间举办业务培训2期，参训人员约180人次，编印操作手册300册。",
    "与上年同期相比增加37条，增幅为5.2%，总量居全市第6位。",
    "按照每月更新不少于4条的要求，大部分单位能够落实专人负责。",
    "个别页面打开时间超过15秒，12个链接已在3个工作日内修复。",
    "平均每个工作日发布信息约9条，最高一天阅读量达到2.3万次。",
    "截至目前，县级平台累计访问量超过120万人次，注册用户3.6万人。",
)
_SITES = (
    "教育信息网",
    "水务在线",
    "民政之窗",
    "审计网",
    "农业信息网",
    "交通网",
    "司法行政网",
    "卫生健康网",
    "统计信息网",
)


def aside(pen: Pen) -> str:
    """Sentences with figures that belong to nothing else."""
    return pen.text("".join(pen.rng.sample(_ASIDES, 2)))


def split(pen: Pen, total: int, parts: int) -> list[int]:
    """Random parts, none of them nought, that add up to the total."""
    cuts = sorted(pen.rng.sample(range(1, total), parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def shorts(pen: Pen, size: int) -> list[str]:
    """Short names of departments."""
    return [short for _, short in pen.rng.sample(DEPARTMENTS, size)]


def cells(*rows: Sequence[object]) -> tuple[Row, ...]:
    """A table whose cells are printed as they are; ``Merged`` stays."""
    return tuple(tuple(cell if isinstance(cell, Merged) else str(cell) for cell in row) for row in rows)


def rate(part: int, base: int, places: int = 1) -> str:
    return f"{part * 100 / base:.{places}f}"


def wrong_rate(pen: Pen, name: str, part: int, base: int, places: int = 1) -> str:
    """The rate, or where that is the fault one that is off by more than rounding."""
    shift = pen.rng.choice((1.5, 2.4, 3.2)) if pen.bad(name) else 0
    value = part * 100 / base
    return f"{value - shift if value > 50 else value + shift:.{places}f}"


def zero_rows(pen: Pen) -> Paper:
    """A circular that names those without an item, above a table of all units."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [*shorts(pen, rng.randint(12, 18)), *rng.sample(TOWNS, rng.randint(5, 8))]
    idle = set(rng.sample(units, rng.randint(3, 5)))
    counts = {unit: 0 if unit in idle else rng.randint(1, 40) for unit in units}
    named = [unit for unit in units if unit in idle]
    if pen.bad("unnamed"):
        named.remove(rng.choice(named))
    if pen.bad("wronged"):
        named[0] = rng.choice([unit for unit in units if unit not in idle])
    total = sum(counts.values())
    top = sorted(units, key=lambda unit: -counts[unit])[:3]
    spoilt = dict(counts)
    if pen.bad("cell"):
        spoilt[top[0]] += 3
    lead = rng.choice(("没有更新信息的单位有", "更新数量为0的单位有", "零更新的单位有"))
    size = "" if pen.bad("unnamed") or pen.bad("wronged") else f"{len(named)}{pen.of}，分别是"
    return Paper(
        (
            f"{county}人民政府办公室关于2023年5月份政府网站信息更新情况的通报",
            "各乡镇人民政府，县政府各部门：",
            pen.text(
                f"5月份，全县{pen.n(pen.off(len(units), 'units'))}{pen.of}单位通过县政府网站共发布信息"
                f"{pen.n(pen.off(total, 'total'))}条。"
            ),
            pen.text(
                f"发布数量居前三位的是{top[0]}{counts[top[0]]}条、{top[1]}{counts[top[1]]}条、"
                f"{top[2]}{counts[top[2]]}条。"
            ),
            pen.text(f"{lead}{size}{'、'.join(named)}。"),
            aside(pen),
            f"{county}人民政府办公室",
            "2023年6月8日",
            "5月份信息更新情况统计表",
            cells(
                ("序号", "单位", "发布数量"),
                *((n, unit, spoilt[unit]) for n, unit in enumerate(units, 1)),
                ("", "合计", total + (2 if pen.bad("sum") else 0)),
            ),
        )
    )


def accounts(pen: Pen) -> Paper:
    """New media by kind, accounts that stand still, a check of some of them with its rates."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kinds = [rng.randint(8, 60), rng.randint(4, 20), rng.randint(2, 9)]
    total = sum(kinds)
    sites, sites_bad = rng.randint(30, 130), rng.randint(2, 6)
    checked = rng.randint(total // 2 + 3, total)
    bad = rng.randint(2, 5)
    names = rng.sample(_SITES, sites_bad)
    shown = names[1:] if pen.bad("site") else names
    quoted = "、".join(f"“{name}”" for name in shown)
    return Paper(
        (
            f"关于{county}2022年第四季度政府网站和政务新媒体抽查情况的通报",
            pen.text(
                f"一、本季度对全县在线运行的{pen.n(sites)}个政府网站进行抽查，抽查比例为100%，发现存在突出问题的网站"
                f"{sites_bad}个，抽查合格率为{wrong_rate(pen, 'siterate', sites - sites_bad, sites)}%。"
            ),
            pen.text(
                f"二、全县现有政务新媒体{pen.n(pen.off(total, 'kinds'))}个，其中微信公众号{kinds[0]}个、"
                f"微博{kinds[1]}个、"
                f"短视频账号{kinds[2]}个。对正在运行的{total}个政务新媒体中的{checked}个进行了抽查，抽查比例为"
                f"{wrong_rate(pen, 'share', checked, total)}%，发现存在问题的{bad}个，合格率"
                f"{wrong_rate(pen, 'mediarate', checked - bad, checked)}%。"
            ),
            pen.text(f"三、存在突出问题的{pen.n(sites_bad)}个网站是：{quoted}。"),
            aside(pen),
            "2023年1月9日",
        )
    )


def hotline_table(pen: Pen) -> Paper:
    """A hotline's month: two ways of handling, two sources, closing rates, the first three, and the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = shorts(pen, rng.randint(8, 12))
    sent = sorted((rng.randint(6, 99) for _ in units), reverse=True)
    late = [rng.choice((0, 0, 0, 1, 2)) for _ in units]
    done = [s - lost for s, lost in zip(sent, late, strict=True)]
    turned, direct = sum(sent), rng.randint(900, 3000)
    phone = rng.randint(turned // 2, turned - 5)
    cell = list(done)
    if pen.bad("cell"):
        cell[2] += 2
    top = [sent[0], sent[1], sent[2]]
    if pen.bad("top"):
        top[1] += 4
    return Paper(
        (
            f"关于{county}2023年4月份12345热线办理情况的通报",
            "各乡镇人民政府，县直有关单位：",
            pen.text(
                f"4月份，共受理群众诉求{pen.n(pen.off(turned + direct, 'received'))}件，自行处理{pen.n(direct)}件，"
                f"派单{pen.n(turned)}件，按时办结{pen.n(pen.off(sum(done), 'closed'))}件，超时办理{sum(late)}件，"
                f"按时办结率{wrong_rate(pen, 'rate', sum(done), turned)}%。"
                f"其中热线派单{phone}件，网络派单{pen.off(turned - phone, 'web')}件。"
            ),
            pen.text(f"办件量居前三位的部门：{'；'.join(f'{u}{n}件' for u, n in zip(units, top, strict=False))}。"),
            aside(pen),
            "2023年5月10日",
            "附件",
            "4月份热线办理情况统计表",
            cells(
                ("序号", "承办单位", "派单总数", "按时办结数", "超时办结数", "按时办结率"),
                *(
                    (n, u, s, d, lost, f"{rate(d, s)}%")
                    for n, (u, s, d, lost) in enumerate(zip(units, sent, cell, late, strict=True), 1)
                ),
                ("", "合计", turned, sum(done), sum(late), f"{rate(sum(done), turned)}%"),
            ),
        )
    )


def orders(pen: Pen) -> Paper:
    """Work orders by class without 其中, the first three with the share of all, content and discontent."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    classes = sorted((rng.randint(30, 900) for _ in range(5)), reverse=True)
    total = sum(classes)
    fields = sorted(split(pen, total * 3 // 5, 3), reverse=True)
    own = rng.randint(5, 40)
    asked = rng.randint(120, 300)
    unhappy = rng.randint(2, 9)
    fair = rng.randint(2, 9)
    happy = asked - unhappy - fair
    return Paper(
        (
            f"{county}2021年9月份政府服务热线运行情况通报",
            pen.text(
                f"本月共办理热线工单{pen.n(pen.off(total, 'total'))}件。交办承办单位{pen.n(total - own)}件，"
                f"县热线办直办{pen.off(own, 'own')}件。"
            ),
            pen.text(
                "工单分类："
                + "、".join(
                    f"{name}{pen.n(n + (7 if pen.bad('class') and name == '咨询类' else 0))}件"
                    for name, n in zip(("求决类", "咨询类", "投诉类", "建议类", "其他类"), classes, strict=True)
                )
                + "。"
            ),
            pen.text(
                f"位居前三位的工单：交通能源类{fields[0]}件、城乡建设类{fields[1]}件、民政优抚类{fields[2]}件，"
                f"占工单总量的{wrong_rate(pen, 'three', sum(fields), total, 2)}%。"
            ),
            pen.text(
                f"电话回访{asked}件，表示满意的有{happy}件，表示基本满意的有{fair}件，表示不满意的有"
                f"{pen.off(unhappy, 'unhappy')}件，群众不满意率{wrong_rate(pen, 'unhappyrate', unhappy, asked, 2)}%。"
            ),
            aside(pen),
            "2021年10月12日",
        )
    )


def procurement(pen: Pen) -> Paper:
    """Public procurement: 在N个项目中 far from its shares, kinds within kinds, a bracket for each notice."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    ways = [rng.randint(200, 600), rng.randint(60, 190), rng.randint(20, 59), rng.randint(3, 19)]
    total = sum(ways)
    notices = [rng.randint(20, 120) for _ in range(3)]
    results = [rng.randint(20, 120) for _ in range(3)]
    saved, budget = rng.randint(300, 900), rng.randint(4000, 9000)
    ways_told = "，".join(
        f"{name}{pen.n(n)}个，占{wrong_rate(pen, f'way{k}', n, total)}%"
        for k, (name, n) in enumerate(zip(("公开招标", "竞争性磋商", "询价采购", "单一来源采购"), ways, strict=True))
    )
    return Paper(
        (
            f"{county}2020年公共资源交易信息公开情况报告",
            "一、采购方式",
            pen.text(f"在{pen.n(total)}个政府采购项目中，{ways_told}。"),
            "二、公告发布",
            pen.text(
                f"全年发布招标公告{pen.n(pen.off(sum(notices), 'notices'))}条，其中货物类{notices[0]}条，"
                f"工程类{notices[1]}条，"
                f"服务类{notices[2]}条；中标公告{pen.n(pen.off(sum(results), 'results'))}条，其中货物类{results[0]}条，"
                f"工程类{results[1]}条，服务类{results[2]}条。"
            ),
            pen.text(
                f"全年采购预算{budget}万元，实际节约资金{saved}万元，"
                f"节约率{wrong_rate(pen, 'saved', saved, budget, 2)}%。"
            ),
            aside(pen),
            f"{county}公共资源交易中心",
            "2021年1月20日",
        )
    )


def chains(pen: Pen) -> Paper:
    """A yearly report of the first years: chains of 分别为, two measures, the total again, what was paid."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    columns, items = split(pen, rng.randint(40, 70), 3), split(pen, rng.randint(300, 900), 3)
    meetings = [rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 9)]
    seats = split(pen, rng.randint(40, 90), 2)
    half = split(pen, sum(items), 2)
    whole = sum(items)
    year = rng.randint(2008, 2013)
    return Paper(
        (
            f"{county}{year}年政府信息公开工作年度报告",
            f"本报告所列数据统计期限自{year}年1月1日起至{year}年12月31日止。",
            "一、概述",
            pen.text(
                f"县级、乡镇、村级分别召开推进会{meetings[0]}次、{meetings[1]}次、{meetings[2]}次，共计"
                f"{pen.off(sum(meetings), 'meetings')}次。"
            ),
            pen.text(
                f"全县设立查阅点{pen.off(sum(seats), 'seats')}处（县级{seats[0]}处，乡镇{seats[1]}处），"
                "配备触摸屏12台。"
            ),
            "二、主动公开情况",
            pen.text(
                f"截至年底，{pen.off(sum(columns), 'columns')}个栏目累计公开{pen.n(pen.off(whole, 'items'))}条，"
                f"其中机构职能{columns[0]}个栏目{items[0]}条，政策法规{columns[1]}个栏目{items[1]}条，"
                f"工作动态{columns[2]}个栏目{items[2]}条。"
            ),
            pen.text(
                f"按时间分，上半年公开{pen.n(half[0])}条，下半年公开{pen.n(pen.off(half[1], 'half'))}条，"
                f"分别占{wrong_rate(pen, 'halfshare', half[0], whole)}%和{rate(half[1], whole)}%。"
            ),
            "三、依申请公开情况",
            pen.text(f"全年受理申请{pen.off(sum(seats), 'asked')}件，其中网上申请{seats[0]}件、书面申请{seats[1]}件。"),
            aside(pen),
            f"{county}人民政府办公室",
            f"{year + 1}年3月12日",
        )
    )


_NINE = (
    ("（一）收到申请数", "件", ("1.当面申请数", "2.传真申请数", "3.网络申请数", "4.信函申请数"), "asked"),
    ("（二）申请办结数", "件", ("1.按时办结数", "2.延期办结数"), "done"),
    ("四、行政复议数量", "件", ("（一）维持具体行政行为数", "（二）被依法纠错数", "（三）其他情形数"), "review"),
    (
        "（三）从事政府信息公开工作人员数",
        "人",
        ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "2.兼职人员数"),
        "staff",
    ),
)


def form_2014(pen: Pen) -> Paper:
    """The statistics table of 2014 with noughts left blank and indicators merged, and the text that repeats it."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    channels = [0, rng.randint(300, 900), rng.randint(20, 90), rng.randint(100, 290), rng.randint(1, 19)]
    total = rng.randint(max(channels) + 1, sum(channels) - 1)
    if pen.bad("channel"):
        total = sum(channels) + 6
    values: list[tuple[str, str, int]] = [
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", total),
        ("其中：主动公开规范性文件数", "条", 8),
    ]
    names = ("政府公报", "政府网站", "政务微博", "政务微信", "其他方式")
    values += [
        (f"{n}.{name}公开政府信息数", "条", size) for n, (name, size) in enumerate(zip(names, channels, strict=True), 1)
    ]
    asked = 0
    for head, unit, children, name in _NINE:
        sizes = [rng.randint(0, 9) for _ in children]
        sizes[-1] += 1
        asked = asked or sum(sizes)
        values.append((head, unit, pen.off(sum(sizes), name)))
        values += [(child, unit, size) for child, size in zip(children, sizes, strict=True)]
    rows = [("统计指标", "单位", "统计数"), ("一、主动公开情况", "——", "——")]
    rows += [(label, unit, str(value) if value else "") for label, unit, value in values]
    stated = asked + 3 if pen.bad("text") else asked
    return Paper(
        (
            f"{county}2016年政府信息公开工作年度报告",
            "一、主动公开情况",
            pen.text(f"全县主动公开政府信息{pen.n(total + 40 if pen.bad('again') else total)}条。"),
            "二、依申请公开情况",
            pen.text(f"全年共收到政府信息公开申请{stated}件，均按规定答复。"),
            aside(pen),
            f"{county}人民政府办公室",
            "2017年3月9日",
            "政府信息公开情况统计表（2016年度）",
            cells(*rows),
        )
    )


def _form_three(pen: Pen, outcomes: Sequence[tuple[str, ...]], blank: bool) -> tuple[tuple[Row, ...], int]:
    rng = pen.rng
    grid = [[rng.randint(1, 6) if rng.random() < 0.25 else 0 for _ in range(6)] for _ in outcomes]
    grid[0][0] += 2
    totals = [sum(column) for column in zip(*grid, strict=True)]
    later = [1 if total and rng.random() < 0.3 else 0 for total in totals]
    carried = [min(rng.choice((0, 0, 1, 2)), t + n) for t, n in zip(totals, later, strict=True)]
    new = [t + n - c for t, n, c in zip(totals, later, carried, strict=True)]
    received = sum(new)
    if pen.bad("balance"):
        new[0] += 2
    if pen.bad("total"):
        totals[0] += 1
    stated = [sum(row) for row in grid]
    if pen.bad("row"):
        stated[0] += 1

    def numbers(row: Sequence[int], total: int | None = None) -> list[str]:
        whole = sum(row) if total is None else total
        return [str(n) if n or not blank else "" for n in (*row, whole)]

    head: list[list[str | Merged]] = [
        [
            Merged("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            Merged("申请人情况", columns=7),
        ],
        [Merged("自然人", rows=2), Merged("法人或其他组织", columns=5), Merged("总计", rows=2)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    body: list[list[str | Merged]] = [
        [Merged("一、本年新收政府信息公开申请数量", columns=3), *numbers(new)],
        [Merged("二、上年结转政府信息公开申请数量", columns=3), *numbers(carried)],
    ]
    for index, (labels, row, total) in enumerate(zip(outcomes, grid, stated, strict=True)):
        lead: list[str | Merged] = [Merged("三、本年度办理结果", rows=len(outcomes) + 1)] if index == 0 else []
        if len(labels) == 1:
            own: list[str | Merged] = [Merged(labels[0], columns=2)]
        else:
            span = next((k for k in range(1, 20) if index + k == len(outcomes) or outcomes[index + k][0]), 1)
            own = [*([Merged(labels[0], rows=span)] if labels[0] else []), labels[1]]
        body.append([*lead, *own, *numbers(row, total)])
    body.append([Merged("（七）总计", columns=2), *numbers(totals)])
    body.append([Merged("四、结转下年度继续办理", columns=3), *numbers(later)])
    return tuple(map(tuple, [*head, *body])), received


def _form_paper(pen: Pen, year: int, outcomes: Sequence[tuple[str, ...]], blank: bool) -> Paper:
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    table, received = _form_three(pen, outcomes, blank)
    review = [rng.randint(0, 4) for _ in range(4)]
    suits = [[rng.randint(0, 3) for _ in range(4)] for _ in range(2)]
    numbers: list[object] = []
    for k, group in enumerate((review, *suits)):
        numbers += [*group, pen.off(sum(group), f"review{k}")]
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return Paper(
        (
            f"{county}{year}年政府信息公开工作年度报告",
            "一、总体情况",
            pen.text(
                f"全年共收到政府信息公开申请{received + 4 if pen.bad('text') else received}件，均在法定期限内处理。"
                "县政府门户网站设有15个一级栏目。"
            ),
            aside(pen),
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            table,
            "四、政府信息公开行政复议、行政诉讼情况",
            (
                (Merged("行政复议", columns=5), Merged("行政诉讼", columns=10)),
                (
                    *(Merged(head, rows=2) for head in heads),
                    Merged("未经复议直接起诉", columns=5),
                    Merged("复议后起诉", columns=5),
                ),
                tuple(heads * 2),
                tuple(map(str, numbers)),
            ),
            "五、存在的主要问题及改进情况",
            "公开的深度还不够，将加强业务指导。",
            "六、其他需要报告的事项",
            "无其他需要报告的事项。",
        )
    )


def form_2019(pen: Pen) -> Paper:
    """The yearly report in the form of 2019; noughts are left blank in every second one."""
    return _form_paper(pen, pen.rng.choice((2019, 2020)), OUTCOMES_2019, pen.rng.random() < 0.5)


def form_2021(pen: Pen) -> Paper:
    """The yearly report in the form of 2021."""
    return _form_paper(pen, pen.rng.choice((2021, 2022, 2023, 2024)), OUTCOMES_2021, pen.rng.random() < 0.5)


def scores(pen: Pen) -> Paper:
    """An assessment: scores by item that add up, bands with their names, the mean."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = shorts(pen, rng.randint(12, 18))
    rows = []
    for unit in units:
        own = [rng.randint(20, 40), rng.randint(15, 30), rng.randint(10, 30)]
        rows.append([unit, *own, sum(own)])
    rows.sort(key=lambda row: -row[4])
    bands = [
        [row[0] for row in rows if row[4] >= 85],
        [row[0] for row in rows if 65 <= row[4] < 85],
        [row[0] for row in rows if row[4] < 65],
    ]
    told = [list(band) for band in bands]
    if pen.bad("band") and told[1]:
        told[1].pop()
    if pen.bad("twice") and told[1] and told[2]:
        told[2][0] = told[1][0]
    if pen.bad("score"):
        rows[3][4] += 5
    names = ("优秀", "良好", "一般")
    lines = [
        pen.text(f"（{'一二三'[k]}）评为{names[k]}的单位{len(bands[k])}{pen.of}，分别为：{'、'.join(told[k])}。")
        for k in range(3)
        if len(bands[k]) > 1
    ]
    return Paper(
        (
            f"{county}2022年度政务公开工作考核情况的通报",
            pen.text(f"县政府办公室对{pen.off(len(units), 'units')}{pen.of}县直单位进行了考核，现将结果通报如下。"),
            *lines,
            aside(pen),
            f"{county}人民政府办公室",
            "2023年1月16日",
            "考核得分一览表",
            cells(
                ("名次", "单位", "主动公开", "解读回应", "平台建设", "总分"),
                *((n, *row) for n, row in enumerate(rows, 1)),
            ),
        )
    )


def openly(pen: Pen) -> Paper:
    """甲、乙等N个单位, a unit praised and blamed, points with their numbers, periods of months."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    names = shorts(pen, 14)
    praised, slow, none = names[:5], names[5:9], names[9:13]
    towns = rng.sample(TOWNS, 4)
    if pen.bad("praised"):
        praised = praised[:-1]
    if pen.bad("slow"):
        slow = slow[:-1]
    if pen.bad("towns"):
        towns = towns[:-1]
    first, second = rng.randint(200, 700), rng.randint(200, 700)
    sent = first + second
    return Paper(
        (
            f"{county}2023年上半年政务信息报送情况的通报",
            pen.text(
                f"今年1至6月，各乡镇、各部门共报送信息{pen.n(pen.off(sent, 'sent'))}篇，"
                f"其中各乡镇报送{pen.n(first)}篇，"
                f"部门报送{pen.n(second)}篇。"
            ),
            pen.text(f"{'、'.join(praised)}等5{pen.of}单位报送及时、质量较高，予以表扬。"),
            pen.text(f"对{'、'.join(slow)}等4{pen.of}单位予以通报批评。"),
            pen.text(f"{'、'.join(none)}等部门报送数量偏少。"),
            pen.text(f"{'、'.join(towns)}4个乡镇未完成报送任务。"),
            f"一是思想认识不足。{'三' if pen.bad('point') else '二'}是报送质量不高。",
            aside(pen),
            "2023年7月10日",
        )
    )


def proposals(pen: Pen) -> Paper:
    """Proposals of deputies: by kind, by host, by content, each with its rate."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    people, members = rng.randint(60, 140), rng.randint(40, 120)
    total = people + members
    result = split(pen, total, 3)
    host = rng.randint(20, people - 5)
    happy = total - 6
    return Paper(
        (
            f"{county}2023年建议提案办理结果公开情况",
            pen.text(
                f"2023年，县政府系统共承办建议提案{pen.off(total, 'total')}件，其中人大代表建议{people}件"
                f"（主办{host}件、协办{pen.off(people - host, 'joint')}件），政协提案{members}件。"
            ),
            pen.text(
                f"所提问题已经解决或基本解决的{result[0]}件，占{wrong_rate(pen, 'solved', result[0], total)}%；"
                f"列入计划逐步解决的{result[1]}件，占{rate(result[1], total)}%；"
                f"因条件限制留作参考的{result[2]}件，占{rate(result[2], total)}%。"
            ),
            pen.text(
                f"代表委员反馈意见{total}件，其中满意{happy}件，基本满意4件，不满意{pen.off(2, 'unhappy')}件，"
                f"满意率{wrong_rate(pen, 'happyrate', happy, total)}%。"
            ),
            pen.text(f"复文公开率为{wrong_rate(pen, 'openrate', host, total)}%，共公开复文{host}件。"),
            aside(pen),
            f"{county}人民政府办公室",
            "2023年12月20日",
        )
    )


PUBLISHED: dict[str, Callable[[Pen], Paper]] = {
    "zero_rows": zero_rows,
    "accounts": accounts,
    "hotline_table": hotline_table,
    "orders": orders,
    "procurement": procurement,
    "chains": chains,
    "form_2014": form_2014,
    "form_2019": form_2019,
    "form_2021": form_2021,
    "scores": scores,
    "openly": openly,
    "proposals": proposals,
}
PUBLISHED_FAULTS = tuple(
    Fault(style, name, ())
    for style, names in {
        "zero_rows": "units total unnamed wronged cell sum",
        "accounts": "kinds siterate share mediarate site",
        "hotline_table": "received closed rate web cell top",
        "orders": "total own class three unhappy unhappyrate",
        "procurement": "way0 way1 way2 notices results saved",
        "chains": "meetings seats columns items half halfshare asked",
        "form_2014": "channel asked done review staff text again",
        "form_2019": "balance total row text review0 review1 review2",
        "form_2021": "balance total row text review0 review1 review2",
        "scores": "units band twice score",
        "openly": "sent praised slow towns point",
        "proposals": "total joint solved unhappy happyrate",
    }.items()
    for name in names.split()
)


def published(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style; the same seed gives the same paper, apart from the fault."""
    paper = PUBLISHED[style](Pen(random.Random(f"{style}-{seed}"), fault))
    return Paper(tuple(part for part in paper.parts if part))
