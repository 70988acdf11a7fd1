"""The county file: what is accepted, and how every mistake is told."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.errors import BadInput, Problem
from auditor.base.hosts import is_web_address
from auditor.base.period import Period
from auditor.base.terms import ColumnKind
from auditor.county.check import normal_address, whole_address
from auditor.county.model import MAX_FILE_BYTES, County, load_county, parse_county

GOOD = """
[county]
name = "清溪县"
home = "https://www.qingxi.example.cn/"

[[table]]
id = "departments"
title = "政府部门更新情况统计表"
group = "政府部门"

[[table]]
id = "towns"
title = "乡镇更新情况统计表"
group = "乡镇"

[[unit]]
name = "财政局"
table = "departments"
aliases = ["县财政局"]

[[unit]]
name = "河口镇"
table = "towns"

[[column]]
name = "财政决算"
url = "/zwgk/czjs/"
unit = "财政局"
due = [3, 4]
kind = "finance"

[[column]]
name = "镇务公开"
url = "/xz/hkz/"
unit = "河口镇"
exempt = { until = "2020-06-30", reason = "办公地点搬迁" }

[[column]]
name = "提案办理"
url = "/zwgk/tabl/"
owner = "各承办单位"
"""
Q1, Q2, Q3 = (Period.of("quarter", 2020, number) for number in (1, 2, 3))


def county_of(text: str = GOOD) -> County:
    return parse_county(text, Path("qx.toml"))


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        county_of(text)
    return caught.value.problems


def only_problem(text: str) -> Problem:
    problems = problems_of(text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def line_of(text: str, wanted: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if wanted in line)


def english_in(problem: Problem) -> list[str]:
    """Words of a message that are neither quoted input nor names of keys and values."""
    told = re.sub(
        r"“[^”]*”|\[\[?\w+\]\]?|https?://\S+|\{[^}]*\}|TOML|CSS|UTF-8|MB|http\(s\)", "", problem.what + problem.cure
    )
    keys = {"id", "title", "group", "name", "table", "home", "url", "unit", "owner", "since", "until", "reason", "toml"}
    ids = {"departments", "towns"}
    values = {kind.value for kind in ColumnKind} | {"strict", "legacy", "auditor", "demo"}
    return [word for word in re.findall(r"[A-Za-z_]{2,}", told) if word not in keys | values | ids]


def test_a_good_file_gives_its_county() -> None:
    county = county_of()
    assert county.name == "清溪县"
    assert county.issuer == "清溪县人民政府办公室"
    assert county.portal_name == "清溪县人民政府门户网站"
    assert county.address_of(county.column[0]) == "https://www.qingxi.example.cn/zwgk/czjs/"
    assert [column.name for column in county.columns_of(county.unit[1])] == ["镇务公开"]


def test_three_different_mistakes_are_told_together_with_line_key_and_cure() -> None:
    text = GOOD.replace("due = [3, 4]", "due = [3, 5]").replace('unit = "河口镇"', 'unit = "河口乡"')
    text = text.replace('group = "乡镇"', 'group = "乡镇"\ncolour = "红"')
    problems = problems_of(text)
    assert [(p.file, p.line) for p in problems] == [
        ("qx.toml", line_of(text, "colour")),
        ("qx.toml", line_of(text, "due = [3, 5]")),
        ("qx.toml", line_of(text, 'unit = "河口乡"')),
    ]
    assert [p.key for p in problems] == ["table[2].colour", "column[1].due[2]", "column[2].unit"]
    assert all(p.what and p.cure for p in problems)
    assert "河口乡" in problems[2].what


@pytest.mark.parametrize(
    ("section", "key"),
    [("county", "issuers"), ("table", "caption"), ("unit", "alias"), ("column", "link"), ("column", "exemption")],
)
def test_an_unknown_key_is_named_where_it_stands(section: str, key: str) -> None:
    header = f"[{section}]" if section == "county" else f"[[{section}]]"
    text = GOOD.replace(header, f'{header}\n{key} = "x"', 1)
    problem = only_problem(text)
    assert problem.key.endswith(key)
    assert problem.line == line_of(text, f"{key} = ")
    assert problem.what == "不认识的键"


def test_a_misspelt_section_is_answered_with_the_right_one() -> None:
    problem = only_problem(GOOD + '\n[[columns]]\nname = "x"\n')
    assert "[[column]]" in problem.cure
    assert problem.line == line_of(GOOD + "\n[[columns]]", "[[columns]]")


def test_the_file_may_not_say_where_it_is_itself() -> None:
    assert only_problem('path = "/etc"\n' + GOOD).key == "path"


def test_an_alias_is_no_unit_name_for_a_column() -> None:
    problem = only_problem(GOOD.replace('unit = "财政局"', 'unit = "县财政局"'))
    assert "别名" in problem.cure


def test_blanks_around_names_do_not_make_them_unknown() -> None:
    county = county_of(GOOD.replace('unit = "财政局"', 'unit = " 财政局 "'))
    assert county.column[0].unit == "财政局"


def test_two_units_of_one_name_are_told_even_when_one_is_an_alias() -> None:
    problem = only_problem(GOOD.replace('aliases = ["县财政局"]', 'aliases = ["河口镇"]'))
    assert problem.key == "unit[2].name"
    assert "河口镇" in problem.what


def test_a_unit_of_an_unknown_table_is_told_with_the_known_ones() -> None:
    problem = only_problem(GOOD.replace('table = "towns"', 'table = "villages"'))
    assert "departments、towns" in problem.cure


@pytest.mark.parametrize(
    "twin",
    [
        "/zwgk/czjs/",
        "/zwgk/czjs/index.html",
        "https://WWW.qingxi.example.cn/zwgk/czjs/",
        "https://www.qingxi.example.cn:443/zwgk/czjs/",
        "zwgk/czjs/#top",
    ],
)
def test_two_spellings_of_one_address_are_one_address(twin: str) -> None:
    problem = only_problem(GOOD.replace("/zwgk/tabl/", twin))
    assert "财政决算" in problem.what
    assert problem.key == "column[3].url"


@pytest.mark.parametrize(
    "url", ["javascript:void(0)", "ftp://x/y", "http://[bad/", "/a b/", "http://h:99999/", "mailto:a@b"]
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    problem = only_problem(GOOD.replace("/zwgk/tabl/", url))
    assert problem.key == "column[3].url"
    assert "不是网址" in problem.what


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("www.qingxi.gov.cn/zwgk/", "缺少 http://"),
        ("zwgk.qingxi.gov.cn:8080/a/", "缺少 http://"),
        ("http：//www.qingxi.gov.cn/zwgk/", "全角"),
        ("http://www.qingxi.gov.cn/zwgk/，", "全角"),
        ("/zwgk/tabl/,", "全角"),
        ("http:/www.qingxi.gov.cn/zwgk/", "http:// 写错了"),
        ("https//www.qingxi.gov.cn/zwgk/", "http:// 写错了"),
        ("http://https://www.qingxi.gov.cn/zwgk/", "http:// 写错了"),
        ("http://www.qingxi,gov.cn/zwgk/", "逗号"),
        ("点击查看", "是文字，不是网址"),
    ],
)
def test_an_address_that_would_be_taken_for_a_path_is_refused_with_its_cure(url: str, words: str) -> None:
    problem = only_problem(GOOD.replace("/zwgk/tabl/", url))
    assert problem.key == "column[3].url"
    assert words in problem.what


@pytest.mark.parametrize("url", ["/规划计划/", "规划计划/", "?栏目=1", "/a,b/c;d/", "http://www.qingxi.gov.cn/a,b/"])
def test_an_address_that_only_looks_odd_is_taken(url: str) -> None:
    assert parse_county(GOOD.replace("/zwgk/tabl/", url), Path("a.toml")).column[2].url == url


def test_two_units_that_differ_in_blanks_only_are_told() -> None:
    spaced = GOOD + '\n[[unit]]\nname = "财 政 局"\ntable = "departments"\n'
    (problem,) = problems_of(spaced)
    assert "“财 政 局”与“财政局”只差空格" in problem.what
    own = GOOD.replace('aliases = ["县财政局"]', 'aliases = ["县财政局", "财 政 局"]')
    assert parse_county(own, Path("a.toml")).unit[0].aliases == ("县财政局", "财 政 局")


@pytest.mark.parametrize("home", ["www.qingxi.example.cn", "http://[::1", "ftp://h/", "http:///x"])
def test_a_home_that_is_no_address_is_told_once_for_itself(home: str) -> None:
    problems = problems_of(GOOD.replace("https://www.qingxi.example.cn/", home))
    assert {problem.key for problem in problems} == {"county.home"}


@pytest.mark.parametrize("due", ["[0]", "[5]", '["3"]', "3", '"3,4"', "[1.5]", "[true]", "{ a = 1 }"])
def test_a_bad_due_is_told_with_the_way_to_write_it(due: str) -> None:
    problem = problems_of(GOOD.replace("[3, 4]", due))[0]
    assert problem.key.startswith("column[1].due")
    assert "1、2、3、4" in problem.cure


WRONG_VALUES = [
    ('name = "清溪县"', "name = 5"),
    ('name = "清溪县"', 'name = ""'),
    ('name = "清溪县"', 'name = " "'),
    ('name = "清溪县"', 'name = "a\\u0007b"'),
    ('name = "清溪县"', 'name = "清溪/县"'),
    ('name = "清溪县"', 'name = ".."'),
    ('name = "清溪县"', f'name = "{"长" * 2001}"'),
    ('name = "清溪县"', ""),
    ("[county]", "[countys]"),
    ('id = "towns"', 'id = "乡镇"'),
    ('id = "towns"', "id = 3"),
    ('id = "towns"', 'id = "departments"'),
    ("[[unit]]", "[[units]]"),
    ("[[column]]", "[[columns]]"),
    ('aliases = ["县财政局"]', 'aliases = "县财政局"'),
    ('aliases = ["县财政局"]', "aliases = [3]"),
    ('aliases = ["县财政局"]', 'since = "去年"'),
    ('aliases = ["县财政局"]', "since = 2020"),
    ('aliases = ["县财政局"]', "since = 2020-06-30T10:00:00"),
    ('aliases = ["县财政局"]', "since = 07:32:00"),
    ('aliases = ["县财政局"]', 'since = "2020-13-45"'),
    ('aliases = ["县财政局"]', "since = 2020-06-30\nuntil = 2019-06-30"),
    ('kind = "finance"', 'kind = "财政"'),
    ('kind = "finance"', "kind = 1"),
    ('kind = "finance"', 'expect = "3"'),
    ('kind = "finance"', "expect = 1.0"),
    ('kind = "finance"', "expect = true"),
    ('kind = "finance"', "expect = -1"),
    ('kind = "finance"', "expect = 100001"),
    ('kind = "finance"', "expect = 99999999999999999999999"),
    ('kind = "finance"', "portal = 7"),
    ('kind = "finance"', 'exempt = "是"'),
    ('kind = "finance"', "exempt = { until = 2020-06-30 }"),
    ('kind = "finance"', 'exempt = { until = 2020-06-30, reason = "" }'),
    ('kind = "finance"', 'exempt = { until = "月底", reason = "修订" }'),
    ('kind = "finance"', 'read = "ul > li"'),
    ('kind = "finance"', "read = {}"),
    ('kind = "finance"', 'read = { rows = "li[" }'),
    ('kind = "finance"', 'read = { rows = "li:odd" }'),
    ('kind = "finance"', f'read = {{ date = "{"a" * 301}" }}'),
    ('kind = "finance"', 'read = { link = "a" }'),
    ('unit = "财政局"', "unit = 3"),
    ('unit = "财政局"', "unit = []"),
    ('unit = "财政局"', 'table = "villages"'),
    ('owner = "各承办单位"', ""),
    ('url = "/xz/hkz/"', ""),
    ('url = "/xz/hkz/"', "url = 3"),
    ("[[table]]", "[crawl]\ndelay = -1\n[[table]]"),
    ("[[table]]", "[crawl]\ndelay = inf\n[[table]]"),
    ("[[table]]", "[crawl]\ndelay = nan\n[[table]]"),
    ("[[table]]", '[crawl]\ndelay = "1.0"\n[[table]]'),
    ("[[table]]", "[crawl]\nmax_pages = 0\n[[table]]"),
    ("[[table]]", "[crawl]\ntimeout = 0\n[[table]]"),
    ("[[table]]", '[crawl]\ntls = "none"\n[[table]]'),
    ("[[table]]", "[crawl]\ntls = 1\n[[table]]"),
    ("[[table]]", '[schedule]\nobserve = "25:00"\n[[table]]'),
    ("[[table]]", "[schedule]\nobserve = 02:30:00\n[[table]]"),
    ("[[table]]", "[schedule]\naudit = 31\n[[table]]"),
    ("[[table]]", '[schedule]\naudit = "10"\n[[table]]'),
]


@pytest.mark.parametrize(("right", "wrong"), WRONG_VALUES)
def test_every_wrong_value_is_told_in_chinese_with_key_and_cure(right: str, wrong: str) -> None:
    text = GOOD.replace(right, wrong, 1) if "[[" in right and "[" in wrong[:7] else GOOD.replace(right, wrong)
    for problem in problems_of(text):
        assert problem.key
        assert problem.cure
        assert re.search(r"[\u4e00-\u9fff]", problem.what)
        assert len(str(problem)) < 400
        assert english_in(problem) == []


def test_a_missing_section_says_how_to_write_it() -> None:
    problems = problems_of("")
    assert [problem.key for problem in problems] == ["county", "table", "unit", "column"]
    assert "[[column]]" in problems[-1].cure


@pytest.mark.parametrize(
    ("key", "value"), [("table", "[]"), ("unit", "{}"), ("column", "3"), ("county", '"清溪县"'), ("table", "[1]")]
)
def test_a_section_of_the_wrong_shape_is_told(key: str, value: str) -> None:
    told = [problem for problem in problems_of(f"{key} = {value}") if problem.key.startswith(key)]
    assert told
    assert told[0].line == 1
    assert english_in(told[0]) == []


def test_a_problem_inside_a_written_out_exemption_points_at_its_line() -> None:
    text = GOOD.replace('kind = "finance"', 'kind = "finance"\n[column.exempt]\nuntil = "改天"\nreason = "修订"')
    assert only_problem(text).line == line_of(text, "[column.exempt]")


@pytest.mark.parametrize(
    "broken",
    [
        "a =",
        "a",
        "a = [",
        "a = 'x",
        "a = 1\na = 2",
        "[a]\n[a]",
        "a = { b = 1",
        "a = 01",
        'a = "\\q"',
        "a = 2020-13-01",
        "a = 1 b = 2",
        "a = “清溪县”",
        "name＝1",
        'a = "x\ny"',
        "a = " + "[" * 20_000,
        "[[unit]]\n[unit]\n",
    ],
)
def test_a_text_that_is_no_toml_is_told_with_its_line(broken: str) -> None:
    problem = only_problem(broken)
    assert english_in(problem) == []
    assert problem.line or "嵌套" in problem.what


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "qx.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_county(path).path == path


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "qx.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode())
    assert len(load_county(path).column) == 3


def test_a_file_in_another_charset_is_told(tmp_path: Path) -> None:
    path = tmp_path / "qx.toml"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(BadInput, match="不是 UTF-8 编码") as caught:
        load_county(path)
    assert caught.value.problems[0].file == str(path)


def test_a_missing_file_a_folder_and_a_huge_file_are_told(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    for path, words in [(tmp_path / "no.toml", "找不到文件"), (tmp_path, "文件夹"), (huge, "文件过大")]:
        with pytest.raises(BadInput, match=words):
            load_county(path)


def test_an_impossible_path_is_told() -> None:
    with pytest.raises(BadInput, match="无法读取"):
        load_county(Path("a\0b"))
    with pytest.raises(BadInput, match="无法读取"):
        load_county(Path("x" * 5000))


def test_aliases_lead_to_their_unit() -> None:
    county = county_of()
    assert county.units_by_name["县财政局"] is county.unit[0]
    assert "财政" not in county.units_by_name


def test_a_unit_exists_from_its_first_to_its_last_day() -> None:
    county = county_of(GOOD.replace('table = "towns"', 'table = "towns"\nsince = 2020-04-01\nuntil = "2020-06-30"'))
    town = county.unit[1]
    assert [town.exists_in(period) for period in (Q1, Q2, Q3)] == [False, True, False]
    assert county.units_in(Q1) == (county.unit[0],)


def test_an_exemption_ends_by_itself() -> None:
    exempt = county_of().column[1].exempt
    assert exempt is not None
    assert (exempt.covers(Q1), exempt.covers(Q2), exempt.covers(Q3)) == (True, True, False)
    assert exempt.until == date(2020, 6, 30)


def test_due_quarters_decide_what_is_expected() -> None:
    yearly, always, _ = county_of().column
    assert [yearly.is_due(period) for period in (Q1, Q3)] == [False, True]
    assert always.is_due(Q1)
    assert yearly.is_due(Period.of("half", 2020, 2))
    never = county_of(GOOD.replace("due = [3, 4]", "due = []")).column[0]
    assert not never.is_due(Period.of("year", 2020, 1))


def test_a_column_without_a_unit_is_printed_in_its_table_or_the_first() -> None:
    county = county_of()
    assert [column.name for column in county.columns_in(county.table[0])] == ["财政决算", "提案办理"]
    moved = county_of(GOOD.replace('owner = "各承办单位"', 'owner = "各承办单位"\ntable = "towns"'))
    assert [column.name for column in moved.columns_in(moved.table[1])] == ["镇务公开", "提案办理"]
    assert moved.column[2].owner_label == "各承办单位"


def test_the_same_county_stands_on_another_host() -> None:
    county = county_of().at("http://127.0.0.1:8000/")
    assert county.address_of(county.column[0]) == "http://127.0.0.1:8000/zwgk/czjs/"


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_no_address_however_odd_is_more_than_a_problem(url: str) -> None:
    address = whole_address("https://www.qingxi.example.cn/a/", url)
    if address is not None:
        assert is_web_address(address)
        assert normal_address(normal_address(address)) == normal_address(address)
