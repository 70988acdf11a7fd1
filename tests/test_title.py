"""Long titles break between words, evenly, and lose nothing."""

import pytest

from auditor.circular.title import title_lines
from auditor.circular.words import text_width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ["短标题"]),
        (
            "崇信县人民政府办公室关于2020年第一季度政府门户网站信息公开栏目更新情况的通报",
            ["崇信县人民政府办公室关于2020年第一季度", "政府门户网站信息公开栏目更新情况的通报"],
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


def test_a_title_takes_as_few_lines_as_it_can_and_they_are_even():
    for length in range(1, 121):
        lines = title_lines("国" * length)
        assert len(lines) == -(-length // 20)
        assert max(map(len, lines)) - min(map(len, lines)) <= 1


def test_no_line_of_a_title_begins_with_closing_punctuation():
    for length in range(10, 30):
        lines = title_lines("国" * length + "、（试行）的《办法》" * 3)
        assert not [line for line in lines[1:] if line[0] in "的、）》"]
