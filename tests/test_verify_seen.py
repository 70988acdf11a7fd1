"""Turns of phrase that published papers use, in words of our own: what is silent, and what is told."""

import pytest

from auditor.verify import verify_file

SILENT = {
    "从结果看 opens no classes": (
        "对全县网站21个和账号40个进行巡查。从巡查的结果看，我县网站21个运行平稳，仍有1个网站被单项否决。"
    ),
    "closed late is closed": "派单301件，按时结案297件，超时办理4件，结案率100%，按时结案率99%。",
    "content and fairly content": "承办的52件提案，满意率达100%（满意49件，基本满意3件）。",
    "the rate of those content alone": "反馈意见200件，其中满意190件，基本满意6件，不满意4件，满意率95.0%。",
    "two bases that both fit some": (
        "共受理诉求2877件。\n其中热线受理各类来电2808件。\n咨询类212件，占比7.4%；消费类58件，占比2%；"
        "油烟类54件，占比1.9%。"
    ),
    "answers within answers": "随机抽取300件，其中有效回访246件，表示满意的240件，表示一般的5件，表示不满意的1件。",
    "counts side by side": (
        "全县网站合格36家，合格率90%；微信合格20家，合格率100%；微博合格12家，合格率100%；抖音合格3家。"
    ),
    "faults that overlap": "对全县40家网站进行了抽查，其中，30家网站均被抽查出问题，90分以上的网站38家。",
    "handled at once and turned over": (
        "4月份，共受理诉求2811件，自行处理2576件，派单235件，按时办结229件，超时办理6件，按时办结率97.4%。"
    ),
    "the rate of the part before": (
        "全县在运行的1061个账号中的173个进行了抽查，抽查比例为16.3%，合格率92.5%，不合格13个。"
    ),
    "其中 goes back to its verb": "派单235件，按时办结229件，超时办理6件。其中热线派单125件，网络派单110件。",
    "other kinds of rates": "登记失业率3.5%，税率13%，共发放补贴120件，群众知晓率96%。",
    "parts of the outer whole": (
        "信箱共收到留言3059条，部门收到1904条，各乡镇收到1155条，其中咨询类1160条、投诉类1859条、建议类40条。"
    ),
    "one kind left out everywhere": (
        "共完成交易235项，交易金额985万元。其中，工程类交易101项，交易金额826万元；采购类交易120项，交易金额150万元。"
    ),
    "as many names as places": "受理量前3位的单位：住建局、公安局、税务局。",
    "places with counts": "办件量居前三位的是住建局99件、公安局77件、城管局68件。",
    "shares of money in a chain": (
        "全年采购规模为1000.0万元，货物、工程、服务规模分别为250.5万元、480.2万元和269.3万元，"
        "占全县采购规模的25.1%、48.0%和26.9%。"
    ),
    "by how many hands is no part": ("此次核查涉及栏目214个，由3个小组分别承担：第一组72个、第二组70个、第三组72个。"),
    "quarters beside each other by name": (
        "全年通报单位61个次，其中一季度21个、二季度17个、三季度14个、四季度9个。四季度比一季度减少12个，下降57.1%。"
    ),
    "a share behind the kind it is of": (
        "全年受理来信1860件。咨询类624件、投诉类903件、建议类251件、其他82件，其中投诉类最多，占48.5%。"
    ),
    "a mark is no rate of all": (
        "应更新栏目60个，已更新51个，总体更新率85%。更新率达到100%的有县林业局、县文旅局2个单位。"
    ),
    "units named twice are one": (
        "超期办结的单位为县城管局2条、县医保局1条、县公积金中心1条；未办结的单位为县城管局1条、县交通局1条。\n"
        "以上4个单位请说明情况。"
    ),
    "what was asked then": (
        "10月18日，县政府办印发通报，要求于11月10日前整改完毕。11月13日逐一复查。\n县政府办\n2022年11月16日"
    ),
    "money is rounded": (
        "总投资12.3亿元，其中中央4.1亿元、省级3.9亿元、自筹4.2亿元。预算3210万元，节约128万元，节约率4%。"
    ),
}
TOLD = {
    "from the most down": ("得分居前四位的是教育局97分、水务局93分、民政局95分、司法局92分。", "stated_twice"),
    "what each of them has": ("11个乡镇均有更新，各报送政务动态3条，共36条。", "total_parts"),
    "more than planned": ("计划抽查单位80个，实际抽查86个，超额完成8个。", "change"),
    "above the full marks": ("满分100分。得分最高的是教育局，为100.5分。", "part_exceeds"),
    "a score against its full marks": ("主动公开40分，依申请公开20分。主动公开平均得33.6分，得分率88%。", "percentage"),
    "a base by its name": ("已办结11件，结转下年1件。予以公开6件，占办结数的52.5%。", "percentage"),
    "parts of what opens the sentence": (
        "收到留言57条，其中有效留言42条、无效留言15条。有效留言中，按期办结的36条，超期办结的4条，未办结的3条。",
        "total_parts",
    ),
    "whose the cases are": ("尚未办结5条。未办结的单位为县城管局2条、县交通局1条。", "total_parts"),
    "divided anew": (
        "共发现问题29个，其中县区15个，部门14个；断链18个，错别字7个，更新不及时3个。",
        "total_parts",
    ),
    "from the best grade to the worst": (
        "抽查学校54所。检查结果：优秀13所，良好22所，合格14所，不合格6所。",
        "total_parts",
    ),
    "stages in order": (
        "1月4日至6日为自查阶段，1月7日至10日为抽查阶段，1月9日至12日为汇总阶段。\n县政府办\n2024年1月2日",
        "date_impossible",
    ),
    "points told before": ("一是解读形式单一；二是更新不及时。针对以上3个问题，将加强指导。", "point_number"),
    "a rate by a stem of any name": ("采购预算5000万元，实际节约资金450万元，节约率12.5%。", "percentage"),
    "what fails is called by its fault": ("抽查网站122个，发现存在突出问题的4个，抽查合格率94.7%。", "percentage"),
    "done and late against all": ("派单235件，按时办结232件，超时办理6件。", "total_parts"),
    "shares in a chain": ("公开信息200条，上半年97条，下半年103条，分别占48.5%和53.5%。", "percentage"),
    "a total in another paragraph": (
        "本月共办理工单506件。\n位居前三位的工单：交通类172件、城建类80件、民政类50件，占工单总量的55.7%。",
        "percentage",
    ),
    "classes in the next paragraph": (
        "本月共办理工单506件。\n工单分类：求决类460件、咨询类38件、投诉类3件、建议类4件、申诉类9件。",
        "total_parts",
    ),
    "two parts in the next sentence": ("本月共办理工单506件。交办责任单位495件，县热线办直办12件。", "total_parts"),
    "of N projects": ("在974个采购项目中，公开招标472个，占50%，询价502个，占51.5%。", "percentage"),
    "其中 with its verb": ("派单235件，按时办结229件，超时办理6件。其中热线派单125件，网络派单119件。", "total_parts"),
    "fewer names than places": ("受理量前4位的单位：住建局、公安局、税务局。", "list_count"),
    "three names joined by 和": ("住建局、公安局和上湾镇等4个单位被点名两次以上。", "list_count"),
    "a share of money in a chain": (
        "全年采购规模为1000.0万元，货物、工程、服务规模分别为250.5万元、480.2万元和269.3万元，"
        "占全县采购规模的25.1%、51.0%和26.9%。",
        "percentage",
    ),
    "a share of the total in its own clause": (
        "全年发布材料47篇，其中文字39篇、图解8篇，图解占比19.5%。",
        "percentage",
    ),
    "parts of the outer whole": (
        "信箱共收到留言3059条，部门收到1904条，各乡镇收到1155条，其中咨询类1160条、投诉类1859条、建议类45条。",
        "total_parts",
    ),
}


def kinds(tmp_path, text: str) -> list[str]:
    path = tmp_path / "a.txt"
    path.write_text(f"关于办理情况的通报\n{text}", encoding="utf-8")
    return [finding.kind for finding in verify_file(path).findings]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_can_be_read_without_contradiction_is_not_told(tmp_path, text):
    assert kinds(tmp_path, text) == []


@pytest.mark.parametrize(("text", "kind"), TOLD.values(), ids=TOLD)
def test_what_contradicts_itself_is_told(tmp_path, text, kind):
    assert kinds(tmp_path, text) == [kind]


IDLE = (
    "序号 | 单位 | 发布数量 |\n1 | 水务局 | 0 |\n2 | 司法局 | 4 |\n3 | 大坪乡 | 0 |\n4 | 龙泉街道 | {n} |\n"
    "合计 |  | {total} |"
)


@pytest.mark.parametrize(
    ("said", "nought", "expected"),
    [
        ("龙泉街道、大坪乡、水务局未发布和公开一条信息。", 0, []),
        ("没有发布信息的单位有：大坪乡、水务局、龙泉街道。", 0, []),
        ("个别单位如大坪乡、水务局没有更新信息。", 0, []),
        ("大坪乡、水务局等单位没有更新信息。", 0, []),
        ("大坪乡、水务局未发布一条信息。", 0, ["text_table"]),
        ("没有发布信息的单位有：大坪乡、水务局、龙泉街道。", 3, ["text_table"]),
    ],
)
def test_names_of_those_without_an_item_stand_against_the_noughts(tmp_path, said, nought, expected):
    assert kinds(tmp_path, f"{said}\n{IDLE.format(n=nought, total=4 + nought)}") == expected


HALL = (
    "序号 | 单位 | 受理件数 | 办结件数 |\n1 | 住建局 | 90 | 88 |\n2 | 公安局 | 70 | 70 |\n3 | 税务局 | 40 | 39 |\n"
    "合计 |  | 200 | 197 |"
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("各窗口共受理200件，办结197件。", []),
        ("上年各窗口共受理205件。其中住建局受理90件。", []),
        ("各窗口共受理210件，办结197件。", ["text_table"]),
        ("各窗口共受理200件，办结179件。", ["text_table"]),
    ],
)
def test_a_total_stands_against_the_column_of_its_verb(tmp_path, said, expected):
    assert kinds(tmp_path, f"{said}\n{HALL}") == expected


def test_dates_and_serial_numbers_that_agree_are_among_what_was_compared(tmp_path):
    path = tmp_path / "a.txt"
    text = f"{HALL}\n本报告所列数据的统计期限自2022年1月1日至2022年12月31日。\n2023年1月12日"
    path.write_text(f"云岭县2022年政府信息公开工作年度报告\n{text}", encoding="utf-8")
    report = verify_file(path)
    assert {one.kind for one in report.compared if not one.is_finding} >= {"serial_gap", "period_end", "period_year"}
    assert not report.findings
