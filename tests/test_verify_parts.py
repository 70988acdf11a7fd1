"""The small parts of verification: figures, damaged digits, names of units, serial numbers of tables."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.verify import Severity, verify_file
from auditor.verify.checks import CHECKS
from auditor.verify.comparison import Comparison
from auditor.verify.figures import figures_in, noise_in, written_number
from auditor.verify.kinds import KINDS
from auditor.verify.names import bare, match_names, may_be_same, split_names
from auditor.verify.paper import Line, OpenedPaper, plain, tidy
from auditor.verify.verify import verify_paper


def values(text: str) -> list[tuple[Decimal, str, bool]]:
    return [(figure.value, figure.measure, figure.is_exact) for figure in figures_in(plain(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共１，２３４条", [(Decimal(1234), "条", True)]),
        ("共7,947条", [(Decimal(7947), "条", True)]),
        ("约300条", [(Decimal(300), "条", False)]),
        ("4000余条", [(Decimal(4000), "条", False)]),
        ("1.2万件", [(Decimal(12000), "件", False)]),
        ("3至5个", [(Decimal(3), "", False), (Decimal(5), "个", False)]),
        ("十五个单位", [(Decimal(15), "个", True)]),
        ("两个方面", []),
        ("占95.08%", [(Decimal("95.08"), "%", True)]),
        ("2020年4月16日、国办发〔2019〕54号、第二十条、第3批", []),
        ("201811日至20181231日", []),
    ],
)
def test_figures_are_read_as_people_write_them(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十五", 15), ("二十", 20), ("一百零二", 102), ("两", 2), ("一二", None), ("多", None)],
)
def test_written_numbers(text, number):
    assert written_number(text) == number


@pytest.mark.parametrize("text", ["自201811日起", "至20181231日", "忻政办发〔2019117号", "自201912月启动"])
def test_digits_run_together_are_known_for_damage(text):
    assert noise_in(text)


@pytest.mark.parametrize("text", ["2018年1月1日", "〔2019〕117号", "共201811条", "20180101"])
def test_sound_digits_are_not_taken_for_damage(text):
    assert not noise_in(text)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("文旅局", "文体广电和旅游局"),
        ("人社局", "人力资源和社会保障局"),
        ("市场监管局", "市场监督管理局"),
        ("卫健局", "卫生健康局"),
        ("发改局", "发展和改革委员会"),
        ("县财政局", "财政局"),
        ("政府办", "县人民政府办公室"),
        ("税务局", "国家税务总局云岭县税务局"),
        ("执法局", "综合行政执法局"),
        ("龙泉街道", "龙泉街道办事处"),
    ],
)
def test_short_names_are_known(short, long):
    assert may_be_same(bare(short), bare(long))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("财政局", "民政局"),
        ("水务局", "税务局"),
        ("审计局", "统计局"),
        ("河东镇", "河西镇"),
        ("黄寨镇", "黄花乡"),
        ("教育局", "体育局"),
    ],
)
def test_different_units_stay_apart(one, other):
    assert not may_be_same(bare(one), bare(other))


def test_names_left_over_on_both_sides_are_not_asserted():
    fit = match_names(["大数据中心", "财政局"], ["政数局", "县财政局"])
    assert (fit.only_first, fit.only_second) == (("大数据中心",), ("政数局",))
    assert fit.is_ambiguous


def test_the_word_and_within_names_makes_the_number_a_range():
    names = split_names("工业信息化和商务局、粮食和物资储备局、教育局和水务局")
    assert names.least <= 3
    assert names.most >= 4


def test_brackets_keep_their_commas():
    assert split_names("甲局(公众号、微博)、乙局").names == ("甲局(公众号、微博)", "乙局")


def test_every_doubtful_finding_is_told(tmp_path):
    path = tmp_path / "a.txt"
    lines = [
        f"第{n}项：{kind}共收到留言{20 + n}条，其中甲局4条、乙局{15 + n}条。" for n, kind in enumerate("天地人和", 1)
    ]
    path.write_text("\n".join(["关于监测情况的说明", *lines]), encoding="utf-8")
    findings = verify_file(path).findings
    assert [finding.severity for finding in findings] == [Severity.DOUBTFUL] * 4


def test_digits_cut_off_by_habit_are_told_once(tmp_path):
    path = tmp_path / "a.txt"
    shares = "财政类25件，占26.8%；农业类26件，占27.9%；环保类13件，占13.9%；其他类29件，占31.1%"
    path.write_text(f"关于办理情况的通报\n共承办建议93件，其中{shares}。", encoding="utf-8")
    assert [finding.computed for finding in verify_file(path).findings] == [26.9]


@given(st.text(alphabet="一二三四（）()共其中分别为、，。：；0123456789%条个家单位局镇年月日占附件|\n", max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_breaks_a_check(text):
    lines = tuple(Line(tidy(line), f"第{n}段") for n, line in enumerate(text.splitlines(), 1) if tidy(line))
    paper = OpenedPaper("x", "txt", lines)
    found: list[Comparison] = [one for check in CHECKS for one in check(paper)]
    assert all(len(one.where) == len(one.quote) for one in found)
    assert all(one.kind in KINDS for one in found)
    assert verify_paper(paper).findings == verify_paper(paper).findings
