"""The yearly commands as a user meets them: one portal, two crawls, a follow-up and a year."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.cli import main, yearly
from auditor.county.model import example_county
from auditor.sample import SamplePortal


@dataclass
class Office:
    """A clerk's folder: the county file and the home beside it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, name: str, *words: str | Path, now: str = "2020-05-20T02:30") -> tuple[int, str]:
        """Run a command on the county; its exit code and all it said."""
        given = [name, self.folder / "county.toml", *words, "--home", self.folder / "home", "--now", now]
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in given])
        said = self.capture.readouterr()
        return int(leaving.value.code or 0), said.out + said.err


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Office]:
    with SamplePortal() as portal:
        text = example_county().read_text(encoding="utf-8")
        text = re.sub(r'home(\s*)=\s*"[^"]+"', f'home = "{portal.home}"', text, count=1)
        (tmp_path / "county.toml").write_text(text, encoding="utf-8")
        yield Office(tmp_path, capsys)


def test_a_circular_is_followed_up_and_its_quarter_enters_the_year(office: Office):
    assert yearly.annual.__doc__
    out = office.folder / "out"
    assert office.run("run", "-q", "2020Q1", "-o", out, now="2020-04-10T02:30")[0] == 0
    code, said = office.run("recheck", "-q", "2020Q1", "-o", out)
    assert (code, "还没有再次采集" in said) == (1, True)
    assert office.run("crawl", "--since", "2020-01-01")[0] == 0
    code, said = office.run("recheck", "-q", "2020Q1", "-o", out)
    assert code == 3
    assert "未能核查" in said
    recheck = json.loads((out / "recheck.json").read_text(encoding="utf-8"))
    assert {problem["verdict"] for problem in recheck["problems"]} <= {"not-yet", "unknown"}
    code, said = office.run("annual", "--year", "2020", "-o", out)
    assert code == 3
    assert "第二季度、第三季度、第四季度没有核查结果" in said
    annual = json.loads((out / "annual.json").read_text(encoding="utf-8"))
    assert (annual["figures"]["total"], annual["quarters"][1]["total"]) == (262, None)
    assert {path.suffix for path in out.glob("annual.*")} == {".docx", ".pdf", ".html", ".xlsx", ".json"}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("annual", "--year", "20"), 2, "不是有效的年份"),
        (("annual", "--year", "2020", "--form", "2013"), 2, "没有“2013”这个统计表"),
        (("annual", "--year", "2020", "--extra", "none.toml"), 2, "无法读取"),
        (("annual", "--year", "2020", "--date", "明天"), 2, "不是有效的日期"),
        (("annual", "--year", "2020"), 1, "还没有任何季度的核查结果"),
        (("recheck", "-q", "2020Q9"), 2, "不是有效的季度"),
        (("recheck", "-q", "2020Q1", "--number", "一号"), 2, "没有印发过"),
        (("recheck", "-q", "2020Q1"), 1, "还没有核查结果"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(office: Office, words: tuple[str, ...], code: int, told: str):
    name, *rest = words
    left, said = office.run(name, *rest, "-o", office.folder / "out")
    assert (left, told in said) == (code, True), said
    assert "Traceback" not in said
