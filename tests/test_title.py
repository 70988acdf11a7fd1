"""Long titles break between words, evenly, and lose nothing."""

import random
import re

import pytest
from fontTools.ttLib import TTFont

from auditor.base.chinese import text_width
from auditor.base.resources import shipped
from auditor.documents.title import title_lines, title_width

PLACES = [
    "崇信县",
    "平凉市崆峒区",
    "堌水彝族回族苗族傣族自治县",
    "阿拉善左旗",
    "大兴安岭市",
    "和田市",
    "新乡市牧野区",
    "栒邑县",
]
ISSUERS = ["人民政府办公室", "政务公开领导小组办公室", "大数据管理局", "政务服务中心", "电子政务办公室"]
PERIODS = ["2020年第一季度", "2023年上半年", "2024年度", "2021年1月", "2022年1—9月", "2020年12月", "2025年第4季度"]
ABOUT = [
    ("全县", "政府", "网站", "和", "政务", "新媒体", "检查", "情况"),
    ("政府", "门户网站", "信息公开", "栏目", "更新", "情况"),
    ("政府", "信息", "公开", "重点", "领域", "内容", "发布", "情况", "（试行）"),
    ("政务", "公开", "工作", "考核", "结果"),
    ("“互联网+政务服务”", "平台", "运行", "监测", "情况"),
    ("《政府信息公开条例》", "落实", "情况", "专项", "督查"),
    ("政府", "网站", "第三方", "评估", "发现", "问题", "整改", "情况"),
    ("不及时", "更新", "栏目", "和", "空白", "栏目", "核查", "情况"),
    ("50个", "重点", "栏目", "日常", "监测", "及", "通报", "约谈", "情况"),
    ("乡村", "振兴", "财政", "衔接", "补助", "资金", "公开", "情况"),
]
ENDS = ["的通报", "的通知", "的报告", "统计表", "（第3批）的通报"]


def usual_titles():
    """200 titles as offices write them, each with the words it is made of."""
    chance = random.Random(9704)
    for _ in range(200):
        head = [
            chance.choice(PLACES),
            *re.findall("人民政府|办公室|政务|公开|领导小组|大数据|管理局|服务|中心|电子", chance.choice(ISSUERS)),
        ]
        head = chance.choice([head, [], head[:1]])
        yield [
            *head,
            *([] if not head else ["关于"]),
            chance.choice(PERIODS),
            *chance.choice(ABOUT),
            chance.choice(ENDS),
        ]


@pytest.mark.parametrize("across", [False, True])
def test_two_hundred_usual_titles_are_never_torn(across):
    for words in usual_titles():
        title, most = "".join(words), 28 if across else 20
        lines = title_lines(title, across=across)
        ends = {len("".join(words[:number])) for number in range(1, len(words) + 1)}
        # A number may be parted between year and quarter no more than a word; places may, between city and district.
        ends |= {len("平凉市"), len("新乡市")} if words[0] in PLACES else set()
        breaks = [len("".join(lines[:number])) for number in range(1, len(lines))]
        assert set(breaks) <= ends, lines
        assert all(title_width(line) <= most for line in lines), lines
        assert len(lines) == 1 or min(map(len, lines)) > 2, lines
        assert not {line[0] for line in lines} & set("的，、）》”"), lines
        widths = list(map(title_width, lines))
        assert max(widths) - min(widths) <= most / 2, lines


@pytest.mark.parametrize("kind", ["各县（区）", "县（市、区）", "乡镇（街道）", "各乡（镇）", "公共企业"])
def test_what_is_one_word_is_never_parted_at_its_bracket(kind):
    for before in range(3, 20):
        lines = title_lines("定水市2026年第三季度和去年同期"[:before] + kind + "信息公开更新情况一览表")
        assert any(kind in line for line in lines), lines


def test_titles_are_measured_no_narrower_than_the_shipped_face_sets_them():
    font = TTFont(shipped("templates", "fonts") / "GWSong-Bold.ttf")
    cmap, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for code in range(33, 127):
        if chr(code).isalnum() or chr(code) in "()-.,:/+&":
            assert metrics[cmap[code]][0] / em <= title_width(chr(code)) + 0.19 * (not chr(code).isalnum()), chr(code)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ("短标题",)),
        (
            "崇信县人民政府办公室关于2020年第一季度政府门户网站信息公开栏目更新情况的通报",
            ("崇信县人民政府办公室关于2020年第一季度", "政府门户网站信息公开栏目更新情况的通报"),
        ),
        (
            "堌水彝族回族苗族傣族自治县人民政府办公室关于2020年第一季度政府信息公开栏目更新情况的通报",
            ("堌水彝族回族苗族傣族自治县", "人民政府办公室关于2020年第一季度", "政府信息公开栏目更新情况的通报"),
        ),
        (
            "堌水县2020年度政府信息公开行政复议、行政诉讼情况（2019年表式）",
            ("堌水县2020年度政府信息公开行政复议、", "行政诉讼情况（2019年表式）"),
        ),
        (
            "堌水县2020年度政府信息公开栏目更新情况统计一览表",
            ("堌水县2020年度政府信息公开", "栏目更新情况统计一览表"),
        ),
    ],
)
def test_titles_break_between_words(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    "title", ["长" * 3000, "《甲》" * 40, "x" * 500, "关于" * 33, "2020年第一季度" * 9, "", "（" * 50]
)
def test_title_lines_keep_every_character_and_fit(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(text_width(line) <= 20 for line in lines)


def test_of_two_lines_the_upper_is_the_longer_and_of_three_the_middle_one():
    assert list(map(len, title_lines("国" * 31))) == [16, 15]
    assert list(map(len, title_lines("国" * 43))) == [14, 15, 14]


def test_an_unknown_word_is_only_torn_where_no_line_holds_it():
    assert title_lines("公开" * 5 + "甲" * 13) == ("公开" * 5, "甲" * 13)
    assert title_lines("公开" * 4 + "甲" * 16) == ("公开" * 4, "甲" * 16)
    assert list(map(len, title_lines("公开" + "甲" * 22))) == [12, 12]
    assert title_lines("甲" * 10 + "乙丙、" + "丁" * 11) == ("甲" * 10 + "乙丙、", "丁" * 11)


def test_a_page_lying_across_holds_longer_lines():
    assert len(title_lines("国" * 28, across=True)) == 1
    assert list(map(len, title_lines("国" * 57, across=True))) == [19, 19, 19]


def test_a_title_takes_as_few_lines_as_it_can_and_they_are_even():
    for length in range(1, 121):
        lines = title_lines("国" * length)
        assert len(lines) == -(-length // 20)
        assert max(map(len, lines)) - min(map(len, lines)) <= 1


def test_no_line_of_a_title_begins_with_closing_punctuation():
    for length in range(10, 30):
        lines = title_lines("国" * length + "、（试行）的《办法》" * 3)
        assert not [line for line in lines[1:] if line[0] in "的、）》"]
