"""Whole papers in the manner of published circulars of provinces, prefectures and counties, each number said twice.

Written without looking at the checks. A paper is one function that asks its `Hand` for every number, rate, list or
day that a careful reader can hold against another of the same paper; each of them can be spoilt by its name.
"""

# ruff: noqa: E501 - a paper reads as it is printed

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import Fault

Part = str | tuple[Row, ...]
Written = Callable[["Hand"], Sequence[Part]]

_BUREAUS = (
    "发展改革委", "教育局", "科技局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局", "人力资源社会保障局",
    "自然资源和规划局", "生态环境局", "住房城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局",
    "卫生健康委", "退役军人事务局", "应急管理局", "审计局", "市场监管局", "统计局", "医疗保障局", "城市管理局",
    "林业局", "信访局", "体育局",
)  # fmt: skip
_COUNTIES = ("东河区", "西岭区", "怀安县", "临泽县", "宁溪县", "安丰县", "永兴县", "石门县", "高平县", "平阳市")
_TOWNS = (
    "河口镇", "柏林镇", "城北街道", "新桥镇", "大营镇", "沙溪镇", "太和乡", "白马镇", "红旗街道", "梅山镇", "金竹乡",
    "黄沙镇",
)  # fmt: skip
_ACCOUNTS = (
    "怀安发布", "平安怀安", "怀安教育", "健康怀安", "怀安文旅", "怀安应急", "怀安税务", "怀安司法", "怀安人社",
    "怀安交通", "怀安农业", "怀安审计", "怀安气象", "怀安民政", "魅力柏林", "和美新桥", "大营之窗", "梅山微讯",
)  # fmt: skip


class Hand:
    """Writes the paper; spoils what it is asked for under the name of the fault, and remembers all names asked."""

    def __init__(self, rng: random.Random, fault: str = "") -> None:
        self.rng, self._fault = rng, fault
        self.names: list[str] = []

    def pick(self, name: str, right: str, wrong: str) -> str:
        """One text, or the wrong one."""
        self.names.append(name)
        return wrong if name == self._fault else right

    def n(self, name: str, value: int) -> str:
        """A count, or one misread or mistyped."""
        draw = random.Random(f"{name}{value}")
        delta = draw.choice((1, 2, 3, 4, 6, 9, 10)) if value > 12 else draw.choice((1, 2))
        wrong = value - delta if value > delta + 1 and draw.random() < 0.5 else value + delta
        return self.pick(name, str(value), str(wrong))

    def pct(self, name: str, part: float, whole: float, places: int = 1) -> str:
        """A rate, or one some points off."""
        right = part * 100 / whole
        draw = random.Random(f"{name}{part}{whole}")
        delta = draw.choice((0.8, 1.0, 1.7, 2.0, 3.0, 4.5, 9.0)) if places else draw.choice((2, 3, 5, 9))
        wrong = right - delta if right > 60 or (right > delta and draw.random() < 0.5) else right + delta
        return self.pick(name, f"{right:.{places}f}%", f"{wrong:.{places}f}%")

    def some(self, name: str, names: Sequence[str]) -> list[str]:
        """A list, or one that lost a name."""
        gone = random.Random(name).randrange(len(names))
        self.names.append(name)
        return [one for k, one in enumerate(names) if name != self._fault or k != gone]

    def twice(self, name: str, names: Sequence[str]) -> list[str]:
        """A list, or one in which another name stands twice in the place of one."""
        self.names.append(name)
        return [*names[:-1], names[0] if name == self._fault else names[-1]]

    def split(self, total: int, count: int, least: int = 1) -> list[int]:
        """A total in parts."""
        cuts = sorted(self.rng.sample(range(1, total - count * (least - 1)), count - 1))
        edges = [0, *cuts, total - count * (least - 1)]
        return [b - a + least - 1 for a, b in pairwise(edges)]

    def __call__(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)


def _cells(*row: object) -> Row:
    return tuple(one if isinstance(one, Merged) else str(one) for one in row)


def province_check(h: Hand) -> Sequence[Part]:
    """Sites and accounts of a province: drawn share, pass rates, and last quarter's failed ones looked at again."""
    sites, bad = h(90, 140), h(3, 8)
    media, drawn, failed = h(900, 1300), h(150, 260), h(9, 20)
    old, mended = h(14, 22), h(6, 11)
    return (
        "省人民政府办公厅关于2023年第三季度政府网站和政务新媒体抽查情况的通报",
        "各市、县人民政府，省政府直属各单位：",
        "一、总体情况",
        f"2023年9月8日至20日，我厅对全省正在运行的{sites}个政府网站进行抽查，抽查比例为100%，发现存在突出问题的政府网站"
        f"{h.n('sitebad', bad)}个，抽查合格率{h.pct('siterate', sites - bad, sites)}；对全省正在运行的"
        f"{h.n('running', media)}个政务新媒体中的{drawn}个进行了抽查，抽查比例为{h.pct('drawn', drawn, media)}，"
        f"发现存在突出问题的政务新媒体{failed}个，抽查合格率{h.pct('mediarate', drawn - failed, drawn)}。",
        f"对第二季度存在突出问题的{h.n('old', old)}个政务新媒体进行了复查，其中{mended}个已整改到位，仍有{old - mended}个"
        "未整改合格。",
        "二、主要问题",
        f"（一）内容更新不及时。{failed}个不合格政务新媒体中，有{h.n('stale', failed - 3)}个超过2周未更新，2个无法访问，"
        "1个未提供有效互动功能。",
        "三、工作要求",
        f"请有关单位于{h.pick('due', '2023年10月31日', '2023年9月10日')}前将整改情况报送我厅。",
        "附件：1.存在突出问题的政府网站名单",
        "2.存在突出问题的政务新媒体名单",
        "省人民政府办公厅",
        f"{h.pick('signed', '2023年9月26日', '2023年9月12日')}",
    )


def platforms_of(h: Hand) -> Sequence[Part]:
    """Accounts by platform with 分别为 and a table in the appendix."""
    kinds = ("微信公众号", "新浪微博", "今日头条", "抖音短视频")
    whole = [h(150, 260), h(80, 120), h(40, 60), h(20, 45)]
    bad = [h(4, 12), h(4, 9), h(6, 14), h(1, 4)]
    total, good = sum(whole), sum(whole) - sum(bad)
    rates = "、".join(h.pct(f"rate{k}", w - b, w, 2) for k, (w, b) in enumerate(zip(whole, bad, strict=True)))
    rows: list[Row] = [_cells("平台类型", "抽查数", "合格数", "不合格数", "合格率")]
    for kind, w, b in zip(kinds, whole, bad, strict=True):
        rows.append(_cells(kind, w, h.n(f"good{kind}", w - b), b, f"{(w - b) * 100 / w:.2f}%"))
    rows.append(_cells("合计", h.n("sum", total), good, h.n("sumbad", sum(bad)), f"{good * 100 / total:.2f}%"))
    return (
        "省人民政府办公厅关于2025年第二季度全省政府系统政务新媒体抽查情况的通报",
        "各市、自治州人民政府办公室，省政府各部门办公室：",
        "一、总体情况",
        f"本次抽查时间范围为2025年4月1日至6月15日，抽查对象为在备案系统备案的政务新媒体账号，共计{h.n('whole', total)}个。"
        f"抽查结果显示，政务新媒体总体合格率为{h.pct('rate', good, total, 2)}，其中{'、'.join(kinds)}合格率分别为"
        f"{rates}（详见附件）。",
        "二、主要问题",
        f"一是“今日头条”账号更新不及时较为突出。抽查的{h.n('toutiao', whole[2])}个“今日头条”账号中，{bad[2]}个超过2周未更新。",
        "三、工作要求",
        "各地各部门要及时清理“僵尸账号”。",
        "附件：2025年第二季度政务新媒体抽查情况统计表",
        "省人民政府办公厅",
        "2025年6月27日",
        "附件",
        "2025年第二季度政务新媒体抽查情况统计表",
        tuple(rows),
    )


def prefecture(h: Hand) -> Sequence[Part]:
    """Sites and accounts of a prefecture by level; the failed accounts by name, with their kind in brackets."""
    county, bureau = h(12, 18), h(28, 40)
    weibo, wechat = h(4, 6), h(6, 10)
    media_county, media_bureau = h(26, 36), h(38, 50)
    names = h.rng.sample(_ACCOUNTS, weibo + wechat)
    listed = [f"{name}（政务微博）" for name in names[:weibo]] + [f"{name}（政务微信）" for name in names[weibo:]]
    bad, media = weibo + wechat, media_county + media_bureau
    return (
        "州政府政务信息中心关于2023年第四季度政府网站和政务新媒体检查情况的通报",
        "各县（市）人民政府办公室，州政府各部门办公室：",
        "一、总体情况",
        f"目前，全州纳入监管的政府网站共有{h.n('sites', county + bureau)}个，政务微信、政务微博共有{h.n('media', media)}个。"
        f"其中：县（市）级政府网站{county}个，州直部门政府网站{bureau}个；县（市）政务微博、政务微信{media_county}个，"
        f"州直部门政务微博、政务微信{media_bureau}个。经检查，全州有不合格政务微信、政务微博{h.n('bad', bad)}个，未发现"
        f"不合格政府网站。不合格的政务新媒体分别是：{'、'.join(h.some('lost', listed))}。",
        f"政务新媒体合格率{h.pct('rate', media - bad, media)}，其中不合格政务微博{h.n('weibo', weibo)}个、政务微信{wechat}个。",
        "二、有关要求",
        "（一）落实主体责任。请有关单位于12月15日前完成整改。",
        f"{h.pick('point', '（二）', '（三）')}强化日常监管。各县（市）要举一反三。",
        "州政府政务信息中心",
        f"{h.pick('day', '2023年11月24日', '2023年11月31日')}",
    )


def monthly_halves(h: Hand) -> Sequence[Part]:
    """A month's counts of units, two halves side by side, least numbers, those below by name."""
    bureaus, towns = h.rng.sample(_BUREAUS, 12), h.rng.sample(_TOWNS, 8)
    counts = [
        *sorted((h(20, 160) for _ in range(9)), reverse=True),
        *sorted((h(4, 19) for _ in range(3)), reverse=True),
    ]
    more = [*sorted((h(10, 60) for _ in range(6)), reverse=True), *sorted((h(1, 9) for _ in range(2)), reverse=True)]
    a, b = sum(counts), sum(more)

    def halves(names: Sequence[str], counts: Sequence[int], name: str) -> tuple[Row, ...]:
        half = len(names) // 2
        rows: list[Row] = [_cells("单位", "信息数", "单位", "信息数")]
        rows += [_cells(names[k], counts[k], names[k + half], counts[k + half]) for k in range(half - 1)]
        rows.append(_cells(names[half - 1], h.n(name, counts[half - 1]), names[-1], counts[-1]))
        return tuple(rows)

    low = [*bureaus[9:], *towns[6:]]
    return (
        "关于2024年3月份政务公开工作情况的通报",
        "各乡镇人民政府、街道办事处，县政府各部门：",
        "一、信息公开情况",
        f"3月份，全县政务公开单位主动公开政府信息{h.n('total', a + b)}条，其中县直单位主动公开信息{h.n('bureaus', a)}条，"
        f"乡镇（街道）主动公开信息{h.n('towns', b)}条。发布数量居前三位的县直单位是{'、'.join(h.twice('first', bureaus[:3]))}。"
        f"低于最低标准的单位{h.n('low', len(low))}个：{'、'.join(h.some('lowlost', low))}。",
        "二、工作要求",
        "请低于最低标准的单位于4月底前补齐。",
        "县人民政府办公室",
        "2024年4月9日",
        "附件",
        "2024年3月份信息公开情况一览表",
        "县直单位（最低标准：20条）",
        halves(bureaus, counts, "cell"),
        "乡镇、街道（最低标准：10条）",
        halves(towns, more, "towncell"),
    )


def faultless(h: Hand) -> Sequence[Part]:
    """Sites with faults and without; scores over 90; accounts of two levels."""
    sites = h(36, 48)
    fine = h(6, 10)
    over = sites - h(2, 4)
    city, lower, bad = h(18, 28), h(95, 130), h(25, 45)
    media = city + lower
    names = h.rng.sample([*(f"市{one}" for one in _BUREAUS), *_COUNTIES], fine)
    return (
        "市人民政府办公室关于2020年三季度政府网站及政务新媒体抽查情况的通报",
        "各县（市、区）人民政府，市政府各部门：",
        "一、总体情况",
        f"（一）网站抽查情况。按照100%的抽查比例，市政府办公室委托第三方机构对全市{sites}家政府网站进行了抽查，其中"
        f"{h.n('faulty', sites - fine)}家网站被抽查出一定的问题，未发现问题的{fine}家；90分以上的网站{over}家，占比"
        f"{h.pct('over', over, sites)}。{'、'.join(h.some('finenames', names))}等{h.n('fine', fine)}家单位网站运行良好。",
        f"（二）新媒体抽查情况。7月中旬，分批次对全市正在运行的{h.n('media', media)}个政务新媒体进行了全面检查。其中，市直部门"
        f"{city}家，地方各级政府及部门{lower}家。抽查发现{bad}家政务新媒体不合格，总体合格率"
        f"{h.pct('rate', media - bad, media, 0)}。",
        "二、存在问题",
        f"从问题类型看，{bad}家不合格政务新媒体中，更新不及时{h.n('stale', bad - 9)}家，占{h.pct('share', bad - 9, bad)}；"
        "发布虚假信息0家；互动功能不可用9家。",
        "三、下一步要求",
        "请各单位认真整改。",
        "市人民政府办公室",
        f"2020年{h.pick('signed', '7月29日', '5月29日')}",
    )


def adopted_scores(h: Hand) -> Sequence[Part]:
    """Reports sent in and taken, points, ranks in two groups, units that sent none falling over three quarters."""
    counties, bureaus = h.rng.sample(_COUNTIES, 6), h.rng.sample(_BUREAUS, 8)

    def group(names: Sequence[str], tag: str) -> tuple[tuple[Row, ...], int, int]:
        used = sorted((h(20, 180) for _ in names), reverse=True)
        while len(set(used)) < len(used):
            used = sorted((h(20, 180) for _ in names), reverse=True)
        sent = [u + h(0, 25) for u in used]
        rows: list[Row] = [_cells("排名", "单位", "本季度报送", "本季度采用", "采用率")]
        for k, (name, s, u) in enumerate(zip(names, sent, used, strict=True)):
            rate = h.pct(f"{tag}rate", u, s) if k == 2 else f"{u * 100 / s:.1f}%"
            rank = h.pick(f"{tag}rank", "4", "5") if k == 3 else str(k + 1)
            rows.append(_cells(rank, name, s, h.n(f"{tag}used", u) if k == 4 else u, rate))
        rows.append(_cells("", "小计", sum(sent), sum(used), f"{sum(used) * 100 / sum(sent):.1f}%"))
        return tuple(rows), sum(sent), sum(used)

    first, sent, used = group(counties, "county")
    second, sent2, used2 = group(bureaus, "bureau")
    zero = h.rng.sample([one for one in _BUREAUS if one not in bureaus], 6)
    return (
        "关于2020年第三季度市政府网站信息采用情况的通报",
        "各县（市、区）人民政府，市政府各部门：",
        f"从7月1日到10月9日，各单位向市政府网站共报送信息{h.n('sent', sent + sent2)}条，采用{used + used2}条，采用率"
        f"{h.pct('rate', used + used2, sent + sent2)}。其中，县（市、区）报送{h.n('sentcounty', sent)}条、采用{used}条，市直部门报送"
        f"{sent2}条、采用{h.n('usedbureau', used2)}条。采用量居前三位的县（市、区）是{'、'.join(counties[:2])}和"
        f"{h.pick('third', counties[2], counties[4])}。",
        f"信息零报送单位从第一季度的15家、第二季度的10家减少到第三季度的6家，比第二季度减少{h.n('fewer', 4)}家，分别是"
        f"{'、'.join(h.some('zero', zero))}。",
        "附件：1.2020年第三季度县（市、区）信息采用情况排名表",
        "2.2020年第三季度市直部门信息采用情况排名表",
        "市政务服务和数字化建设管理局",
        "2020年10月12日",
        "附件1",
        "2020年第三季度县（市、区）信息采用情况排名表",
        first,
        "附件2",
        "2020年第三季度市直部门信息采用情况排名表",
        second,
    )


def by_carrier(h: Hand) -> Sequence[Part]:
    """What was sent, against the year before; what was taken, by who sent it; who did the task and who not."""
    now, before = h(1000, 1600), h(1650, 1900)
    parts = [h(60, 120) for _ in range(4)]
    done, undone, zero = h(30, 44), h(16, 26), h(2, 6)
    unfinished = h.rng.sample([f"{one}林业局" for one in (*_COUNTIES, "青山区", "望江县")], 5)
    counts = [h(2, 9) for _ in unfinished]
    return (
        "省林业局办公室关于2014年1—3月政务信息报送采用情况的通报",
        "各市（州）林业局，各信息直报点：",
        f"2014年1—3月，全省各级林业部门共报送信息{now}条，比去年同期的{before}条减少{h.n('fewer', before - now)}条，下降"
        f"{h.pct('down', before - now, before)}。我局共采用{h.n('used', sum(parts))}条，其中采用各级林业主管部门{parts[0]}条，采用"
        f"局机关各处室{parts[1]}条，采用局直属各事业单位{parts[2]}条，采用各信息直报点{parts[3]}条，采用率"
        f"{h.pct('rate', sum(parts), now)}。",
        f"1—3月，纳入考核的{h.n('units', done + undone)}个单位中，完成报送任务的单位有{done}个，占"
        f"{h.pct('done', done, done + undone)}；未完成报送任务的单位有{undone}个，占{h.pct('undone', undone, done + undone)}，其中"
        f"{h.pick('zero', str(zero), str(undone + 3))}个单位的报送数为零。",
        f"直报点中，{'、'.join(f'{u}{c}条' for u, c in zip(unfinished, counts, strict=True))}，合计"
        f"{h.n('listed', sum(counts))}条。",
        "附件：1.2014年1—3月政务信息报送得分情况统计表",
        f"{h.pick('annex', '2', '3')}.2014年1—3月政务信息采用情况统计表",
        "省林业局办公室",
        f"{h.pick('year', '2014年4月18日', '2013年4月18日')}",
    )


def site_yearly(h: Hand) -> Sequence[Part]:
    """The yearly form of a government site, one value a row, and its text."""
    kinds = [h(20, 60), h(900, 2600), h(700, 1900)]
    topics, new = h(8, 20), h(1, 5)
    read = h.split(h(30, 70), 3, 3)
    letters, answered = h(120, 400), 0
    answered = letters - h(2, 9)
    wechat, weibo = h(60, 400), h(20, 90)
    rows = (
        _cells("网站名称", "石门县人民政府门户网站", ""),
        _cells("独立用户访问总量", "单位：个", h(30000, 90000)),
        _cells("信息发布（单位：条）", "总数", h.n("total", sum(kinds))),
        _cells("", "概况类信息更新量", kinds[0]),
        _cells("", "政务动态信息更新量", kinds[1]),
        _cells("", "信息公开目录信息更新量", kinds[2]),
        _cells("专栏专题（单位：个）", "维护数量", topics),
        _cells("", "新开设数量", h.pick("new", str(new), str(topics + 4))),
        _cells("解读回应", "解读信息发布总数（单位：条）", h.n("read", sum(read))),
        _cells("", "解读材料数量（单位：条）", read[0]),
        _cells("", "解读产品数量（单位：个）", read[1]),
        _cells("", "媒体评论文章数量（单位：篇）", read[2]),
        _cells("互动交流", "收到留言数量（单位：条）", letters),
        _cells("", "办结留言数量（单位：条）", h.pick("letters", str(answered), str(letters + 12))),
    )
    return (
        "石门县人民政府门户网站2022年度工作年度报表",
        f"2022年，县政府门户网站全年发布信息{h.n('texttotal', sum(kinds))}条，其中概况类信息{kinds[0]}条、政务动态信息"
        f"{h.n('news', kinds[1])}条、信息公开目录信息{kinds[2]}条。全年收到网民留言{letters}条，办结"
        f"{h.n('answered', answered)}条，办结率{h.pct('rate', answered, letters)}。",
        f"政务新媒体方面，微信公众号发布信息{wechat}条，微博发布信息{weibo}条，合计{h.n('media', wechat + weibo)}条。",
        rows,
        "填报单位：石门县人民政府办公室",
        h.pick("date", "2023年1月18日", "2022年11月18日"),
    )


def yearly_2021(h: Hand) -> Sequence[Part]:
    """A yearly report in the form of 2021 in words and two tables."""
    outcomes = [
        "（一）予以公开",
        "（二）部分公开",
        "（三）不予公开",
        "（四）无法提供",
        "（五）不予处理",
        "（六）其他处理",
    ]
    people = [h(2, 12), h(1, 6), h(0, 4), h(1, 5), h(0, 3), h(0, 3)]
    firms = [h(0, 3) for _ in outcomes]
    later, carried = h(1, 3), h(1, 2)
    total = sum(people) + sum(firms)
    new = sum(people) + later - carried
    rows: list[Row] = [
        _cells(
            Merged("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 2, 2),
            Merged("申请人情况", 1, 3),
        ),
        _cells("自然人", "法人或其他组织", "总计"),
        _cells(Merged("一、本年新收政府信息公开申请数量", 1, 2), new, sum(firms), h.n("new", new + sum(firms))),
        _cells(Merged("二、上年结转政府信息公开申请数量", 1, 2), carried, 0, carried),
    ]
    for k, (label, p, f) in enumerate(zip(outcomes, people, firms, strict=True)):
        lead = (Merged("三、本年度办理结果", len(outcomes) + 1),) if k == 0 else ()
        rows.append(_cells(*lead, label, h.n("person", p) if k == 1 else p, f, h.n("row", p + f) if k == 3 else p + f))
    rows.append(_cells("（七）总计", h.n("people", sum(people)), sum(firms), total))
    rows.append(_cells(Merged("四、结转下年度继续办理", 1, 2), h.n("later", later), 0, later))
    review = [h(0, 3), h(0, 2), h(0, 2), h(0, 1)]
    return (
        "永兴县2022年政府信息公开工作年度报告",
        f"本报告由永兴县人民政府办公室编制。报告中所列数据的统计期限自2022年1月1日至{h.pick('year', '2022', '2021')}年12月31日止。",
        "一、总体情况",
        f"（一）主动公开。全年通过县政府门户网站公开信息{h(1200, 2900)}条。",
        f"（二）依申请公开。全年新收政府信息公开申请{h.n('textnew', new + sum(firms))}件，上年结转{carried}件，共办结"
        f"{h.n('textdone', total)}件，结转下年度继续办理{later}件。其中予以公开{h.n('given', people[0] + firms[0])}件。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        tuple(rows),
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        (
            _cells("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
            _cells(*review, h.n("review", sum(review))),
        ),
        "五、存在的主要问题及改进情况",
        h.pick("heading", "六、其他需要报告的事项", "七、其他需要报告的事项"),
        "无其他需要报告的事项。",
        "永兴县人民政府办公室",
        "2023年1月20日",
    )


def report_2008(h: Hand) -> Sequence[Part]:
    """A report of the first years: channels, ways of applying, answers, fees, people."""
    kinds = h.split(h(1500, 4000), 5, 40)
    ways = h.split(h(20, 60), 4)
    given, part, no = h.split(sum(ways), 3)
    visits = [h(300, 900), h(2000, 9000)]
    full, partly = h(3, 9), h(20, 60)
    words = ("机构职能类", "政策法规类", "规划计划类", "行政许可类", "其他类")
    listed = "，".join(
        f"{w}信息{c}条，占{h.pct('share', c, sum(kinds)) if k == 1 else f'{c * 100 / sum(kinds):.1f}%'}"
        for k, (w, c) in enumerate(zip(words, kinds, strict=True))
    )
    return (
        "高平县2009年政府信息公开工作年度报告",
        f"本年度报告由概述、主动公开政府信息情况、依申请公开政府信息情况、收费情况、复议诉讼情况、存在问题和改进措施"
        f"{h.pick('chapters', '六', '七')}个部分组成，统计期限为2009年1月1日至2009年12月31日。",
        "一、概述",
        f"全县设立信息查阅点{full + 4}个，配备专职人员{full}名、兼职人员{partly}名，共{h.n('staff', full + partly)}名。",
        "二、主动公开政府信息情况",
        f"2009年全县累计主动公开政府信息{h.n('whole', sum(kinds))}条，其中{listed}。",
        "三、依申请公开政府信息情况",
        f"2009年共受理政府信息公开申请{h.n('asked', sum(ways))}件。其中当面申请{ways[0]}件，网上申请{ways[1]}件，信函申请"
        f"{ways[2]}件，传真申请{ways[3]}件。",
        f"已全部答复。在答复中，同意公开的{h.n('given', given)}件，同意部分公开的{part}件，不予公开的{no}件。",
        "四、政府信息公开收费情况",
        f"公共查阅点接待查阅{visits[0]}人次，网站专栏访问{visits[1]}人次，合计{h.n('visits', sum(visits))}人次。",
        "五、复议诉讼情况",
        "2009年未发生。",
        f"{h.pick('heading', '六', '八')}、存在问题和改进措施",
        "个别单位更新不及时。",
        "高平县人民政府办公室",
        h.pick("signed", "二〇一〇年三月十二日", "二〇〇九年十一月十二日"),
    )


def recheck(h: Hand) -> Sequence[Part]:
    """What became of the faults the last circular named, unit by unit."""
    units = h.rng.sample(_BUREAUS, 9)
    found = [h(2, 9) for _ in units]
    left = [0, 0, 0, 0, 0, 0, *(h(1, n - 1) for n in found[6:])]
    done = [f - n for f, n in zip(found, left, strict=True)]
    rows: list[Row] = [_cells("序号", "单位", "通报问题数", "已整改", "未整改", "整改率")]
    for k, unit in enumerate(units):
        rows.append(
            _cells(
                h.pick("serial", "5", "6") if k == 4 else k + 1, unit, found[k],
                h.n("cell", done[k]) if k == 7 else done[k], left[k],
                h.pct("rowrate", done[k], found[k]) if k == 6 else f"{done[k] * 100 / found[k]:.1f}%",
            )
        )  # fmt: skip
    rows.append(
        _cells(
            Merged("合计", 1, 2), h.n("sum", sum(found)), sum(done), sum(left), f"{sum(done) * 100 / sum(found):.1f}%"
        )
    )
    return (
        "县政务公开领导小组办公室关于二季度通报问题整改复查情况的通报",
        "县政府各部门：",
        f"2021年7月12日通报的{h.n('units', 9)}家单位{h.n('whole', sum(found))}个问题，经8月中旬逐一复查，已整改"
        f"{h.n('done', sum(done))}个，尚未整改{sum(left)}个，整改率{h.pct('rate', sum(done), sum(found))}。现将情况通报如下：",
        "一、整改到位的单位",
        f"{'、'.join(h.some('finished', units[:6]))}等6家单位问题已全部整改到位。",
        "二、整改不到位的单位",
        f"{units[6]}仍有{h.n('left', left[6])}个问题、{units[7]}仍有{left[7]}个问题、{units[8]}仍有{left[8]}个问题未整改。",
        "三、工作要求",
        f"未整改到位的3家单位要于{h.pick('due', '2021年9月10日', '2021年7月10日')}前整改完毕。",
        "县政务公开领导小组办公室",
        "2021年8月20日",
        "二季度通报问题整改情况表",
        tuple(rows),
    )


def city_over_counties(h: Hand) -> Sequence[Part]:
    """A city's counties: sites, accounts and pass rates by county, best and worst in the text."""
    counties = h.rng.sample(_COUNTIES, 7)
    media = [h(20, 60) for _ in counties]
    bad = [0, 0, *(h(1, 3) for _ in counties[2:6]), h(7, 9)]
    rates = [(m - b) * 100 / m for m, b in zip(media, bad, strict=True)]
    rows: list[Row] = [_cells("县（市、区）", "政务新媒体数", "合格数", "不合格数", "合格率（%）")]
    for k, county in enumerate(counties):
        rate = rates[k]
        rows.append(
            _cells(
                county,
                media[k],
                media[k] - bad[k],
                bad[k],
                h.pct("cellrate", media[k] - bad[k], media[k])[:-1] if k == 3 else f"{rate:.1f}",
            )
        )
    total, wrong = sum(media), sum(bad)
    rows.append(_cells("全市", h.n("sum", total), total - wrong, wrong, f"{(total - wrong) * 100 / total:.1f}"))
    least = min(range(7), key=lambda k: rates[k])
    other = 4 if least != 4 else 3
    return (
        "市人民政府办公室关于2022年第一季度政务新媒体运行情况的通报",
        "各县（市、区）人民政府：",
        f"一季度，市政府办公室对{h.n('counties', 7)}个县（市、区）的{h.n('whole', total)}个政务新媒体开展了全覆盖检查，发现不合格账号"
        f"{h.n('bad', wrong)}个，合格率为{h.pct('rate', total - wrong, total)}。",
        f"{'、'.join(counties[:2])}合格率均为100%，其余{h.n('rest', 5)}个县（市、区）合格率在{min(rates):.1f}%至"
        f"{h.pick('upper', f'{max(rates[2:]):.1f}', f'{max(rates[2:]) - 4:.1f}')}%之间，其中"
        f"{h.pick('worst', counties[least], counties[other])}最低，为{min(rates):.1f}%。",
        f"不合格账号最多的是{counties[6]}，达{h.n('most', bad[6])}个，占全市不合格账号总数的{h.pct('share', bad[6], wrong)}。",
        "市人民政府办公室",
        "2022年4月6日",
        "附件",
        "2022年第一季度各县（市、区）政务新媒体检查情况",
        tuple(rows),
    )


def letters(h: Hand) -> Sequence[Part]:
    """Letters to the leaders and complaints: handled, in time, satisfied, by kind."""
    mayor, hotline, people = h(120, 400), h(900, 2500), h(40, 120)
    total = mayor + hotline + people
    open_ = h(20, 60)
    kinds = h.split(total, 4, 30)
    pleased = total - open_ - h(30, 90)
    late = h.rng.sample(_BUREAUS, 4)
    days = [h(2, 12) for _ in late]
    return (
        "关于2021年10月份群众留言办理情况的通报",
        "县直各单位，各乡镇：",
        f"10月份，全县共收到群众留言{h.n('total', total)}件，分别来自县长信箱{mayor}件、12345热线{hotline}件、人民网留言板"
        f"{people}件；截至11月5日，已办结{h.n('done', total - open_)}件，正在办理{open_}件，办结率"
        f"{h.pct('rate', total - open_, total, 2)}；回访满意{pleased}件，满意率{h.pct('pleased', pleased, total - open_, 2)}。",
        f"从诉求类别看，咨询类{kinds[0]}件、求助类{kinds[1]}件、投诉类{kinds[2]}件、建议类{h.n('kind', kinds[3])}件。",
        f"与上月的{total - 37}件相比，增加{h.n('more', 37)}件，增长{h.pct('growth', 37, total - 37)}。",
        f"逾期办理的单位{h.n('late', 4)}个：{'、'.join(f'{u}（逾期{d}天）' for u, d in zip(late, days, strict=True))}。",
        "请上述单位认真查找原因，切实加以改进。",
        "县人民政府办公室",
        h.pick("signed", "2021年11月8日", "2021年10月18日"),
    )


def torn_columns(h: Hand) -> Sequence[Part]:
    """Columns and counts in one table torn over two pages, a sum at its end, sums of groups in the text."""
    columns = ("规划计划", "财政预决算", "人事任免", "政策解读", "重大项目", "行政许可", "行政处罚", "应急管理", "公共资源",
               "义务教育", "社会救助", "医疗卫生", "食品药品", "环境保护")  # fmt: skip
    units = h.rng.sample(_BUREAUS, len(columns))
    counts = [0, *(h(1, 40) for _ in columns[1:])]
    head = _cells("序号", "栏目名称", "责任单位", "更新数量", "备注")
    rows = [
        _cells(
            h.pick("serial", "10", "11") if k == 9 else k + 1,
            column,
            units[k],
            h.n("cell", counts[k]) if k == 8 else counts[k],
            "" if counts[k] else "无",
        )
        for k, column in enumerate(columns)
    ]
    a = sum(counts[:5])
    return (
        "安丰县人民政府办公室关于2019年第四季度政务公开栏目更新情况的通报",
        "各乡镇人民政府，县政府各部门：",
        f"四季度，{h.n('columns', len(columns))}个重点栏目共更新信息{h.n('whole', sum(counts))}条，其中综合类栏目5个、"
        f"{h.n('first', a)}条，业务类栏目9个、{sum(counts) - a}条。更新最多的栏目是"
        f"“{h.pick('best', columns[counts.index(max(counts))], columns[counts.index(min(counts[1:]))])}”，为{h.n('max', max(counts))}条；"
        f"未更新的栏目1个，为“{columns[0]}”。",
        f"平均每个栏目更新{h.pick('mean', f'{sum(counts) / 14:.1f}', f'{sum(counts) / 14 + 1.4:.1f}')}条。",
        "安丰县人民政府办公室",
        h.pick("date", "2020年1月9日", "2019年11月9日"),
        "附件：2019年第四季度栏目更新情况统计表",
        "2019年第四季度栏目更新情况统计表",
        (head, *rows[:8]),
        (head, *rows[8:], _cells("", "合计", "", h.n("sum", sum(counts)), "")),
    )


def merged_units(h: Hand) -> Sequence[Part]:
    """Units over several columns (merged), with 小计 for each and 总计."""
    units = h.rng.sample(_BUREAUS, 5)
    columns = ("工作动态", "通知公告", "政策文件", "财政信息", "办事指南")
    rows: list[Row] = [_cells("单位", "栏目", "应更新", "实际更新", "是否达标")]
    musts, dones, missed = 0, 0, 0
    for k, unit in enumerate(units):
        chosen = columns[: 2 + k % 3]
        must = [h(2, 6) for _ in chosen]
        done = [m + h(0, 9) if j else h(0, 8) for j, m in enumerate(must)]
        for j, column in enumerate(chosen):
            lead = (Merged(unit, len(chosen) + 1),) if j == 0 else ()
            ok = done[j] >= must[j]
            mark = (
                h.pick("mark", "是" if ok else "否", "否" if ok else "是")
                if k == 2 and j == 1
                else "是"
                if ok
                else "否"
            )
            rows.append(_cells(*lead, column, must[j], h.n("cell", done[j]) if k == 3 and j == 1 else done[j], mark))
            missed += not ok
        rows.append(_cells("小计", sum(must), h.n("sub", sum(done)) if k == 1 else sum(done), ""))
        musts, dones = musts + sum(must), dones + sum(done)
    rows.append(_cells(Merged("总计", 1, 2), h.n("must", musts), h.n("sum", dones), ""))
    number = sum(2 + k % 3 for k in range(5))
    return (
        "关于2023年上半年政府信息公开平台更新情况的通报",
        "各有关单位：",
        f"上半年，{h.n('units', 5)}个单位{h.n('columns', number)}个栏目应更新信息{musts}条，实际更新{h.n('whole', dones)}条。"
        + (f"未达标栏目{h.n('missed', missed)}个，占{h.pct('share', missed, number)}。" if missed else ""),
        "请各单位对照附表抓好落实。",
        "县政务服务中心",
        "2023年7月11日",
        "2023年上半年更新情况表",
        tuple(rows),
    )


def dated(h: Hand) -> Sequence[Part]:
    """A demand with days of the week, deadlines, attachments and numbered points."""
    units = h.rng.sample(_BUREAUS, 5)
    return (
        "关于做好2024年第二季度政务公开检查问题整改工作的通知",
        "县直有关单位：",
        f"根据《2024年第二季度检查通报》（{h.pick('number', '永政办发〔2024〕31号', '永政办发〔2025〕31号')}），"
        f"{'、'.join(h.some('names', units))}等5家单位存在问题，现就整改工作通知如下。",
        "一、整改内容",
        "（一）栏目更新不及时问题。",
        f"{h.pick('sub', '（二）', '（三）')}链接失效问题。",
        "二、时间安排",
        f"1.自查整改（{h.pick('start', '7月15日', '6月15日')}至7月26日）。各单位对照清单整改。",
        f"2.督促检查（7月29日至{h.pick('span', '8月2日', '7月22日')}）。",
        f"{h.pick('step', '3', '4')}.总结通报（8月5日至8月9日）。",
        f"请于{h.pick('due', '2024年7月26日', '2024年7月6日')}（星期{h.pick('weekday', '五', '三')}）前报送整改报告。",
        f"{h.pick('heading', '三', '四')}、有关要求",
        "逾期未整改的将予以通报。",
        "附件：1.问题清单",
        f"{h.pick('annex', '2', '3')}.整改情况报告格式",
        "永兴县人民政府办公室",
        "2024年7月12日",
    )


def scored(h: Hand) -> Sequence[Part]:
    """Scores in four parts with sum and rank, bands in the text, deductions, mean."""
    units = h.rng.sample(_BUREAUS, 9)
    lines = []
    while len({sum(one) for one in lines}) != 9:
        lines = sorted(([h(15, 30), h(20, 30), h(10, 20), h(10, 20)] for _ in units), key=sum, reverse=True)
    sums = [sum(one) for one in lines]
    rows: list[Row] = [
        _cells("名次", "单位", "主动公开（30分）", "解读回应（30分）", "平台建设（20分）", "组织保障（20分）", "总分")
    ]
    for k, unit in enumerate(units):
        parts = [h.n("part", v) if k == 5 and j == 2 else v for j, v in enumerate(lines[k])]
        rank = h.pick("rank", str(k + 1), str(k + 2)) if k == 6 else k + 1
        rows.append(_cells(rank, unit, *parts, h.n("sum", sums[k]) if k == 3 else sums[k]))
    good, fair = [s for s in sums if s >= 80], [s for s in sums if 70 <= s < 80]
    low = len(sums) - len(good) - len(fair)
    return (
        "2022年度县直部门政务公开考核结果通报",
        "县直各部门：",
        f"本次考核单位{h.n('units', 9)}个，平均得分{h.pick('mean', f'{sum(sums) / 9:.2f}', f'{sum(sums) / 9 + 2.5:.2f}')}分，最高分"
        f"{h.n('top', sums[0])}分，最低分{h.n('least', sums[-1])}分，相差{h.n('gap', sums[0] - sums[-1])}分。其中，80分以上的"
        f"{h.n('good', len(good))}个，70分至80分的{h.n('fair', len(fair))}个，70分以下的{low}个。",
        f"{units[0]}、{units[1]}、{h.pick('third', units[2], units[5])}位列前三名，{units[-1]}排名末位。",
        "县政务公开办",
        "2023年2月10日",
        "考核得分表",
        tuple(rows),
    )


def own_check(h: Hand) -> Sequence[Part]:
    """A bureau's report on itself: by column, by month, by quarter before."""
    months = [h(20, 60) for _ in range(3)]
    total = sum(months)
    kinds = h.split(total, 3, 9)
    before = total - h(8, 15)
    links, mended = h(12, 30), 0
    mended = links - h(2, 5)
    return (
        "市水利局2022年第三季度网站自查情况报告",
        "市政府办公室：",
        f"第三季度，我局网站累计发布信息{h.n('total', total)}条，其中7月{months[0]}条、8月{months[1]}条、9月{months[2]}条，较第二季度的"
        f"{before}条增加{h.n('more', total - before)}条，增幅{h.pct('growth', total - before, before)}。",
        f"按栏目分，水利要闻{kinds[0]}条，通知公告{kinds[1]}条，其余栏目{h.n('other', kinds[2])}条。",
        f"自查发现错链、断链{links}处，已修复{mended}处，{h.n('left', links - mended)}处正在联系技术单位处理，修复率"
        f"{h.pct('rate', mended, links)}。",
        f"微信公众号“清水”月均发布{h.pick('mean', '18', '24')}条，三个月共发布54条。",
        f"专班成员由局办公室2人、水资源科3人、河长办2人、信息中心4人组成，共{h.n('people', 11)}人。",
        "市水利局",
        h.pick("date", "2022年10月8日", "2022年8月18日"),
    )


def interpreted(h: Hand) -> Sequence[Part]:
    """Documents made and interpreted, who owes an interpretation, by kind of interpretation."""
    office, bureau = h(8, 18), h(14, 30)
    total = office + bureau
    owing = h.rng.sample(_BUREAUS, 4)
    owed = [1, 2, 1, 1]
    done = total - sum(owed)
    kinds = h.split(done + 6, 3, 4)
    return (
        "关于2023年前三季度政策文件解读情况的通报",
        "各县直单位：",
        f"1—9月，全县共制发政策文件{h.n('docs', total)}件，其中县政府及县政府办公室制发{office}件，县直部门制发{bureau}件；应解读"
        f"{total}件，已解读{h.n('done', done)}件，未解读{sum(owed)}件，解读率为{h.pct('rate', done, total)}。",
        f"共发布解读材料{h.n('stuff', done + 6)}篇，其中文字解读{kinds[0]}篇、图文解读{kinds[1]}篇、视频解读{kinds[2]}篇；图文、视频"
        f"等多样化解读占{h.pct('share', kinds[1] + kinds[2], done + 6)}。",
        f"尚有4个单位{h.n('owed', sum(owed))}件文件未解读，分别为："
        f"{'、'.join(f'{u}{n}件' for u, n in h_pairs(h, owing, owed))}。",
        f"请于{h.pick('due', '10月31日', '9月20日')}前完成解读，并报县政务公开办。",
        "县政务公开办",
        "2023年10月12日",
    )


def h_pairs(h: Hand, units: Sequence[str], counts: Sequence[int]) -> list[tuple[str, int]]:
    """Units and counts, or one of them gone."""
    kept = h.some("pair", units)
    return [(u, c) for u, c in zip(units, counts, strict=True) if u in kept]


def brought_together(h: Hand) -> Sequence[Part]:
    """Sites before, closed, moved, kept; then each level."""
    closed, moved, kept = h(24, 40), h(15, 30), h(8, 20)
    whole = closed + moved + kept
    towns = h(5, closed - 8)
    gone = h.rng.sample(_BUREAUS, 6)
    return (
        "关于全市政府网站集约化整合工作情况的通报",
        "各县（市、区）人民政府，市政府各部门：",
        f"普查前，全市共有政府网站{h.n('whole', whole)}个。截至2018年11月底，已关停{closed}个，整合迁移{moved}个，保留{h.n('kept', kept)}个，"
        f"关停整合率{h.pct('rate', closed + moved, whole)}。",
        f"关停的{h.n('closed', closed)}个网站中，乡镇（街道）网站{towns}个，部门网站{closed - towns}个。保留的网站占整合前总数的"
        f"{h.pct('share', kept, whole)}。",
        f"尚未完成数据迁移的有{h.n('late', 6)}个部门，即{'、'.join(h.twice('gone', gone))}。",
        f"各级财政共投入资金{h.pick('money', '186.5', '196.5')}万元，其中市级98.2万元，县级88.3万元。",
        f"政府网站总量由{whole}个减少到{kept}个，减少了{h.n('fewer', whole - kept)}个。",
        "市人民政府办公室",
        h.pick("date", "2018年12月6日", "2018年10月6日"),
    )


def cards(h: Hand) -> Sequence[Part]:
    """Praised, yellow cards and red cards by name; a unit in one of them only."""
    names = h.rng.sample([*_BUREAUS, *_TOWNS], 21)
    good, yellow, red = names[:11], names[11:17], names[17:]
    return (
        "关于2019年10月政务公开红黄牌警示情况的通报",
        "各乡镇（街道），县直各单位：",
        f"10月份，对纳入考核的{h.n('units', 64)}家单位进行了检查。予以表扬的单位{h.n('good', 11)}家，给予黄牌警示的单位"
        f"{h.n('yellow', 6)}家，给予红牌警示的单位{h.n('red', 4)}家，其余43家单位基本达标。",
        "一、表扬单位",
        f"{'、'.join(h.twice('goodtwice', good))}。",
        "二、黄牌警示单位",
        f"{'、'.join(h.some('yellowlost', yellow))}。",
        "三、红牌警示单位",
        f"{'、'.join([*red[:3], h.pick('both', red[3], yellow[0])])}。",
        "红牌警示单位要于11月20日前向县政府作出书面检查。",
        "县人民政府办公室",
        h.pick("date", "2019年11月6日", "2019年10月6日"),
    )


def four_quarters(h: Hand) -> Sequence[Part]:
    """A year's four circulars rolled up, quarter by quarter in a table and in the text."""
    sites = [h(10, 14) for _ in range(4)]
    bad = [h(3, 6), h(2, 4), h(1, 3), 0]
    items = [h(300, 700) for _ in range(4)]
    quarters = ("一季度", "二季度", "三季度", "四季度")
    rows: list[Row] = [_cells("指标", *quarters, "全年")]
    rows.append(_cells("抽查网站（个次）", *sites[:3], h.n("cell", sites[3]), sum(sites)))
    rows.append(_cells("不合格（个次）", *bad, h.n("badsum", sum(bad))))
    rows.append(_cells("更新信息（条）", *items, h.n("itemsum", sum(items))))
    return (
        "2020年全县政府网站检查情况年度通报",
        "县直各单位：",
        f"2020年，县政府办公室开展季度检查{h.n('times', 4)}次，共抽查网站{h.n('sites', sum(sites))}个次，发现不合格{sum(bad)}个次，合格率"
        f"{h.pct('rate', sum(sites) - sum(bad), sum(sites))}。一至四季度不合格网站分别为{bad[0]}个、{bad[1]}个、"
        f"{h.n('third', bad[2])}个、{bad[3]}个。",
        f"全年更新信息{h.n('items', sum(items))}条，上半年{items[0] + items[1]}条，下半年{h.n('second', items[2] + items[3])}条。",
        f"更新量最大的是{h.pick('most', quarters[items.index(max(items))], quarters[items.index(min(items))])}，达{max(items)}条。",
        "县人民政府办公室",
        "2021年1月15日",
        "2020年季度检查情况汇总",
        tuple(rows),
    )


def ledger_of_accounts(h: Hand) -> Sequence[Part]:
    """A list of all accounts with kind and state; the text counts them."""
    names = h.rng.sample(_ACCOUNTS, 12)
    kinds = [h.rng.choice(("微信公众号", "微博", "抖音号")) for _ in names]
    kinds[0], kinds[1], kinds[2] = "微信公众号", "微博", "抖音号"
    states = [h.rng.choice(("正常运行", "正常运行", "注销关停", "暂停更新")) for _ in names]
    states[0], states[1], states[2] = "正常运行", "注销关停", "暂停更新"
    rows: list[Row] = [_cells("序号", "账号名称", "平台", "主办单位", "运行状态")]
    units = h.rng.sample(_BUREAUS, 12)
    for k, name in enumerate(names):
        rows.append(
            _cells(k + 1, name, kinds[k], units[k], h.pick("state", states[k], "注销关停") if k == 0 else states[k])
        )
    said = "、".join(f"{kind}{h.n(f'kind{kind}', kinds.count(kind))}个" for kind in ("微信公众号", "微博", "抖音号"))
    return (
        "关于全县政务新媒体账号清理整合情况的通报",
        "各乡镇，县直各单位：",
        f"截至2022年6月30日，全县登记备案政务新媒体{h.n('whole', 12)}个，按平台分，{said}；按状态分，正常运行"
        f"{h.n('running', states.count('正常运行'))}个、注销关停{h.n('closed', states.count('注销关停'))}个、暂停更新{states.count('暂停更新')}个。",
        f"暂停更新的{states.count('暂停更新')}个账号要在7月20日前恢复更新或申请注销。",
        f"正常运行的账号占{h.pct('share', states.count('正常运行'), 12)}。",
        "县委网信办　县政府办公室",
        h.pick("date", "2022年7月5日", "2022年6月5日"),
        "附件",
        "全县政务新媒体账号清单",
        tuple(rows),
    )


def wrong_words(h: Hand) -> Sequence[Part]:
    """Wrong words found on sites: grave ones, by site, mended."""
    sites = h.rng.sample([f"市{one}网站" for one in _BUREAUS], 5)
    counts = sorted((h(8, 60) for _ in sites), reverse=True)
    total = sum(counts)
    grave = h(3, 9)
    mended = total - h(2, 7)
    return (
        "关于第三季度政府网站错敏信息监测情况的通报",
        "市政府各部门：",
        f"第三季度共扫描网页{h(200, 900)}万余个，发现疑似错敏信息{h.n('total', total)}处，涉及{h.n('sites', 5)}个网站，其中严重表述错误"
        f"{h.pick('grave', str(grave), str(total + 8))}处，占{h.pct('share', grave, total)}。",
        f"按网站统计，{'，'.join(f'{s}{c}处' for s, c in zip(sites, counts, strict=True))}。",
        f"其中问题最多的{h.pick('most', sites[0], sites[3])}占比{h.pct('first', counts[0], total)}。",
        f"截至9月28日，已整改{h.n('mended', mended)}处，剩余{total - mended}处，整改完成率为{h.pct('rate', mended, total)}。",
        "平均每个网站" + h.pick("mean", f"{total / 5:.1f}", f"{total / 5 + 3.2:.1f}") + "处。",
        "市政府办公室",
        "2023年10月9日",
    )


def budgets(h: Hand) -> Sequence[Part]:
    """Who has published its budget and who not; in time and late; by level."""
    owing, late = h(2, 4), h(3, 6)
    bureaus, towns = h(36, 52), h(10, 16)
    whole = bureaus + towns
    done = whole - owing
    names = h.rng.sample(_BUREAUS, owing)
    tardy = h.rng.sample([one for one in _BUREAUS if one not in names], late)
    return (
        "关于2023年部门预算公开情况的通报",
        "县直各预算单位，各乡镇：",
        f"按规定，2023年应公开部门预算的单位{h.n('whole', whole)}个，包括县直部门{bureaus}个、乡镇{towns}个。截至3月10日，已公开"
        f"{h.n('done', done)}个，公开率{h.pct('rate', done, whole)}。",
        f"其中，按时公开{h.n('ontime', done - late)}个，逾期公开{late}个（{'、'.join(h.some('tardy', tardy))}）；未公开{h.n('owing', owing)}个，"
        f"为{'和'.join(names) if owing == 2 else '、'.join(names)}。",
        f"公开内容不完整的单位7家，其中缺少“三公”经费说明的{h.n('lack', 4)}家，缺少绩效目标的3家。",
        f"请未公开的单位于{h.pick('due', '2023年3月20日', '2023年2月20日')}前公开，逾期将第二次通报。",
        "县财政局",
        "2023年3月13日",
    )


_ALL: tuple[Written, ...] = (
    province_check, platforms_of, prefecture, monthly_halves, faultless, adopted_scores, by_carrier, site_yearly,
    yearly_2021, report_2008, recheck, city_over_counties, letters, torn_columns, merged_units, dated, scored, own_check,
    interpreted, brought_together, cards, four_quarters, ledger_of_accounts, wrong_words, budgets,
)  # fmt: skip
STRANGERS: dict[str, Written] = {one.__name__: one for one in _ALL}


def strangers(style: str, seed: int, fault: str = "") -> Paper:
    """One paper; the same seed gives the same paper apart from the fault."""
    return Paper(tuple(STRANGERS[style](Hand(random.Random(f"{style}{seed}"), fault))))


def faults_of(styles: dict[str, Written]) -> tuple[Fault, ...]:
    """Every fault that the papers can hold."""
    told = []
    for style, write in styles.items():
        hand = Hand(random.Random(f"{style}0"))
        write(hand)
        told += [Fault(style, name, ()) for name in dict.fromkeys(hand.names)]
    return tuple(told)


STRANGERS_FAULTS = faults_of(STRANGERS)
