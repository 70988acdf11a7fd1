"""Columns as wide as what stands in them; names broken between words, never while another column has room."""

import random

import pytest
from audits import HOSTILE, Shape, make_audit

from auditor.base.chinese import printable
from auditor.circular.printing import document_of
from auditor.documents.fitting import fit_table
from auditor.documents.parts import printed_cell
from auditor.documents.title import broken
from auditor.documents.tree import Table, TableColumn

HEADS = (("序号", 6), ("栏目", 30), ("第一季度公开数量", 14), ("责任单位", 25), ("备注", 25))
UNITS = (
    "交通运输局",
    "文体广电和旅游局",
    "工业信息化和商务局",
    "机关事务服务中心",
    "公安局",
    "国家税务总局崇信县税务局",
)


def table_of(*rows: tuple[str | int | None, ...]) -> Table:
    return Table(tuple(TableColumn(label, width) for label, width in HEADS), rows)


def test_a_name_breaks_before_its_bracket_and_an_empty_column_gives_its_room():
    rows = tuple((number, f"政府部门信息公开（{unit}）", 1, unit, "") for number, unit in enumerate(UNITS, 1))
    fitted = fit_table(table_of(*rows))
    for row in fitted.rows:
        assert len(row[1]) == 1 or row[1][1].startswith("（")
        assert "".join(row[3]) in UNITS
        assert len(row[3]) == 1 or row[3] == ("国家税务总局", "崇信县税务局")
    assert fitted.widths[4] < fitted.widths[1]


def test_nothing_is_broken_where_everything_fits():
    fitted = fit_table(table_of((1, "人事任免", 12, "人社局", "每年前季只有一次")))
    assert all(len(cell) == 1 for cell in (*fitted.rows[0], fitted.heads[1], fitted.heads[3]))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("across", [False, True])
def test_nothing_is_lost_and_the_widths_fill_the_page(seed: int, across: bool):
    dice = random.Random(seed)
    audit = make_audit(seed, Shape(hostile=True, unknown=0.3, findings=9))
    tables = [annex.table for annex in document_of(audit).annexes]
    texts = ("", None, 7, "2020-03-31", "https://example.org/" + "a" * 300, "甲" * 90, *HOSTILE, *UNITS)
    tables.append(table_of(*(tuple(dice.choice(texts) for _ in HEADS) for _ in range(40))))
    for table in tables:
        fitted = fit_table(table, across)
        assert abs(sum(fitted.widths) - 1) < 1e-6
        assert min(fitted.widths) > 0
        for cells, row in zip(fitted.rows, table.rows, strict=True):
            assert ["".join("".join(lines).split()) for lines in cells] == [
                "".join(printable(printed_cell(cell)).split()) for cell in row
            ]


def test_one_table_of_a_thousand_rows_is_fitted_once():
    rows = tuple((number, f"栏目{number}", number, "财政局", "") for number in range(1000))
    assert fit_table(table_of(*rows)) is fit_table(table_of(*rows))


def test_a_head_has_no_more_than_two_lines_while_names_are_long():
    long = "国家矿山安全监察局堌水县煤矿安全生产综合执法监督检查大队（县安全生产委员会办公室）"
    rows = tuple((number, f"其他法定信息（{name}）", 1, name, "") for number, name in enumerate([*UNITS * 12, long], 1))
    assert len(fit_table(table_of(*rows)).heads[2]) <= 2


@pytest.mark.parametrize(
    "name", ["栒州市生态环境局堌水分局", "国家税务总局堌水县税务局", "堌水县人民政府办公室电子政务中心"]
)
@pytest.mark.parametrize("width", [10, 12, 13, 14])
def test_no_bracket_stands_alone_on_a_line(name: str, width: int):
    lines = ["".join(words) for words in broken(f"通知公告（{name}）", width).lines]
    assert all(len(line) > 2 for line in lines), lines
    assert "".join(lines) == f"通知公告（{name}）"
