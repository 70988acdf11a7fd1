"""Whole papers in which every number is said twice: silence where they agree, most of a sample of faults found."""

from pathlib import Path

import pytest

from auditor.verify import verify_file
from tests.opened_papers import HABITS, Paper, as_docx, as_html, as_pdf, as_text
from tests.verify_papers import FRESH, WHOLE

KINDS = ("txt", "html", "docx", "word")


def told(paper: Paper, folder: Path, kind: str) -> set[tuple[str, object, object]]:
    """What is said of a paper in one format; ``word`` is a PDF as Word makes it."""
    path = folder / f"a.{kind}"
    if kind in HABITS:
        path = as_pdf(paper, folder / "a.pdf", HABITS[kind])
    elif kind == "docx":
        as_docx(paper, path)
    else:
        path.write_text(as_text(paper) if kind == "txt" else as_html(paper), encoding="utf-8")
    return {(one.kind, one.stated, one.computed) for one in verify_file(path).findings}


@pytest.mark.parametrize("name", WHOLE | FRESH)
def test_a_paper_whose_figures_agree_is_not_accused(tmp_path, name):
    styles, _, write = (WHOLE | FRESH)[name]
    for number, style in enumerate(styles):
        kind = KINDS[number % len(KINDS)]
        assert told(write(style, number, ""), tmp_path, kind) == set(), (style, kind)


@pytest.mark.parametrize("name", WHOLE)
def test_most_of_a_sample_of_faults_is_found(tmp_path, name):
    """17 of 20 of every sixth fault; `python -m tests.bench verifying` measures all of them."""
    _, faults, write = WHOLE[name]
    planted = missed = 0
    for number, fault in enumerate(faults[::6]):
        paper = write(fault.style, number, fault.name)
        if paper != write(fault.style, number, ""):
            planted += 1
            missed += not told(paper, tmp_path, ("txt", "html", "docx")[number % 3])
    assert planted * 8 > len(faults)
    assert missed * 20 <= planted * 3


@pytest.mark.parametrize(("name", "least"), [("marked", 148), ("marked_second", 54)])
def test_no_marked_fault_that_was_found_is_lost(tmp_path, name, least):
    styles, faults, write = FRESH[name]
    healthy = {style: told(write(style, 0, ""), tmp_path, "txt") for style in styles}
    found = sum(bool(told(write(f.style, 0, f.name), tmp_path, "txt") - healthy[f.style]) for f in faults)
    assert found >= least
