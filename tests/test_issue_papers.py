"""Annual and recheck papers are numbered, sealed, issued and frozen as the circular is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_yearly import Office

from auditor.county.model import example_county
from auditor.documents.readback import docx_blocks
from auditor.sample import SamplePortal


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Office]:
    """A county with one audited quarter."""
    with SamplePortal() as portal:
        text = example_county().read_text(encoding="utf-8")
        text = re.sub(r'home(\s*)=\s*"[^"]+"', f'home = "{portal.home}"', text, count=1)
        (tmp_path / "county.toml").write_text(text, encoding="utf-8")
        opened = Office(tmp_path, capsys)
        code, said = opened.run("run", "-q", "2020Q1", "-o", tmp_path / "draft", now="2020-04-10T02:30")
        assert code == 0, said
        assert opened.run("crawl", now="2020-05-19T02:30")[0] == 0
        yield opened


def blocks(folder: Path, stem: str) -> tuple[object, ...]:
    return docx_blocks((folder / f"{stem}.docx").read_bytes())


PAPERS = {
    "annual": (("--year", "2020"), ("--annual", "2020")),
    "recheck": (("-q", "2020Q1"), ("--recheck", "-q", "2020Q1")),
}


@pytest.mark.parametrize("stem", PAPERS)
def test_a_paper_is_issued_under_a_number_and_stays_as_it_was(office: Office, stem: str):
    make, issue = PAPERS[stem]
    draft, out, again = (office.folder / name for name in ("d", "issued", "again"))
    code, said = office.run("issue", *issue, "--by", "王主任", "-o", out)
    assert (code, "还没有草稿可供核对" in said) == (2, True), said
    office.run(stem, *make, "-o", draft)
    marked = blocks(draft, stem)
    assert any("稿" in str(block) and str(block).startswith("（") for block in marked[:1])
    given = ("--number", "崇政办发〔2021〕3号", "--date", "2021-01-20", "--by", "王主任", "--sealed")
    lines = ("--printer", "崇信县人民政府办公室", "--copies-to", "县委办公室", "--contact", "王某，0933-0000000")
    code, said = office.run("issue", *issue, *given, *lines, "-o", out, now="2021-01-20T09:00")
    assert code == 0, said
    assert "已印发：崇政办发〔2021〕3号" in said
    issued = blocks(out, stem)
    assert "崇政办发〔2021〕3号" in issued
    assert "2021年1月20日" in issued
    assert "抄送：县委办公室。" in issued
    assert "崇信县人民政府办公室2021年1月20日印发" in issued
    assert any("0933-0000000" in str(block) for block in issued)
    assert marked[0] not in issued
    value = json.loads((out / f"{stem}.json").read_text("utf-8"))
    assert value["issue"]["number"] == "崇政办发〔2021〕3号"
    assert all(check["ok"] for check in value["self_check"])
    office.run("run", "-q", "2020Q1", "-o", draft, now="2021-02-10T02:30")
    code, said = office.run(stem, *make, "--issued", "-o", again, now="2021-03-01T02:30")
    assert code == 0, said
    for name in (f"{stem}.docx", f"{stem}.json", f"{stem}.html", f"{stem}.xlsx"):
        assert (again / name).read_bytes() == (out / name).read_bytes(), name


@pytest.mark.parametrize(
    ("day", "number", "told"),
    [("2062-04-16", "崇政办发〔2062〕3号", "还没有到"), ("2020-05-20", "崇政办发〔2021〕3号", "写的是2021年")],
)
def test_a_day_far_ahead_and_a_number_of_another_year_are_named_as_what_they_are(
    office: Office, day: str, number: str, told: str
):
    assert office.run("circular", "-q", "2020Q1", "-o", office.folder / "draft", now="2020-05-20T09:00")[0] in (0, 3)
    given = ("--by", "王主任", "--date", day, "--number", number)
    code, said = office.run("issue", "-q", "2020Q1", *given, now="2020-05-20T09:00")
    assert code in (1, 2)
    assert told in said
    assert "应写作" not in said


def test_a_paper_is_not_issued_over_what_changed_or_against_its_days(office: Office):
    out = office.folder / "out"
    office.run("annual", "--year", "2020", "-o", out)
    early = ("issue", "--annual", "2020", "--by", "王主任", "-o", out)
    code, said = office.run(*early, "--date", "2020-04-09")
    assert (code, "早于所用证据的最后一天" in said) == (1, True), said
    code, said = office.run(*early, "--date", "2021-01-20", "--number", "第3号", now="2021-01-19T09:00")
    assert (code, "应写作" in said) == (1, True), said
    code, said = office.run(*early, "--seen", "sha256:0000")
    assert (code, "没有摘要为" in said) == (2, True), said
    looked = ("--looked-at", "2020-04-08", "--address", "http://www.example.gov.cn/")
    decided = ("decide", "-q", "2020Q1", "--unit", "农办", "--grade", "good", "--reason", "所见3条", *looked)
    assert office.run(*decided, "--by", "李明")[0] == 0
    code, said = office.run(*early, "--date", "2021-01-20", now="2021-01-19T09:00")
    assert (code, "有季度的核查结果变化" in said) == (1, True), said


def test_a_number_is_borne_by_one_paper_only(office: Office):
    out = office.folder / "out"
    assert office.run("circular", "-q", "2020Q1", "-o", out, now="2020-05-19T09:00")[0] == 0
    number = ("--number", "崇政办发〔2020〕9号", "--date", "2020-05-21", "--by", "王主任", "-o", out)
    assert office.run("issue", "-q", "2020Q1", *number)[0] == 0
    assert office.run("crawl", now="2020-05-22T02:30")[0] == 0
    number = ("--number", "崇政办发〔2020〕9号", "--date", "2020-05-25", "--by", "王主任", "-o", out)
    office.run("recheck", "-q", "2020Q1", "-o", out)
    code, said = office.run("issue", "-q", "2020Q1", "--recheck", *number)
    assert (code, "已经用过" in said) == (1, True), said
    assert office.run("issue", "-q", "2020Q1", "--recheck", "--by", "王主任", "--date", "2020-05-25", "-o", out)[0] == 0
    code, said = office.run("issue", "-q", "2020Q1", "--recheck", "--by", "王主任", "--date", "2020-05-25", "-o", out)
    assert (code, "必须有新文号" in said) == (1, True), said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("issue", "--by", "王主任"), "缺少季度"),
        (("issue", "--annual", "2020", "-q", "2020Q1", "--by", "王主任"), "不能与"),
        (("issue", "--annual", "2020", "--by", "王主任"), "还没有草稿"),
        (("annual", "--year", "2020", "--issued"), "还没有印发过"),
        (("recheck", "-q", "2020Q1", "--issued"), "还没有印发过"),
    ],
)
def test_what_cannot_be_issued_is_said_in_words(tmp_path: Path, capsys, words: tuple[str, ...], told: str):
    text = example_county().read_text(encoding="utf-8")
    (tmp_path / "county.toml").write_text(text, encoding="utf-8")
    code, said = Office(tmp_path, capsys).run(*words, "-o", tmp_path / "out")
    assert (code, told in said) == (2, True), said


def test_forms_of_other_years_are_attached_only_on_request(office: Office):
    out = office.folder / "out"

    def forms(*more: str) -> list[str]:
        office.run("annual", "--year", "2020", "-o", out, *more)
        titles = [str(block) for block in blocks(out, "annual") if "年表式）" in str(block)]
        return sorted({year for title in titles for year in re.findall(r"（(\d{4})年表式）", title)})

    assert forms() == ["2019"]
    assert forms("--form", "2014", "--form", "2021") == ["2014", "2021"]
