"""Which text of a circular a click opens: the one in force, never a draft or one whose place was taken unawares."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from web_office import HERE, Browser, Office, known_readings, office

from auditor.base.terms import Role

PAPER = f"{HERE}/circular"
DRAFT = f"{PAPER}?draft=yes"
FIRST, SECOND = "清政办发〔2020〕12号", "清政办发〔2020〕13号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def issue(signer: Browser, number: str) -> None:
    answer = signer.send(f"{PAPER}/issue", DRAFT, number=number, date="2020-04-16", sure="yes")
    assert answer.status_code == 303, answer.text[-500:]


def saved_as(browser: Browser, query: str = "") -> str:
    answer = browser.get(f"{PAPER}/file/circular.html{query}")
    assert answer.status_code == 200
    return unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])


def test_before_the_issue_everything_says_draft(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    page = reviewer.read(PAPER)
    assert "<strong>草稿</strong>，尚未印发" in page
    assert "本期通报尚未印发" in reviewer.read(HERE)
    assert saved_as(reviewer) == "清源县-2020Q1-草稿-circular.html"


def test_an_issued_quarter_opens_what_was_issued_and_the_draft_only_when_asked_for(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    issue(signer, FIRST)
    page = signer.read(PAPER)
    assert f"正式文本（{FIRST}）" in page
    assert "修改段落" not in page
    assert FIRST in signer.read(f"{PAPER}/preview")
    assert saved_as(signer) == "清源县-2020Q1-circular.html"
    draft = signer.read(DRAFT)
    assert "不是印发的通报" in draft
    assert FIRST not in signer.read(f"{PAPER}/preview?draft=yes")
    assert saved_as(signer, "?draft=yes") == "清源县-2020Q1-草稿-circular.html"
    assert "draft=yes" in draft.split("<h2>下载")[1].split("</ul>")[0], "its files are those of the draft"


def test_a_superseded_circular_says_so_in_red_at_its_head_beside_its_files_and_in_their_names(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    issue(signer, FIRST)
    assert "已被替代" not in signer.read(f"{PAPER}?number={FIRST}")
    issue(signer, SECOND)
    page = signer.read(f"{PAPER}?number={FIRST}")
    head = page.split("<iframe")[0]
    assert '<p class="say bad" role="alert"><strong>已被替代，不再有效。' in head
    assert SECOND in head
    assert "不再有效" in page.split("<h2>下载")[1].split("</section>")[0]
    assert saved_as(signer, f"?number={FIRST}") == "清源县-2020Q1-已被替代-circular.html"
    assert f"正式文本（{SECOND}）" in signer.read(PAPER)
    assert saved_as(signer) == "清源县-2020Q1-circular.html"
    listed = signer.read("/county/清源县").split("历次通报")[1]
    assert listed.count("已被替代") == 1
    assert listed.index(SECOND) < listed.index("已被替代") < listed.index(FIRST, listed.index("已被替代"))


def test_a_reader_sees_no_draft_unless_allowed(desk: Office):
    signer, reader = desk.browser("王芳", Role.ADMINISTRATOR), desk.browser("看客", Role.READER)
    for path in (PAPER, DRAFT, f"{PAPER}/preview", f"{PAPER}/preview?draft=yes", f"{PAPER}/file/circular.docx"):
        answer = reader.get(path)
        assert answer.status_code == 403, path
        assert "尚未印发" in answer.text
    issue(signer, FIRST)
    assert FIRST in reader.read(PAPER)
    assert "查看最新草稿" not in reader.read(PAPER)
    assert reader.get(DRAFT).status_code == 403
    sent = {"name": "看客", "what": "role", "role": "reader", "drafts": "yes"}
    assert signer.send("/people/change", "/people", **sent).status_code == 303
    assert "可看草稿" in signer.read("/people")
    reader = desk.browser("看客", Role.READER)
    assert "不是印发的通报" in reader.read(DRAFT)
