"""Changes, means, bands, lists and sums of units as texts tell them: found where wrong, silent where right."""

import pytest

from auditor.verify import verify_file
from auditor.verify.comparison import Severity

SCORES = """附件：得分表
| 序号 | 单位 | 总分 |
| 1 | 教育局 | 96.5 |
| 2 | 水务局 | 91 |
| 3 | 民政局 | 88 |
| 4 | 司法局 | 84.5 |
| 5 | 审计局 | 79 |
"""
SITES = """附件
不合格网站名单
| 序号 | 网站名称 | 主要问题 |
| 1 | 甲县水务网 | 首页不更新 |
| 2 | 甲县林业网 | 多个栏目空白 |
| 3 | 甲县民政网 | 首页不更新 |
"""
COUNTS = """附件：更新统计表
| 乡镇 | 更新数量 | 查阅点数量 |
| 河东镇 | 31 | 4 |
| 双溪镇 | 22 | 3 |
| 上湾镇 | 17 | 2 |
| 城关镇 | 9 | 5 |
"""
GROUPS = """附件：统计表
| 类别 | 单位 | 更新条数 |
| 全县合计 |  | 30 |
| 部门 | 教育局 | 8 |
| 部门 | 水务局 | 7 |
| 部门 | 小计 | 15 |
| 乡镇 | 河东镇 | 9 |
| 乡镇 | 双溪镇 | 6 |
| 乡镇 | 小计 | 15 |
"""


def told(tmp_path, text: str) -> list[tuple[str, object, object]]:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return [(one.kind, one.stated, one.computed) for one in verify_file(path).findings]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("全年公开信息2300条，比2020年的2000条增加320条。", ("change", 320, 300)),
        ("全年公开信息2300条，比2020年的2000条增加300条，增长17%。", ("change", 17, 15)),
        ("合格率为91.5%，较上季度的86.2%提高6.3个百分点。", ("change", 6.3, 5.3)),
        ("5月接收工单3656件，较上期相比减少41件，环比下降2.11%。", ("change", 2.11, 1.11)),
        ("受理申请54件，较上年（72件）减少18件，同比下降35%。", ("change", 35, 25)),
        ("14个单位共发布信息280条，平均每个单位23.5条。", ("mean", 23.5, 20)),
        ("热线共受理诉求180.0万件，办结150.2万件，正在办理21.8万件。", ("total_parts", 1800000, 1720000)),
        ("保留的45个账号中，微信公众号30个、微博10个、短视频号8个。", ("total_parts", 45, 48)),
        ("经费预算合计120.5万元，其中购置费40.2万元，运行费90.3万元。", ("total_parts", 120.5, 130.5)),
        ("90分以上的2家，80分至90分的3家，80分以下的1家。\n" + SCORES, ("text_table", 3, 2)),
        ("排名前三的是教育局（96.5分）、水务局（91分）、民政局（86分）。\n" + SCORES, ("text_table", 86, 88)),
        ("抽查发现不合格网站4家。\n" + SITES, ("text_table", 4, 3)),
        ("河东镇、双溪镇、上湾镇分别更新31条、25条、17条。\n" + COUNTS, ("text_table", 25, 22)),
        (
            "河东镇更新31条，城关镇更新9条。河东镇31条、双溪镇22条，双溪镇、上湾镇和城关镇三个乡镇共更新58条。\n"
            + COUNTS,
            ("text_table", 58, 48),
        ),
    ],
)
def test_what_is_told_wrong_is_found(tmp_path, text, finding):
    assert finding in told(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "全年公开信息2300条，比2020年的2000条增加300条，增长15%。",
        "发布信息120条，其中微信30条，比上年增加20条，增长20%。",
        "与上年同期相比增加37条，增幅为5.2%，总量居全市第6位。",
        "合格率为91.5%，较上季度的86.2%提高5.3个百分点，同比提高2个百分点。",
        "错别字整改率由92.3%升至97%，新增账号8个。",
        "14个单位共发布信息280条，平均每个单位约20条。",
        "热线共受理诉求180.0万件，办结150.2万件，正在办理29.7万件。",
        "经费预算合计120.5万元，其中购置费40.2万元，运行费80.2万元。",
        "在12个乡镇中，河东镇更新18条、双溪镇更新20条。",
        "90分以上的2家，80分至90分的2家，80分以下的1家。\n" + SCORES,
        "去年抽查发现不合格网站12家。\n" + SITES,
        "河东镇、双溪镇分别有查阅点4处、3处，更新31条。\n" + COUNTS,
        GROUPS,
        "更新不及时的单位3个，分别为教育局、[水务局、民政局。",
    ],
)
def test_what_is_told_right_is_not_accused(tmp_path, text):
    assert told(tmp_path, text) == []


def test_a_subtotal_below_a_first_total_is_compared(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(GROUPS.replace("小计 | 15 |\n| 乡镇 | 河东", "小计 | 17 |\n| 乡镇 | 河东"), encoding="utf-8")
    (finding,) = verify_file(path).findings
    assert (finding.kind, finding.stated, finding.computed) == ("table_total", 17, 15)
    assert finding.severity is Severity.SURE


PLACES = (
    "江北、江南、湖东、湖西4个省级政府门户网站和青山、绿水2个市（区）政府门户网站得分靠前，"
    "东岭、西岭、南岭3个地区的政府网站均达到良好。"
)
SITES_OF = (
    "对全市运行的45个政府网站进行了检查，包含市人民政府门户网站、12个县（市、区）政府门户网站和32个政府部门网站。"
)
HALVES_OF = "对全市运行的139个政务新媒体进行了检查。其中，市直部门22家，地方各级政府及部门117家。"
MEETINGS = (
    "全年共举办91场新闻发布活动，市领导出席25人次，解读了政策内容。其中，专题新闻发布会举行71场，及时发布了动态。"
)
ANNEXES = """关于检查情况的通报
检查情况如下。
附件：1.部门统计表
2.乡镇统计表
附件1
部门统计表
附件2
乡镇统计表
"""


@pytest.mark.parametrize("text", [PLACES, SITES_OF, HALVES_OF, MEETINGS, ANNEXES, "各县、各乡镇22个政府网站已经整合。"])
def test_what_published_circulars_tell_right_is_not_accused(tmp_path, text):
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "kind"),
    [
        (PLACES, "湖西4个", "湖西5个", "list_count"),
        (PLACES, "绿水2个", "绿水3个", "list_count"),
        (PLACES, "南岭3个", "南岭4个", "list_count"),
        (PLACES, "江南、", "", "list_count"),
        (SITES_OF, "32个政府部门", "33个政府部门", "total_parts"),
        (SITES_OF, "45个", "46个", "total_parts"),
        (HALVES_OF, "117家", "107家", "total_parts"),
        (MEETINGS, "71场", "171场", "part_exceeds"),
        (ANNEXES, "2.乡镇统计表\n", "", "annex_missing"),
    ],
)
def test_what_published_circulars_tell_wrong_is_found(tmp_path, text, right, wrong, kind):
    assert [one[0] for one in told(tmp_path, text.replace(right, wrong, 1))] == [kind]
