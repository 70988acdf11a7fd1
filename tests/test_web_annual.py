"""The year in the browser: summed up, the office's own figures, issued, and what readers see of it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from web_office import COUNTY, Office, known_readings, office, plain_readings

from auditor.annual.values import Annual
from auditor.base.terms import Role

YEAR = "/county/清源县/annual"
DRAFT = f"{YEAR}?year=2020&draft=yes"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def kept(desk: Office) -> Annual:
    paper = desk.store.papers.load_draft(COUNTY, "annual", "2020")
    assert paper
    return Annual.from_json(paper.json_text)


def test_a_year_is_summed_up_and_says_which_quarters_it_lacks(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    assert "清源县2019年" in browser.read(YEAR), "the last year that is over"
    answer = browser.send(YEAR, DRAFT, year="2020", day="2021-01-20")
    assert answer.status_code == 303, answer.text[-500:]
    page = browser.read(DRAFT)
    assert f"{kept(desk).total} <small>条" in page
    assert page.count('<td class="n" data-label="条数">—</td>') == 3
    assert "<strong>草稿</strong>" in page
    assert "2021年1月20日" in browser.get(f"{YEAR}/file/annual.html?year=2020&draft=yes").text


def test_faults_in_the_offices_figures_come_back_with_all_that_was_typed(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    typed = {"year": "2020", "extra": "[渠道\n", "points": "# 要点", "day": "2021-01-20"}
    answer = browser.send(YEAR, DRAFT, **typed)
    assert answer.status_code == 409
    assert "本单位填报的数" in answer.text
    for text in ("[渠道\n</textarea>", "# 要点</textarea>", 'value="2021-01-20"'):
        assert text in answer.text, text
    assert desk.store.papers.load_draft(COUNTY, "annual", "2020") is None
    for year in ("二〇二〇", "20201", "1"):
        assert browser.get(f"{YEAR}?year={year}").status_code == 422


def test_the_paper_is_issued_and_readers_see_only_that(desk: Office):
    signer, reader = desk.browser("王芳", Role.SIGNER), desk.browser("看客", Role.READER)
    signer.send(YEAR, DRAFT, year="2020", day="2021-01-20")
    assert reader.get(f"{YEAR}?year=2020").status_code == 403
    fields = {"year": "2020", "number": "清政办发〔2021〕3号", "date": "2021-01-22", "sure": "yes"}
    refused = signer.send(f"{YEAR}/issue", DRAFT, **fields | {"date": "廿二日"})
    assert refused.status_code == 409
    assert 'value="清政办发〔2021〕3号"' in refused.text
    assert signer.send(f"{YEAR}/issue", DRAFT, **fields).status_code == 303
    assert "清政办发〔2021〕3号" in reader.read(f"{YEAR}?year=2020")
    assert reader.get(f"{YEAR}/file/annual.docx?year=2020").content.startswith(b"PK")
    assert "/annual/package?year=2020" in signer.read(f"{YEAR}?year=2020")
    packed = signer.get(f"{YEAR}/package?year=2020")
    names = ZipFile(BytesIO(packed.content)).namelist()
    assert "check.py" in names
    assert any(name.endswith("annual.pdf") for name in names)
    assert reader.get(f"{YEAR}/package?year=2020").status_code == 403
    assert signer.get(f"{YEAR}/package?year=2017").status_code == 409


def test_a_sum_that_misses_a_column_says_so_at_the_figure(tmp_path: Path):
    with office(tmp_path, plain_readings) as opened:
        browser = opened.browser("李雷", Role.REVIEWER)
        browser.send(YEAR, DRAFT, year="2020", day="2021-01-20")
        page = browser.read(DRAFT)
        assert "<dt>能够核查的栏目共公开</dt>" in page
        assert "只含已核查部分</small>" in page, "a class that nobody could read wholly"
        units = page[page.index("<caption>各单位") :]
        assert "未能核查" in units[: units.index("</table>")], "a unit of which nothing could be read"
