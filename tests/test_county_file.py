"""County files as they are written: complete, commented, and with the office's own comments kept."""

import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest

from auditor.base.errors import BadInput
from auditor.county.keys import TABLES, keys_of
from auditor.county.model import County, DisclosureColumn, Former, Unit, example_county, load_county, parse_county
from auditor.county.past import has_moved, moved_since, past_text
from auditor.county.writing import dump_county, save_county, set_aside, update_text
from auditor.sheet.words import sheet_words

PAST = {"unit": "甲局", "owner": "各局", "table": "others", "name": "旧名", "url": "/old/"}
FACTS = ("county", "crawl", "schedule", "issue")
COMMENTED = """# 清溪县的配置，由政务公开办维护

[county]
name = "清溪县"  # 全称
home = "https://www.qingxi.example.cn/"

# 附件

[[table]]
id = "departments"
title = "统计表"
group = "政府部门"

# 单位

[[unit]]
name = "财政局"
table = "departments"

# 栏目：先财政，后人事

# 与预算股核对过
[[column]]
name = "决算"    # 每年八月
url  = "/czjs/"
unit = "财政局"
expect = 1       # 写明也无妨
due  = [3, 4]

# 人事

[[column]]
name = "任免"
url = "/rsrm/"
owner = "组织部门"
[column.exempt]
until = 2020-06-30
reason = "系统切换"

# 完
"""


def county_of(text: str) -> County:
    return parse_county(text, Path("qx.toml"))


def changed(county: County, index: int, **values: object) -> County:
    columns = list(county.column)
    columns[index] = columns[index].model_copy(update=values)
    return county.model_copy(update={"column": tuple(columns)})


def test_a_dumped_county_loads_the_same() -> None:
    for county in (county_of(COMMENTED), load_county(example_county())):
        assert parse_county(dump_county(county), county.path) == county


def test_a_dump_explains_itself_and_leaves_defaults_out() -> None:
    text = dump_county(county_of(COMMENTED))
    assert "expect =" not in text
    assert "[crawl]" not in text
    keys = {key for column in tomllib.loads(text)["column"] for key in column}
    header = text[: text.index("[[column]]")]
    assert all(key in header for key in keys)


def test_notes_stand_above_their_columns() -> None:
    text = dump_county(county_of(COMMENTED), {"/rsrm/": "置信度 0.61\n来自导航"})
    assert '# 置信度 0.61\n# 来自导航\n[[column]]\nname = "任免"' in text


def test_a_column_set_aside_is_only_comment_until_it_is_uncommented() -> None:
    text = dump_county(county_of(COMMENTED))
    aside = set_aside(DisclosureColumn(name="备选", url="/bx/", owner="待确认"), "置信度 0.2")
    assert len(county_of(text + "\n" + aside).column) == 2
    revived = "\n".join(line.removeprefix("# ") for line in aside.splitlines()[1:])
    assert county_of(f"{text}\n{revived}\n").column[-1].name == "备选"


def test_an_unchanged_county_leaves_the_text_alone() -> None:
    assert update_text(COMMENTED, county_of(COMMENTED)) == COMMENTED
    example = example_county().read_text(encoding="utf-8")
    assert update_text(example, load_county(example_county())) == example


def test_only_changed_keys_are_touched() -> None:
    county = changed(county_of(COMMENTED), 0, name="财政决算", remark="只有一次")
    text = update_text(COMMENTED, county)
    assert 'name = "财政决算"    # 每年八月' in text
    assert "expect = 1       # 写明也无妨" in text
    assert text.replace('"财政决算"', '"决算"').replace('remark = "只有一次"\n', "") == COMMENTED
    assert county_of(text) == county


def test_a_key_back_at_its_default_is_removed() -> None:
    county = changed(county_of(COMMENTED), 0, due=None)
    text = update_text(COMMENTED, county)
    assert "due" not in text
    assert county_of(text) == county


def test_a_written_out_exemption_can_be_changed_and_removed() -> None:
    exempt = county_of(COMMENTED).column[1].exempt
    assert exempt is not None
    longer = changed(county_of(COMMENTED), 1, exempt=exempt.model_copy(update={"reason": "办公地点搬迁"}))
    assert county_of(update_text(COMMENTED, longer)) == longer
    none = changed(county_of(COMMENTED), 1, exempt=None)
    assert county_of(update_text(COMMENTED, none)) == none


def test_a_deleted_entry_takes_its_own_comment_but_not_the_headings() -> None:
    county = county_of(COMMENTED)
    text = update_text(COMMENTED, county.model_copy(update={"column": county.column[1:]}))
    assert "与预算股核对过" not in text
    assert "# 栏目：先财政，后人事" in text
    assert text.index("先财政") < text.index("# 人事") < text.index("任免") < text.index("# 完")


def test_new_entries_follow_the_old_ones() -> None:
    county = county_of(COMMENTED)
    more = county.model_copy(
        update={
            "unit": (*county.unit, Unit(name="教科局", table="departments")),
            "column": (DisclosureColumn(name="教育", url="/jy/", unit="教科局"), *county.column),
        }
    )
    text = update_text(COMMENTED, more)
    assert county_of(text) == more
    assert '# 与预算股核对过\n[[column]]\nname = "决算"' in text
    assert text.index("教科局") < text.index("# 栏目：")


def test_the_order_of_entries_may_change() -> None:
    county = county_of(COMMENTED)
    turned = county.model_copy(update={"column": county.column[::-1]})
    text = update_text(COMMENTED, turned)
    assert county_of(text) == turned
    assert '# 与预算股核对过\n[[column]]\nname = "决算"' in text


def test_rules_that_were_not_written_are_added() -> None:
    county = county_of(COMMENTED)
    slow = county.model_copy(update={"crawl": county.crawl.model_copy(update={"delay": 3.0})})
    text = update_text(COMMENTED, slow)
    assert county_of(text) == slow
    assert "# 清溪县的配置" in text


def test_windows_line_ends_stay() -> None:
    text = update_text(COMMENTED.replace("\n", "\r\n"), changed(county_of(COMMENTED), 0, name="财政决算"))
    assert "\n" not in text.replace("\r\n", "")
    assert county_of(text).column[0].name == "财政决算"


def test_a_file_in_another_style_is_written_afresh() -> None:
    text = (
        'county = { name = "清溪县", home = "https://www.qingxi.example.cn/" }\n'
        'table = [{ id = "a", title = "表", group = "组" }]\nunit = [{ name = "财政局", table = "a" }]\n'
        'column = [{ name = "决算", url = "/a/", unit = "财政局" }]\n'
    )
    county = changed(county_of(text), 0, remark='三引号 """\n[[column]]\n尾')
    assert county_of(update_text(text, county)) == county


def test_a_heading_inside_a_long_text_is_no_heading() -> None:
    text = COMMENTED.replace('owner = "组织部门"', 'owner = """组织\n[[column]]\n部门"""')
    county = changed(county_of(text), 1, name="人事任免")
    assert county_of(update_text(text, county)) == county


def test_a_file_is_saved_whole_and_keeps_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "qx.toml"
    path.write_text(COMMENTED, encoding="utf-8-sig")
    save_county(path, changed(load_county(path), 0, name="财政决算"))
    assert load_county(path).column[0].name == "财政决算"
    assert "# 与预算股核对过" in path.read_text(encoding="utf-8")
    save_county(tmp_path / "new.toml", load_county(path))
    assert load_county(tmp_path / "new.toml").column == load_county(path).column
    assert {file.name for file in tmp_path.iterdir()} == {"qx.toml", "new.toml"}
    assert stat.S_IMODE((tmp_path / "new.toml").stat().st_mode) == 0o644


def test_a_broken_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "qx.toml"
    path.write_text("我的笔记", encoding="utf-8")
    with pytest.raises(BadInput, match="TOML"):
        save_county(path, county_of(COMMENTED))
    assert path.read_text(encoding="utf-8") == "我的笔记"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="无法写入"):
        save_county(tmp_path / "no" / "qx.toml", county_of(COMMENTED))
    (tmp_path / "dir.toml").mkdir()
    with pytest.raises(BadInput, match="无法写入"):
        save_county(tmp_path / "dir.toml", county_of(COMMENTED))
    assert [file.name for file in tmp_path.iterdir()] == ["dir.toml"]


def test_every_key_is_called_by_one_name_in_forms_comments_sheets_and_the_manual():
    manual = (Path(__file__).parents[1] / "docs" / "county-file.md").read_text("utf-8")
    text = (
        example_county()
        .read_text("utf-8")
        .replace('"02:30"', '"03:30"')
        .replace("delay       = 0.0", "delay       = 2.0")
        .replace("# [issue]\n# copies_to", "[issue]\ncopies_to")
    )
    comments = dump_county(parse_county(text, Path("own.toml")))
    for table in TABLES:
        for key in keys_of(table):
            assert key.title != key.name, f"{table}.{key.name} has no Chinese name"
            row = f"| `{key.name}` | {key.title} | {'是' if key.required else ''} | {key.about} |"
            assert row in manual, row
            if table == "was":
                assert key.title in past_text([Former(until=date(2026, 6, 30), **PAST)])
                continue
            if table in ("exempt", "read"):
                assert sheet_words().label("column", f"{table}_{key.name}") == key.title
                continue
            assert f"#   {key.name:<11} {key.title}" in comments
            head = sheet_words().label(*("facts", f"{table}.{key.name}") if table in FACTS else (table, key.name))
            assert head == key.title or (table == "column" and key.name in ("exempt", "read")), (table, key.name, head)


def test_the_manual_s_example_is_a_county_file_without_a_fault():
    manual = (Path(__file__).parents[1] / "docs" / "county-file.md").read_text("utf-8")
    county = parse_county(manual.split("```toml\n")[1].split("```")[0], Path("manual.toml"))
    assert [column.due for column in county.column] == [None, None, (3, 4), None]
    assert county.column[3].owner_label == "相关部门"


def test_a_unit_given_to_a_column_whose_owner_was_unsettled_is_no_move() -> None:
    before = {"name": "统计数据", "url": "/tjsj/", "owner": "待确认"}
    now = {"name": "统计数据", "url": "/tjsj/", "unit": "统计局"}
    assert not has_moved(before, now)
    assert moved_since(before, now, date(2020, 4, 1)) == now
    assert has_moved({**before, "owner": "相关部门"}, now)
    assert has_moved(before, {**now, "url": "/tj/"})
