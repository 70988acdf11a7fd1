"""One paper in every format opens to the same words and the same cells."""

from pathlib import Path

import pytest

from auditor.verify.opening import read_paper
from auditor.verify.paper import tidy
from tests.opened_papers import HABITS, Paper, as_docx, as_html, as_pdf, as_text, as_xlsx, invented

SEEDS = range(6)


def check(paper: Paper, path: Path) -> None:
    opened = read_paper(path)
    assert [line.text for line in opened.lines] == [tidy(line) for line in paper.lines]
    assert [[list(row) for row in grid.rows] for grid in opened.grids] == paper.grids


@pytest.mark.parametrize("seed", SEEDS)
def test_text_web_page_word_and_sheet(tmp_path, seed):
    paper = invented(seed)
    (tmp_path / "a.txt").write_text(as_text(paper), encoding="utf-8")
    (tmp_path / "a.html").write_text(as_html(paper), encoding="utf-8")
    for path in (
        tmp_path / "a.txt",
        tmp_path / "a.html",
        as_docx(paper, tmp_path / "a.docx"),
        as_xlsx(paper, tmp_path / "a.xlsx"),
    ):
        check(paper, path)


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("seed", SEEDS)
def test_pdfs_as_programs_make_them(tmp_path, seed, habits):
    paper = invented(seed)
    check(paper, as_pdf(paper, tmp_path / "a.pdf", HABITS[habits]))
