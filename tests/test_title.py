"""Long titles break between words, evenly, and lose nothing."""

import pytest

from auditor.base.chinese import text_width
from auditor.documents.title import title_lines


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


def test_an_unknown_word_is_only_torn_where_the_lines_would_be_very_uneven():
    assert title_lines("公开" * 5 + "甲" * 13) == ("公开" * 5, "甲" * 13)
    assert list(map(len, title_lines("公开" * 4 + "甲" * 16))) == [12, 12]
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
