"""A second set of whole papers in other manners, written when the checks had been mended by `verify_strangers`."""

# ruff: noqa: E501 - a paper reads as it is printed

import random
from collections.abc import Sequence

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import Fault
from tests.verify_strangers import _ACCOUNTS, _BUREAUS, _COUNTIES, _TOWNS, Hand, Part, Written, _cells, faults_of


def plan_done(h: Hand) -> Sequence[Part]:
    """What of the year's tasks has been done, by who leads them."""
    tasks = h(38, 60)
    leads = h.split(tasks, 3, 5)
    done, going = tasks - h(6, 10), h(3, 5)
    idle = tasks - done - going
    names = h.rng.sample(_BUREAUS, idle)
    return (
        "关于2022年政务公开工作要点落实情况的通报",
        "各镇人民政府，县政府有关部门：",
        f"《2022年政务公开工作要点》共分解任务{h.n('tasks', tasks)}项，由县政府办牵头{leads[0]}项，县直部门牵头{leads[1]}项，各镇牵头"
        f"{leads[2]}项。到11月底，完成{h.n('done', done)}项，正在推进{going}项，尚未启动{h.n('idle', idle)}项，完成率"
        f"{h.pct('rate', done, tasks)}。",
        f"尚未启动的任务涉及{'、'.join(h.some('names', names))}，共{h.n('number', idle)}个部门。" if idle > 2 else "",
        "一、总体评价",
        "多数单位能够按照时间节点推进。",
        "二、下步要求",
        f"1.强化责任。牵头单位要在{h.pick('due', '12月20日', '11月20日')}前全部办结。",
        "2.加强督办。",
        f"{h.pick('point', '3', '4')}.严格考核。",
        "县人民政府办公室",
        h.pick("signed", "2022年12月5日", "2022年11月5日"),
    )


def visits(h: Hand) -> Sequence[Part]:
    """A yearly report of a site: visits, messages, topics, by month halves."""
    halves = [h(400, 900), h(500, 990)]
    kinds = h.split(sum(halves), 4, 60)
    letters, open_ = h(200, 500), h(4, 12)
    polls = h(8, 16)
    on, off = polls - 3, 3
    return (
        "怀安县人民政府门户网站2021年度工作情况报告",
        "一、网站建设运行情况",
        f"2021年，县政府门户网站发布各类信息{h.n('whole', sum(halves))}条，其中上半年{halves[0]}条、下半年{h.n('half', halves[1])}条。按类别划分，"
        f"要闻动态类{kinds[0]}条，占{h.pct('share', kinds[0], sum(halves))}；通知公告类{kinds[1]}条，占"
        f"{kinds[1] * 100 / sum(halves):.1f}%；政策文件类{h.n('kind', kinds[2])}条，占{kinds[2] * 100 / sum(halves):.1f}%；其他信息"
        f"{kinds[3]}条，占{kinds[3] * 100 / sum(halves):.1f}%。",
        "二、互动交流情况",
        f"网站“县长信箱”收到群众来信{letters}件，已答复{h.n('answered', letters - open_)}件，{open_}件正在按程序办理，答复率"
        f"{h.pct('rate', letters - open_, letters)}。开展意见征集{h.n('polls', polls)}次，其中网上征集{on}次，座谈征集{off}次。",
        "三、存在的不足",
        h.pick("heading", "四、下一步打算", "五、下一步打算"),
        "继续优化栏目设置。",
        "怀安县人民政府办公室",
        f"2022年1月{h.pick('day', '14', '32')}日",
    )


def town_scores(h: Hand) -> Sequence[Part]:
    """Towns by points with additions and deductions."""
    towns = h.rng.sample(_TOWNS, 8)
    lines: list[list[int]] = []
    while len({a + b - c for a, b, c in lines}) != 8:
        lines = sorted(([h(70, 90), h(0, 8), h(0, 6)] for _ in towns), key=lambda x: -(x[0] + x[1] - x[2]))
    sums = [a + b - c for a, b, c in lines]
    rows: list[Row] = [_cells("排名", "乡镇", "基础分", "加分", "扣分", "得分")]
    for k, town in enumerate(towns):
        a, b, c = lines[k]
        rows.append(_cells(k + 1, town, a, b, c, h.n("sum", sums[k]) if k == 4 else sums[k]))
    top, low = (
        [t for t, s in zip(towns, sums, strict=True) if s >= 80],
        [t for t, s in zip(towns, sums, strict=True) if s < 75],
    )
    return (
        "2023年度乡镇政务公开工作考评结果",
        "各乡镇人民政府、街道办事处：",
        f"参加考评的乡镇（街道）共{h.n('towns', 8)}个，平均分为{h.pick('mean', f'{sum(sums) / 8:.1f}', f'{sum(sums) / 8 - 2.3:.1f}')}分。"
        f"得分最高的是{h.pick('best', towns[0], towns[2])}（{h.n('bestscore', sums[0])}分），最低的是{h.pick('worst', towns[-1], towns[-3])}"
        f"（{sums[-1]}分），两者相差{h.n('gap', sums[0] - sums[-1])}分。",
        f"80分及以上的乡镇{h.n('high', len(top))}个，75分以下的{h.n('low', len(low))}个。" if top and low else "",
        "县政务公开工作领导小组",
        "2024年1月22日",
        "乡镇政务公开考评得分表",
        tuple(rows),
    )


def batches(h: Hand) -> Sequence[Part]:
    """Two batches of checks within a quarter, what each found, both together."""
    a, b = [h(20, 40), h(2, 5)], [h(15, 35), h(1, 4)]
    names = h.rng.sample(_ACCOUNTS, a[1] + b[1])
    whole, bad = a[0] + b[0], a[1] + b[1]
    return (
        "县政务服务局关于2023年第四季度政务新媒体检查情况的通报",
        "各镇，县直各部门：",
        f"本季度分两批对{h.n('whole', whole)}个政务新媒体进行检查。10月检查{a[0]}个，发现问题账号{a[1]}个；11月检查"
        f"{h.n('second', b[0])}个，发现问题账号{b[1]}个。两批次共发现问题账号{h.n('bad', bad)}个，问题账号占"
        f"{h.pct('share', bad, whole)}，运行正常的{h.n('good', whole - bad)}个，占{h.pct('goodshare', whole - bad, whole)}。",
        f"问题账号分别为：{'、'.join(f'“{name}”' for name in h.twice('twice', names))}。",
        f"上述{h.n('again', bad)}个账号中，超过两周未更新的{bad - 1}个，内容发布不严谨的1个。",
        f"请相关单位于{h.pick('due', '2023年12月29日', '2023年11月29日')}（星期{h.pick('week', '五', '四')}）前反馈整改结果。",
        "县政务服务局",
        "2023年12月15日",
    )


def wide_table(h: Hand) -> Sequence[Part]:
    """Units in a table with months across and a sum at the end."""
    units = h.rng.sample(_BUREAUS, 8)
    months = [[h(1, 25) for _ in range(3)] for _ in units]
    downs = [sum(m[k] for m in months) for k in range(3)]
    total = sum(downs)
    rows: list[Row] = [_cells("单位", "4月", "5月", "6月", "合计")]
    for k, (unit, m) in enumerate(zip(units, months, strict=True)):
        rows.append(
            _cells(unit, m[0], h.n("cell", m[1]) if k == 3 else m[1], m[2], h.n("row", sum(m)) if k == 5 else sum(m))
        )
    rows.append(_cells("合计", downs[0], h.n("down", downs[1]), downs[2], h.n("all", total)))
    best = max(range(8), key=lambda k: sum(months[k]))
    return (
        "关于2024年二季度政务信息报送情况的通报",
        "县直各单位：",
        f"二季度，{h.n('units', 8)}个单位共报送信息{h.n('text', total)}条，4至6月分别为{downs[0]}条、{h.n('may', downs[1])}条、{downs[2]}条，"
        f"月均{h.pick('mean', f'{total / 3:.1f}', f'{total / 3 + 5:.1f}')}条。报送最多的单位是{units[best]}，共{h.n('best', sum(months[best]))}条，"
        f"占报送总数的{h.pct('share', sum(months[best]), total)}。",
        f"较一季度的{total - 21}条增加{h.n('more', 21)}条，增长{h.pct('growth', 21, total - 21)}。",
        "县政府办公室",
        h.pick("date", "2024年7月8日", "2024年6月8日"),
        "附件",
        "2024年二季度政务信息报送情况统计表",
        tuple(rows),
    )


def answered_motions(h: Hand) -> Sequence[Part]:
    """Proposals and motions: from whom, answered how, published."""
    npc, cppcc = h(60, 130), h(90, 180)
    total = npc + cppcc
    solved, planned = h(total // 2, total - 30), h(10, 20)
    kept = total - solved - planned
    public = total - h(8, 25)
    return (
        "2023年建议提案办理结果公开情况的通报",
        "各承办单位：",
        f"2023年，县政府系统共承办人大代表建议和政协委员提案{h.n('total', total)}件（人大代表建议{npc}件、政协委员提案{h.n('cppcc', cppcc)}件），"
        f"全部按期办复，办复率{h.pick('full', '100%', '98%')}。所提问题已经解决或基本解决的{solved}件，列入计划逐步解决的{h.n('planned', planned)}件，"
        f"因条件限制留作参考的{kept}件。",
        f"应公开办理结果{total}件，已公开{h.n('public', public)}件，未公开{total - public}件，公开率为{h.pct('rate', public, total)}。",
        f"其中，满意{total - 3}件，基本满意3件，满意率{h.pct('pleased', total - 3, total)}。",
        "县人民政府办公室",
        "2023年12月20日",
    )


def three_lists(h: Hand) -> Sequence[Part]:
    """Three grades, number in the sentence and names behind, all together."""
    names = h.rng.sample([*_BUREAUS, *_TOWNS], 24)
    a, b = h(7, 10), h(6, 8)
    good, fair, poor = names[:a], names[a : a + b], names[a + b :]
    return (
        "关于2021年第三季度政务公开考核结果的通报",
        "各乡镇（街道）、县直各单位：",
        f"三季度共有{h.n('all', 24)}个单位参加考核，考核结果分为三个等次。",
        f"（一）优秀等次{h.n('good', a)}个单位：{'、'.join(h.some('goodlost', good))}。",
        f"（二）良好等次{b}个单位：{'、'.join(h.twice('fairtwice', fair))}。",
        f"（三）一般等次{h.n('poor', len(poor))}个单位：{'、'.join([*poor[:-1], h.pick('both', poor[-1], good[1])])}。",
        f"优秀率{h.pct('rate', a, 24)}，{h.n('notgood', 24 - a)}个单位未达到优秀等次。",
        f"一般等次的单位要于{h.pick('due', '10月31日', '9月30日')}前提交整改报告。",
        "县政务公开办",
        "2021年10月11日",
    )


def hot_lines(h: Hand) -> Sequence[Part]:
    """A month of the hotline: by channel, kind, unit, returned ones."""
    phone, net, app = h(400, 900), h(60, 200), h(30, 90)
    total = phone + net + app
    answered, sent = h(200, 330), 0
    sent = total - answered
    late, back = h(4, 15), h(10, 30)
    towns = sorted((h(5, 60) for _ in range(4)), reverse=True)
    names = h.rng.sample(_TOWNS, 4)
    return (
        "县12345政务服务便民热线2022年8月份运行情况通报",
        "各承办单位：",
        "一、受理情况",
        f"8月份，热线平台共受理群众诉求{h.n('total', total)}件，其中电话受理{phone}件，网站受理{net}件，手机客户端受理{h.n('app', app)}件；"
        f"直接解答{answered}件，转派承办单位{h.n('sent', sent)}件。",
        "二、办理情况",
        f"转派的{h.n('again', sent)}件诉求中，按期办结{sent - late}件，超期{late}件，按期办结率{h.pct('rate', sent - late, sent, 2)}。"
        f"回访不满意{back}件，不满意率为{h.pct('back', back, sent, 2)}。",
        f"乡镇中诉求量较大的有：{'、'.join(f'{n}{t}件' for n, t in zip(names, towns, strict=True))}，四个乡镇合计"
        f"{h.n('four', sum(towns))}件，占转派总量的{h.pct('share', sum(towns), sent)}。",
        f"与7月份的{total + 52}件相比，减少{h.n('less', 52)}件，下降{h.pct('down', 52, total + 52)}。",
        "县政务服务和数据管理局",
        h.pick("date", "2022年9月6日", "2022年8月16日"),
    )


def directory(h: Hand) -> Sequence[Part]:
    """Basic directories in pilot fields: fields, items, units with the missing named."""
    fields, items = 26, h(900, 1400)
    units = h(24, 34)
    late = h.rng.sample(_BUREAUS, 3)
    level = [h(300, 500), 0]
    level[1] = items - level[0]
    return (
        "关于基层政务公开标准化规范化建设情况的通报",
        "各乡镇，县直有关部门：",
        f"全县共编制{fields}个试点领域标准目录，梳理公开事项{h.n('items', items)}项，其中县级{level[0]}项，乡级"
        f"{h.n('level', level[1])}项。应编制目录的单位{units}个，已完成{h.n('done', units - 3)}个，{h.n('left', 3)}个单位尚未完成"
        f"（{'、'.join(h.some('late', late))}），完成率{h.pct('rate', units - 3, units)}。",
        f"全县设立政务公开专区{h.n('zones', 14)}个，县级2个、乡镇（街道）12个；配备查询设备{h(20, 40)}台。",
        "一要提高认识。二要对标对表。" + h.pick("points", "三要按时完成。", "四要按时完成。"),
        f"未完成的{h.n('again', 3)}个单位须于2020年{h.pick('due', '11月30日', '9月30日')}前完成编制并公布。",
        "县人民政府办公室",
        "2020年10月26日",
    )


def account_kinds(h: Hand) -> Sequence[Part]:
    """A table by county and platform, sums both ways, the text over it."""
    counties = h.rng.sample(_COUNTIES, 5)
    grid = [[h(8, 40), h(2, 15), h(1, 9)] for _ in counties]
    downs = [sum(r[k] for r in grid) for k in range(3)]
    rows: list[Row] = [_cells("地区", "微信", "微博", "其他平台", "小计", "占比")]
    total = sum(downs)
    for k, (county, r) in enumerate(zip(counties, grid, strict=True)):
        share = h.pct("cellshare", sum(r), total) if k == 2 else f"{sum(r) * 100 / total:.1f}%"
        rows.append(
            _cells(
                county,
                h.n("cell", r[0]) if k == 1 else r[0],
                r[1],
                r[2],
                h.n("row", sum(r)) if k == 3 else sum(r),
                share,
            )
        )
    rows.append(_cells("合计", downs[0], downs[1], h.n("down", downs[2]), total, "100%"))
    most = max(range(5), key=lambda k: sum(grid[k]))
    return (
        "全市政务新媒体账号普查情况通报",
        "各县（市、区）人民政府：",
        f"普查显示，截至2021年6月30日，全市共有政务新媒体账号{h.n('total', total)}个，分布在{h.n('counties', 5)}个县（市、区）。其中微信"
        f"{h.n('wechat', downs[0])}个、微博{downs[1]}个、其他平台{downs[2]}个，微信占{h.pct('share', downs[0], total)}。",
        f"账号数量最多的是{h.pick('most', counties[most], counties[(most + 1) % 5])}，有{h.n('mostn', sum(grid[most]))}个。",
        "市人民政府办公室",
        h.pick("date", "2021年7月19日", "2021年6月9日"),
        "各地政务新媒体账号统计表",
        tuple(rows),
    )


def second_circular(h: Hand) -> Sequence[Part]:
    """Units named again, what of the last circular they mended."""
    first, mended = h(14, 22), 0
    again = h(3, 5)
    mended = first - again
    names = h.rng.sample(_BUREAUS, again)
    fresh = h.rng.sample([one for one in _BUREAUS if one not in names], 4)
    faults = [h(2, 9) for _ in names]
    return (
        "县政府办公室关于政府网站问题整改情况的再次通报",
        "县直有关单位：",
        f"2019年5月20日第一次通报的{h.n('first', first)}个问题单位，{h.n('mended', mended)}个已完成整改，{again}个单位整改不到位，整改率"
        f"{h.pct('rate', mended, first)}。",
        f"整改不到位的{h.n('again', again)}个单位是：{'、'.join(h.some('names', names))}。其中"
        f"{'、'.join(f'{n}遗留问题{f}个' for n, f in zip(names, faults, strict=True))}，共遗留问题{h.n('faults', sum(faults))}个。",
        f"本次抽查又发现新增问题单位{h.n('fresh', 4)}个，分别是{'、'.join(h.twice('freshtwice', fresh))}。",
        f"目前共有问题单位{h.n('now', again + 4)}个。",
        f"{h.pick('due', '6月30日', '5月30日')}前仍未整改的，将进行约谈。",
        "县人民政府办公室",
        "2019年6月12日",
    )


def fees_2014(h: Hand) -> Sequence[Part]:
    """A report of 2014 to 2018: channels, replies, meetings, people."""
    channels = [h(20, 60), h(900, 2400), h(100, 400), h(100, 600)]
    press, talk = h(4, 12), h(3, 9)
    asked = h.split(h(20, 50), 3, 2)
    given, none = h(8, 12), h(2, 4)
    full, part = h(4, 12), h(40, 90)
    total = sum(channels)
    return (
        "临泽县2016年政府信息公开工作年度报告",
        f"现公布临泽县{h.pick('year', '2016', '2015')}年政府信息公开工作年度报告，本报告中所列数据的统计期限为{h.pick('year2', '2016', '2015')}年1月1日至"
        f"{'2016年'}12月31日。",
        "一、主动公开情况",
        f"全县主动公开政府信息{h.n('total', total)}条。其中，通过政府公报公开{channels[0]}条，政府网站公开{h.n('site', channels[1])}条，政务微博公开"
        f"{channels[2]}条，政务微信公开{channels[3]}条。",
        "二、回应解读情况",
        f"举办新闻发布会{press}次，在线访谈{talk}次，共{h.n('both', press + talk)}次。",
        "三、依申请公开情况",
        f"收到公开申请{h.n('asked', sum(asked))}件，其中当面申请{asked[0]}件、网络申请{asked[1]}件、信函申请{asked[2]}件，全部按时办结，按时办结率"
        f"{h.pick('full', '100%', '95%')}。同意公开{given}件，占{h.pct('given', given, sum(asked))}；信息不存在{none}件，其他情形"
        f"{h.n('rest', sum(asked) - given - none)}件。",
        f"{h.pick('heading', '四', '五')}、机构建设情况",
        f"全县从事政府信息公开工作人员{h.n('staff', full + part)}人，其中专职{full}人、兼职{part}人；举办培训班3期，培训{h(120, 300)}人次。",
        "临泽县人民政府办公室",
        h.pick("signed", "2017年3月20日", "2016年3月20日"),
    )


def columns_by_unit(h: Hand) -> Sequence[Part]:
    """Columns with their last day of renewal and a verdict; text counts them."""
    columns = (
        "规划信息",
        "统计信息",
        "财政预算",
        "行政收费",
        "政府采购",
        "重大项目",
        "应急管理",
        "社会保障",
        "义务教育",
        "食品安全",
        "环境质量",
        "公共资源",
    )
    units = h.rng.sample(_BUREAUS, 12)
    counts = [0, 0, *(h(1, 20) for _ in range(10))]
    h.rng.shuffle(counts)
    total, zero = sum(counts), counts.count(0)
    rows: list[Row] = [_cells("序号", "栏目", "责任单位", "更新条数", "最后更新日期", "评价")]
    for k, column in enumerate(columns):
        c = counts[k]
        mark = "未更新" if c == 0 else "已更新"
        if k == 4:
            mark = h.pick("mark", mark, "已更新" if c == 0 else "未更新")
        day = f"2023-0{h(4, 6)}-{h(10, 28)}" if c else "2022-11-20"
        rows.append(
            _cells(
                h.pick("serial", "8", "9") if k == 7 else k + 1,
                column,
                units[k],
                h.n("cell", c) if k == 9 and c else c,
                day,
                mark,
            )
        )
    rows.append(_cells(Merged("合计", 1, 3), h.n("sum", total), "", ""))
    names = [column for column, c in zip(columns, counts, strict=True) if c == 0]
    best = counts.index(max(counts))
    return (
        "关于2023年第二季度政府信息公开栏目更新情况的通报",
        "县政府各部门：",
        f"二季度，对{h.n('columns', 12)}个重点栏目进行了检查，共更新信息{h.n('text', total)}条，平均每个栏目"
        f"{h.pick('mean', f'{total / 12:.1f}', f'{total / 12 + 1.5:.1f}')}条。已更新栏目{h.n('done', 12 - zero)}个，未更新栏目{zero}个，更新率"
        f"{h.pct('rate', 12 - zero, 12)}。",
        f"“{h.pick('best', columns[best], columns[counts.index(min(c for c in counts if c))])}”栏目更新最多，为{h.n('most', max(counts))}条；"
        f"“{names[0]}”“{names[1]}”{h.n('two', 2)}个栏目没有更新。",
        "县政府办公室",
        "2023年7月13日",
        "附件",
        "重点栏目更新情况一览表",
        tuple(rows),
    )


def sampling(h: Hand) -> Sequence[Part]:
    """A quarter's spot check: shares of sites drawn in each level, failed ones, causes that add up."""
    run = [1, h(30, 44), h(8, 14)]
    drawn = [1, h(12, 20), h(4, 7)]
    bad = h(3, 6)
    causes = h.split(bad + 4, 3)
    whole, size = sum(run), sum(drawn)
    return (
        "市大数据局关于2022年第三季度全市政府网站抽查情况的通报",
        "各县（市、区），市直各部门：",
        f"截至2022年9月15日，全市正常运行的政府网站{h.n('run', whole)}家，其中市政府门户网站1家，市直部门网站{run[1]}家，县级政府门户网站"
        f"{run[2]}家。本次抽查{h.n('drawn', size)}家（市政府门户网站1家、市直部门网站{drawn[1]}家、县级政府门户网站{drawn[2]}家），抽查比例"
        f"{h.pct('part', size, whole)}。合格{h.n('good', size - bad)}家，不合格{bad}家，合格率{h.pct('rate', size - bad, size)}，比第二季度的85.0%"
        f"{h.pick('up', '提高' if (size - bad) * 100 / size > 85 else '下降', '下降' if (size - bad) * 100 / size > 85 else '提高')}"
        f"{abs(round((size - bad) * 100 / size, 1) - 85):.1f}个百分点。",
        f"共发现各类问题{h.n('causes', bad + 4)}个，包括首页链接不可用{causes[0]}个、栏目更新不及时{causes[1]}个、服务不实用{h.n('cause', causes[2])}个。",
        f"以上{h.n('again', bad)}家不合格网站要立即整改。",
        "市大数据局",
        h.pick("date", "2022年9月27日", "2022年9月7日"),
    )


_ALL: tuple[Written, ...] = (
    plan_done, visits, town_scores, batches, wide_table, answered_motions, three_lists, hot_lines, directory,
    account_kinds, second_circular, fees_2014, columns_by_unit, sampling,
)  # fmt: skip
SECOND: dict[str, Written] = {one.__name__: one for one in _ALL}


def second(style: str, seed: int, fault: str = "") -> Paper:
    """One paper; the same seed gives the same paper apart from the fault."""
    written = SECOND[style](Hand(random.Random(f"{style}{seed}"), fault))
    return Paper(tuple(part for part in written if part))


SECOND_FAULTS: tuple[Fault, ...] = faults_of(SECOND)
