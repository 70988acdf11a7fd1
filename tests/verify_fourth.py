"""A fourth set of whole papers, each number said twice: cities, bureaus, towns, accounts, yearly reports, work plans.

Written before they were tried and before the checks were mended for the third set. As in `verify_strangers`, a paper is
one function that asks its `Hand`.
"""

# ruff: noqa: E501 - a paper reads as it is printed

import random
from collections.abc import Sequence

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import Fault
from tests.verify_strangers import Hand, Part, Written

_TOWNS = ("双河镇", "官渡镇", "长岭镇", "龙门乡", "响水镇", "青石桥镇", "仙女山街道", "城南街道", "五里乡", "大坝镇")
_BUREAUS = (
    "发展和改革局", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局", "自然资源局",
    "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康局",
    "应急管理局", "审计局", "统计局", "信访局", "林业局",
)  # fmt: skip
_COUNTIES = ("洛川区", "安平区", "永和县", "泉山县", "丰宁县", "黎城县", "昌明市", "武川县", "柳河县")
_ACCOUNTS = ("泉山发布", "泉山税务", "泉山警方", "泉山卫健", "泉山教体", "泉山文旅", "泉山林业", "泉山司法", "泉山农业")


def _rows(*rows: Sequence[object]) -> tuple[Row, ...]:
    return tuple(tuple(one if isinstance(one, Merged) else str(one) for one in row) for row in rows)


def _list(names: Sequence[str]) -> str:
    return "、".join(names)


def city_quarter(h: Hand) -> Sequence[Part]:
    """A city's quarter: sites and accounts apart, pass rates told of each level in the text alone, failed ones named."""
    county, dept = h(14, 22), h(30, 44)
    badc, badd = 1, h(2, 4)
    wechat, weibo, other = h(60, 90), h(20, 40), h(6, 12)
    media = wechat + weibo + other
    failed = h(5, 9)
    named = h.rng.sample(_ACCOUNTS, badc + badd)
    return (
        "市政府办公室关于2022年第一季度全市政府网站与政务新媒体检查情况的通报",
        "各县（市、区）人民政府，市政府各部门，各直属机构：",
        "按照国务院办公厅和省政府办公厅有关要求，近期市政府办公室组织开展了第一季度政府网站与政务新媒体检查工作。现将有关情况通报如下：",
        "一、总体情况",
        f"（一）政府网站。共检查政府网站{h.n('sites', county + dept)}个，其中县级政府门户网站{county}个、市直部门网站{h.n('dept', dept)}个，"
        f"总体合格率为{h.pct('rate', county + dept - badc - badd, county + dept)}。其中，县级政府门户网站合格率为{h.pct('countyrate', county - badc, county)}，"
        f"市直部门网站不合格{h.n('deptbad', badd)}个，合格率为{h.pct('deptrate', dept - badd, dept)}。",
        f"（二）政务新媒体。共检查政务新媒体{media}个，包括微信{wechat}个、微博{h.n('weibo', weibo)}个、其他{other}个，发现不合格政务新媒体{failed}个，"
        f"合格率为{h.pct('mediarate', media - failed, media, 2)}。与上季度相比，合格率提高{h.pick('up', '1.3', '3.1')}个百分点（上季度为{(media - failed) * 100 / media - 1.3:.2f}%）。",
        "二、存在的主要问题",
        f"检查发现的{h.n('again', badc + badd)}个不合格网站，主要问题是栏目长期不更新，分别是“{'”“'.join(h.some('names', named))}”网站。",
        "三、下一步工作要求",
        f"请有关单位于{h.pick('due', '4月20日', '3月20日')}前将整改情况报市政府办公室。",
        "市政府办公室",
        "2022年4月2日",
    )


def bureau_praise(h: Hand) -> Sequence[Part]:
    """Information sent in by month of three, praised and named units, means by unit, each with brackets."""
    units = h.rng.sample(_BUREAUS, 8)
    counts = sorted((h(4, 50) for _ in units), reverse=True)
    counts[-2:] = [0, 0]
    total = sum(counts)
    used = [n * 2 // 5 for n in counts]
    zero = units[-2:]
    rows = [
        (k + 1, u, h.n("cell", n) if k == 2 else n, m)
        for k, (u, n, m) in enumerate(zip(units, counts, used, strict=True))
    ]
    return (
        "关于2021年二季度县直部门政务信息报送情况的通报",
        "县直各部门：",
        f"今年4—6月，县直8个部门共向县政府网站报送信息{h.n('total', total)}条，月均{h.pick('mean', f'{total / 3:.1f}', f'{total / 3 + 4.2:.1f}')}条；"
        f"采用{h.n('used', sum(used))}条，采用率{h.pct('userate', sum(used), total)}。",
        f"报送数量居前三位的是{units[0]}（{h.n('first', counts[0])}条）、{units[1]}（{counts[1]}条）、{units[2]}（{counts[2]}条），"
        f"三家单位合计{h.n('three', sum(counts[:3]))}条，占全部报送量的{h.pct('threeshare', sum(counts[:3]), total)}。",
        f"{_list(h.some('zero', zero))}等{h.n('zeron', 2)}个部门二季度零报送，予以通报批评。",
        "附件：2021年二季度信息报送统计表",
        "县政府办公室",
        "2021年7月6日",
        "附件",
        "2021年二季度信息报送统计表",
        _rows(("序号", "单位", "报送数", "采用数"), *rows, (Merged("合计", columns=2), total, sum(used))),
    )


def accounts_by_month(h: Hand) -> Sequence[Part]:
    """A month's new media: filed at the end of two months, opened, closed, what each kind published in a day."""
    before, opened, closed = h(48, 70), h(2, 6), h(7, 11)
    now = before + opened - closed
    wechat = h(22, 30)
    posts = h(900, 2000)
    wposts = posts * 3 // 5
    stale = h.rng.sample(_ACCOUNTS, 4)
    days = [h(15, 40) for _ in stale]
    return (
        "关于2023年6月全县政务新媒体运行情况的通报",
        "各乡镇人民政府、街道办事处，县直有关部门：",
        "现将6月份全县政务新媒体运行监测情况通报如下。",
        "一、基本情况",
        f"5月底全县在运政务新媒体{h.n('before', before)}个，6月新开设{opened}个，注销{h.n('closed', closed)}个，截至6月30日在运{now}个，"
        f"其中微信公众号{wechat}个、微博及其他{h.n('others', now - wechat)}个。",
        f"6月，全县政务新媒体共发布信息{h.n('posts', posts)}条，日均{h.pick('daily', f'{posts / 30:.1f}', f'{posts / 30 + 5.5:.1f}')}条，"
        f"其中微信公众号发布{wposts}条，占{h.pct('wshare', wposts, posts)}，微博及其他发布{h.n('oposts', posts - wposts)}条。",
        "二、存在问题",
        f"有{h.n('stale', 4)}个政务新媒体超过两周未更新，占在运总数的{h.pct('staleshare', 4, now)}，分别是："
        f"{_list([f'“{a}”（{d}天）' for a, d in zip(stale, days, strict=True)])}。其中“{stale[days.index(max(days))]}”停更时间最长，达{h.n('longest', max(days))}天。",
        f"请上述{h.n('these', 4)}个政务新媒体主办单位于{h.pick('due', '7月15日', '6月15日')}前完成整改。",
        "县政府办公室",
        "2023年7月5日",
    )


def city_rates_table(h: Hand) -> Sequence[Part]:
    """Counties in a table with checked, failed and rate; the text tells best, last, mean and levels."""
    names = h.rng.sample(_COUNTIES, 7)
    checked = [h(12, 40) for _ in names]
    bad = [h(1, 4) for _ in names]
    bad[0] = 0
    rates = [(c - b) * 100 / c for c, b in zip(checked, bad, strict=True)]
    low = rates.index(min(rates))
    whole, failed = sum(checked), sum(bad)
    rows: list[Sequence[object]] = [("地区", "检查数（个）", "不合格数（个）", "合格率（%）")]
    for k, name in enumerate(names):
        rows.append(
            (
                name,
                checked[k],
                h.n("bad", bad[k]) if k == 3 else bad[k],
                h.pick("cellrate", f"{rates[k]:.1f}", f"{rates[k] - 2.3:.1f}") if k == 4 else f"{rates[k]:.1f}",
            )
        )
    rows.append(("合计", h.n("sum", whole), failed, f"{(whole - failed) * 100 / whole:.1f}"))
    over = sum(r >= 90 for r in rates)
    return (
        "关于2020年三季度全市政府网站抽查情况的通报",
        "各县（市、区）人民政府：",
        f"三季度，市政府办公室对全市{h.n('n', 7)}个县（市、区）{h.n('whole', whole)}个网站进行抽查，合格{h.n('good', whole - failed)}个，"
        f"不合格{failed}个，合格率{h.pct('rate', whole - failed, whole)}。",
        f"从地区看，{names[0]}合格率最高，为100%；{h.pick('low', names[low], names[0] if low != 1 else names[2])}最低，为{h.pick('lowrate', f'{min(rates):.1f}', f'{min(rates) + 3.1:.1f}')}%；"
        f"合格率在90%以上的有{h.n('over', over)}个，90%以下的有{7 - over}个。",
        f"对{h.n('again', failed)}个不合格网站，各地要在10月底前完成整改。",
        "市政府办公室",
        "2020年10月9日",
        "附件：2020年三季度各县（市、区）政府网站抽查结果",
        _rows(*rows),
    )


def lists_of_three(h: Hand) -> Sequence[Part]:
    """Units by grade in numbered points, number behind the names, the rest told by its number, a sum of all."""
    names = h.rng.sample(_BUREAUS, 17)
    a, b = h(5, 7), h(4, 6)
    good, mid, low = names[:a], names[a : a + b], names[a + b :]
    return (
        "关于2019年第四季度信息公开工作考核结果的通报",
        "县政府各部门：",
        f"经考核，县政府{h.n('units', 17)}个部门中，优秀{a}个，良好{h.n('mid', b)}个，一般{17 - a - b}个，优秀率{h.pct('rate', a, 17)}。考核结果如下：",
        f"1.优秀等次（{h.n('goodn', a)}个）：{_list(h.some('good', good))}。",
        f"2.良好等次（{b}个）：{_list(h.twice('twice', mid))}。",
        f"3.一般等次（{17 - a - b}个）：{_list(h.some('low', low))}。",
        f"优秀和良好等次部门合计{h.n('both', a + b)}个，占{h.pct('bothshare', a + b, 17)}。对被评为一般等次的{h.n('lowagain', 17 - a - b)}个部门，由县政府办公室约谈。",
        "县政府办公室",
        f"2020年1月{h.pick('signed', '10', '40')}日",
    )


def yearly_town(h: Hand) -> Sequence[Part]:
    """A town's yearly report: channels, kinds with shares, trainings, applications answered in words."""
    site, wechat, board = h(120, 240), h(80, 140), h(30, 60)
    total = site + wechat + board
    kinds = h.split(total, 4, 12)
    asked = h(6, 12)
    given, part = asked - 3, 2
    return (
        "双河镇人民政府2020年政府信息公开工作年度报告",
        "根据《中华人民共和国政府信息公开条例》规定，编制本年度报告。本报告所列数据统计期限自2020年1月1日起至2020年12月31日止。",
        "一、总体情况",
        f"（一）主动公开情况。2020年，我镇主动公开政府信息{h.n('total', total)}条。其中，通过县政府网站公开{site}条，通过微信公众号公开{h.n('wechat', wechat)}条，"
        f"通过公开栏公开{board}条。从内容看，机构概况类{kinds[0]}条，占{h.pct('share', kinds[0], total)}；政策法规类{h.n('kind', kinds[1])}条，占{h.pct('share2', kinds[1], total)}；"
        f"工作动态类{kinds[2]}条，占{kinds[2] * 100 / total:.1f}%；其他类{kinds[3]}条，占{kinds[3] * 100 / total:.1f}%。",
        f"（二）依申请公开情况。全年收到申请{h.n('asked', asked)}件，其中当面申请{2}件，网络申请{h.n('net', asked - 2)}件。所有申请均按期答复，予以公开{given}件，部分公开{part}件，"
        f"不予公开{h.n('refused', asked - given - part)}件。",
        f"（三）监督保障。全年召开专题会议{h.n('meetings', 4)}次，其中上半年1次，下半年3次；举办培训2期，培训人员{h.n('trained', 56)}人次（第一期24人次、第二期32人次）。",
        "二、存在的问题及改进情况",
        f"存在的问题主要有{h.pick('points', '三', '四')}个方面：一是公开不够及时；二是内容不够全面；三是形式不够丰富。",
        "双河镇人民政府",
        "2021年1月12日",
    )


def form_2008(h: Hand) -> Sequence[Part]:
    """A bureau's report of 2011 with the old table of indices in sections with codes."""
    site, paper, other = h(150, 300), h(20, 60), h(10, 30)
    total = site + paper + other
    face, net, letter = h(2, 6), h(5, 14), h(1, 4)
    asked = face + net + letter
    yes, some = asked - 4, 3
    return (
        "泉山县交通运输局2011年政府信息公开工作年度报告",
        "现公布我局2011年政府信息公开工作年度报告。",
        f"一、主动公开情况。2011年，我局共主动公开信息{h.n('total', total)}条，其中网站公开{site}条，其他方式公开{h.n('otherways', paper + other)}条。",
        f"二、依申请公开情况。全年共受理申请{asked}件，其中当面申请{face}件、网络申请{net}件、信函申请{h.n('letter', letter)}件。已全部答复，其中同意公开{h.n('yes', yes)}件，"
        f"同意部分公开{some}件，不予公开1件。",
        "三、复议诉讼情况。全年未发生因政府信息公开引起的行政复议和行政诉讼。",
        "附表：政府信息公开情况统计表",
        _rows(
            ("指标名称", "代码", "计量单位", "数量"),
            ("主动公开信息数", "1", "条", h.n("formtotal", total)),
            ("其中：网站公开的信息数", "2", "条", h.n("formsite", site)),
            ("公报、报刊公开的信息数", "3", "条", paper),
            ("其他方式公开的信息数", "4", "条", other),
            ("收到申请总数", "5", "件", h.n("formasked", asked)),
            ("其中：当面申请数", "6", "件", face),
            ("网上申请数", "7", "件", net),
            ("信函、传真申请数", "8", "件", letter),
            ("对申请的答复总数", "9", "件", asked),
            ("其中：同意公开答复数", "10", "件", h.n("formyes", yes)),
            ("同意部分公开答复数", "11", "件", some),
            ("不予公开答复数", "12", "件", 1),
        ),
        "泉山县交通运输局",
        "2012年2月20日",
    )


def recheck_sites(h: Hand) -> Sequence[Part]:
    """A second look at last month's problems by kind; what is left by unit; overall and single rates."""
    kinds = ("错别字", "断链", "超期未更新", "附件无法下载")
    found = [h(4, 18) for _ in kinds]
    done = [f - (k % 2) * 2 for k, f in enumerate(found)]
    whole, ok = sum(found), sum(done)
    units = h.rng.sample(_BUREAUS, 3)
    owed = h.split(whole - ok, 3) if whole - ok > 3 else [2, 1, 1]
    rows: list[Sequence[object]] = [("问题类型", "发现数量", "整改数量", "整改率")]
    for k, kind in enumerate(kinds):
        rows.append(
            (
                kind,
                h.n("cell", found[k]) if k == 1 else found[k],
                done[k],
                h.pct("cellrate", done[k], found[k]) if k == 3 else f"{done[k] * 100 / found[k]:.1f}%",
            )
        )
    rows.append(("合计", whole, h.n("sum", ok), f"{ok * 100 / whole:.1f}%"))
    return (
        "关于政府网站问题整改“回头看”情况的通报",
        "各有关单位：",
        f"9月通报的{h.n('whole', whole)}个问题，截至10月25日已整改{h.n('done', ok)}个，整改率{h.pct('rate', ok, whole)}，还有{h.n('left', whole - ok)}个未整改到位，"
        f"其中{_list([f'{u}{n}个' for u, n in zip(units, owed, strict=True)])}。",
        f"从问题类型看，错别字{found[0]}个，断链{found[1]}个，超期未更新{h.n('third', found[2])}个，附件无法下载{found[3]}个。",
        f"请{units[0]}等{h.n('units', 3)}个单位务必于{h.pick('due', '11月10日', '10月10日')}前整改到位。",
        "附件：整改情况统计表",
        "县大数据中心",
        "2024年10月28日",
        "附件",
        "整改情况统计表",
        _rows(*rows),
    )


def hotline_month(h: Hand) -> Sequence[Part]:
    """A month of the hotline: rises against two months, answered at once, sent on, kinds in brackets, slow units."""
    calls, last = h(2400, 3600), h(1900, 2300)
    direct = calls * 3 // 5
    sent = calls - direct
    late = h(9, 24)
    kinds = h.split(calls, 4, 80)
    slow = h.rng.sample(_BUREAUS, 3)
    return (
        "2023年8月12345政务服务便民热线运行情况通报",
        f"8月份，热线共受理群众诉求{h.n('calls', calls)}件，环比增长{h.pct('rise', calls - last, last)}（7月受理{last}件）。其中，直接解答{direct}件，占{h.pct('direct', direct, calls)}；"
        f"转派承办单位{h.n('sent', sent)}件，占{sent * 100 / calls:.1f}%。",
        f"按诉求类型分，咨询类{kinds[0]}件、投诉类{h.n('kind', kinds[1])}件、求助类{kinds[2]}件、建议及其他{kinds[3]}件。",
        f"转派的{h.n('sentagain', sent)}件诉求中，按期办结{h.n('ontime', sent - late)}件，按期办结率{h.pct('timerate', sent - late, sent)}，超期{late}件，"
        f"涉及{slow[0]}{late - 5}件、{slow[1]}3件、{slow[2]}{h.n('slow', 2)}件。",
        f"今年1—8月累计受理{h.n('cum', calls + 17650)}件，其中1—7月受理17650件，8月受理{calls}件。",
        f"日均受理{h.pick('daily', f'{calls / 31:.0f}', f'{calls / 31 + 16:.0f}')}件。",
        "县12345热线办",
        f"2023年9月{h.pick('signed', '6', '31')}日",
    )


def directory_check(h: Hand) -> Sequence[Part]:
    """Columns of a portal by chapter: due, renewed, blank; units in charge of the blank ones."""
    parts = ("机构信息", "政策文件", "重点领域", "公示公告")
    due = [h(8, 20) for _ in parts]
    blank = [0, 1, 2, 1]
    whole, empty = sum(due), sum(blank)
    units = h.rng.sample(_BUREAUS, 4)
    columns = ("规范性文件", "社会救助", "征地信息", "招考公告")
    rows: list[Sequence[object]] = [("序号", "空白栏目", "责任单位")]
    rows += [(k + 1, c, u) for k, (c, u) in enumerate(zip(columns, units, strict=True))]
    return (
        "关于政务公开栏目更新维护情况的通报",
        "县直有关单位：",
        f"县政务公开办于5月20日对县政府门户网站政务公开栏目进行全面检查，共检查一级栏目4个、二级栏目{h.n('whole', whole)}个，其中机构信息{due[0]}个、政策文件{h.n('second', due[1])}个、"
        f"重点领域{due[2]}个、公示公告{due[3]}个。",
        f"检查发现空白栏目{h.n('empty', empty)}个，占二级栏目总数的{h.pct('share', empty, whole)}，涉及{_list(h.some('units', units))}等{h.n('unitn', 4)}个单位；"
        f"正常更新栏目{h.n('fine', whole - empty)}个，正常率{h.pct('finerate', whole - empty, whole)}。",
        f"请各责任单位于5月31日前补齐附件所列{h.n('again', 4)}个空白栏目内容，县政务公开办将于{h.pick('later', '6月5日', '5月5日')}进行复查。",
        "附件：空白栏目清单",
        "县政务公开领导小组办公室",
        "2022年5月23日",
        "附件",
        "空白栏目清单",
        _rows(*rows),
    )


def half_year(h: Hand) -> Sequence[Part]:
    """Half a year by quarters in words and in a table by unit, sums both ways, means a unit, growth on the year before."""
    units = h.rng.sample(_TOWNS, 6)
    first = [h(10, 40) for _ in units]
    second = [h(10, 40) for _ in units]
    a, b = sum(first), sum(second)
    old = a + b - h(30, 60)
    rows: list[Sequence[object]] = [("乡镇（街道）", "一季度", "二季度", "上半年合计")]
    for k, u in enumerate(units):
        rows.append(
            (
                u,
                first[k],
                h.n("cell", second[k]) if k == 2 else second[k],
                h.n("rowsum", first[k] + second[k]) if k == 4 else first[k] + second[k],
            )
        )
    rows.append(("合计", a, b, a + b))
    most = max(range(6), key=lambda k: first[k] + second[k])
    return (
        "关于2022年上半年乡镇（街道）信息公开情况的通报",
        "各乡镇人民政府、街道办事处：",
        f"上半年，全县6个乡镇（街道）共公开信息{h.n('total', a + b)}条，比去年同期的{old}条增加{h.n('more', a + b - old)}条，增长{h.pct('growth', a + b - old, old)}。"
        f"其中一季度{h.n('first', a)}条，二季度{b}条，二季度比一季度{'增加' if b >= a else '减少'}{h.n('diff', abs(b - a) or 1) if b != a else 0}条。平均每个乡镇（街道）{h.pick('mean', f'{(a + b) / 6:.1f}', f'{(a + b) / 6 + 6.3:.1f}')}条。",
        f"公开数量最多的是{units[most]}，共{h.n('most', first[most] + second[most])}条，占总数的{h.pct('mostshare', first[most] + second[most], a + b)}。",
        "附件：2022年上半年各乡镇（街道）信息公开统计表",
        "县政府办公室",
        "2022年7月8日",
        "附件",
        "2022年上半年各乡镇（街道）信息公开统计表",
        _rows(*rows),
    )


def budget_text(h: Hand) -> Sequence[Part]:
    """A finance bureau's check of budgets published: by level, late by days, links dead, names in brackets."""
    dept, town = h(42, 58), h(12, 18)
    late_d, late_t = 3, 2
    never = 2
    late = h.rng.sample(_BUREAUS, 3)
    towns = h.rng.sample(_TOWNS, 2)
    gone = [u for u in _BUREAUS if u not in late][:2]
    whole = dept + town
    return (
        "县财政局关于2023年度部门预算公开情况的通报",
        "县级各预算单位：",
        f"2023年，全县应公开预算的单位{h.n('whole', whole)}个，其中县级部门{dept}个、乡镇（街道）{h.n('town', town)}个。截至3月5日，已公开{h.n('done', whole - never)}个，公开率{h.pct('rate', whole - never, whole)}；"
        f"未公开{h.n('never', never)}个，分别为{'和'.join(gone)}。",
        f"已公开的单位中，按时公开{h.n('ontime', whole - never - late_d - late_t)}个，超过规定时限公开{late_d + late_t}个，其中县级部门{late_d}个（{_list(h.some('lates', late))}），乡镇{h.n('latet', late_t)}个（{_list(towns)}）。",
        f"公开内容方面，细化不到位的{h.n('coarse', 9)}个，其中未公开绩效目标的6个，未说明增减原因的3个。",
        f"请未公开的{h.n('again', never)}个部门于{h.pick('due', '3月15日', '2月15日')}前完成公开。",
        "县财政局",
        "2023年3月7日",
    )


def policies(h: Hand) -> Sequence[Part]:
    """Documents and interpretations of a year by kind and level, in words with 分别, and a unit table with rates."""
    county, office, dept = h(8, 14), h(14, 24), h(20, 34)
    docs = county + office + dept
    due = docs - h(6, 10)
    done = due - h(2, 4)
    text, chart, video = done - 12, 8, 4
    return (
        "关于2022年度政策文件解读情况的通报",
        "各乡镇人民政府，县政府各部门：",
        f"2022年，以县政府、县政府办公室、县政府部门名义制发文件分别为{county}件、{h.n('office', office)}件、{dept}件，合计{h.n('docs', docs)}件。"
        f"其中应当解读{due}件，已解读{h.n('done', done)}件，解读率{h.pct('rate', done, due)}；未解读{h.n('undone', due - done)}件。",
        f"已解读文件中，文字解读{h.n('text', text)}件，图文解读{chart}件，视频解读{video}件，图文和视频解读占比{h.pct('share', chart + video, done)}。",
        f"与2021年相比，制发文件减少{h.n('less', 7)}件（2021年为{docs + 7}件），下降{h.pct('fall', 7, docs + 7)}。",
        f"请{h.n('owing', due - done)}件未解读文件的起草部门于{h.pick('due', '2023年2月10日', '2023年1月10日')}前补充解读。",
        "县政府办公室",
        "2023年1月18日",
    )


def scores_of_units(h: Hand) -> Sequence[Part]:
    """Scores in three parts with a total and rank, bands, the gap between first and last, units below the mean."""
    units = h.rng.sample(_BUREAUS, 7)
    parts = sorted(((h(30, 40), h(25, 30), h(15, 28)) for _ in units), key=lambda p: -sum(p))
    sums = [sum(p) for p in parts]
    for k in range(1, 7):
        if sums[k] >= sums[k - 1]:
            a, b, _ = parts[k]
            parts[k] = (a, b, sums[k - 1] - 1 - a - b)
            sums[k] = sums[k - 1] - 1
    mean = sum(sums) / 7
    below = sum(s < mean for s in sums)
    rows: list[Sequence[object]] = [
        ("名次", "单位", "主动公开（40分）", "解读回应（30分）", "平台建设（30分）", "总分")
    ]
    for k, (u, p) in enumerate(zip(units, parts, strict=True)):
        rows.append(
            (h.n("rank", k + 1) if k == 5 else k + 1, u, p[0], h.n("part", p[1]) if k == 2 else p[1], p[2], sums[k])
        )
    high = sum(s >= 85 for s in sums)
    return (
        "关于2021年度县直单位政务公开考评结果的通报",
        "县直各单位：",
        f"此次考评县直单位{h.n('n', 7)}个，平均分{h.pick('mean', f'{mean:.1f}', f'{mean - 2.4:.1f}')}分，高于平均分的{h.n('above', 7 - below)}个，低于平均分的{below}个。最高分为{units[0]}的{h.n('best', sums[0])}分，最低分为{sums[-1]}分，"
        f"首尾相差{h.n('gap', sums[0] - sums[-1])}分。85分（含）以上的{h.n('high', high)}个，85分以下的{7 - high}个。",
        f"前三名依次为{units[0]}、{units[1]}、{h.pick('third', units[2], units[4])}；后两名为{units[5]}、{h.pick('last', units[6], units[3])}。",
        "附件：2021年度考评得分表",
        "县政务公开领导小组",
        "2022年1月21日",
        "附件",
        "2021年度考评得分表",
        _rows(*rows),
    )


def pairs_side_by_side(h: Hand) -> Sequence[Part]:
    """Two groups with own tables, two halves each, own sums; text gives sums, means, the least and those below a mark."""
    towns = h.rng.sample(_TOWNS, 6)
    units = h.rng.sample(_BUREAUS, 8)
    t = sorted((h(2, 24) for _ in towns), reverse=True)
    u = sorted((h(2, 36) for _ in units), reverse=True)
    few = [name for name, n in zip(towns, t, strict=True) if n < 8]

    def halves(names: Sequence[str], counts: Sequence[int], key: str) -> list[Sequence[object]]:
        half = len(names) // 2
        cells = [h.n(key, n) if k == 1 else n for k, n in enumerate(counts)]
        return [(names[k], cells[k], names[k + half], cells[k + half]) for k in range(half)]

    return (
        "2021年11月份全县信息发布情况通报",
        "各乡镇（街道）、县直各单位：",
        f"11月份，全县共发布信息{h.n('total', sum(t) + sum(u))}条，其中乡镇（街道）发布{h.n('towns', sum(t))}条，县直单位发布{sum(u)}条。乡镇（街道）中发布最多的为{towns[0]}（{h.n('most', t[0])}条），"
        f"县直单位中发布最多的为{units[0]}（{u[0]}条），最少的为{h.pick('least', units[-1], units[1])}（{u[-1]}条）。",
        (
            f"按照每月不少于8条的要求，{_list(h.some('few', few))}等{h.n('fewn', len(few))}个乡镇（街道）未完成任务。"
            if len(few) > 1
            else f"按照每月不少于8条的要求，未完成任务的乡镇（街道）有{h.n('fewn', len(few))}个。"
        ),
        "附件：1.乡镇（街道）信息发布统计表",
        "2.县直单位信息发布统计表",
        "县政府信息中心",
        "2021年12月3日",
        "附件1",
        "乡镇（街道）信息发布统计表",
        _rows(("单位", "数量", "单位", "数量"), *halves(towns, t, "towncell")),
        "附件2",
        "县直单位信息发布统计表",
        _rows(("单位", "数量", "单位", "数量"), *halves(units, u, "unitcell")),
    )


def year_2021(h: Hand) -> Sequence[Part]:
    """A yearly report by the form of 2021: text and the tables two and three with rows of outcome."""
    own, kept = h(6, 14), h(1, 3)
    asked = own + kept
    full, part, refused, none = own - 3, 1, 1, 0
    carried = asked - full - part - refused - none
    licences, fines = h(300, 900), h(40, 120)
    return (
        "永和县2021年政府信息公开工作年度报告",
        "本报告根据《中华人民共和国政府信息公开条例》要求编制，统计时间为2021年1月1日至2021年12月31日。",
        "一、总体情况",
        f"2021年，全县新收政府信息公开申请{h.n('own', own)}件，上年结转{kept}件，共计{h.n('asked', asked)}件。本年度办结{h.n('closed', asked - carried)}件，其中予以公开{full}件、部分公开{part}件、不予公开{h.n('refused', refused)}件，"
        f"结转下年度继续办理{h.n('carried', carried)}件。全年作出行政许可{h.n('licences', licences)}件、行政处罚{fines}件。",
        f"全县公开政务新媒体{h.n('media', 38)}个，其中微信公众号26个、微博9个、抖音号3个。",
        "二、主动公开政府信息情况",
        _rows(
            (Merged("第二十条第（五）项", columns=2),),
            ("信息内容", "本年处理决定数量"),
            ("行政许可", licences),
            (Merged("第二十条第（六）项", columns=2),),
            ("信息内容", "本年处理决定数量"),
            ("行政处罚", h.n("fines", fines)),
            ("行政强制", 12),
        ),
        "三、收到和处理政府信息公开申请情况",
        _rows(
            (
                "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                "自然人",
                "法人或其他组织",
                "总计",
            ),
            ("一、本年新收政府信息公开申请数量", own - 2, 2, h.n("formnew", own)),
            ("二、上年结转政府信息公开申请数量", kept, 0, kept),
            ("三、本年度办理结果：（一）予以公开", full - 1, 1, full),
            ("（二）部分公开", part, 0, part),
            ("（三）不予公开", refused, 0, h.n("formrefused", refused)),
            ("（七）总计", full + part + refused - 1, 1, full + part + refused),
            ("四、结转下年度继续办理", carried - 1, 1, h.n("formcarried", carried)),
        ),
        "四、其他需要报告的事项",
        "无。",
        "永和县人民政府办公室",
        "2022年3月25日",
    )


def groups_of_sites(h: Hand) -> Sequence[Part]:
    """Problems found by an outside firm, by kind and by site, with the mean a site and grave ones told of."""
    n = h(24, 36)
    dead, typo, stale, other = h(60, 140), h(40, 90), h(10, 30), h(5, 20)
    whole = dead + typo + stale + other
    clean = h(3, 6)
    grave = h.rng.sample(_BUREAUS, 3)
    g = [h(8, 20), h(8, 20), h(8, 20)]
    return (
        "关于2020年12月政府网站监测情况的通报",
        "各县（市、区）人民政府，市直各部门：",
        f"12月，第三方机构对全市{n}个政府网站开展监测，共监测发现各类问题{h.n('whole', whole)}个，平均每个网站{h.pick('mean', f'{whole / n:.1f}', f'{whole / n + 2.6:.1f}')}个。其中，不可用链接{dead}个，"
        f"占{h.pct('dead', dead, whole)}；错别字{h.n('typo', typo)}个，占{typo * 100 / whole:.1f}%；栏目更新不及时{stale}个，占{stale * 100 / whole:.1f}%；其他问题{h.n('other', other)}个，占{other * 100 / whole:.1f}%。",
        f"有{h.n('faulty', n - clean)}个网站存在不同程度的问题，{clean}个网站未发现问题，无问题网站占比{h.pct('clean', clean, n)}。",
        f"问题较多的网站有：市{grave[0]}网站{g[0]}个、市{grave[1]}网站{g[1]}个、市{grave[2]}网站{g[2]}个，以上{h.n('three', 3)}个网站问题合计{h.n('threesum', sum(g))}个，占问题总数的{h.pct('threeshare', sum(g), whole)}。",
        f"截至12月31日，已完成整改{h.n('mended', whole - 15)}个，整改完成率{h.pct('mendrate', whole - 15, whole)}，剩余15个正在整改。",
        "市政府办公室",
        "2021年1月5日",
    )


def two_measures(h: Hand) -> Sequence[Part]:
    """Columns and items by group in one sentence; then by each unit in a table; items a column, blank columns."""
    units = h.rng.sample(_BUREAUS, 6)
    cols = [h(2, 6) for _ in units]
    items = [h(3, 30) for _ in units]
    towns = h(5, 9)
    titems = h(30, 70)
    rows: list[Sequence[object]] = [("序号", "单位", "栏目数", "更新条数", "备注")]
    for k, u in enumerate(units):
        rows.append(
            (k + 1, u, h.n("cell", cols[k]) if k == 3 else cols[k], items[k], "更新较少" if items[k] < 6 else "")
        )
    rows.append(("", "合计", sum(cols), h.n("sum", sum(items)), ""))
    few = sum(n < 6 for n in items)
    return (
        "关于2020年第二季度政府网站栏目更新情况的通报",
        "各乡镇人民政府，县政府各部门：",
        f"第二季度，全县共更新栏目{h.n('cols', sum(cols) + towns)}个、信息{h.n('items', sum(items) + titems)}条，其中县政府部门{sum(cols)}个栏目{sum(items)}条，乡镇{h.n('towncols', towns)}个栏目{titems}条。",
        f"县政府部门平均每个栏目更新{h.pick('mean', f'{sum(items) / sum(cols):.1f}', f'{sum(items) / sum(cols) + 1.9:.1f}')}条，更新不足6条的部门{h.n('few', few)}个。{units[0]}更新{h.n('named', items[0])}条，{units[1]}更新{items[1]}条。",
        "附件：县政府部门栏目更新情况表",
        "县政府办公室",
        f"2020年7月{h.pick('signed', '13', '33')}日",
        "附件",
        "县政府部门栏目更新情况表",
        _rows(*rows),
    )


def letters_month(h: Hand) -> Sequence[Part]:
    """Letters on a mailbox: received, valid, answered, in time; by unit with a table; last period carried on."""
    units = h.rng.sample(_BUREAUS, 5)
    got = [h(8, 30) for _ in units]
    done = [g - k % 3 for k, g in enumerate(got)]
    whole, ok = sum(got), sum(done)
    invalid = h(6, 14)
    rows: list[Sequence[object]] = [("承办单位", "交办数", "办结数", "未办结数", "办结率")]
    for k, u in enumerate(units):
        rows.append(
            (
                u,
                got[k],
                h.n("cell", done[k]) if k == 4 else done[k],
                got[k] - done[k],
                h.pct("cellrate", done[k], got[k]) if k == 2 else f"{done[k] * 100 / got[k]:.1f}%",
            )
        )
    rows.append(("合计", whole, ok, whole - ok, f"{ok * 100 / whole:.1f}%"))
    left = [u for u, g, d in zip(units, got, done, strict=True) if d < g]
    return (
        "关于2021年9月“县长信箱”办理情况的通报",
        "县直有关单位：",
        f"9月份，“县长信箱”共收到来信{h.n('all', whole + invalid)}封，其中重复或无效来信{invalid}封，有效来信{h.n('valid', whole)}封，已全部交办。截至9月30日，办结{h.n('done', ok)}封，办结率{h.pct('rate', ok, whole)}，"
        f"{h.n('left', whole - ok)}封正在办理。",
        f"未按时办结的单位有{_list(h.some('units', left))}，共{h.n('unitn', len(left))}家。",
        f"来信按类别分：城乡建设类{whole - 20}封、民生保障类{h.n('kind', 12)}封、其他类8封。",
        "附件：9月来信办理情况统计表",
        "县政府办公室",
        "2021年10月11日",
        "附件",
        "9月来信办理情况统计表",
        _rows(*rows),
    )


def notice_of_check(h: Hand) -> Sequence[Part]:
    """A notice of a coming check: steps with days, groups with members and units each, what to hand in."""
    g = [h(6, 9), h(6, 9), h(5, 8)]
    return (
        "县政府办公室关于开展2023年政务公开工作督查的通知",
        "各乡镇人民政府，县直各部门：",
        f"为推进政务公开工作，县政府办公室定于{h.pick('from', '11月6日', '11月26日')}至11月17日开展专项督查，现将有关事项通知如下：",
        "一、督查对象",
        f"督查对象共{h.n('units', sum(g))}个单位，分3个组进行：第一组{g[0]}个，第二组{h.n('second', g[1])}个，第三组{g[2]}个。",
        "二、督查内容",
        f"重点督查以下{h.pick('points', '四', '五')}个方面：（一）主动公开；（二）政策解读；（三）依申请公开；（四）平台建设。",
        "三、时间安排",
        f"（一）自查阶段（11月1日至{h.pick('step', '11月5日', '10月25日')}）。各单位于11月5日前报送自查报告。",
        "（二）督查阶段（11月6日至11月17日）。",
        f"（三）通报阶段（11月20日至{h.pick('last', '11月30日', '11月18日')}）。",
        "县政府办公室",
        f"2023年10月{h.pick('signed', '27', '32')}日",
    )


def quarter_of_accounts(h: Hand) -> Sequence[Part]:
    """Accounts listed in a table with owner, platform, posts and verdict; the text counts kinds, verdicts and posts."""
    n = 9
    kinds = ["微信"] * 5 + ["微博"] * 2 + ["抖音"] * 2
    posts = [h(6, 90) for _ in range(n)]
    posts[3] = posts[6] = 0
    verdict = ["不合格" if p == 0 else "合格" for p in posts]
    rows: list[Sequence[object]] = [("序号", "账号名称", "平台", "发布数", "检查结果")]
    rows += [
        (
            k + 1,
            _ACCOUNTS[k],
            kinds[k],
            h.n("cell", posts[k]) if k == 1 else posts[k],
            h.pick("verdict", verdict[k], "合格") if k == 6 else verdict[k],
        )
        for k in range(n)
    ]
    total = sum(posts)
    return (
        "2024年第二季度泉山县政务新媒体检查情况通报",
        f"第二季度，全县{h.n('n', 9)}个政务新媒体账号（微信{h.n('wechat', 5)}个、微博2个、抖音2个）共发布信息{h.n('total', total)}条，其中微信{sum(posts[:5])}条、微博{h.n('weibo', posts[5] + posts[6])}条、抖音{sum(posts[7:])}条。",
        f"经检查，合格账号{h.n('good', 7)}个，不合格账号2个，合格率{h.pct('rate', 7, 9)}。不合格账号为“{_ACCOUNTS[3]}”“{h.pick('second', _ACCOUNTS[6], _ACCOUNTS[5])}”，均为整季度未更新。",
        f"平均每个账号发布{h.pick('mean', f'{total / 9:.1f}', f'{total / 9 + 5.1:.1f}')}条。",
        "附表：第二季度政务新媒体检查情况表",
        _rows(*rows),
        "泉山县政务公开办",
        "2024年7月4日",
    )


def training(h: Hand) -> Sequence[Part]:
    """A year told by an office: meetings, trainings, visits, money in 万元, growth and plan; sums of places."""
    a, b, c = h(20, 60), h(20, 60), h(20, 60)
    spent = [h(8, 20), h(5, 15), h(2, 9)]
    pv, old = h(300, 420), h(220, 290)
    return (
        "洛川区2018年政府信息公开工作总结",
        f"全年共举办业务培训{h.n('times', 3)}次，参训{h.n('people', a + b + c)}人次，其中3月培训{a}人次，7月培训{b}人次，11月培训{h.n('third', c)}人次。",
        f"全年投入经费{h.n('money', sum(spent))}万元，用于网站运维{spent[0]}万元、系统升级{h.n('upgrade', spent[1])}万元、培训宣传{spent[2]}万元。",
        f"网站全年访问量{h.n('pv', pv)}万次，较2017年的{old}万次增长{h.pct('growth', pv - old, old)}。",
        f"全区专职工作人员{h.n('full', 12)}人，兼职工作人员64人，共计{h.n('all', 76)}人。",
        f"设置信息查阅点{h.n('points', 31)}个，其中区级3个（档案馆、图书馆、政务服务中心），街道8个，社区20个。",
        f"全年收到意见建议{h.n('opinions', 85)}条，采纳{51}条，采纳率{h.pct('rate', 51, 85)}，未采纳{h.n('unused', 34)}条均已说明理由。",
        "洛川区人民政府办公室",
        "2019年1月15日",
    )


def drawn_columns(h: Hand) -> Sequence[Part]:
    """Columns drawn of each unit with items and dates; units grouped by when they last published."""
    units = h.rng.sample(_BUREAUS, 12)
    jan, feb = units[:4], units[4:6]
    total = h(180, 320)
    fine = 12 - 6
    return (
        "关于2021年第一季度信息公开栏目更新情况的通报",
        "县直各部门：",
        f"一季度共检查{h.n('units', 12)}个部门36个栏目，更新信息{total}条，其中1月{total // 3}条、2月{h.n('feb', total // 4)}条、3月{total - total // 3 - total // 4}条。",
        f"（一）更新及时的部门{h.n('fine', fine)}个：{_list(h.some('finelist', units[6:]))}。",
        f"（二）更新不及时的部门{h.n('late', 6)}个。其中，{_list(h.some('jan', jan))}等{h.n('jann', 4)}个部门最后一次更新停留在1月，{'、'.join(feb)}2个部门最后一次更新停留在2月。",
        f"更新及时率为{h.pct('rate', fine, 12)}，较上季度的41.7%上升{h.pick('up', f'{fine * 100 / 12 - 41.7:.1f}', '3.8')}个百分点。",
        f"对更新不及时的{h.n('again', 6)}个部门，请于4月底前整改。",
        "县政府办公室",
        f"2021年4月{h.pick('signed', '12', '31')}日",
    )


def platform_table(h: Hand) -> Sequence[Part]:
    """Counties by platform in a table with sums both ways, the share of each platform and county in the text."""
    names = h.rng.sample(_COUNTIES, 5)
    grid = [[h(10, 30), h(4, 16), h(1, 8)] for _ in names]
    cols = [sum(row[k] for row in grid) for k in range(3)]
    whole = sum(cols)
    rows: list[Sequence[object]] = [("县（市、区）", "微信公众号", "微博", "短视频", "小计")]
    for k, (name, row) in enumerate(zip(names, grid, strict=True)):
        rows.append(
            (
                name,
                row[0],
                h.n("cell", row[1]) if k == 1 else row[1],
                row[2],
                h.n("rowsum", sum(row)) if k == 3 else sum(row),
            )
        )
    rows.append(("总计", cols[0], cols[1], h.n("colsum", cols[2]), whole))
    most = max(range(5), key=lambda k: sum(grid[k]))
    return (
        "关于全市政务新媒体备案情况的通报",
        "各县（市、区）人民政府：",
        f"截至2023年12月31日，全市县级备案政务新媒体{h.n('whole', whole)}个，其中微信公众号{h.n('wechat', cols[0])}个，占{h.pct('wshare', cols[0], whole)}；微博{cols[1]}个，占{h.pct('bshare', cols[1], whole)}；短视频{h.n('video', cols[2])}个，占{cols[2] * 100 / whole:.1f}%。",
        f"{names[most]}最多，为{h.n('most', sum(grid[most]))}个；{names[1]}{h.n('named', sum(grid[1]))}个，其中微信公众号{grid[1][0]}个。5个县（市、区）平均{h.pick('mean', f'{whole / 5:.1f}', f'{whole / 5 - 4.4:.1f}')}个。",
        "附件：全市政务新媒体备案情况统计表",
        "市政府办公室",
        "2024年1月8日",
        "附件",
        "全市政务新媒体备案情况统计表",
        _rows(*rows),
    )


def told_of_two_checks(h: Hand) -> Sequence[Part]:
    """Checks in two rounds within a half year; faults of each; open ones; units named in both."""
    first, second = h(22, 34), h(12, 20)
    both = h.rng.sample(_BUREAUS, 3)
    once = [b for b in _BUREAUS if b not in both][:4]
    return (
        "关于上半年政务公开检查整改情况的通报",
        "县政府各部门：",
        f"上半年，县政府办公室开展检查2轮，共发现问题{h.n('whole', first + second)}个，其中第一轮{h.n('first', first)}个，第二轮{second}个，第二轮较第一轮减少{h.n('less', first - second)}个，下降{h.pct('fall', first - second, first)}。",
        f"目前，第一轮发现的{h.n('firstagain', first)}个问题已全部整改；第二轮发现的问题已整改{second - 4}个，还有{h.n('left', 4)}个未整改，整改率{h.pct('rate', second - 4, second)}。",
        f"两轮检查均被点名的单位有{h.n('bothn', 3)}个：{_list(h.some('both', both))}；被点名一次的单位有{_list(once)}等{h.n('oncen', 4)}个。两轮共点名单位{h.n('named', 7)}个。",
        f"未整改的4个问题要在{h.pick('due', '7月底', '5月底')}前整改到位。",
        "县政府办公室",
        "2022年6月30日",
    )


FOURTH: dict[str, Written] = {
    one.__name__: one
    for one in (
        city_quarter, bureau_praise, accounts_by_month, city_rates_table, lists_of_three, yearly_town, form_2008,
        recheck_sites, hotline_month, directory_check, half_year, budget_text, policies, scores_of_units,
        pairs_side_by_side, year_2021, groups_of_sites, two_measures, letters_month, notice_of_check,
        quarter_of_accounts, training, drawn_columns, platform_table, told_of_two_checks,
    )
}  # fmt: skip


def fourth(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style, healthy or with the fault of that name."""
    hand = Hand(random.Random(f"fourth-{style}-{seed}"), fault)
    return Paper(tuple(FOURTH[style](hand)))


def _faults() -> tuple[Fault, ...]:
    found = []
    for style, write in FOURTH.items():
        hand = Hand(random.Random(f"fourth-{style}-0"))
        write(hand)
        found += [Fault(style, name, ()) for name in dict.fromkeys(hand.names)]
    return tuple(found)


FOURTH_FAULTS = _faults()
