"""Invented circulars and reports with figures that agree, and the same with one fault planted."""

import random
from collections.abc import Callable
from dataclasses import dataclass

COUNTIES = ("云岭县", "青川坪县", "柳河口县", "石鼓县", "南麓县", "白沙坞县")
DEPARTMENTS = (
    ("政府办公室", "政府办"), ("发展和改革局", "发改局"), ("教育局", "教育局"), ("工业和信息化局", "工信局"),
    ("公安局", "公安局"),
    ("民政局", "民政局"), ("司法局", "司法局"), ("财政局", "县财政局"), ("人力资源和社会保障局", "人社局"),
    ("自然资源局", "自然资源局"),
    ("住房和城乡建设局", "住建局"), ("交通运输局", "交通局"), ("水务局", "县水务局"), ("农业农村局", "农业农村局"),
    ("文体广电和旅游局", "文旅局"), ("卫生健康局", "卫健局"), ("应急管理局", "应急局"), ("审计局", "审计局"),
    ("市场监督管理局", "市场监管局"), ("统计局", "统计局"), ("医疗保障局", "医保局"), ("乡村振兴局", "乡村振兴局"),
    ("公共资源交易中心", "公共资源交易中心"), ("机关事务服务中心", "机关事务服务中心"),
)  # fmt: skip
TOWNS = ("河东镇", "上湾镇", "石桥镇", "竹园乡", "大坪乡", "双溪镇", "龙泉街道", "城关镇", "枫林乡", "高台镇")
COLUMNS = ("规划计划", "财政资金", "人事信息", "重大项目", "民生保障", "行政执法", "政策文件", "公告公示")


@dataclass(frozen=True)
class Fault:
    """What to put wrong in a draft (``name``), and the kinds of finding any of which tells it."""

    style: str
    name: str
    kinds: tuple[str, ...]


class Pen:
    """Writes numbers and punctuation in one of the styles real documents come in, and spoils one number."""

    def __init__(self, rng: random.Random, fault: str = "") -> None:
        self.rng, self._fault = rng, fault
        self.is_wide = rng.random() < 0.5
        self.has_thousands = rng.random() < 0.3
        self.is_wide_digits = rng.random() < 0.15
        self.is_spaced = rng.random() < 0.2
        self.of = rng.choice(("个", "家"))

    def bad(self, name: str) -> bool:
        return self._fault == name

    def off(self, value: int, name: str) -> int:
        """The value, or one some way off where this is the fault to plant."""
        if not self.bad(name):
            return value
        delta = self.rng.choice((1, 2, 3, 5, 8, 10))
        return value + delta if value <= delta or self.rng.random() < 0.5 else value - delta

    def n(self, value: int) -> str:
        text = f"{value:,}" if self.has_thousands else str(value)
        if self.is_wide_digits:
            text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        return f" {text} " if self.is_spaced else text

    def text(self, text: str) -> str:
        return text if self.is_wide else text.translate(str.maketrans("，：；（）", ",:;()"))


def _table(rows: list[list[object]]) -> str:
    return "\n".join(" | ".join(str(cell) for cell in row) + " |" for row in rows)


def graded(pen: Pen) -> str:
    """A quarterly circular with three classes and two count tables."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = rng.sample(DEPARTMENTS, rng.randint(12, 22))
    towns = rng.sample(TOWNS, rng.randint(5, 9))
    counts = {full: rng.randint(0, 30) for full, _ in units} | {town: rng.randint(0, 6) for town in towns}
    names = [(full, rng.choice((full, short))) for full, short in units] + [(town, town) for town in towns]
    rng.shuffle(names)
    a, b = len(names) // 3, 2 * len(names) // 3
    groups = [names[:a], names[a:b], names[b:]]
    if pen.bad("forgotten"):
        groups[1] = groups[1][1:]
    inner, outer = sum(counts[full] for full, _ in units), sum(counts[town] for town in towns)
    labels = rng.choice(
        (
            ("更新较好的单位", "更新一般的单位", "更新滞后的单位"),
            ("公开及时的单位", "部分公开的单位", "公开不及时的单位"),
        )
    )
    lists = [
        pen.text(
            f"{k}.{label}{pen.n(pen.off(len(group), f'group{k}'))}{pen.of}，分别为{'、'.join(s for _, s in group)}。"
        )
        for k, (label, group) in enumerate(zip(labels, groups, strict=True), 1)
    ]
    rows = [(f"{full}信息公开", counts[full], full) for full, _ in units]
    town_rows = [(f"{town}信息公开", counts[town], town) for town in towns]
    year = rng.randint(2019, 2023)
    return "\n".join(
        [
            f"{county}人民政府办公室关于{year}年第二季度政务公开栏目更新情况的通报",
            "各镇人民政府，县政府各部门：",
            pen.text(
                f"县电子政务中心对{pen.n(pen.off(len(names), 'units'))}{pen.of}单位二季度栏目更新情况作了核查，"
                f"结果通报如下。"
            ),
            "一、总体情况",
            pen.text(
                f"本季度全县共更新信息{pen.n(pen.off(inner + outer, 'total'))}条，其中县直部门更新{pen.n(inner)}条，"
                f"各乡镇更新{pen.n(outer)}条。"
            ),
            *lists,
            "三、主要问题" if pen.bad("heading") else "二、主要问题",
            "一是个别栏目长期没有新内容。二是部分稿件归类不准。",
            "四、工作要求" if pen.bad("heading") else "三、工作要求",
            "请各单位对照检查，于下季度首月补齐。",
            "附件：1.县政府部门栏目更新统计表",
            "2.乡镇栏目更新统计表",
            *(["3.问题栏目清单"] if pen.bad("annex") else []),
            f"{county}人民政府办公室",
            f"{year}年{'5月20日' if pen.bad('early') else '6月31日' if pen.bad('impossible') else '7月12日'}",
            "附件1",
            "县政府部门栏目更新统计表",
            _count_table(pen, rows, inner, "table1"),
            "附件2",
            "乡镇栏目更新统计表",
            _count_table(pen, town_rows, outer, "table2"),
        ]
    )


def _count_table(pen: Pen, rows: list[tuple[str, int, str]], total: int, name: str) -> str:
    serials = list(range(1, len(rows) + 1))
    if pen.bad(f"{name}serial"):
        serials[len(rows) // 2 :] = [s + 1 for s in serials[len(rows) // 2 :]]
    body: list[list[object]] = [
        [s, label, count, unit, ""] for s, (label, count, unit) in zip(serials, rows, strict=True)
    ]
    head: list[list[object]] = [["序号", "栏目", "更新数量", "责任单位", "备注"]]
    return _table([*head, *body, ["合计", "", pen.off(total, name), "", ""]])


def minimum(pen: Pen) -> str:
    """A monthly circular with a minimum for each unit and the table in two halves side by side."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [short for _, short in rng.sample(DEPARTMENTS, rng.choice((12, 14, 16, 18)))]
    counts = sorted((rng.randint(3, 90) for _ in units), reverse=True)
    low = [u for u, c in zip(units, counts, strict=True) if c < 20]
    towns = rng.sample(TOWNS, 6)
    town_counts = [rng.randint(1, 40) for _ in towns]
    half = len(units) // 2
    rows: list[list[object]] = [["单位", "信息数", "单位", "信息数"]]
    rows += [[units[k], counts[k], units[k + half], counts[k + half]] for k in range(half)]
    total = sum(counts) + sum(town_counts)
    names = "、".join(low)
    lowest = (
        pen.text(f"低于最低标准20条的单位有{pen.n(pen.off(len(low), 'low'))}{pen.of}：{names}。")
        if len(low) > 1
        else ""
    )
    return "\n".join(
        [
            f"关于{county}2023年3月份信息发布情况的通报",
            pen.text(
                f"3月份，全县共发布信息{pen.n(pen.off(total, 'total'))}条，其中县直单位{pen.n(sum(counts))}条，"
                f"乡镇{pen.n(sum(town_counts))}条。"
            ),
            lowest,
            pen.text("本月较上月增加35条，增长4.2%。请约10余家单位抓紧补录。"),
            _table(rows),
            f"{county}人民政府办公室",
            "2023年3月12日" if pen.bad("early") else "2023年4月7日",
        ]
    )


def pass_rate(pen: Pen) -> str:
    """A spot check with a pass rate."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    sites, bad_sites = rng.randint(30, 140), rng.randint(2, 9)
    wechat, weibo, video = rng.randint(40, 200), rng.randint(5, 60), rng.randint(1, 20)
    media = wechat + weibo + video
    bad_media = rng.randint(3, 25)
    site_rate = round((sites - bad_sites) * 100 / sites, 1) + (1.7 if pen.bad("rate") else 0)
    media_rate = round((media - bad_media) * 100 / media, 2) - (2.35 if pen.bad("rate2") else 0)
    names = [f"{name}网" for name in rng.sample(("教育", "民政", "水务", "审计", "司法", "交通", "统计"), 4)]
    return "\n".join(
        [
            f"{county}2022年第三季度政府网站与政务新媒体检查情况的通报",
            "一、检查情况",
            pen.text(
                f"（一）本次共检查政府网站{pen.n(sites)}{pen.of}，发现不合格{pen.n(bad_sites)}{pen.of}，"
                f"合格率为{site_rate:.1f}%。"
            ),
            pen.text(
                f"（二）全县在册政务新媒体共{pen.n(pen.off(media, 'media'))}个，"
                f"包括微信公众号{pen.n(wechat)}个、微博{pen.n(weibo)}个、"
                f"视频号{pen.n(video)}个。"
            ),
            pen.text(f"本季度检查政务新媒体{pen.n(media)}个，不合格{pen.n(bad_media)}个，合格率{media_rate:.2f}%。"),
            pen.text(f"运行良好的网站有四个，分别是{'、'.join(names[:3] if pen.bad('names') else names)}。"),
            "三、整改要求" if pen.bad("heading") else "二、整改要求",
            "请在10月31日前完成整改，确保24小时内转载重要信息。",
            f"{county}人民政府办公室",
            "2022年10月9日",
        ]
    )


def adoption(pen: Pen) -> str:
    """Information submitted and adopted, with a rate column."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [short for _, short in rng.sample(DEPARTMENTS, rng.randint(8, 14))]
    sent = [rng.randint(5, 60) for _ in units]
    used = [rng.randint(0, s) for s in sent]
    rates = [round(u * 100 / s, 1) for u, s in zip(used, sent, strict=True)]
    if pen.bad("rowrate"):
        rates[3] = round(rates[3] + 7.3, 1) if rates[3] < 80 else round(rates[3] - 7.3, 1)
    serials = list(range(1, len(units) + 1))
    if pen.bad("serial"):
        serials[4] = serials[3]
    rows: list[list[object]] = [["序号", "单位", "报送数", "采用数", "采用率"]]
    rows += [[serials[k], units[k], sent[k], used[k], f"{rates[k]}%"] for k in range(len(units))]
    rows.append(
        ["合计", "", pen.off(sum(sent), "sent"), pen.off(sum(used), "used"), f"{sum(used) * 100 / sum(sent):.1f}%"]
    )
    rate = sum(used) * 100 / sum(sent) + (3.4 if pen.bad("rate") else 0)
    return "\n".join(
        [
            f"关于{county}2021年上半年政务信息报送采用情况的通报",
            pen.text(
                f"1月至6月，各单位共报送信息{pen.n(sum(sent))}条，采用{pen.n(sum(used))}条，采用率{rate:.1f}%。"
                "排名前三位的单位见附表。"
            ),
            _table(rows),
            f"{county}人民政府办公室",
            "2021年7月8日",
        ]
    )


def narrative(pen: Pen) -> str:
    """A yearly report in words, with shares."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    parts = [rng.randint(40, 3000) for _ in range(5)]
    total = sum(parts)
    shares = [round(p * 100 / total, 2) for p in parts]
    if pen.bad("share"):
        shares[2] = round(shares[2] + 3.12, 2)
    names = ("机构职能类", "政策法规类", "工作动态类", "规划计划类", "其他类")
    listed = "；".join(
        f"{name}信息{pen.n(part)}条，占总数的{share}%" for name, part, share in zip(names, parts, shares, strict=True)
    )
    got, year = rng.randint(3, 60), rng.randint(2012, 2018)
    web = rng.randint(1, got - 1)
    letter, covered = got - web, year - 1 if pen.bad("year") else year
    done = rng.randint(100, 900)
    return "\n".join(
        [
            f"{county}{year}年政府信息公开工作年度报告",
            f"本报告所列数据的统计期限自{covered}年1月1日至{covered}年12月31日。",
            "一、概述",
            pen.text(f"全年受理群众咨询约{pen.n(3500)}人次，办件1.2万余件，建成公开栏120多处。"),
            "二、主动公开情况",
            pen.text(f"全年累计主动公开政府信息{pen.n(pen.off(total, 'total'))}条，其中{listed}。"),
            "四、依申请公开情况" if pen.bad("heading") else "三、依申请公开情况",
            pen.text(
                f"全年共收到政府信息公开申请{pen.n(pen.off(got, 'applications'))}件，"
                f"其中当面申请{pen.n(letter)}件，网络申请{pen.n(web)}件。"
            ),
            pen.text(f"热线共受理诉求{pen.n(done)}件，办结{pen.n(done - 7)}件，办结率{(done - 7) * 100 / done:.2f}%。"),
            f"{county}人民政府办公室",
            f"{year + 1}年{'7月21日' if pen.bad('late') else '3月6日'}",
        ]
    )


def nine_sections(pen: Pen) -> str:
    """The statistics table of 2014."""
    rng = pen.rng
    channels = [
        rng.randint(0, 50),
        rng.randint(100, 3000),
        rng.randint(0, 800),
        rng.randint(0, 900),
        rng.randint(0, 200),
    ]
    total = rng.randint(max(channels), sum(channels))
    if pen.bad("dedup"):
        total = sum(channels) + rng.randint(1, 50)
    if pen.bad("dedup2"):
        total = max(channels) - rng.randint(1, 20)
    asked = [rng.randint(0, 9) for _ in range(4)]
    answers = [rng.randint(0, 4) for _ in range(8)]
    refused = [0] * 6
    refused[rng.randrange(6)] = answers[3]
    review = [rng.randint(0, 3) for _ in range(3)]
    staff = [rng.randint(1, 20), rng.randint(1, 60)]
    values: list[tuple[str, str, int]] = [
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", total),
        ("其中：主动公开规范性文件数", "条", min(total, 12)),
        ("制发规范性文件总数", "件", 14),
        ("1.政府公报公开政府信息数", "条", channels[0]),
        ("2.政府网站公开政府信息数", "条", channels[1]),
        ("3.政务微博公开政府信息数", "条", channels[2]),
        ("4.政务微信公开政府信息数", "条", channels[3]),
        ("5.其他方式公开政府信息数", "条", channels[4]),
        ("（一）收到申请数", "件", pen.off(sum(asked), "asked")),
        ("1.当面申请数", "件", asked[0]),
        ("2.传真申请数", "件", asked[1]),
        ("3.网络申请数", "件", asked[2]),
        ("4.信函申请数", "件", asked[3]),
        ("（二）申请办结数", "件", pen.off(sum(asked), "done")),
        ("1.按时办结数", "件", sum(asked) - min(1, sum(asked))),
        ("2.延期办结数", "件", min(1, sum(asked))),
        ("（三）申请答复数", "件", pen.off(sum(answers), "answers")),
        ("1.属于已主动公开范围数", "件", answers[0]),
        ("2.同意公开答复数", "件", answers[1]),
        ("3.同意部分公开答复数", "件", answers[2]),
        ("4.不同意公开答复数", "件", answers[3]),
        ("其中：涉及国家秘密", "件", refused[0]),
        ("涉及商业秘密", "件", refused[1]),
        ("涉及个人隐私", "件", refused[2]),
        ("危及国家安全、公共安全、经济安全和社会稳定", "件", refused[3]),
        ("不是《条例》所指政府信息", "件", refused[4]),
        ("法律法规规定的其他情形", "件", refused[5]),
        ("5.不属于本行政机关公开数", "件", answers[4]),
        ("6.申请信息不存在数", "件", answers[5]),
        ("7.告知作出更改补充数", "件", answers[6]),
        ("8.告知通过其他途径办理数", "件", answers[7]),
        ("四、行政复议数量", "件", pen.off(sum(review), "review")),
        ("（一）维持具体行政行为数", "件", review[0]),
        ("（二）被依法纠错数", "件", review[1]),
        ("（三）其他情形数", "件", review[2]),
        ("（三）从事政府信息公开工作人员数", "人", pen.off(sum(staff), "staff")),
        ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", staff[0]),
        ("2.兼职人员数", "人", staff[1]),
    ]
    rows: list[list[object]] = [["统计指标", "单位", "统计数"]]
    rows += [[label, unit, value] for label, unit, value in values]
    title = f"{rng.choice(COUNTIES)}政府信息公开情况统计表（2016年度）"
    if rng.random() < 0.4:
        return "\n".join([title, *(f"{label} {unit} {value}" for label, unit, value in values)])
    return title + "\n" + _table(rows)


OUTCOMES_2021 = (
    ("（一）予以公开",), ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）",),
    ("（三）不予公开", "1.属于国家秘密"), ("", "2.其他法律行政法规禁止公开"), ("", "3.危及“三安全一稳定”"),
    ("", "4.保护第三方合法权益"), ("", "5.属于三类内部事务信息"), ("", "6.属于四类过程性信息"),
    ("", "7.属于行政执法案卷"),
    ("", "8.属于行政查询事项"), ("（四）无法提供", "1.本机关不掌握相关政府信息"), ("", "2.没有现成信息需要另行制作"),
    ("", "3.补正后申请内容仍不明确"), ("（五）不予处理", "1.信访举报投诉类申请"), ("", "2.重复申请"),
    ("", "3.要求提供公开出版物"),
    ("", "4.无正当理由大量反复申请"), ("", "5.要求行政机关确认或重新出具已获取信息"),
    ("（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"), ("", "3.其他"),
)  # fmt: skip
OUTCOMES_2019 = (*OUTCOMES_2021[:18], ("（六）其他处理",))


def yearly_form(pen: Pen) -> str:
    """Tables three and four of the yearly report, in the form of 2019 or 2021, as a web page."""
    rng = pen.rng
    year = rng.choice((2019, 2020, 2021, 2022, 2023))
    outcomes = OUTCOMES_2021 if year >= 2021 else OUTCOMES_2019
    grid = [[rng.randint(0, 5) if rng.random() < 0.4 else 0 for _ in range(6)] for _ in outcomes]
    totals = [sum(column) for column in zip(*grid, strict=True)]
    later = [min(rng.randint(0, 2), total) for total in totals]
    carried = [min(rng.randint(0, 3), t + n) for t, n in zip(totals, later, strict=True)]
    new = [t + n - c for t, n, c in zip(totals, later, carried, strict=True)]
    if pen.bad("balance"):
        new[0] += 3
    if pen.bad("total"):
        totals[0] += 2
    stated = [sum(row) for row in grid]
    if pen.bad("row"):
        stated[0] += 1

    def numbers(row: list[int], total: int | None = None) -> str:
        return "".join(f"<td>{n}</td>" for n in [*row, sum(row) if total is None else total])

    body = [f"<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{numbers(new)}</tr>"]
    body.append(f"<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{numbers(carried)}</tr>")
    for index, (labels, row, total) in enumerate(zip(outcomes, grid, stated, strict=True)):
        lead = f"<td rowspan={len(outcomes) + 1}>三、本年度办理结果</td>" if index == 0 else ""
        if len(labels) == 1:
            cells = f"<td colspan=2>{labels[0]}</td>"
        else:
            span = next((k for k in range(1, 20) if index + k == len(outcomes) or outcomes[index + k][0]), 1)
            cells = (f"<td rowspan={span}>{labels[0]}</td>" if labels[0] else "") + f"<td>{labels[1]}</td>"
        body.append(f"<tr>{lead}{cells}{numbers(row, total)}</tr>")
    body.append(f"<tr><td colspan=2>（七）总计</td>{numbers(totals)}</tr>")
    body.append(f"<tr><td colspan=3>四、结转下年度继续办理</td>{numbers(later)}</tr>")
    review: list[int] = []
    for k in range(3):
        values = [rng.randint(0, 4) for _ in range(4)]
        review += [*values, pen.off(sum(values), f"review{k}")]
    county = rng.choice(COUNTIES)
    received = sum(new) + (4 if pen.bad("text") else 0)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{county}{year}年政府信息公开工作年度报告</title></head><body>
<h1>{county}{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p>
<p>全年收到政府信息公开申请{received}件，均依法处理。</p><p>二、主动公开政府信息情况</p>
<p>三、收到和处理政府信息公开申请情况</p>
<table><tr><td colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>
<td colspan=7>申请人情况</td></tr>
<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>
<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>{"".join(body)}</table>
<p>四、因政府信息公开工作被申请行政复议、提起行政诉讼情况</p>
<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>
<tr><td rowspan=2>结果维持</td><td rowspan=2>结果纠正</td><td rowspan=2>其他结果</td>
<td rowspan=2>尚未审结</td><td rowspan=2>总计</td>
<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>
<tr>{"<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>" * 2}</tr>
<tr>{"".join(f"<td>{n}</td>" for n in review)}</tr></table>
<p>{"六" if pen.bad("heading") else "五"}、存在的主要问题及改进情况</p><p>下一步将加强队伍建设。</p>
<p>{county}人民政府办公室</p><p>{year + 1}年1月20日</p></body></html>"""


STYLES: dict[str, Callable[[Pen], str]] = {
    "graded": graded,
    "minimum": minimum,
    "pass_rate": pass_rate,
    "adoption": adoption,
    "narrative": narrative,
    "nine_sections": nine_sections,
    "yearly_form": yearly_form,
}
FAULTS = tuple(
    Fault(style, name, tuple(kinds.split()))
    for style, faults in {
        "graded": {
            "total": "total_parts text_table", "forgotten": "list_count unit_ungraded units_stated",
            "group1": "list_count",
            "group2": "list_count", "group3": "list_count", "units": "units_stated", "heading": "heading_number",
            "annex": "annex_missing", "early": "signed_early", "impossible": "date_impossible", "table1": "table_total",
            "table2": "table_total", "table1serial": "serial_gap",
        },
        "minimum": {"total": "total_parts", "low": "list_count", "early": "signed_early"},
        "pass_rate": {
            "rate": "percentage", "rate2": "percentage", "media": "total_parts", "names": "list_count",
            "heading": "heading_number",
        },
        "adoption": {
            "rowrate": "percentage", "serial": "serial_repeated", "sent": "table_total", "used": "table_total",
            "rate": "percentage",
        },
        "narrative": {
            "total": "total_parts", "share": "percentage shares_sum", "year": "period_year",
            "heading": "heading_number",
            "applications": "total_parts", "late": "published_late",
        },
        "nine_sections": {
            "dedup": "channels", "dedup2": "channels", "asked": "form_total", "done": "form_total",
            "answers": "form_total",
            "review": "form_total", "staff": "form_total",
        },
        "yearly_form": {
            "balance": "form_balance", "total": "form_total", "row": "form_row", "review0": "form_row",
            "review1": "form_row",
            "review2": "form_row", "text": "stated_twice", "heading": "heading_number",
        },
    }.items()
    for name, kinds in faults.items()
)  # fmt: skip


def draft(style: str, seed: int, fault: str = "") -> str:
    """One document of a style; the same seed gives the same document, apart from the fault."""
    return STYLES[style](Pen(random.Random(f"{style}-{seed}"), fault))


def suffix_of(style: str) -> str:
    return ".html" if style == "yearly_form" else ".txt"
