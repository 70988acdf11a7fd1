"""More invented notices and reports, in layouts and phrases as published ones have them; true by construction."""

import random
from collections.abc import Callable

from tests.verify_drafts import COUNTIES, DEPARTMENTS, TOWNS, Fault, Pen, _table

_NOISE = (
    "全年组织业务培训3次，约240人次参加，编印工作简报12期。",
    "较上年同期增加85条，增长6.4%，增幅居全市第4位。",
    "按照每季度不少于6条的要求，多数单位能够及时报送。",
    "县融媒体中心制作短视频16个，总播放量超过35万次。",
    "其间召开推进会2次，印发提醒函9份，约谈单位负责人3人。",
    "热线平均接通时间12秒，最长办理时限为15个工作日。",
    "部分栏目更新周期超过90天，个别单位半年以上未更新。",
)
_CLASSES = ("政策文件类", "工作动态类", "通知公告类", "财政资金类", "重大项目类", "民生保障类", "监督检查类")
_ACCOUNTS = ("平安云岭", "云岭教育", "健康云岭", "云岭文旅", "云岭交警", "云岭应急", "石桥发布", "大坪之声", "云岭税务")


def _units(pen: Pen, least: int, most: int) -> list[str]:
    return [short for _, short in pen.rng.sample(DEPARTMENTS, pen.rng.randint(least, most))]


def _noise(pen: Pen) -> str:
    return pen.text("".join(pen.rng.sample(_NOISE, 2)))


def _split(pen: Pen, total: int, parts: int) -> list[int]:
    """Random parts, none of them nought, that add up to the total."""
    cuts = sorted(pen.rng.sample(range(1, total), parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def _place(pen: Pen) -> str:
    return pen.rng.choice(COUNTIES)


def headed(pen: Pen) -> str:
    """Numbers in the headings, names in the paragraphs below; lists of faults that share units."""
    rng, county = pen.rng, _place(pen)
    units, towns = _units(pen, 10, 18), rng.sample(TOWNS, rng.randint(4, 8))
    names = [*units, *towns]
    rng.shuffle(names)
    good, rest = names[: len(names) // 3], names[len(names) // 3 :]
    fair, late = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    listed = [list(good), list(fair), list(late)]
    if pen.bad("dropped"):
        listed[1].pop(rng.randrange(len(fair)))
    if pen.bad("twice"):
        listed[2][0] = good[0]
    labels = rng.choice((("更新情况较好", "更新情况一般", "更新不及时"), ("公开工作先进", "部分达到要求", "工作滞后")))
    form = rng.choice(("（{n}{of}）", "（共{n}{of}）", "{n}{of}"))
    blocks = []
    for number, (label, group, shown) in enumerate(zip(labels, (good, fair, late), listed, strict=True)):
        size = pen.n(pen.off(len(group), f"size{number}")) if number != 1 else pen.n(len(group))
        head = f"（{'一二三'[number]}）{label}的单位" + form.format(n=size, of=pen.of)
        tails = [f"{name}（{rng.randint(3, 40)}条）" for name in shown] if pen.rng.random() < 0.3 else shown
        blocks += [head, "、".join(tails) + "。"]
    slow = rng.sample(names, 4)
    return "\n".join(
        [
            f"{county}人民政府办公室关于2022年第一季度政务公开栏目维护情况的通报",
            pen.text(f"县政务公开中心对{pen.n(pen.off(len(names), 'checked'))}{pen.of}单位的栏目维护情况进行了核查。"),
            "一、总体情况",
            *blocks,
            "二、主要问题",
            pen.text(f"一是链接失效较多的单位有3{pen.of}：{'、'.join(slow[:3])}。"),
            pen.text(f"二是标题不规范的单位有3{pen.of}：{'、'.join(slow[1:])}。"),
            _noise(pen),
            f"{county}人民政府办公室",
            "2022年4月11日",
        ]
    )


def hotline(pen: Pen) -> str:
    """A letter box or hotline: sums in classifications below the total, shares with and without a stated base."""
    rng, county = pen.rng, _place(pen)
    total = rng.randint(300, 9000)
    direct = rng.randint(50, total - 50)
    turned = total - direct
    done = turned - rng.randint(1, min(20, turned - 1))
    kinds = _split(pen, total, 5)
    shares = [f"{part * 100 / total:.2f}" for part in kinds]
    if pen.bad("share"):
        shares[1] = f"{float(shares[1]) + 2.6:.2f}"
    shown = list(kinds)
    if pen.bad("kind"):
        shown[2] += rng.choice((10, 20, 100))
    topics = _split(pen, total, 8)
    names = ("城乡建设", "交通运输", "劳动保障", "教育文体", "卫生健康", "农业农村", "市场监管", "其他")
    opening = rng.choice(("从诉求类型来看，", "按诉求类型分：", "其中按诉求目的分类："))
    return "\n".join(
        [
            f"{county}2023年第三季度政务热线办理情况的通报",
            pen.text(
                f"三季度，政务热线共受理群众诉求{pen.n(pen.off(total, 'total'))}件，其中直接答复{pen.n(direct)}件，"
                f"转办{pen.n(turned)}件，已办结{pen.n(done)}件，"
                f"办结率{done * 100 / turned - (3.7 if pen.bad('rate') else 0):.2f}%。"
            ),
            pen.text(
                opening
                + "；".join(
                    f"{name}{pen.n(part)}件，占总量的{share}%"
                    for name, part, share in zip(
                        ("投诉类", "咨询类", "求助类", "建议类", "举报类"), shown, shares, strict=True
                    )
                )
                + "。"
            ),
            pen.text(
                "按内容分类："
                + "、".join(f"{name}{pen.n(part)}件" for name, part in zip(names, topics, strict=True))
                + "。"
            ),
            pen.text("平均办理时限4天，其中办理及时的单位：教育局、人社局、审计局。办理超期的单位：河东镇、上湾镇。"),
            _noise(pen),
            "2023年10月12日",
        ]
    )


def new_media(pen: Pen) -> str:
    """Sites and accounts: kinds with brackets behind them, pass and fail, names in quotation marks."""
    rng, county = pen.rng, _place(pen)
    inner, outer = [rng.randint(3, 60) for _ in range(3)], [rng.randint(3, 90) for _ in range(3)]
    sums = [a + b for a, b in zip(inner, outer, strict=True)]
    total = sum(sums)
    failed = rng.randint(5, 8)
    kinds = [
        f"{name}{pen.n(pen.off(size, 'bracket') if index == 1 else size)}个（县直单位{pen.n(a)}个，乡镇{pen.n(b)}个）"
        for index, (name, size, a, b) in enumerate(
            zip(("微信公众号", "微博", "抖音号"), sums, inner, outer, strict=True)
        )
    ]
    accounts = rng.sample(_ACCOUNTS, failed)
    shown = accounts[1:] if pen.bad("account") else accounts
    quoted = rng.choice(("", "、")).join(f"“{name}”" for name in shown)
    sites = rng.randint(20, 90)
    bad_sites = rng.randint(1, 4)
    fail_rate = bad_sites * 100 / sites + (1.5 if pen.bad("failrate") else 0)
    return "\n".join(
        [
            f"{county}2021年第四季度政府网站与政务新媒体检查情况的通报",
            pen.text(
                f"一、全县正常运行政府网站共{pen.n(sites)}家，此次检查发现不合格网站{pen.n(bad_sites)}家，"
                f"不合格率{fail_rate:.2f}%。"
            ),
            pen.text(
                f"二、本季度检查范围为全县政务新媒体，共{pen.n(pen.off(total, 'media'))}个，其中{'；'.join(kinds)}。"
            ),
            pen.text(
                f"三、本季度检查{pen.n(total)}个，其中合格{pen.n(pen.off(total - failed, 'passed'))}个，"
                f"不合格{pen.n(failed)}个，分别为：{quoted}。"
            ),
            _noise(pen),
            "2022年1月12日",
        ]
    )


def adopted(pen: Pen) -> str:
    """Items adopted, in ranks that share a number; two numbers for one list; a ranking table."""
    rng, county = pen.rng, _place(pen)
    units = _units(pen, 10, 14)
    counts = [rng.randint(12, 20), rng.randint(7, 11), 5, *[4] * 2, *[2] * 3, *[1] * (len(units) - 8)]
    total = sum(counts)
    said = (
        f"{units[0]}{counts[0]}条，{units[1]}{counts[1]}条，{units[2]}5条，"
        f"{'、'.join(units[3:5])}各{pen.off(4, 'each')}条，{'、'.join(units[5:8])}各2条，{'、'.join(units[8:])}各1条"
    )
    towns = rng.sample(TOWNS, rng.randint(3, 7))
    writers = rng.sample(units, rng.randint(4, 8))
    named = [*writers, *towns]
    if pen.bad("named"):
        named.pop(rng.randrange(len(named)))
    rows: list[list[object]] = [["排名", "单位", "采用条数", "得分"]]
    rows += [[rank, unit, count, count * 5] for rank, (unit, count) in enumerate(zip(units, counts, strict=True), 1)]
    if pen.bad("cell"):
        rows[4][2] = int(str(rows[4][2])) + 3
    rows.append(["合计", "", total, total * 5])
    return "\n".join(
        [
            f"关于{county}2023年第二季度政务信息采用情况的通报",
            pen.text(f"全县被采用信息{pen.off(total, 'total')}条。其中，{said}。"),
            pen.text(
                f"约稿涉及{pen.n(len(writers))}个县直单位和{pen.n(pen.off(len(towns), 'towns'))}个乡镇，"
                f"分别是：{'、'.join(named)}。"
            ),
            _noise(pen),
            "部门信息采用情况统计表",
            _table(rows),
            "2023年7月11日",
        ]
    )


def statement(pen: Pen) -> str:
    """A plain statement: no word for total, two measures, chains of 分别, a base between count and share."""
    rng, county = pen.rng, _place(pen)
    columns, items = [rng.randint(12, 60), rng.randint(3, 11)], [rng.randint(90, 900), rng.randint(10, 89)]
    a, b, c = rng.randint(40, 400), rng.randint(40, 400), rng.randint(10, 39)
    sent, used = rng.randint(300, 900), rng.randint(60, 250)
    rate = used * 100 / sent + (4.2 if pen.bad("rate") else 0)
    early, over = rng.randint(20, 40), rng.randint(4, 15)
    early_share = early * 100 / (early + over)
    spoilt = early_share + (2.3 if pen.bad("pair") else 0)
    partial = rng.randint(900, 2000) + a + c
    return "\n".join(
        [
            f"{county}政务公开工作情况说明",
            pen.text(
                f"2023年上半年，{pen.off(sum(columns), 'columns')}个栏目共更新{pen.n(pen.off(sum(items), 'items'))}条，"
                f"其中县直部门{columns[0]}个栏目{pen.n(items[0])}条，乡镇{columns[1]}个栏目{pen.n(items[1])}条。"
            ),
            pen.text(
                f"一季度全县发布信息{pen.n(pen.off(a + b, 'bare'))}条，县直部门发布{pen.n(a)}条，乡镇发布{pen.n(b)}条。"
            ),
            pen.text(
                f"网站、微信、微博共发布{pen.n(pen.off(a + b + c, 'chain'))}条，"
                f"分别为{pen.n(a)}条、{pen.n(b)}条、{c}条。"
            ),
            pen.text(f"主动公开信息{pen.n(partial)}条，其中政策文件{a}条、财政资金{c}条。"),
            pen.text(f"各单位报送信息{pen.n(sent)}条，采用{pen.n(used)}条，采用率{rate:.1f}%。"),
            pen.text(
                f"按时完成任务的单位有{early}个，占{spoilt:.1f}%，未完成任务的单位有{over}个，占{100 - spoilt:.1f}%。"
            ),
            _noise(pen),
            "2023年7月20日",
        ]
    )


def yearly_words(pen: Pen) -> str:
    """A yearly report in words: parts in the next sentence, nested parts, classes with a rest, the same total again."""
    rng, county = pen.rng, _place(pen)
    parts = [rng.randint(200, 5000) for _ in range(3)]
    total = sum(parts)
    classes = [rng.randint(20, 900) for _ in range(4)]
    names = rng.sample(_CLASSES, 3)
    met, net = rng.randint(2, 30), rng.randint(2, 30)
    host, joint = rng.randint(20, 90), rng.randint(10, 60)
    again = pen.off(total, "again")
    deep = [rng.randint(5, 19), rng.randint(5, 19)]
    return "\n".join(
        [
            f"{county}2017年政府信息公开工作年度报告",
            "一、主动公开情况",
            pen.text(
                f"全年共公开各类信息{pen.n(pen.off(total, 'apart'))}条。政府网站公开{pen.n(parts[0])}条；"
                f"政务微博公开{pen.n(parts[1])}条；政务微信公开{pen.n(parts[2])}条。"
            ),
            pen.text(
                f"政府网站共发布信息{pen.n(pen.off(sum(classes), 'classes'))}条，其中{names[0]}{pen.n(classes[0])}条，"
                f"{names[1]}{pen.n(classes[1])}条，{names[2]}{pen.n(classes[2])}条，其他类{pen.n(classes[3])}条。"
            ),
            pen.text(
                f"办理人大建议{pen.off(host + joint, 'proposals')}件（主办{host}件，协办{joint}件），已全部办结。"
            ),
            "二、依申请公开情况",
            pen.text(
                f"全年共收到申请{pen.off(met + net, 'asked')}件，其中当面申请{met}件，网络申请{net}件。"
                f"受理{met + net}件，办结{met + net}件。"
            ),
            pen.text(f"全年编发简报{sum(deep) + 40}期，其中要情{sum(deep)}期（县级{deep[0]}期、乡镇{deep[1]}期）。"),
            "三、存在问题",
            _noise(pen),
            *(
                [pen.text(f"总体来看，全年共公开各类信息{pen.n(again)}条，较好完成了任务。")]
                if pen.rng.random() < 2
                else []
            ),
            f"{county}人民政府办公室",
            "2018年3月2日",
        ]
    )


NOTICES: dict[str, Callable[[Pen], str]] = {
    "headed": headed,
    "hotline": hotline,
    "new_media": new_media,
    "adopted": adopted,
    "statement": statement,
    "yearly_words": yearly_words,
}
NOTICE_FAULTS = tuple(
    Fault(style, name, tuple(kinds.split()))
    for style, faults in {
        "headed": {
            "checked": "units_stated", "dropped": "list_count", "twice": "unit_twice", "size0": "list_count",
            "size2": "list_count",
        },
        "hotline": {
            "total": "total_parts", "rate": "percentage", "share": "percentage", "kind": "total_parts percentage",
        },
        "new_media": {
            "failrate": "percentage", "media": "total_parts", "bracket": "total_parts", "passed": "total_parts",
            "account": "list_count",
        },
        "adopted": {
            "total": "total_parts text_table", "each": "total_parts", "towns": "list_count", "named": "list_count",
            "cell": "table_total",
        },
        "statement": {
            "columns": "total_parts", "items": "total_parts", "bare": "total_parts", "chain": "total_parts",
            "rate": "percentage", "pair": "percentage",
        },
        "yearly_words": {
            "apart": "total_parts channels stated_twice", "classes": "total_parts", "proposals": "total_parts",
            "asked": "total_parts", "again": "stated_twice",
        },
    }.items()
    for name, kinds in faults.items()
)  # fmt: skip


def notice(style: str, seed: int, fault: str = "") -> str:
    """One notice of a style; the same seed gives the same notice, apart from the fault."""
    return NOTICES[style](Pen(random.Random(f"{style}-{seed}"), fault))
