"""One paper in every format opens to the same words and the same cells."""

import subprocess
from pathlib import Path

import pytest

from auditor.base.errors import BadInput
from auditor.verify.opening import read_paper
from auditor.verify.paper import tidy
from tests.needs import needs
from tests.opened_papers import (
    HABITS,
    Merged,
    Paper,
    as_docx,
    as_html,
    as_pdf,
    as_pdf_pages,
    as_text,
    as_xlsx,
    invented,
    write_pdf,
)

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


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_pdf_by_libreoffice(tmp_path, seed):
    """Whatever face is at hand: where it has no Chinese letters, the PDF still says which they are."""
    paper = invented(seed)
    source = as_docx(paper, tmp_path / "a.docx", is_indented=seed % 2 == 0)
    command = [needs("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    check(paper, tmp_path / "a.pdf")


LONG = Paper(
    (
        "关于更新情况的通报",
        (
            ("序号", "单位", "更新条数"),
            *((str(n), f"第{n}单位", str(n % 7)) for n in range(1, 32)),
            (Merged("合计", columns=2), "90"),
        ),
    )
)


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("cut", [20, 31])
def test_a_table_over_two_pages_is_one(tmp_path, cut, heads):
    """The second part may repeat the heads or not; its own lines may be fewer, as where only the sum is left."""
    title, rows = LONG.parts
    assert not isinstance(rows, str)
    again = rows[:1] if heads else ()
    parts = Paper((title, rows[: cut + 1])), Paper(((*again, *rows[cut + 1 :]),))
    check(LONG, as_pdf_pages(parts, tmp_path / "a.pdf", HABITS["word"]))


BODY = f"BT /F1 12 Tf 1 0 0 1 72 700 Tm <{'共更新信息一百条，其中主动公开九十条。'.encode('utf-16-be').hex()}> Tj ET"


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        ([f"BT /F2 5 Tf 1 0 0 1 {n % 500} {n * 7 % 800} Tm (1) Tj ET" for n in range(100_000)], "内容过多"),
        ([" " * 70_000_000], "内容过多"),
        (["BT /F2 5 Tf 1 0 0 1 0 0 Tm (1) Tj ET q 0 0 m 1 1 l S Q"] * 70_000, "过多"),
    ],
)
def test_a_page_that_costs_too_much_is_refused(tmp_path, drawing, words):
    write_pdf(tmp_path / "a.pdf", [[BODY, *drawing]], HABITS["wps"], 595, 842)
    with pytest.raises(BadInput, match=words):
        read_paper(tmp_path / "a.pdf")


@pytest.mark.timeout(30)
def test_drawings_within_drawings_are_multiplied_out(tmp_path):
    inner = [b"0 0 m 1 1 l S", *[b"/X Do " * 10] * 11]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 8] /Contents 4 0 R /Resources << /XObject << /X 16 0 R>>>>>>",
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
    ]
    for number, content in enumerate(inner, 5):
        names = b"/Resources << /XObject << /X %d 0 R >> >>" % (number - 1) if number > 5 else b""
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %b /Length %d >>" % (names, len(content))
        objects.append(head + b"\nstream\n" + content + b"\nendstream")
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(objects, 1))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    with pytest.raises(BadInput, match="层层"):
        read_paper(tmp_path / "a.pdf")


def test_words_far_off_the_page_cost_nothing(tmp_path):
    far = [f"BT /F2 5 Tf 1 0 0 1 {n}000000 {n}000000 Tm (1) Tj ET" for n in range(500)]
    write_pdf(tmp_path / "a.pdf", [[BODY, *far]], HABITS["wps"], 595, 842)
    assert "共更新信息一百条，其中主动公开九十条。" in [line.text for line in read_paper(tmp_path / "a.pdf").lines]
