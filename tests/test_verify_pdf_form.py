"""The yearly form as a PDF: rows are told from the page alone, wrapped labels and merged cells included."""

import random
from pathlib import Path

import pytest

from auditor.base.resources import shipped
from auditor.verify import verify_file
from tests.verify_drafts import OUTCOMES_2021

typst = pytest.importorskip("typst")


def numbers(row: list[int]) -> str:
    return ", ".join(f"[{n}]" for n in [*row, sum(row)])


def form(seed: int, *, is_spoilt: bool) -> str:
    rng = random.Random(seed)
    grid = [[rng.randint(0, 3) if rng.random() < 0.4 else 0 for _ in range(6)] for _ in OUTCOMES_2021]
    totals = [sum(column) for column in zip(*grid, strict=True)]
    rows = [
        f"table.cell(colspan: 2)[一、本年新收政府信息公开申请数量], {numbers(totals)}",
        f"table.cell(colspan: 2)[二、上年结转政府信息公开申请数量], {numbers([0] * 6)}",
    ]
    if is_spoilt:
        totals[0] += 1
    for index, (labels, row) in enumerate(zip(OUTCOMES_2021, grid, strict=True)):
        lead = "table.cell(rowspan: 22)[三、本年度办理结果], " if index == 0 else ""
        rows.append(f"{lead}[{labels[-1]}], {numbers(row)}")
    rows.append(f"[（七）总计], {numbers(totals)}")
    rows.append(f"table.cell(colspan: 2)[四、结转下年度继续办理], {numbers([0] * 6)}")
    heads = "table.cell(colspan: 2)[办理情况], [自然人], [企业], [科研], [公益], [法律], [其他], [总计]"
    widths = "2em, 1fr, " + ", ".join(["2.4em"] * 7)
    return (
        '#set text(font: "Noto Serif SC", size: 10pt)\n= 云岭县2021年政府信息公开工作年度报告\n\n'
        f"三、收到和处理政府信息公开申请情况\n\n#table(columns: ({widths}), {heads}, {', '.join(rows)})\n"
    )


def printed(tmp_path: Path, seed: int, *, is_spoilt: bool) -> Path:
    source, path = tmp_path / "form.typ", tmp_path / "form.pdf"
    source.write_text(form(seed, is_spoilt=is_spoilt), encoding="utf-8")
    path.write_bytes(typst.compile(str(source), font_paths=[str(shipped("templates", "fonts"))]))
    return path


@pytest.mark.parametrize("seed", range(4))
def test_a_form_in_a_pdf_that_adds_up_is_not_accused(tmp_path, seed):
    assert verify_file(printed(tmp_path, seed, is_spoilt=False)).findings == ()


@pytest.mark.parametrize("seed", range(4))
def test_a_form_in_a_pdf_that_does_not_add_up_is_told(tmp_path, seed):
    kinds = {finding.kind for finding in verify_file(printed(tmp_path, seed, is_spoilt=True)).findings}
    assert kinds & {"form_total", "form_balance"}
