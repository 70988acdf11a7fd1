"""Papers as offices publish them: silence where the figures agree, a finding where one was spoilt, in every format."""

from pathlib import Path

import pytest

from auditor.verify import verify_file
from auditor.verify.comparison import Severity
from tests.opened_papers import HABITS, Paper, as_docx, as_html, as_pdf, as_text
from tests.verify_papers import ALL

pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time

STYLES = [(name, style) for name, (styles, _, _) in ALL.items() for style in styles]
KINDS = ("txt", "html", "docx", *HABITS)
SEEDS = range(6)


def opened(paper: Paper, folder: Path, kind: str) -> set[tuple[str, object, object, Severity]]:
    """What is said of a paper in one format; names of habits are PDFs."""
    path = folder / f"a.{kind}"
    if kind in HABITS:
        path = as_pdf(paper, folder / "a.pdf", HABITS[kind])
    elif kind == "docx":
        as_docx(paper, path)
    else:
        path.write_text(as_text(paper) if kind == "txt" else as_html(paper), encoding="utf-8")
    return {(one.kind, one.stated, one.computed, one.severity) for one in verify_file(path).findings}


@pytest.mark.parametrize(("name", "style"), STYLES)
def test_a_paper_whose_figures_agree_is_not_accused(tmp_path, name, style):
    write = ALL[name][2]
    for seed in SEEDS:
        kind = KINDS[(seed * 5 + len(style)) % len(KINDS)]
        assert opened(write(style, seed, ""), tmp_path, kind) == set(), (seed, kind)


@pytest.mark.parametrize("name", ALL)
def test_planted_faults_are_found(tmp_path, name):
    """19 of 20, each fault in another format; what the words leave open may pass."""
    _, faults, write = ALL[name]
    planted = missed = 0
    for number, fault in enumerate(faults):
        for seed in range(2):
            paper = write(fault.style, seed, fault.name)
            if paper != write(fault.style, seed, ""):
                planted += 1
                missed += not opened(paper, tmp_path, ("txt", "html", "docx")[(number + seed) % 3])
    assert planted >= len(faults)
    assert missed * 20 <= planted


@pytest.mark.parametrize("name", ALL)
def test_a_paper_is_told_the_same_in_every_format(tmp_path, name):
    _, faults, write = ALL[name]
    for fault in faults[:: max(1, len(faults) // 8)]:
        paper = write(fault.style, 7, fault.name)
        told = {kind: opened(paper, tmp_path, kind) for kind in ("txt", "html", "docx")}
        assert told["txt"] == told["html"] == told["docx"], fault
