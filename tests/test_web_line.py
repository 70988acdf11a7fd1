"""From the first start to the issued circular, in a browser alone, on the sample portal over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import wait_until
from web_office import CODE, PASSWORD, Browser, Client, Watch

from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import AuditState, TaskState
from auditor.county.model import example_county, load_county
from auditor.county.writing import dump_county
from auditor.fleet.files import CountyFiles
from auditor.notices import Notifier, RuleBook
from auditor.sample import SamplePortal
from auditor.schedule import Agenda, Progress, TaskOutcome, TaskRunner, draft_folder
from auditor.store import Store, open_store
from auditor.web.app import create_app
from auditor.web.shield import SetupCode

HERE = "/county/崇信县/2020Q1"


@pytest.mark.slow
def test_from_first_start_to_issued_circular_without_a_terminal(tmp_path: Path):
    store, said = open_store(tmp_path / "auditor.db"), []
    with scheduled(store, tmp_path, said) as browser:
        go_the_whole_way(browser, store)
    store.close()
    assert (said[0].task.period, said[0].state) == ("2020Q1", TaskState.DONE)
    assert (draft_folder(Place(tmp_path), "崇信县", "2020Q1") / "circular.docx").is_file()


@contextmanager
def scheduled(store: Store, home: Path, said: list[TaskOutcome]) -> Iterator[Browser]:
    """The pages with the schedule behind them, as ``auditor serve`` puts them together."""
    place, clock, progress = Place(home), clock_at("2020-04-10T02:30"), Progress()
    notifier = Notifier(store, clock, RuleBook(home).read)
    runner = TaskRunner(store, place, clock, progress)
    files = CountyFiles([], home / "counties")
    with Agenda(files, runner, notifier, said.append) as agenda:
        app = create_app(
            files, store, place, clock, agenda=agenda, progress=progress, setup=SetupCode(CODE), watch=Watch()
        )
        yield Browser(Client(app, "127.0.0.1"))


def go_the_whole_way(browser: Browser, store: Store) -> None:
    assert browser.get("/").headers["location"] == "/setup"
    browser.send("/setup", "/setup", code=CODE, name="王芳", password=PASSWORD, again=PASSWORD)
    assert "还没有县" in browser.read("/")
    with SamplePortal() as portal:
        county = load_county(example_county()).at(portal.home)
        assert browser.send("/new", **{"from": "toml", "text": dump_county(county)}).status_code == 303
        answer = browser.send("/county/崇信县/audit", period="2020Q1", mode="crawl")
        assert answer.headers["location"].endswith("progress?done=started")
        again = browser.send("/county/崇信县/audit", period="2020Q1", mode="crawl")
        assert again.headers["location"].endswith(("progress?done=running", "progress?done=queued"))
        shown = wait(browser)
    assert any("/51个栏目" in page for page in shown)
    assert all('http-equiv="refresh"' in page for page in shown[:-1])
    assert "262" in browser.read(HERE)
    snapshot = browser.read(f"{HERE}/column?key={county.column[0].url}").split("snapshot?record=")[1].split('"')[0]
    assert "<script" not in browser.read(f"/county/崇信县/snapshot/body?record={snapshot}")
    page = browser.read(f"{HERE}/circular")
    assert "项全部通过" in page
    number = "崇政办发〔2020〕12号"
    answer = browser.send(f"{HERE}/circular/issue", f"{HERE}/circular", number=number, date="2020-04-16", sure="yes")
    assert answer.status_code == 303
    issued = store.audits.load_issued(county, Period.parse("2020Q1"))
    assert issued
    assert (issued.state, issued.total) == (AuditState.ISSUED, 262)
    assert browser.get(f"{HERE}/circular/file/circular.docx?number={number}").content.startswith(b"PK")
    actions = [line.action for line in store.people.list_activity(20)]
    assert actions == ["印发", "采集并核查", "新建县", "首次设置"]


def wait(browser: Browser) -> list[str]:
    """The progress page, asked for until nothing goes on."""
    shown = []

    def is_over() -> bool:
        shown.append(browser.read("/county/崇信县/progress"))
        return "进行中" not in shown[-1]

    wait_until(is_over)
    return shown
