"""A fourth set of papers: habits of wording and layout that the first three do not have, and decoys beside them."""

import random
from collections.abc import Callable

from tests.opened_papers import Merged, Paper, Row
from tests.verify_drafts import COUNTIES, TOWNS, Fault, Pen
from tests.verify_published import cells, rate, shorts, split, wrong_rate

_DECOYS = (
    "截至月末，平台注册用户达12.6万人，较年初净增8400余人。",
    "个别单位信息滞后5—7个工作日，最长的达43天。",
    "对照指标，超过10个栏目长期不更新即判定为不合格，本次未发现此类情况。",
    "上一季度全县共更新286条，其中部门214条。",
    "县财政安排运维经费48万元，已支付70%以上。",
    "会同第三方机构抽取近百个页面，错别字整改率由92.3%升至97%。",
    "咨询电话：0932-6121234，工作日8:30至18:00有人接听。",
    "全年组织集中培训3期共150余人次，比上年多1期。",
    "按照每季度不少于3条、每月至少1条的要求，多数单位能够落实。",
    "去年同期发布412条，前年同期发布398条。",
)


def decoys(pen: Pen) -> str:
    """Figures that belong to nothing else in the paper."""
    return pen.text("".join(pen.rng.sample(_DECOYS, 3)))


def brackets(pen: Pen) -> Paper:
    """A season's census: kinds of accounts, each with a bracket of two groups; the rate against the season before."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    own, below = rng.randint(12, 30), rng.randint(6, 14)
    kinds = [
        (rng.randint(20, 60), rng.randint(60, 170)),
        (rng.randint(9, 30), rng.randint(10, 40)),
        (rng.randint(2, 9), 0),
    ]
    whole = sum(map(sum, kinds))
    bad = rng.randint(6, 30)
    now, before = round((whole - bad) * 100 / whole, 1), round(rng.uniform(70, 84), 1)
    points = round(now - before, 1) + (1.4 if pen.bad("points") else 0)
    names = ("微信公众号", "新浪微博", "今日头条号")
    told = "；".join(
        f"{name}{a + b}个（市直单位{a + (3 if pen.bad('bracket') and k == 0 else 0)}个"
        + (f"，县区{b}个）" if b else "）")
        for k, (name, (a, b)) in enumerate(zip(names, kinds, strict=True))
    )
    return Paper(
        (
            f"{county[:-1]}市2022年第三季度政府网站与政务新媒体检查情况",
            pen.text(
                f"一、政府网站。检查范围为在报送系统中正常运行的网站，共{pen.off(own + below, 'sites')}家，"
                f"其中市直部门网站{own}家，"
                f"县（市、区）门户网站{below}家，本季度全部检查，合格率为100%。"
            ),
            pen.text(f"二、政务新媒体。检查范围为全市政府系统账号，共{pen.n(pen.off(whole, 'kinds'))}个，其中{told}。"),
            pen.text(
                f"本季度共检查{whole}个，不合格{pen.off(bad, 'failed')}个，合格率为{now}%，"
                f"较上季度的{before}%提高{points:.1f}个百分点。"
            ),
            decoys(pen),
            "2022年10月11日",
        )
    )


def sampled(pen: Pen) -> Paper:
    """So many of so many looked at, a share of it, the failed ones in a list, a table by place with none looked at."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    towns = rng.sample(TOWNS, 7)
    seen = [rng.randint(8, 40) for _ in towns]
    seen[3] = 0
    failed = [0, 2, 0, 0, 1, 0, rng.randint(1, 3)]
    all_seen, all_failed = sum(seen), sum(failed)
    running = all_seen + rng.randint(20, 90)
    spoilt = list(failed)
    if pen.bad("cell"):
        spoilt[1] += 1
    rows: list[list[object]] = []
    for k, town in enumerate(towns):
        passed = f"{rate(seen[k] - failed[k], seen[k], 2)}%" if seen[k] else "—"
        if pen.bad("rowrate") and k == 6:
            passed = f"{(seen[k] - failed[k]) * 100 / seen[k] - 4.1:.2f}%"
        rows.append([k + 1, town, seen[k] or "—", (spoilt[k] or "—") if seen[k] else "—", passed])
    sites = [
        f"{county}{name}网"
        for name in rng.sample(("教育信息", "水务", "民政", "审计", "农经", "林业", "粮食"), all_failed)
    ]
    return Paper(
        (
            f"关于{county}2019年第二次政府网站抽查情况的通报",
            pen.text(
                f"5月中旬，县政府办对全县运行中的{pen.n(running)}家政府网站中的{pen.n(all_seen)}家进行了抽查，"
                "抽查比例为"
                f"{wrong_rate(pen, 'share', all_seen, running, 1)}%。"
                f"抽查发现不合格网站{pen.off(all_failed, 'failed')}家，"
                f"抽查合格率{wrong_rate(pen, 'passed', all_seen - all_failed, all_seen, 2)}%。"
            ),
            decoys(pen),
            "附件：1.各乡镇抽查情况表",
            "2.不合格网站名单",
            f"{county}人民政府办公室",
            "2019年6月3日",
            "附件1",
            "各乡镇抽查情况表",
            cells(
                ("序号", "乡镇", "抽查数", "不合格数", "合格率"),
                *rows,
                ("", "合计", all_seen, all_failed, f"{rate(all_seen - all_failed, all_seen, 2)}%"),
            ),
            "附件2",
            "不合格网站名单",
            cells(
                ("序号", "网站名称", "主要问题"),
                *(
                    (n, site, rng.choice(("首页长期不更新", "多个栏目为空白")))
                    for n, site in enumerate(sites[1:] if pen.bad("site") else sites, 1)
                ),
            ),
        )
    )


def board(pen: Pen) -> Paper:
    """A month of messages by who got them and by kind, what is open, and two tables under the same heads."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units, towns = shorts(pen, 8), rng.sample(TOWNS, 6)
    a, b = [rng.randint(20, 300) for _ in units], [rng.randint(10, 200) for _ in towns]
    open_a = [1 if k in (2, 5) else 0 for k in range(8)]
    open_b = [2 if k == 1 else 0 for k in range(6)]
    whole, left = sum(a) + sum(b), sum(open_a) + sum(open_b)
    asks = split(pen, whole, 3)

    def table(names: list[str], got: list[int], left: list[int], key: str) -> tuple[Row, ...]:
        done = [g - o for g, o in zip(got, left, strict=True)]
        rows = [[n, u, g, d, f"{rate(d, g, 2)}%"] for n, (u, g, d) in enumerate(zip(names, got, done, strict=True), 1)]
        if pen.bad(f"{key}cell"):
            rows[1][2] = got[1] + 30
        if pen.bad(f"{key}rate"):
            rows[1][4] = f"{done[1] * 100 / got[1] - 6.2:.2f}%"
        whole = pen.off(sum(got), f"{key}sum")
        return cells(
            ("序号", "单位", "留言数", "答复数", "答复率"),
            *rows,
            (Merged("合计", columns=2), whole, sum(done), f"{rate(sum(done), sum(got), 2)}%"),
        )

    return Paper(
        (
            f"{county}2021年11月份“政府信箱”网民留言处理答复情况通报",
            pen.text(
                f"11月份，“政府信箱”共收到网民留言{pen.n(pen.off(whole, 'whole'))}条，"
                f"县政府各部门收到{pen.n(sum(a))}条，"
                f"各乡镇收到{pen.n(sum(b))}条，其中咨询类留言{asks[0]}条、投诉类留言{pen.off(asks[1], 'kind')}条、"
                f"建言献策类留言{asks[2]}条。各级各部门处理答复{pen.n(pen.off(whole - left, 'answered'))}条，"
                f"还有{left}条正在处理中，"
                f"处理答复率{wrong_rate(pen, 'rate', whole - left, whole, 2)}%（具体情况详见附件）。"
            ),
            decoys(pen),
            "2021年12月14日",
            "附件1：11月份部门处理答复情况表",
            table(units, a, open_a, "one"),
            "附件2：11月份乡镇处理答复情况表",
            table(towns, b, open_b, "two"),
            "备注：留言数为各单位收到公众有效留言的总数；答复率为答复数与留言数的百分比；数据统计截止2021年12月8日。",
        )
    )


def motions(pen: Pen) -> Paper:
    """Proposals and suggestions, by leading and helping unit; classes A to D with their shares; who was content."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    led, helped = rng.randint(60, 120), rng.randint(5, 30)
    joint = rng.randint(10, 40)
    other = rng.randint(50, 90)
    classes = split(pen, joint + other, 4)
    content = rng.randint(2, 9)
    shares = [rate(n, sum(classes), 2) for n in classes]
    if pen.bad("share"):
        shares[1] = f"{classes[1] * 100 / sum(classes) + 3.3:.2f}"
    told = "；".join(
        f"{why}的（{letter}类）{n + (4 if pen.bad('class') and letter == 'C' else 0)}件，占提案总数的{share}%"
        for why, letter, n, share in zip(
            ("已经解决或基本解决", "正在解决或已着手解决", "列入规划逐步解决", "留作参考"),
            "ABCD",
            classes,
            shares,
            strict=True,
        )
    )
    return Paper(
        (
            f"{county}2023年建议提案办理工作总体情况",
            pen.text(
                f"县十九届人大三次会议以来，由政府系统承办的代表建议共{pen.off(led + helped, 'advice')}件，其中："
                f"主办建议{led}件，"
                f"协办建议{helped}件；县政协十届三次会议提案共计{pen.off(joint + other, 'motions')}件，其中："
                f"集体提案{joint}件，"
                f"委员个人和联名提案{other}件。以上件分别交由78家单位承办，其中涉及主办单位31家。"
            ),
            pen.text(f"从提案办理结果看，{told}。"),
            pen.text(
                f"从反馈意见看，委员满意率为100%（满意{pen.off(joint + other - content, 'content')}件，"
                f"基本满意{content}件）。"
            ),
            decoys(pen),
            "2023年12月5日",
        )
    )


def mailbox(pen: Pen) -> Paper:
    """A leader's mailbox: valid and void letters, types as shares of the valid ones, the five largest fields of all."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    valid, void = rng.randint(380, 620), rng.randint(30, 80)
    kinds = sorted(split(pen, valid, 4), reverse=True)
    shares = [rate(n, valid, 2) for n in kinds]
    if pen.bad("share"):
        shares[2] = f"{kinds[2] * 100 / valid + 2.7:.2f}"
    fields = sorted(split(pen, valid * 7 // 10, 5), reverse=True)
    parts = [rate(n, valid, 2) for n in fields]
    if pen.bad("field"):
        parts[3] = f"{fields[3] * 100 / valid + 5:.2f}"
    told = "；".join(
        f"{name}{n + (6 if pen.bad('kind') and k == 1 else 0)}件，占总量的{share}%"
        for k, (name, n, share) in enumerate(zip(("投诉类", "咨询类", "建议类", "求助类"), kinds, shares, strict=True))
    )
    most = "；".join(
        f"{name}类信件共{n}件，占全县总量的{share}%"
        for name, n, share in zip(
            ("规划建设", "社会保障", "社会治安", "金融财经", "科教文体"), fields, parts, strict=True
        )
    )
    return Paper(
        (
            f"{county}第三季度“县长信箱”来信办理情况",
            pen.text(
                f"第三季度，门户网站“县长信箱”共收到群众来信{pen.n(pen.off(valid + void, 'got'))}件，"
                f"其中受理有效信件{pen.n(valid)}件，"
                f"无效重复信件{void}件；按期办结率97.18%，满意率98.98%。"
            ),
            pen.text(f"从诉求类型来看，四个类型的占比是：{told}。"),
            pen.text(f"从诉求类别来看，排名前五的类别如下：{most}。"),
            decoys(pen),
            "2020年10月15日",
        )
    )


def large(pen: Pen) -> Paper:
    """Numbers in 万; what is done and what is open; kinds as bare shares; the province's own and the cities'."""
    rng = pen.rng
    done, left = rng.randint(900, 1500), rng.randint(120, 300)
    whole = (done + left + (25 if pen.bad("whole") else 0)) / 10
    own_done, own_left = rng.randint(20000, 60000), rng.randint(500, 3000)
    cut = sorted(rng.sample(range(100, 9000), 4))
    shares = [y - x for x, y in zip([0, *cut], [*cut, 10000], strict=True)]
    if pen.bad("shares"):
        shares[0] += 450
    told = "、".join(
        f"{name}占{share / 100:.2f}%"
        for name, share in zip(("咨询类", "投诉举报类", "求助类", "建议类", "表扬类"), shares, strict=True)
    )
    return Paper(
        (
            "2023年7月群众诉求情况分析通报",
            pen.text(
                f"7月，全省热线共受理诉求{whole:.1f}万件，环比上升17.42%，办结{done / 10:.1f}万件，"
                f"正在办理中{left / 10:.1f}万件，"
                f"超期率0.01%。"
            ),
            pen.text(
                f"省级热线共受理诉求{pen.n(pen.off(own_done + own_left, 'own'))}件，办结{pen.n(own_done)}件，"
                f"正在办理中{pen.n(own_left)}件。从诉求类型来看，{told}。"
            ),
            "接听总时长逾3.2万小时，单日最高话务量近1.1万通。",
            decoys(pen),
            "2023年8月4日",
        )
    )


def calls(pen: Pen) -> Paper:
    """A hotline's month: against the one before, fields by share, channels in a chain, what waits for next month."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kinds = sorted(split(pen, rng.randint(2600, 4200), 5), reverse=True)
    whole = sum(kinds)
    fewer = rng.randint(30, 90)
    drop = fewer * 100 / (whole + fewer) + (1.9 if pen.bad("drop") else 0)
    told = "；".join(
        f"{name}{n}件，占比率达"
        + (f"{n * 100 / whole + 4.4:.2f}%" if pen.bad("share") and k == 0 else f"{rate(n, whole, 2)}%")
        for k, (name, n) in enumerate(zip(("投诉类", "举报类", "求助类", "建议类", "咨询类"), kinds, strict=True))
    )
    letters = [rng.randint(4, 90) for _ in range(6)]
    where = "，".join(
        f"{name}{n}件"
        for name, n in zip(
            (
                "省长信箱转派工单",
                "书记市长信箱信件",
                "书记县长信箱信件",
                "中国政府网转派工单",
                "湘事办转派工单",
                "政协云转派工单",
            ),
            letters,
            strict=True,
        )
    )
    wait = rng.randint(120, 260)
    solved, not_solved = split(pen, whole - wait, 2)
    if solved < not_solved:
        solved, not_solved = not_solved, solved
    return Paper(
        (
            f"{county}热线2025年5月工单情况通报",
            pen.text(
                f"5月，共接收工单{pen.n(pen.off(whole, 'whole'))}件，较上期相比减少{fewer}件，环比下降{drop:.2f}%。"
                f"其中：{told}。"
            ),
            pen.text(f"热线共受理非话务渠道诉求{pen.off(sum(letters), 'letters')}件，其中，{where}。"),
            pen.text(
                f"本月各成员单位办结工单共{pen.n(whole - wait)}件（限期内{pen.off(wait, 'wait')}件工单至下月办结），"
                f"已解决{solved}件，未解决{pen.off(not_solved, 'unsolved')}件，解决率"
                f"{wrong_rate(pen, 'rate', solved, whole - wait, 2)}%，环比上升2.12%。"
            ),
            decoys(pen),
            "2025年6月10日",
        )
    )


def scored(pen: Pen) -> Paper:
    """Items sent and used, with points: two rows of heads, sections inside the table, nobody's total; none sent."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    towns, units = rng.sample(TOWNS, 6), shorts(pen, 9)
    silent = set(rng.sample(units, 3))
    sent = {u: 0 if u in silent else rng.randint(1, 25) for u in (*towns, *units)}
    used = {
        u: [min(n, rng.randint(0, 4)), rng.randint(0, 2) if n else 0, rng.randint(0, 1) if n else 0]
        for u, n in sent.items()
    }
    for u, n in sent.items():
        if sum(used[u]) > n:
            used[u] = [n, 0, 0]
    points = {u: used[u][0] * 2 + used[u][1] * 5 + used[u][2] * 10 for u in sent}

    def row(unit: str, *, spoil: bool = False) -> list[object]:
        a, b, c = used[unit]
        return [unit, sent[unit] + (7 if spoil else 0), a or "", b or "", c or "", a + b + c, points[unit]]

    whole, taken = sum(sent.values()), sum(sum(n) for n in used.values())
    best = sorted(sent, key=lambda u: -points[u])[:3]
    named = [u for u in units if u in silent]
    size = len(named) + (1 if pen.bad("silent") else 0)
    return Paper(
        (
            f"{county}人民政府办公室关于2018年1—2月份政务信息报送采用情况的通报",
            "各乡镇人民政府，县直各部门：",
            pen.text(
                f"1—2月份，县政府办公室共收到各单位报送的政务信息{pen.n(pen.off(whole, 'whole'))}条、采用"
                f"{pen.n(pen.off(taken, 'taken'))}条，采用率{wrong_rate(pen, 'rate', taken, whole)}%。"
            ),
            pen.text(
                f"存在“零报送”问题的有{'、'.join(named)}等{size}个单位。"
                f"得分靠前的是{'、'.join(f'{u}（{points[u]}分）' for u in best)}。"
            ),
            decoys(pen),
            "2018年3月6日",
            "附件：2018年1—2月份政务信息报送及采用情况统计表",
            (
                (
                    Merged("单位", rows=2),
                    Merged("报送条数", rows=2),
                    Merged("采用条数", columns=4),
                    Merged("得分", rows=2),
                ),
                ("县级", "市级", "省级", "小计"),
                (Merged("（一）乡镇", columns=7),),
                *cells(*(row(u, spoil=pen.bad("cell") and k == 1) for k, u in enumerate(towns))),
                (Merged("（二）县直部门", columns=7),),
                *cells(*(row(u) for u in units)),
                *cells(
                    (
                        "总计",
                        whole,
                        *(sum(used[u][k] for u in sent) for k in range(3)),
                        taken + (3 if pen.bad("sum") else 0),
                        sum(points.values()),
                    )
                ),
            ),
        )
    )


def levels(pen: Pen) -> Paper:
    """Sites by level in one long sentence, and parts of a part of a part."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    sites = [rng.randint(9, 40), 1, rng.randint(40, 90), rng.randint(6, 14), rng.randint(100, 400)]
    inner = split(pen, rng.randint(2000, 6000), 3)
    deep = split(pen, inner[2], 3)
    core = split(pen, deep[0], 2) if deep[0] > 4 else [deep[0], 0]
    names = ("市直单位及其内设、派出机构网站", "市级门户网站", "市级部门网站", "县级门户网站", "县级以下网站")
    return Paper(
        (
            f"{county[:-1]}市2018年第一季度政府网站抽查情况通报",
            pen.text(
                f"（一）总体情况。第一季度，全市正在运行的政府网站{pen.n(pen.off(sum(sites), 'sites'))}家。其中，"
                + "，".join(f"{name}{n}家" for name, n in zip(names, sites, strict=True))
                + "。"
            ),
            pen.text(
                f"（二）信息发布情况。全市通过各类平台发布信息{pen.n(pen.off(sum(inner), 'outer'))}条，"
                f"其中门户网站{inner[0]}条，"
                f"部门网站{inner[1]}条，政务新媒体{inner[2]}条（其中微信{pen.off(deep[0], 'inner')}条、"
                f"微博{deep[1]}条、"
                f"客户端{deep[2]}条）。微信公众号发布的{deep[0]}条中，转载{core[0]}条、"
                f"原创{pen.off(core[1], 'core')}条。"
            ),
            pen.text("第二季度将对不低于30%的网站开展抽查，抽查结果与上季度的91%、去年同期的88%作比较。"),
            decoys(pen),
            "2018年4月20日",
        )
    )


def cleared(pen: Pen) -> Paper:
    """Accounts before and after a clearing: closed, merged and kept; the kept ones by kind; a share in words."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    closed, merged, kept = (
        rng.randint(60, 150),
        rng.randint(20, 60),
        [rng.randint(20, 60), rng.randint(5, 20), rng.randint(2, 9)],
    )
    before = closed + merged + sum(kept)
    small = rng.randint(before // 2, before * 2 // 3)
    return Paper(
        (
            f"关于{county}政务新媒体清理整合情况的通报",
            pen.text(
                f"清理前，各单位共开设政务新媒体账号{pen.n(pen.off(before, 'before'))}个，此次关停注销{closed}个，"
                f"归并整合{merged}个，"
                f"保留{pen.off(sum(kept), 'kept')}个。"
            ),
            pen.text(
                f"保留的{sum(kept)}个账号中，微信公众号{kept[0]}个、政务微博{kept[1]}个、"
                f"短视频号{pen.off(kept[2], 'kind')}个，"
                f"全部完成备案。"
            ),
            pen.text(
                f"清理前的{before}个账号中，粉丝数1000以下的{small}个，占{wrong_rate(pen, 'share', small, before)}%；"
                f"一年以上未更新的约20个。"
            ),
            decoys(pen),
            f"{county}人民政府办公室",
            "2019年5月28日",
        )
    )


def first_years(pen: Pen) -> Paper:
    """A yearly report of 2009: classes with shares, three ways to ask, what was answered, visits in brackets."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kinds = split(pen, rng.randint(900, 2600), 4)
    whole = sum(kinds)
    ways = [rng.randint(5, 30), rng.randint(20, 60), rng.randint(2, 9)]
    asked = sum(ways)
    given, partly = rng.randint(asked // 2, asked - 9), rng.randint(1, 3)
    refused = rng.randint(1, 3)
    absent = asked - given - partly - refused
    visits = [rng.randint(40, 300), rng.randint(90, 900), rng.randint(10, 80)]
    shares = [rate(n, whole, 2) for n in kinds]
    if pen.bad("share"):
        shares[0] = f"{kinds[0] * 100 / whole + 7:.2f}"
    told = "；".join(
        f"{name}的信息{n}条，占总体的比例为{share}%"
        for name, n, share in zip(("机构职能类", "政策法规类", "规划计划类", "业务类"), kinds, shares, strict=True)
    )
    return Paper(
        (
            f"{county}2009年政府信息公开工作年度报告",
            "本报告由概述、主动公开情况、依申请公开情况、咨询情况、复议诉讼情况、存在问题六个部分组成，"
            "统计期限自2009年1月1日起至2009年12月31日止。",
            "一、主动公开政府信息的情况",
            pen.text(
                f"全年主动公开政府信息{pen.n(pen.off(whole, 'whole'))}条，全文电子化率达90.3%。在主动公开的信息中，"
                f"{told}。"
            ),
            "二、依申请公开情况",
            pen.text(
                f"全年共收到公开申请{pen.off(asked, 'asked')}件，其中当面申请{ways[0]}件，"
                f"以网上提交表单形式申请{ways[1]}件，"
                f"以信函形式申请{ways[2]}件。"
            ),
            pen.text(
                f"在已经答复的{asked}件申请中，“同意公开”答复{given}件，"
                f"占总数的{wrong_rate(pen, 'given', given, asked)}%；"
                f"“同意部分公开”答复{partly}件；“不予公开”答复{refused}件；"
                f"“信息不存在”答复{pen.off(absent, 'absent')}件。"
            ),
            "三、咨询情况",
            pen.text(
                f"全年共接受公民、法人及其他组织咨询{pen.n(pen.off(sum(visits), 'visits'))}人次，其中，"
                f"现场咨询{visits[0]}人次，"
                f"电话咨询{visits[1]}人次，网上咨询{visits[2]}人次。"
            ),
            decoys(pen),
            f"{county}人民政府办公室",
            "2010年3月15日",
        )
    )


def form_in_lines(pen: Pen) -> Paper:
    """The statistics of 2014 in two columns side by side, as some offices print them, with the text above."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    ways = [rng.randint(100, 900) for _ in range(4)]
    asked = [rng.randint(2, 9), rng.randint(5, 40), rng.randint(1, 5)]
    given, partly = rng.randint(1, sum(asked) - 5), 2
    refused = [1, 1]
    other = sum(asked) - given - partly - sum(refused)
    left: list[list[object]] = [
        ["一、主动公开情况", "——", "——"],
        ["（一）主动公开政府信息数", "条", sum(ways) - 3],
        ["（二）通过不同渠道公开的情况", "——", "——"],
        ["1.政府公报公开数", "条", ways[0]],
        ["2.政府网站公开数", "条", ways[1]],
        ["3.政务微博公开数", "条", ways[2]],
        ["4.其他方式公开数", "条", ways[3]],
        ["二、依申请公开情况", "——", "——"],
        ["（一）收到申请数", "件", pen.off(sum(asked), "asked")],
        ["1.当面申请数", "件", asked[0]],
        ["2.网络申请数", "件", asked[1]],
        ["3.信函申请数", "件", asked[2]],
        ["（二）申请办结数", "件", sum(asked)],
        ["1.按时办结数", "件", pen.off(sum(asked) - 1, "intime")],
        ["2.延期办结数", "件", 1],
        ["（三）申请答复数", "件", sum(asked)],
        ["1.属于已主动公开范围数", "件", pen.off(other, "known")],
        ["2.同意公开答复数", "件", given],
        ["3.同意部分公开答复数", "件", partly],
        ["4.不同意公开答复数", "件", pen.off(sum(refused), "refused")],
        ["其中：涉及国家秘密", "件", refused[0]],
        ["涉及个人隐私", "件", refused[1]],
    ]
    return Paper(
        (
            f"{county}教育局2015年政府信息公开工作年度报告",
            pen.text(
                f"2015年，我局受理政府信息公开申请{sum(asked)}件，其中当面申请{asked[0]}件，"
                f"网络申请{pen.off(asked[1], 'text')}件，"
                f"信函申请{asked[2]}件，均已答复。"
            ),
            decoys(pen),
            "2016年2月26日",
            "政府信息公开情况统计表",
            "（2015年度）",
            "填报单位（盖章）：县教育局",
            cells(("统计指标", "单位", "统计数"), *left),
            "单位负责人：王某  审核人：李某  填报人：赵某  联系电话：0936-8212345",
        )
    )


_OUTCOMES = (
    ("（一）予以公开",),
    ("（二）部分公开",),
    ("（三）不予公开", "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"),
    ("（四）无法提供", "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ("（五）不予处理", "1.信访举报投诉类申请", "2.重复申请"),
    ("（六）其他处理", "1.申请人无正当理由逾期不补正", "2.其他"),
)


def yearly(pen: Pen) -> Paper:
    """The report of 2022: its text names natural and legal persons, its form counts them, heads twice in the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    lines = [(group[0], line) for group in _OUTCOMES for line in (group[1:] or ("",))]
    people = [rng.choice((0, 0, 1, 2, 6)) for _ in lines]
    firms = [rng.choice((0, 0, 0, 1)) for _ in lines]
    people[0] += 8
    over = [rng.randint(1, 3), 0]
    old = [rng.randint(0, 2), 1]
    done = [sum(people), sum(firms)]
    new = [done[0] + over[0] - old[0], max(0, done[1] + over[1] - old[1])]
    old[1] = done[1] + over[1] - new[1]

    def row(label: Row, a: int, b: int, off: int = 0) -> Row:
        return (*label, str(a), str(b), "0", "0", "0", "0", str(a + b + off))

    column, later = 3 if pen.bad("column") else 0, 1 if pen.bad("over") else 0
    body: list[Row] = []
    for group in _OUTCOMES:
        for k, line in enumerate(group[1:] or ("",)):
            index = lines.index((group[0], line))
            off = 2 if pen.bad("row") and index == 6 else 0
            lead = (Merged("三、本年度办理结果", rows=len(lines) + 1),) if index == 0 else ()
            head: Row = (
                (Merged(group[0], columns=2),) if len(group) == 1 else (Merged(group[0], rows=len(group) - 1), line)
            )
            body.append(row((*lead, *(head if k == 0 else (line,))), people[index], firms[index], off))
    return Paper(
        (
            f"{county}2022年政府信息公开工作年度报告",
            "一、总体情况",
            pen.text(
                f"2022年新收政府信息公开申请{pen.off(sum(new), 'new')}件，其中自然人{pen.off(new[0], 'people')}件、"
                f"法人或其他组织{new[1]}件，"
                f"上年结转{sum(old)}件；办结{pen.off(sum(done), 'done')}件，结转下年度继续办理{sum(over)}件。"
            ),
            decoys(pen),
            "二、主动公开政府信息情况",
            "详见附表。",
            "三、收到和处理政府信息公开申请情况",
            (
                (Merged("（第一项加第二项等于其余两项之和）", rows=3, columns=3), Merged("申请人情况", columns=7)),
                (Merged("自然人", rows=2), Merged("法人或其他组织", columns=5), Merged("总计", rows=2)),
                ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
                row((Merged("一、本年新收政府信息公开申请数量", columns=3),), *new),
                row((Merged("二、上年结转政府信息公开申请数量", columns=3),), *old),
                *body,
                row((Merged("（七）总计", columns=2),), done[0] + column, done[1], column),
                row((Merged("四、结转下年度继续办理", columns=3),), over[0] + later, over[1], later),
            ),
            "四、存在的主要问题及改进情况",
            "公开的主动性有待提高。",
            "2023年1月20日",
        )
    )  # fmt: skip


def cumulative(pen: Pen) -> Paper:
    """This season's and the year's numbers side by side in text and table, ranks, and a mean."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [*shorts(pen, 9), *rng.sample(TOWNS, 5)]
    now = {u: rng.randint(2, 40) for u in units}
    year = {u: now[u] + rng.randint(5, 80) for u in units}
    order = sorted(units, key=lambda u: -now[u])
    last = order[-1]
    spoilt = dict(now)
    if pen.bad("cell"):
        spoilt[order[1]] += 4
    mean = sum(now.values()) / len(units)
    return Paper(
        (
            f"{county}关于2022年第三季度信息公开栏目维护情况的通报",
            pen.text(
                f"第三季度，{len(units)}个单位共发布信息{pen.n(pen.off(sum(now.values()), 'now'))}条，平均每个单位"
                f"{mean + (3 if pen.bad('mean') else 0):.1f}条；"
                f"1至9月累计发布{pen.n(pen.off(sum(year.values()), 'year'))}条。"
            ),
            pen.text(
                f"本季度发布最多的是{order[0]}，共{pen.off(now[order[0]], 'most')}条；最少的是{last}，仅{now[last]}条。"
                f"累计发布最多的是{max(units, key=lambda u: year[u])}，达{max(year.values())}条。"
            ),
            decoys(pen),
            f"{county}人民政府办公室",
            "2022年10月13日",
            "第三季度栏目维护情况统计表（单位：条）",
            cells(
                ("名次", "单位", "本季度发布数", "1至9月累计发布数", "备注"),
                *((n, u, spoilt[u], year[u], "") for n, u in enumerate(order, 1)),
                ("", "合计", sum(now.values()) + (5 if pen.bad("sum") else 0), sum(year.values()), ""),
            ),
        )
    )


def planned(pen: Pen) -> Paper:
    """Tasks planned and done, those not done named, rates by unit in the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = shorts(pen, 8)
    plan = [rng.randint(5, 20) for _ in units]
    left = [0] * 8
    late = sorted(rng.sample(range(8), 3))
    for k in late:
        left[k] = rng.randint(1, 3)
    done = [p - m for p, m in zip(plan, left, strict=True)]
    rows = [[u, p, d, f"{rate(d, p)}%"] for u, p, d in zip(units, plan, done, strict=True)]
    if pen.bad("cell"):
        rows[late[0]][2] = plan[late[0]] + 2
    if pen.bad("rowrate"):
        rows[late[1]][3] = f"{done[late[1]] * 100 / plan[late[1]] + 5.5:.1f}%"
    named = [units[k] for k in late]
    number = len(named) + (1 if pen.bad("named") else 0)
    return Paper(
        (
            f"{county}2021年政务公开要点落实情况通报",
            pen.text(
                f"年初计划公开事项{pen.n(sum(plan))}项，截至11月底已完成{pen.n(pen.off(sum(done), 'done'))}项，完成率"
                f"{wrong_rate(pen, 'rate', sum(done), sum(plan))}%，尚有{pen.off(sum(left), 'left')}项未完成。"
            ),
            pen.text(f"未按计划完成的单位有{number}个，即{'、'.join(named)}。"),
            decoys(pen),
            "2021年12月9日",
            "要点落实情况表",
            cells(
                ("责任单位", "计划公开事项数", "完成事项数", "完成率"),
                *rows,
                ("总计", sum(plan), sum(done), f"{rate(sum(done), sum(plan))}%"),
            ),
            "注：完成率＝完成事项数÷计划公开事项数×100%。",
        )
    )


def grouped(pen: Pen) -> Paper:
    """The total in the first row, groups in merged cells with their subtotals behind, notes below the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    groups = {"党群部门": shorts(pen, 3), "政府部门": [], "乡镇": rng.sample(TOWNS, 5)}
    groups["政府部门"] = [u for u in shorts(pen, 11) if u not in groups["党群部门"]][:6]
    count = {u: (rng.randint(0, 30), rng.randint(0, 9)) for us in groups.values() for u in us}
    whole = [sum(c[k] for c in count.values()) for k in (0, 1)]
    rows: list[Row] = []
    for name, units in groups.items():
        sums = [sum(count[u][k] for u in units) for k in (0, 1)]
        if pen.bad("sub") and name == "政府部门":
            sums[0] += 4
        body = [[u, *count[u]] for u in units]
        if pen.bad("cell") and name == "乡镇":
            body[2][1] = count[units[2]][0] + 11
        first, *rest = cells(*body)
        rows += [(Merged(name, rows=len(units) + 1), *first), *rest, *cells(("小计", *sums))]
    parts = {name: sum(count[u][0] for u in units) for name, units in groups.items()}
    told = "、".join(f"{name}{pen.off(n, 'group') if name == '乡镇' else n}条" for name, n in parts.items())
    return Paper(
        (
            f"{county}2020年上半年信息公开目录更新情况通报",
            pen.text(
                f"上半年，全县共更新目录信息{pen.n(pen.off(whole[0], 'whole'))}条，其中{told}；更正信息{whole[1]}条。"
            ),
            decoys(pen),
            "2020年7月14日",
            "附件：上半年目录更新统计表",
            (
                *cells(("类别", "单位", "更新条数", "更正条数")),
                (Merged("全县合计", columns=2), str(whole[0] + (9 if pen.bad("top") else 0)), str(whole[1])),
                *rows,
            ),
            "注：1.更新条数不含转载；2.空白目录按0条计；3.统计时间截至2020年6月30日24时。",
        )
    )


def issues_list(pen: Pen) -> Paper:
    """A long list of columns with their trouble, over pages; the text counts kinds and units of the list."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = shorts(pen, 11)
    kinds = [rng.randint(10, 16), rng.randint(8, 14), rng.randint(3, 6)]
    names = ("空白栏目", "超期未更新", "链接失效")
    trouble = [name for name, n in zip(names, kinds, strict=True) for _ in range(n)]
    rng.shuffle(trouble)
    owners = [units[k % len(units)] for k in range(len(trouble))]
    listed = [(n, f"{owner}—{rng.choice(('通知公告', '工作动态', '政策文件', '规划计划', '财政预决算'))}", what, owner)
              for n, (what, owner) in enumerate(zip(trouble, owners, strict=True), 1)]  # fmt: skip
    if pen.bad("row"):
        listed.pop(len(listed) // 2)
        listed = [(n, *one[1:]) for n, one in enumerate(listed, 1)]
    return Paper(
        (
            f"关于{county}2023年12月份政府网站栏目监测情况的通报",
            pen.text(
                f"12月份，监测发现问题栏目{pen.off(sum(kinds), 'whole')}个，"
                f"涉及{len(units) + (2 if pen.bad('units') else 0)}个单位。"
                f"其中，空白栏目{pen.off(kinds[0], 'kind')}个，超期未更新栏目{kinds[1]}个，链接失效栏目{kinds[2]}个"
                f"（详见附件）。"
            ),
            decoys(pen),
            f"{county}人民政府办公室",
            "2024年1月5日",
            "附件",
            "问题栏目清单",
            cells(("序号", "栏目名称", "问题类型", "责任单位"), *listed),
        )
    )


def restated(pen: Pen) -> Paper:
    """This year against last year: difference and growth; shares of two years; a span of days."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    last, more = rng.randint(1200, 3000), rng.randint(100, 600)
    growth = more * 100 / last + (4 if pen.bad("growth") else 0)
    asked, fewer = rng.randint(40, 90), rng.randint(5, 20)
    ways = split(pen, last + more, 3)
    return Paper(
        (
            f"{county}2021年政府信息公开工作情况报告",
            pen.text(
                f"2021年，全县主动公开政府信息{pen.n(last + more)}条，"
                f"比2020年的{pen.n(last)}条增加{pen.off(more, 'more')}条，"
                f"增长{growth:.1f}%。其中，网站公开{ways[0]}条、公报公开{ways[1]}条、"
                f"其他渠道公开{pen.off(ways[2], 'way')}条。"
            ),
            pen.text(
                f"全年受理申请{asked}件，较上年（{asked + fewer}件）减少{pen.off(fewer, 'fewer')}件，"
                f"同比下降{fewer * 100 / (asked + fewer) + (6 if pen.bad('drop') else 0):.1f}%。"
            ),
            "答复时限由15—20个工作日压缩到7—10个工作日，2022年计划公开3500条以上。",
            decoys(pen),
            "2022年1月18日",
        )
    )


def bands(pen: Pen) -> Paper:
    """Scores with their bands, the best five in brackets, the mean of all, the table by rank."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    units = [*shorts(pen, 12), *rng.sample(TOWNS, 6)]
    scores = sorted({round(rng.uniform(55, 99), 1) for _ in range(60)}, reverse=True)[:: 60 // 18][:18]
    parts = [[round(s * 0.4, 1), 0.0] for s in scores]
    for s, part in zip(scores, parts, strict=True):
        part[1] = round(s - part[0], 1)
    high = sum(s >= 90 for s in scores)
    middle = sum(80 <= s < 90 for s in scores)
    low = len(scores) - high - middle
    rows = [[n, u, a, b, s] for n, (u, (a, b), s) in enumerate(zip(units, parts, scores, strict=True), 1)]
    if pen.bad("row"):
        rows[6][4] = round(scores[6] + 0.5 if scores[6] + 0.5 < scores[5] else scores[6] - 0.3, 1)
    best = "、".join(
        f"{u}（{s + (1.5 if pen.bad('best') and k == 2 else 0):.1f}分）"
        for k, (u, s) in enumerate(zip(units[:5], scores, strict=False))
    )
    return Paper(
        (
            f"{county}2022年度政务公开第三方评估结果通报",
            pen.text(
                f"本次评估对象为{len(units)}家单位。得分90分以上的{pen.off(high, 'high')}家，80分至90分的{middle}家，"
                f"80分以下的{pen.off(low, 'low')}家。排名前五位的是{best}。"
            ),
            pen.text("满分100分，其中主动公开40分、平台建设60分；低于60分的约谈。"),
            decoys(pen),
            "2023年2月8日",
            "评估得分表",
            cells(("排名", "单位", "主动公开（40分）", "平台建设（60分）", "总分"), *rows),
        )
    )


def by_month(pen: Pen) -> Paper:
    """A table of twelve months with row and column sums; the text tells half-years and the largest month."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    kinds = ("咨询", "求助", "投诉")
    grid = [[rng.randint(3, 60) for _ in kinds] for _ in range(12)]
    sums = [sum(row) for row in grid]
    first, second = sum(sums[:6]), sum(sums[6:])
    top = max(range(12), key=lambda m: sums[m])
    shown = [list(row) for row in grid]
    if pen.bad("cell"):
        shown[4][1] += 9
    rows = [[f"{m + 1}月", *shown[m], sums[m] + (4 if pen.bad("row") and m == 7 else 0)] for m in range(12)]
    columns = [sum(row[k] for row in grid) for k in range(3)]
    return Paper(
        (
            f"{county}2022年领导信箱办理情况通报",
            pen.text(
                f"全年收到来信{pen.n(pen.off(first + second, 'year'))}件，其中上半年{pen.n(first)}件，"
                f"下半年{pen.n(pen.off(second, 'half'))}件。来信最多的是{top + 1}月，达{sums[top]}件。"
                f"按类别分，咨询{columns[0]}件、求助{columns[1]}件、投诉{pen.off(columns[2], 'kind')}件。"
            ),
            decoys(pen),
            "2023年1月10日",
            "各月来信情况统计表",
            cells(("月份", *kinds, "小计"), *rows, ("合计", *columns, first + second)),
        )
    )


def chained(pen: Pen) -> Paper:
    """甲、乙、丙分别为…, 各N处, one sum over three sentences, and the same numbers in the table."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    towns = rng.sample(TOWNS, 6)
    places = [rng.randint(4, 20) for _ in towns[:3]]
    each = rng.randint(2, 4)
    whole = sum(places) + 3 * each
    items = [rng.randint(10, 90) for _ in towns]
    told = [n + (6 if pen.bad("chain") and k == 1 else 0) for k, n in enumerate(items[:3])]
    return Paper(
        (
            f"{county}关于基层政务公开专区建设情况的通报",
            pen.text(
                f"全县6个乡镇共建成政务公开查阅点{pen.off(whole, 'whole')}处，其中{towns[0]}{places[0]}处、"
                f"{towns[1]}{places[1]}处、"
                f"{towns[2]}{places[2]}处，{'、'.join(towns[3:])}各{each}处。"
            ),
            pen.text(
                f"{towns[0]}、{towns[1]}、{towns[2]}分别更新信息{told[0]}条、{told[1]}条、{told[2]}条，"
                f"{towns[3]}、{towns[4]}和{towns[5]}三个乡镇共更新{pen.off(sum(items[3:]), 'rest')}条。"
            ),
            decoys(pen),
            "2022年9月2日",
            "乡镇更新情况表",
            cells(
                ("乡镇", "查阅点数量", "更新信息数量"),
                *((t, p, n) for t, p, n in zip(towns, [*places, each, each, each], items, strict=True)),
                ("合计", whole, sum(items) + (8 if pen.bad("sum") else 0)),
            ),
        )
    )


def survey(pen: Pen) -> Paper:
    """A poll: sheets given out, returned and valid, with rates; answers with their shares of the valid ones."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    given = rng.randint(600, 1200)
    back = given - rng.randint(10, 60)
    valid = back - rng.randint(5, 40)
    answers = sorted(split(pen, valid, 3), reverse=True)
    told = "，".join(
        f"选择“{name}”的{n + (9 if pen.bad('answer') and k == 1 else 0)}人，占"
        + (f"{n * 100 / valid - 5.1:.1f}%" if pen.bad("share") and k == 0 else f"{rate(n, valid)}%")
        for k, (name, n) in enumerate(zip(("满意", "比较满意", "不满意"), answers, strict=True))
    )
    return Paper(
        (
            f"{county}政务公开群众满意度调查情况通报",
            pen.text(
                f"本次调查共发放问卷{pen.n(given)}份，回收{pen.n(back)}份，"
                f"回收率{wrong_rate(pen, 'back', back, given)}%；"
                f"其中有效问卷{pen.n(valid)}份，有效率{wrong_rate(pen, 'valid', valid, back)}%。"
            ),
            pen.text(f"在{valid}份有效问卷中，{told}。受访者中男性约占五成，30至45岁的占四成以上。"),
            decoys(pen),
            "2022年11月30日",
        )
    )


def money(pen: Pen) -> Paper:
    """Budget units that have published, and the three expenses: sums of sums in 万元, plan against last year."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    missing = shorts(pen, 3)
    units = rng.randint(60, 120)
    abroad, buying, running, guests = 0, rng.randint(100, 400), rng.randint(1000, 4000), rng.randint(300, 900)
    cars = buying + running
    whole = abroad + cars + guests
    last = whole + rng.randint(50, 300)
    drop = (last - whole) * 100 / last + (3.1 if pen.bad("drop") else 0)

    def wan(tenths: int, name: str = "none") -> str:
        return f"{pen.off(tenths, name) / 10:.1f}"

    return Paper(
        (
            f"{county}2023年部门预算公开情况通报",
            pen.text(
                f"全县应公开预算的单位{units}家，已公开{pen.off(units - 3, 'published')}家，"
                f"未公开{3 + (1 if pen.bad('missing') else 0)}家，"
                f"分别是{'、'.join(missing)}，公开率{wrong_rate(pen, 'rate', units - 3, units)}%。"
            ),
            pen.text(
                f"“三公”经费预算合计{wan(whole, 'whole')}万元，其中因公出国（境）费{wan(abroad)}万元，"
                "公务用车购置及运行费"
                f"{wan(cars, 'cars')}万元（其中购置费{wan(buying)}万元、运行费{wan(running)}万元），"
                f"公务接待费{wan(guests)}万元。"
                f"比上年预算{wan(last)}万元减少{wan(last - whole)}万元，下降{drop:.1f}%。"
            ),
            decoys(pen),
            f"{county}财政局",
            "2023年3月6日",
        )
    )


def plain_work(pen: Pen) -> Paper:
    """A report full of figures that make up nothing."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    a, b = rng.randint(20, 80), rng.randint(5, 19)
    return Paper(
        (
            f"{county}2022年政务公开工作总结",
            pen.text(
                f"一是健全机制。召开专题会议{b}次，印发文件{b + 3}份，配备专职人员2名、兼职人员46名。"
                f"二是突出重点。公开重大项目{a}个，总投资{a * 3}.6亿元；公开民生实事10件，其中已办结9件。"
            ),
            pen.text(
                f"三是回应关切。共发布解读材料{a}篇，其中图解{a // 3}篇；召开新闻发布会4场，参加记者60余人。"
                f"网站总访问量突破{a * 2}万次，其中移动端访问占六成多。办理网民留言{a * 4}条，平均办理时长3.2天，"
                "比上年缩短1.1天。"
            ),
            pen.text(
                f"四是强化监督。共开展检查12次，抽查单位{a}家次，发现问题{a + 40}个，下发整改通知{b}份，"
                "整改到位率98%以上。"
                "部门得分平均为86.4分，最高96分，最低61分。"
            ),
            pen.text("全县共有11个乡镇、2个街道、48个部门，其中政府工作部门26个；共设置一级栏目9个、二级栏目74个。"),
            decoys(pen),
            f"{county}人民政府办公室",
            "2023年1月12日",
        )
    )


def rules(pen: Pen) -> Paper:
    """What the indicators ask, weights and limits, quoted in a circular without counts of its own."""
    rng, county = pen.rng, pen.rng.choice(COUNTIES)
    weights = split(pen, 100, 4)
    return Paper(
        (
            f"{county}人民政府办公室关于做好2024年政府网站检查的通报",
            pen.text(
                "一、检查标准。监测时间点前2周内的动态类栏目，以及6个月内的通知公告类栏目，累计超过5个未更新的；"
                "应更新但长期未更新的栏目超过10个的；空白栏目超过5个的，单项否决。"
            ),
            pen.text(
                f"二、计分办法。满分100分，其中信息发布{weights[0]}分、解读回应{weights[1]}分、办事服务{weights[2]}分、"
                f"功能设计{weights[3]}分，另设加分项30分。每发现1处错链扣0.1分，最多扣5分。"
            ),
            pen.text(
                "三、整改时限。涉及《条例》第二十条第（一）项至第（十五）项的内容，20个工作日内公开；"
                "错敏词24小时内改正；"
                "留言3个工作日内转办、5个工作日内办结，15日内答复率应达到100%。"
            ),
            pen.text("连续2个季度排名后3位的单位，或者全年3次以上被点名的，取消评先资格，并扣减年度考核分2至4分。"),
            f"联系人：刘某，电话：0931-88{rng.randint(10000, 99999)}。",
            "2024年3月1日",
        )
    )


VARIED: dict[str, Callable[[Pen], Paper]] = {
    one.__name__: one
    for one in (
        brackets, sampled, board, motions, mailbox, large, calls, scored, levels, cleared,
        first_years, form_in_lines, yearly, cumulative, planned, grouped, issues_list, restated, bands, by_month,
        chained, survey, money, plain_work, rules,
    )
}  # fmt: skip
VARIED_FAULTS = tuple(
    Fault(style, name, ())
    for style, names in {
        "brackets": "sites kinds bracket failed points",
        "sampled": "share failed passed cell rowrate site",
        "board": "whole kind answered rate onecell onesum onerate twocell twosum",
        "motions": "advice motions class share content",
        "mailbox": "got kind share field",
        "large": "whole own shares",
        "calls": "whole drop share letters wait unsolved rate",
        "scored": "whole taken rate silent cell sum",
        "levels": "sites outer inner core",
        "cleared": "before kept kind share",
        "first_years": "whole share asked given absent visits",
        "form_in_lines": "asked intime known refused text",
        "yearly": "new people done row column over",
        "cumulative": "now mean year most cell sum",
        "planned": "done rate left named cell rowrate",
        "grouped": "whole group sub cell top",
        "issues_list": "whole units kind row",
        "restated": "growth more way fewer drop",
        "bands": "high low best row",
        "by_month": "year half kind cell row",
        "chained": "whole chain rest sum",
        "survey": "back valid answer share",
        "money": "published missing rate whole cars drop",
    }.items()
    for name in names.split()
)


def varied(style: str, seed: int, fault: str = "") -> Paper:
    """One paper of a style; the same seed gives the same paper, apart from the fault."""
    return VARIED[style](Pen(random.Random(f"varied-{style}-{seed}"), fault))
