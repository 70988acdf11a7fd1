"""A third set of whole papers, each number said twice: accounts, rechecks, old yearly forms, tables with groups, months.

Written without looking at the checks. As in `verify_strangers`, a paper is one function that asks its `Hand`.
"""

# ruff: noqa: E501 - a paper reads as it is printed

import random
from collections.abc import Sequence

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import Fault
from tests.verify_strangers import Hand, Part, Written

_TOWNS = ("清河镇", "石桥镇", "白云镇", "梁家寨乡", "三里铺镇", "湾头镇", "云台乡", "玉泉街道", "东关街道", "凤凰镇")
_BUREAUS = (
    "教育和体育局", "发展和改革局", "民政局", "财政局", "人力资源和社会保障局", "自然资源局", "住房和城乡建设局",
    "交通运输局", "水务局", "农业农村局", "卫生健康局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局",
)  # fmt: skip
_COUNTIES = ("城中区", "河西区", "灵山县", "浦江县", "合川县", "博望县", "桐柏县", "金溪县")
_ACCOUNTS = ("灵山发布", "灵山教育", "灵山公安在线", "灵山民政", "健康灵山", "灵山应急", "灵山市场监管", "文旅灵山")


def _rows(*rows: Sequence[object]) -> tuple[Row, ...]:
    return tuple(tuple(one if isinstance(one, Merged) else str(one) for one in row) for row in rows)


def accounts_closed(h: Hand) -> Sequence[Part]:
    """New media of a county: filed, closed, drawn; the failed ones by name with their owners."""
    filed, closed = h(40, 60), h(3, 8)
    names = h.rng.sample(_ACCOUNTS, 5)
    stale, comment = names[:3], names[3:]
    wechat = h(20, 28)
    return (
        "灵山县人民政府办公室关于2024年第一季度政务新媒体检查情况的通报",
        "各乡镇人民政府、街道办事处，县政府各部门：",
        "近期，县政府办公室对全县政务新媒体运行情况进行了全覆盖检查，现将有关情况通报如下。",
        "一、总体情况",
        f"截至3月底，全县备案政务新媒体账号{filed}个，其中微信公众号{wechat}个，其他平台{h.n('else', filed - wechat)}个。"
        f"一季度关停注销{closed}个，比上季度末减少{h.n('less', closed)}个（上季度末{filed + closed}个）。检查发现问题账号"
        f"{h.n('bad', 5)}个，占检查总数的{h.pct('badrate', 5, filed)}。",
        "二、存在问题",
        f"（一）更新不及时。{'、'.join(f'“{n}”' for n in h.some('stale', stale))}等3个账号超过14天未更新。",
        f"（二）互动回应不到位。{'、'.join(f'“{n}”' for n in comment)}等{h.n('comment', 2)}个账号未开通评论或留言长期无人回复。",
        "三、有关要求",
        f"上述{h.n('these', 5)}个问题账号的主办单位要于{h.pick('due', '4月30日', '4月3日')}前完成整改，并将整改报告书面报送县政府办公室"
        "（联系电话：0836-6220101）。",
        "灵山县人民政府办公室",
        "2024年4月12日",
    )


def county_check(h: Hand) -> Sequence[Part]:
    """A county circular by units in three grades and a table of towns and bureaus with subtotals."""
    towns, bureaus = h.rng.sample(_TOWNS, 5), h.rng.sample(_BUREAUS, 7)
    numbers = [h(6, 40) for _ in range(12)]
    numbers[-1] = 0
    t, b = sum(numbers[:5]), sum(numbers[5:])
    rows: list[Sequence[object]] = [("类别", "单位", "发布条数", "备注")]
    for k, name in enumerate(towns):
        rows.append(
            ((Merged("乡镇（街道）", rows=6),) if not k else ())
            + (name, h.n(f"town{k}", numbers[k]) if k == 2 else numbers[k], "")
        )
    rows.append(("小计", h.n("subtown", t), ""))
    for k, name in enumerate(bureaus):
        rows.append(
            ((Merged("县直部门", rows=8),) if not k else ())
            + (name, numbers[5 + k], "未发布" if not numbers[5 + k] else "")
        )
    rows.append(("小计", h.n("subbureau", b), ""))
    rows.append((Merged("合计", columns=2), h.n("sum", t + b), ""))
    best = max(numbers)
    top = [*towns, *bureaus][numbers.index(best)]
    low = [*towns, *bureaus][numbers.index(min(n for n in numbers if n))]
    return (
        "关于全县2023年三季度政府信息公开工作情况的通报",
        "各乡镇人民政府、街道办事处，县政府有关部门：",
        f"三季度，全县{h.n('units', 12)}个单位共发布政府信息{h.n('total', t + b)}条。其中，{h.n('towns', 5)}个乡镇（街道）发布{h.n('townsum', t)}条，"
        f"占{h.pct('townshare', t, t + b)}；7个县直部门发布{b}条，占{h.pct('bureaushare', b, t + b)}。",
        f"发布数量最多的是{h.pick('top', top, low)}，共{h.n('best', best)}条；{h.pick('none', bureaus[-1], bureaus[0])}三季度未发布信息。平均每个单位发布{h.pick('mean', f'{(t + b) / 12:.1f}', f'{(t + b) / 12 + 3.4:.1f}')}条。",
        "各单位要对照《政府信息公开条例》要求，及时、准确公开政府信息。",
        "附件：2023年三季度各单位信息发布情况统计表",
        "灵山县政务公开领导小组办公室",
        "2023年10月11日",
        "附件",
        "2023年三季度各单位信息发布情况统计表",
        _rows(*rows),
    )


def city_sites(h: Hand) -> Sequence[Part]:
    """A prefecture's spot check, told in the text alone: of cities and of departments, with rates."""
    county, dept = h(18, 26), h(24, 36)
    badc, badd = h(1, 3), h(2, 4)
    total, bad = county + dept, badc + badd
    kinds = [1, badd, bad - 1 - badd] if bad - 1 - badd else [1, bad - 1]
    return (
        "市政府办公室关于2019年第四季度全市政府网站抽查情况的通报",
        "各县（区）人民政府，市政府各部门：",
        f"根据国务院办公厅有关要求，市政府办公室于2019年11月下旬至12月上旬，对全市{h.n('total', total)}个政府网站进行了检查，其中县（区）及所属部门网站{county}个，"
        f"市直部门网站{h.n('dept', dept)}个。现将情况通报如下：",
        "一、基本情况",
        f"检查结果显示，合格网站{h.n('good', total - bad)}个，不合格网站{bad}个，合格率为{h.pct('rate', total - bad, total)}。其中，县（区）网站合格率"
        f"{h.pct('county', county - badc, county)}，市直部门网站合格率{h.pct('deptrate', dept - badd, dept)}。",
        f"在{h.n('badagain', bad)}个不合格网站中，首页不能访问的{kinds[0]}个，栏目不更新的{h.n('kind', kinds[1])}个"
        + (f"，互动回应差的{kinds[2]}个。" if len(kinds) > 2 else "。"),
        "二、下一步工作",
        f"请各地各部门于2019年12月{h.pick('due', '31', '10')}日前完成整改。市政府办公室将组织“回头看”。",
        "市政府办公室",
        f"2019年12月{h.pick('signed', '16', '3')}日",
    )


def recheck_told(h: Hand) -> Sequence[Part]:
    """What became of the faults of the last circular: units and faults, a table by unit."""
    units = h.rng.sample(_BUREAUS, 6)
    faults = [h(2, 6) for _ in units]
    done = [f if k % 3 else f - 1 for k, f in enumerate(faults)]
    whole, all_done = sum(faults), sum(done)
    rows: list[Sequence[object]] = [("序号", "单位", "通报问题数", "已整改", "未整改", "整改率")]
    for k, (u, f, d) in enumerate(zip(units, faults, done, strict=True)):
        rate = h.pct(f"rate{k}", d, f) if k == 3 else f"{d * 100 / f:.1f}%"
        rows.append((k + 1, u, f, h.n("cell", d) if k == 1 else d, f - d, rate))
    rows.append(("", "合计", h.n("sum", whole), all_done, whole - all_done, f"{all_done * 100 / whole:.1f}%"))
    left = [u for u, f, d in zip(units, faults, done, strict=True) if f > d]
    return (
        "关于2022年第二季度政务公开问题整改复查情况的通报",
        "县直各有关单位：",
        f"《关于2022年第二季度政务公开检查情况的通报》（灵政办函〔2022〕18号）印发后，各有关单位认真整改。7月18日至20日，县政府办公室对通报的6个单位{h.n('whole', whole)}个问题逐一复查，现将结果通报如下：",
        f"一、整改情况。已整改{h.n('done', all_done)}个，整改率{h.pct('rate', all_done, whole)}；尚未整改到位{h.n('left', whole - all_done)}个，涉及{'、'.join(left)}等{h.n('leftunits', len(left))}个单位。"
        f"全部整改到位的有{'、'.join(u for u in units if u not in left)}，共{h.n('clean', 6 - len(left))}个单位。",
        f"二、有关要求。未整改到位的单位要在{h.pick('due', '8月15日', '7月15日')}前整改完毕，逾期未完成的将予以约谈。",
        "附件：问题整改复查情况表",
        "灵山县人民政府办公室",
        f"2022年7月{h.pick('signed', '25', '15')}日",
        "附件",
        "问题整改复查情况表",
        _rows(*rows),
    )


def report_2009(h: Hand) -> Sequence[Part]:
    """A yearly report in the manner of 2009, with channels, kinds, applications by way and outcome, and the old form."""
    kinds = [h(30, 90) for _ in range(4)]
    total = sum(kinds)
    ways = [h(4, 9), h(2, 6), h(5, 12)]
    asked = sum(ways)
    given, part = asked - 4, 2
    return (
        "灵山县2009年政府信息公开工作年度报告",
        "根据《中华人民共和国政府信息公开条例》规定，编制本报告。本报告所列数据的统计期限自2009年1月1日起至12月31日止。",
        "一、主动公开政府信息情况",
        f"2009年，全县共主动公开政府信息{h.n('total', total)}条。其中，机构职能类{kinds[0]}条，占总数的{h.pct('k0', kinds[0], total)}；法规文件类{kinds[1]}条，占{h.pct('k1', kinds[1], total)}；"
        f"规划计划类{h.n('k2', kinds[2])}条，占{kinds[2] * 100 / total:.1f}%；行政职责类{kinds[3]}条，占{kinds[3] * 100 / total:.1f}%。",
        "二、依申请公开政府信息情况",
        f"2009年共受理政府信息公开申请{h.n('asked', asked)}件。其中，当面申请{ways[0]}件，以传真、信函形式申请{ways[1]}件，网上申请{h.n('net', ways[2])}件。"
        f"在已答复的{asked}件申请中，“同意公开”{h.n('given', given)}件，“部分公开”{part}件，“不予公开”{asked - given - part}件。",
        "三、咨询处理情况",
        "2009年，共接受公民、法人及其他组织政府信息公开方面的咨询320人次，其中现场咨询210人次，电话咨询"
        f"{h.n('phone', 80)}人次，网上咨询30人次。",
        "四、复议、诉讼和申诉的情况",
        "2009年，全县没有发生针对政府信息公开的行政复议案、行政诉讼案。",
        "五、附表",
        "附表一 主动公开情况统计",
        _rows(
            ("指标", "单位", "2009年度"),
            ("主动公开信息数", "条", h.n("formtotal", total)),
            ("其中：全文电子化的主动公开信息数", "条", total - 12),
        ),
        "附表二 依申请公开情况统计",
        _rows(
            ("指标", "单位", "2009年度"),
            ("本年度申请总数", "件", h.n("formasked", asked)),
            ("其中：1.当面申请数", "件", h.n("formway", ways[0])),
            ("2.传真、信函申请数", "件", ways[1]),
            ("3.网上申请数", "件", ways[2]),
            ("对申请的答复总数", "件", asked),
            ("其中：1.同意公开答复数", "件", given),
            ("2.部分公开答复数", "件", h.n("formpart", part)),
            ("3.不予公开答复数", "件", asked - given - part),
        ),
    )


def split_table(h: Hand) -> Sequence[Part]:
    """A count table torn in two by 续表, its sum below the second piece, and a text that tells of both."""
    names = [*h.rng.sample(_BUREAUS, 9), *h.rng.sample(_TOWNS, 5)]
    a, b = [h(3, 30) for _ in names], [h(0, 12) for _ in names]
    rows = [
        (k + 1, n, h.n("x", x) if k == 4 else x, y, h.n("row", x + y) if k == 10 else x + y)
        for k, (n, x, y) in enumerate(zip(names, a, b, strict=True))
    ]
    head = ("序号", "单位名称", "动态信息", "公开目录信息", "合计")
    return (
        "关于2021年1—6月门户网站信息报送情况的通报",
        "各镇人民政府、街道办事处，县政府各部门、直属事业单位：",
        f"1—6月，县政府门户网站共收到{h.n('units', 14)}个单位报送信息{h.n('total', sum(a) + sum(b))}条，其中动态信息{h.n('a', sum(a))}条、公开目录信息{sum(b)}条。",
        f"报送总量超过30条的单位有{h.n('over', sum(x + y > 30 for x, y in zip(a, b, strict=True)))}个。",
        "希望各单位切实提高认识，加强信息报送工作。",
        "县政府办公室",
        "2021年7月6日",
        "2021年1—6月信息报送情况统计表",
        _rows(head, *rows[:8]),
        _rows(head, *rows[8:], ("", "总计", h.n("sum", sum(a)), sum(b), h.n("sumall", sum(a) + sum(b)))),
    )


def ranking(h: Hand) -> Sequence[Part]:
    """Scores of counties with ranks, first and last ones, a mean and bands in the text."""
    scores = sorted((h(600, 980) / 10 for _ in _COUNTIES), reverse=True)
    while len(set(scores)) < len(scores):
        scores = sorted((h(600, 980) / 10 for _ in _COUNTIES), reverse=True)
    names = h.rng.sample(_COUNTIES, 8)
    mean = sum(scores) / 8
    rows = [
        (k + 1, n, h.pick(f"s{k}", f"{s:.1f}", f"{s + 30:.1f}") if k == 5 else f"{s:.1f}")
        for k, (n, s) in enumerate(zip(names, scores, strict=True))
    ]
    over = sum(s >= 80 for s in scores)
    return (
        "关于2020年度全市政务公开第三方评估结果的通报",
        "各县（区）人民政府：",
        f"受市政府办公室委托，第三方机构对{h.n('n', 8)}个县（区）2020年度政务公开工作进行了评估。评估满分为100分，平均得分{h.pick('mean', f'{mean:.1f}', f'{mean - 4.2:.1f}')}分，"
        f"80分以上的{h.n('over', over)}个，80分以下的{8 - over}个。",
        f"得分排名前三位的是{h.pick('first', names[0], names[4])}、{names[1]}、{names[2]}，得分最低的是{h.pick('last', names[7], names[6])}，仅{h.pick('low', f'{scores[7]:.1f}', f'{scores[7] + 2.3:.1f}')}分，"
        f"最高分与最低分相差{h.pick('gap', f'{scores[0] - scores[7]:.1f}', f'{scores[0] - scores[7] + 5.5:.1f}')}分。",
        "各县（区）要认真对照评估指标，查找差距。",
        "附件：各县（区）政务公开评估得分排名",
        "市政务公开办公室",
        "2021年1月20日",
        "附件",
        "各县（区）政务公开评估得分排名",
        _rows(("名次", "县（区）", "得分"), *rows),
    )


def month_on_month(h: Hand) -> Sequence[Part]:
    """A monthly count with changes against the month before and the year before, and a sum since the year began."""
    last, now, year = h(300, 420), h(440, 560), h(380, 430)
    before = h(900, 1500)
    parts = h.split(now, 3, 40)
    return (
        "5月份全县政务信息发布情况通报",
        "各单位：",
        f"5月份，县政府网站共发布各类信息{h.n('now', now)}条，比4月份的{last}条增加{h.n('more', now - last)}条，环比增长{h.pct('grow', now - last, last)}；去年同期为{year}条，同比增长{h.pct('year', now - year, year)}。"
        f"按栏目看，要闻动态{parts[0]}条、公示公告{h.n('part', parts[1])}条、政务公开{parts[2]}条。",
        f"今年1—5月累计发布{h.n('cum', before + now)}条（1—4月{before}条）。日均发布{h.pick('daily', f'{now / 31:.1f}', f'{now / 31 + 4:.1f}')}条。",
        "请各单位于每月25日前报送下月信息计划。",
        "县融媒体中心",
        f"2023年{h.pick('signed', '6月2日', '5月20日')}",
    )


def calendar(h: Hand) -> Sequence[Part]:
    """A notice of a check in steps with days of the week and a meeting."""
    return (
        "关于开展2024年下半年政府网站普查的通知",
        "各县（区）人民政府，市政府各部门：",
        "一、时间安排",
        f"（一）自查阶段（9月{h.pick('start', '2', '22')}日至9月13日）。各单位对照指标逐项自查。",
        f"（二）检查阶段（9月18日至9月{h.pick('end', '27', '17')}日）。市政府办公室组织检查。",
        f"（三）整改阶段（10月8日至{h.pick('month', '10月', '9月')}25日）。各单位逐条整改。",
        "二、有关要求",
        f"请各单位于2024年9月{h.pick('due', '13', '1')}日（星期{h.pick('week', '五', '三')}）前将自查报告和联系人名单报市政府办公室。9月5日（星期四）上午9:00召开工作部署会。",
        f"普查范围包括政府门户网站8个、部门网站{h.n('sites', 21)}个，共29个网站。",
        f"附件：1.普查评分表\n2.联系人名单{h.pick('annex', '', chr(10) + '4.自查报告模板')}",
        "市政府办公室",
        f"2024年8月{h.pick('signed', '27', '37')}日",
    )


def hotline(h: Hand) -> Sequence[Part]:
    """A hotline's quarter: calls, tickets, kinds, rates, the slowest units by name with counts in brackets."""
    calls = h(3000, 5200)
    direct = h(1200, 1800)
    sent = calls - direct
    done = sent - h(20, 60)
    kinds = h.split(calls, 4, 200)
    late = h.rng.sample(_BUREAUS, 3)
    n = [h(9, 14), h(5, 8), h(2, 4)]
    return (
        "12345政务服务便民热线2022年第四季度运行情况通报",
        "各乡镇、街道，县直各部门：",
        f"一、总体情况。第四季度，热线共受理群众诉求{h.n('calls', calls)}件，其中直接答复{direct}件，转派承办单位{h.n('sent', sent)}件。转派工单按时办结{done}件，按时办结率{h.pct('rate', done, sent)}。"
        f"与三季度相比，受理量上升{h.pct('rise', 312, calls - 312)}，增加312件。",
        f"二、诉求分类。咨询类{kinds[0]}件，占{h.pct('k0', kinds[0], calls)}；求助类{kinds[1]}件，占{h.pct('k1', kinds[1], calls)}；投诉举报类{h.n('k2', kinds[2])}件，占{kinds[2] * 100 / calls:.1f}%；建议类{kinds[3]}件，占{kinds[3] * 100 / calls:.1f}%。",
        f"三、存在问题。超期工单共{h.n('late', sum(n))}件，涉及{late[0]}（{n[0]}件）、{late[1]}（{h.n('l1', n[1])}件）、{late[2]}（{n[2]}件）。",
        f"四、下步要求。上述{h.n('three', 3)}个单位要在2023年1月{h.pick('due', '20', '2')}日前说明情况。",
        "县12345热线办",
        "2023年1月9日",
    )


def used_items(h: Hand) -> Sequence[Part]:
    """Items sent and used by unit, with a rate column, share, first three and a unit with none."""
    units = h.rng.sample(_BUREAUS, 8)
    sent = [h(20, 60) for _ in units]
    used = sorted((h(2, 18) for _ in units), reverse=True)
    used[-1] = 0
    while len(set(used[:4])) < 4:
        used[:4] = sorted((h(10, 20) for _ in range(4)), reverse=True)
        used[4:-1] = [h(2, 9) for _ in range(3)]
    rows = []
    for k, (u, s, x) in enumerate(zip(units, sent, used, strict=True)):
        rows.append((u, s, h.n("u", x) if k == 5 else x, h.pct("r", x, s) if k == 2 else f"{x * 100 / s:.1f}%"))
    rows.append(("合计", sum(sent), h.n("sum", sum(used)), f"{sum(used) * 100 / sum(sent):.1f}%"))
    return (
        "县委办公室关于11月份信息采用情况的通报",
        "各党委（党组）：",
        f"11月份，8个单位共报送信息{h.n('sent', sum(sent))}篇，采用{h.n('used', sum(used))}篇，采用率{h.pct('rate', sum(used), sum(sent))}。采用量居前3位的是{units[0]}{h.n('f0', used[0])}篇、{units[1]}{used[1]}篇、{h.pick('f2', units[2], units[6])}{used[2]}篇，"
        f"三个单位采用量占总采用量的{h.pct('share', sum(used[:3]), sum(used))}。{h.pick('zero', units[7], units[3])}报送{sent[7]}篇但无一采用。",
        "附：11月份信息采用情况表",
        "县委办公室",
        "2021年12月3日",
        "11月份信息采用情况表",
        _rows(("单位", "报送篇数", "采用篇数", "采用率"), *rows),
    )


def columns_bad(h: Hand) -> Sequence[Part]:
    """Columns looked at: in order, empty, stale; the empty ones by name and by unit in an appendix of problems."""
    units = h.rng.sample(_BUREAUS, 5)
    columns = ("机构职能", "财政信息", "权责清单", "应急预案", "双公示", "政策解读", "人事信息")
    rows = [(k + 1, units[k % 5], columns[k], "空白栏目" if k < 3 else "超过6个月未更新") for k in range(7)]
    total = h(60, 90)
    return (
        "关于政府门户网站栏目内容保障情况的通报",
        "县政府各部门：",
        f"近日，县政府办对门户网站政务公开专栏{h.n('total', total)}个栏目进行了逐一排查，正常更新{h.n('good', total - 7)}个，发现问题栏目{h.n('bad', 7)}个，其中空白栏目{h.n('empty', 3)}个，更新不及时栏目{h.n('stale', 4)}个，问题栏目占比{h.pct('share', 7, total)}。",
        f"问题栏目涉及{h.n('units', 5)}个部门，分别是{'、'.join(h.some('names', units))}。",
        f"请相关部门于{h.pick('due', '本月底', '上月底')}前完善栏目内容。附件所列{h.n('again', 7)}个栏目整改情况将纳入年终考核。",
        "附件：问题栏目清单",
        "县政府办公室",
        "2022年5月10日",
        "附件",
        "问题栏目清单",
        _rows(("序号", "责任部门", "栏目名称", "存在问题"), *rows),
    )


def yearly_2021(h: Hand) -> Sequence[Part]:
    """A yearly report by the form of 2021: text and the table of applications with what was carried on."""
    new_p, new_c, old = h(6, 14), h(1, 4), 1
    give, part, no, lack, other = new_p - 4, 1, 1, 1, 1
    give_c, lack_c = new_c - 1, 1
    total_p, total_c = give + part + no + lack + other, give_c + lack_c
    later = new_p + old - total_p
    mk = h(3, 8)
    return (
        "灵山县水务局2022年政府信息公开工作年度报告",
        "一、总体情况",
        f"（一）主动公开。2022年，通过门户网站公开信息{h.n('open', 186)}条，其中工作动态102条，通知公告54条，政策文件{mk}条，其他{h.n('openrest', 186 - 156 - mk)}条。",
        f"（二）依申请公开。全年新收政府信息公开申请{h.n('new', new_p + new_c)}件，上年结转{old}件，办结{h.n('done', total_p + total_c)}件，结转下年度{h.n('later', later)}件。其中自然人申请{new_p}件，法人或其他组织申请{h.n('corp', new_c)}件。",
        "二、主动公开政府信息情况",
        _rows(
            ("第二十条第（一）项", Merged("", columns=3)),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", 0, 0, 0),
            ("行政规范性文件", 2, 1, 9),
        ),
        "三、收到和处理政府信息公开申请情况",
        _rows(
            (
                Merged("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", rows=2, columns=2),
                "自然人",
                "法人或其他组织",
                "总计",
            ),
            ("", "", ""),
            (Merged("一、本年新收政府信息公开申请数量", columns=2), h.n("fnew", new_p), new_c, new_p + new_c),
            (Merged("二、上年结转政府信息公开申请数量", columns=2), old, 0, old),
            (Merged("三、本年度办理结果", rows=6), "（一）予以公开", give, give_c, h.n("fgive", give + give_c)),
            ("（二）部分公开", part, 0, part),
            ("（三）不予公开", no, 0, no),
            ("（四）无法提供", lack, lack_c, lack + lack_c),
            ("（六）其他处理", other, 0, other),
            ("（七）总计", h.n("ftotal", total_p), total_c, total_p + total_c),
            (Merged("四、结转下年度继续办理", columns=2), later, 0, h.n("flater", later)),
        ),
        "四、存在的主要问题及改进情况",
        "主动公开的及时性还不够。下一步将加强业务培训。",
        "五、其他需要报告的事项",
        "无。",
        "2023年1月18日",
    )


def good_and_bad(h: Hand) -> Sequence[Part]:
    """Praise and blame by name with reasons, units of each level, and a sum that says how many in all."""
    units = h.rng.sample(_BUREAUS, 10)
    good, mid, bad = units[:4], units[4:8], units[8:]
    towns = h.rng.sample(_TOWNS, 3)
    return (
        "关于2020年第二季度政务公开栏目更新情况的通报",
        "各单位：",
        f"二季度，县政府办对{h.n('all', 13)}个单位（县直部门10个，乡镇{h.n('towns', 3)}个）栏目更新情况进行了核查，现通报如下：",
        f"一、更新及时的单位（{h.n('good', 4)}个）：{'、'.join(h.some('goodlist', good))}。",
        f"二、更新基本及时的单位（7个）：{'、'.join(h.twice('mid', [*mid, *towns]))}。",
        f"三、更新不及时的单位（2个）：{h.pick('bad', '、'.join(bad), '、'.join([bad[0], good[1]]))}。",
        f"望被通报的{h.n('bad2', 2)}个更新不及时的单位认真查找原因，于{h.pick('due', '7月31日', '7月1日')}前整改到位。",
        "县政府办公室",
        f"2020年{h.pick('signed', '7月9日', '6月19日')}",
    )


def service_rating(h: Hand) -> Sequence[Part]:
    """Ratings of services: by county in the text, a table of ratings, all and bad ones."""
    names = h.rng.sample(_COUNTIES, 6)
    whole = [h(800, 2500) for _ in names]
    bad = [h(0, 6) for _ in names]
    bad[2] = 9
    rows = [
        (n, w, h.n("g", w - b) if k == 1 else w - b, b, f"{(w - b) * 100 / w:.2f}%")
        for k, (n, w, b) in enumerate(zip(names, whole, bad, strict=True))
    ]
    rows.append(
        (
            "全市",
            h.n("sum", sum(whole)),
            sum(whole) - sum(bad),
            h.n("sumbad", sum(bad)),
            f"{(sum(whole) - sum(bad)) * 100 / sum(whole):.2f}%",
        )
    )
    return (
        "关于2023年9月政务服务“好差评”情况的通报",
        "各县（区）政务服务中心：",
        f"9月，全市6个县（区）共产生评价{h.n('all', sum(whole))}条，好评{sum(whole) - sum(bad)}条，差评{h.n('bad', sum(bad))}条，好评率{h.pct('rate', sum(whole) - sum(bad), sum(whole), 2)}。差评最多的是{h.pick('most', names[2], names[0])}，为{h.n('mostn', 9)}条。",
        f"差评整改完成{sum(bad) - 2}条，整改率{h.pct('mend', sum(bad) - 2, sum(bad))}，剩余{h.n('rest', 2)}条正在整改。",
        "附件：9月“好差评”情况统计表",
        "市政务服务中心",
        "2023年10月10日",
        "附件",
        "9月“好差评”情况统计表",
        _rows(("县（区）", "评价数", "好评数", "差评数", "好评率"), *rows),
    )


THIRD: dict[str, Written] = {
    one.__name__: one
    for one in (
        accounts_closed, county_check, city_sites, recheck_told, report_2009, split_table, ranking, month_on_month,
        calendar, hotline, used_items, columns_bad, yearly_2021, good_and_bad, service_rating,
    )
}  # fmt: skip


def third(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style, healthy or with the fault of that name."""
    hand = Hand(random.Random(f"third-{style}-{seed}"), fault)
    return Paper(tuple(part for part in THIRD[style](hand)))


def _faults() -> tuple[Fault, ...]:
    found = []
    for style, write in THIRD.items():
        hand = Hand(random.Random(f"third-{style}-0"))
        write(hand)
        found += [Fault(style, name, ()) for name in dict.fromkeys(hand.names)]
    return tuple(found)


THIRD_FAULTS = _faults()
