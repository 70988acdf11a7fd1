"""The units' say before a circular is signed: nothing is issued while an answer waits or the days run."""

import asyncio
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from mail_server import mail_server
from offices import small_county, write_county
from test_pipeline import APRIL, Q1, crawl
from waiting import wait_until
from web_office import PASSWORD, known_readings, token_of
from web_office import office as web_office

from auditor.audit.hearing import Hearing, HearingEvent, HearingStep
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import BadInput, NotAllowed
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.base.terms import NoticeKind, Role
from auditor.circular.printing import document_of
from auditor.cli import main
from auditor.county.model import County
from auditor.notices import mailing
from auditor.notices.notifier import NotSent
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.hearing import send_draft, settle_answer, take_answer
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.store import Store, open_store
from auditor.store.people import Bound, Scope
from auditor.web.pages import path_to

UNITS = ("财政局", "水务局")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=LOCAL)


def event(step: HearingStep, day: str, number: int, **more: object) -> HearingEvent:
    return HearingEvent(step, "王芳", at(day), id=number, **more)  # type: ignore[arg-type]


SENT = event(HearingStep.SENT, "2020-04-16", 1, value="5", draft="sha256:" + "0" * 64)


def test_the_days_are_working_days_and_end_early_once_all_have_answered():
    known = Hearing((SENT,))
    assert known.due == date(2020, 4, 23)
    assert known.hindrances(UNITS, date(2020, 4, 23), 5)
    assert not known.hindrances(UNITS, date(2020, 4, 24), 5)
    assert known.unanswered(UNITS) == UNITS
    agreed = [event(HearingStep.AGREED, "2020-04-17", n, unit=unit) for n, unit in enumerate(UNITS, 2)]
    assert not Hearing((SENT, *agreed)).hindrances(UNITS, date(2020, 4, 17), 5)
    again = event(HearingStep.SENT, "2020-04-20", 9, value="3")
    assert Hearing((SENT, *agreed, again)).hindrances(UNITS, date(2020, 4, 21), 5), "another draft, another say"


def test_an_objection_waits_until_it_is_settled_however_late():
    objection = event(HearingStep.ANSWERED, "2020-04-17", 2, unit="财政局", text="少计一条")
    known = Hearing((SENT, objection))
    [told] = known.hindrances(UNITS, date(2020, 6, 1), 5)
    assert "财政局的意见（1件）还没有处理" in told
    settled = event(HearingStep.SETTLED, "2020-04-18", 3, unit="财政局", refers=2, value="upheld", text="属实")
    assert not Hearing((SENT, objection, settled)).hindrances(UNITS, date(2020, 6, 1), 5)


def test_who_asks_for_no_hearing_need_not_hold_one():
    assert Hearing().hindrances(UNITS, date(2020, 4, 16), 0) == ()
    assert "还没有送出" in Hearing().hindrances(UNITS, date(2020, 4, 16), 5)[0]


# -- through the line --------------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[County, Store, Place]]:
    place = Place(tmp_path / "home")
    store = open_store(place.database)
    with SamplePortal() as portal:
        county = small_county(portal.home)
        crawl(county, store, place, "2020-04-10T02:30")
        yield county, store, place
    store.close()


def issue(office: tuple[County, Store, Place], **more: str) -> Audit:
    county, store, place = office
    entry = IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 16), by="王")
    return issue_circular(county, store, place, Q1, APRIL, entry, **more)


def body(audit: Audit) -> str:
    return "".join(paragraph.text for paragraph in document_of(audit).body)


def test_an_answer_is_settled_before_anything_is_issued(office: tuple[County, Store, Place]):
    county, store, place = office
    with pytest.raises(BadInput, match="还没有草稿"):
        send_draft(county, store, Q1, APRIL, by="王芳")
    audit_county(county, store, place, Q1, APRIL)
    send_draft(county, store, Q1, lambda: at("2020-04-01"), by="王芳", text="公文交换")
    unit = county.unit[0].name
    answer = take_answer(county, store, Q1, APRIL, unit=unit, text="少计一条", file="sha256:x", by="李四")
    with pytest.raises(NotAllowed, match=f"{unit}的意见（1件）还没有处理"):
        issue(office)
    for wrong in ({"answer": 99}, {"verdict": "也许"}, {"text": " "}):
        said = {"answer": answer.id, "verdict": "采纳", "text": "属实", **wrong}
        with pytest.raises(BadInput):
            settle_answer(county, store, Q1, APRIL, **said, by="王芳")  # type: ignore[arg-type]
    settle_answer(county, store, Q1, APRIL, answer=answer.id, verdict="采纳", text="属实，已补计", by="王芳")
    agreed = take_answer(county, store, Q1, APRIL, unit=county.unit[1].name, text="", file="", agrees=True, by="李四")
    with pytest.raises(BadInput, match="没有意见，不用处理"):
        settle_answer(county, store, Q1, APRIL, answer=agreed.id, verdict="不采纳", text="不属实", by="王芳")
    issued = issue(office)
    assert issued.issue
    assert issued.issue.heard
    assert (issued.issue.heard.answers, issued.issue.heard.upheld) == (1, 1)
    assert "印发前已征求各单位意见，收到1件，采纳和部分采纳1件" in body(issued)
    assert not asyncio.run(replay_period(county, store, place, Q1)).differences


def test_the_signer_may_say_why_it_is_not_waited_for_and_the_log_shows_it(office: tuple[County, Store, Place]):
    county, store, place = office
    audit_county(county, store, place, Q1, APRIL)
    send_draft(county, store, Q1, APRIL, by="王芳", days=5)
    with pytest.raises(NotAllowed, match="还没有结束"):
        issue(office)
    issued = issue(office, unheard="省级通报限期，已电话核对")
    assert issued.issue
    assert issued.issue.heard is None
    assert "征求" not in body(issued)
    last = store.hearings.load(county, Q1).events[-1]
    assert (last.step, last.by, last.text) == (HearingStep.WAIVED, "王", "省级通报限期，已电话核对")


def test_who_is_worse_off_than_the_draft_said_is_asked_again(office: tuple[County, Store, Place]):
    county, store, place = office
    audit_county(county, store, place, Q1, APRIL)
    send_draft(county, store, Q1, lambda: at("2020-04-01"), by="王芳", days=5)
    unit = county.unit[0].name

    def regrade(grade: str) -> None:
        wish = DecisionRequest(unit=unit, grade=grade)
        record_decision(county, store, Q1, APRIL, wish, reason="quality", text="核对后更正", by="王芳")
        audit_county(county, store, place, Q1, APRIL)

    regrade("late")
    with pytest.raises(NotAllowed, match=f"{unit}的结果比送出征求意见的草稿不利"):
        issue(office)
    regrade("good")
    assert issue(office).issue, "nobody need be asked about what is no worse"


def test_a_circular_without_a_hearing_says_nothing_of_one(office: tuple[County, Store, Place]):
    audit_county(*office, Q1, APRIL)
    issued = issue(office)
    assert "heard" not in issued.to_json()
    assert "征求" not in body(issued)


def test_the_whole_way_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with SamplePortal() as portal:
        county = small_county(portal.home)
        file = write_county(tmp_path / "qx.toml", county)

        def run(*words: object, now: str = "2020-04-16T10:00") -> tuple[int, str]:
            with pytest.raises(SystemExit) as leaving:
                main([*map(str, words), "--home", str(tmp_path / "home"), "--now", now])
            said = capsys.readouterr()
            return int(leaving.value.code or 0), said.out + said.err

        run("run", file, "-q", "2020Q1", "-o", tmp_path / "out", now="2020-04-10T02:30")
        here = (file, "-q", "2020Q1", "--by", "王芳")
        rules = tmp_path / "home" / "notices.toml"
        rules.write_text("[days]\nwarning = 'soon'\n", "utf-8")
        assert run("hearing", "send", *here, "-o", tmp_path / "units")[0] == 2
        assert "还没有征求" in run("hearing", "show", file, "-q", "2020Q1")[1], "nobody is told of it"
        rules.unlink()
        code, told = run("hearing", "send", *here, "--days", 3, "--text", "公文交换", "-o", tmp_path / "units")
        assert code == 0, told
        assert "3个工作日内答复" in told
        with zipfile.ZipFile(tmp_path / "units" / "hearing.zip") as letters:
            names = letters.namelist()
        assert {name.partition("-")[2].partition("/")[0] for name in names} == {one.name for one in county.unit}
        assert {name.partition("/")[2] for name in names} == LETTER, "who did well is asked as well"
        unit = county.unit[0].name
        paper = tmp_path / "意见.pdf"
        paper.write_bytes(b"%PDF-1.7 x")
        assert run("hearing", "answer", *here, "--unit", unit, "--text", "少计")[0] == 2, "no file"
        code, told = run("hearing", "answer", *here, "--unit", unit, "--text", "少计", "--file", paper)
        number = told.split("　")[0]
        assert code == 0, told
        issue_now = ("issue", *here, "--number", "崇政办发〔2020〕1号", "-o", tmp_path / "issued")
        assert "还没有处理" in run(*issue_now)[1]
        settled = ("--answer", number, "--verdict", "rejected", "--text", "页面无此条")
        assert run("hearing", "settle", *here, *settled)[0] == 0
        code, told = run("hearing", "show", file, "-q", "2020Q1")
        assert "不采纳" in told
        assert "还没有结束" in told
        assert run(*issue_now)[0] == 1
        code, told = run(*issue_now, now="2020-04-22T10:00")
        assert code in (0, 3), told
        printed = (tmp_path / "issued" / "circular.html").read_text(encoding="utf-8")
        assert "收到1件，经核实未采纳。" in re.sub(r"<[^>]+>", "", printed)


LETTER = {"征求意见函.docx", "征求意见函.pdf", "核查底稿.xlsx"}


def test_letters_go_out_by_mail_and_each_is_logged(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    home = tmp_path / "home"
    with SamplePortal() as portal, mail_server() as post:
        county = small_county(portal.home)
        file = write_county(tmp_path / "qx.toml", county)
        with closing(open_store(Place(home).database)) as store:
            crawl(county, store, Place(home), "2020-04-10T02:30")
            audit_county(county, store, Place(home), Q1, APRIL)

        def run(verb: str, *words: str) -> tuple[int, str]:
            given = ["hearing", verb, file, "-q", "2020Q1", *words, "--home", home, "--now", "2020-04-16T10:00"]
            with pytest.raises(SystemExit) as leaving:
                main([str(word) for word in given])
            said = capsys.readouterr()
            return int(leaving.value.code or 0), said.out + said.err

        def mail(*words: str) -> tuple[int, str]:
            return run("mail", "--by", "王芳", *words)

        assert mail()[0] == 2, "no account to send from"
        first, second, third = (unit.name for unit in county.unit)
        url = f"mailto://127.0.0.1:{post.port}?from=office@county.test&mode=insecure&to=other@county.test"
        addresses = f'"{first}" = "a@unit.test"\n"{county.name}/{second}" = "b@unit.test"\n'
        rules = f'[mail]\nurl = "{url}"\n[mail.units]\n{addresses}"{second}" = "c@unit.test"\n'
        (home / "notices.toml").write_text(rules, "utf-8")
        assert "还没有送各单位" in mail()[1]
        run("send", "--by", "王芳", "--days", "3", "-o", str(tmp_path / "units"))
        post.refused.add("b@unit.test")
        code, told = mail()
        assert (code, f"没有登记邮箱的：{third}" in told, "没有送出" in told) == (1, True, True)
        assert set(post.letters) == {"a@unit.test"}
        post.refused.clear()
        assert mail()[0] == 0
        assert set(post.letters) == {"a@unit.test", "b@unit.test"}
        letter = post.letters["b@unit.test"]
        assert {part.get_filename() for part in letter.iter_attachments()} == LETTER
        assert "application/pdf" in {part.get_content_type() for part in letter.iter_attachments()}
        body = letter.get_body(("plain",))
        assert body is not None
        assert f"{second}：" in body.get_content()
        assert "2020年4月21日前" in body.get_content()
        post.letters.clear()
        assert "都已发过" in mail()[1]
        assert not post.letters, "nobody gets it twice"
        assert mail("--unit", first)[0] == 0
        assert set(post.letters) == {"a@unit.test"}
        log = run("show")[1]
        assert log.count("已用邮件发给") == 3
        assert log.count("没有送出") == 1
        assert "还没有结束" in log


def test_a_period_that_still_runs_is_not_asked_about(office: tuple[County, Store, Place]):
    county, store, place = office
    audit_county(county, store, place, Period.parse("2020Q2"), APRIL)
    with pytest.raises(BadInput, match="还没有结束"):
        send_draft(county, store, Period.parse("2020Q2"), APRIL, by="王芳")


# -- on the pages ------------------------------------------------------------------------------------------------------


def test_the_whole_way_on_the_pages(tmp_path: Path):
    with web_office(tmp_path, known_readings) as desk:
        signer = desk.browser("王芳", Role.SIGNER)
        here = "/county/清源县/2020Q1/hearing"
        signer.read("/county/清源县/2020Q1")
        assert "还没有征求意见" in signer.read(here)
        assert signer.send(f"{here}/send", here, days="3", text="邮件").status_code == 303
        page = signer.read(here)
        assert "3个工作日内答复" in page
        with zipfile.ZipFile(BytesIO(signer.client.get(f"{here}/letters").content)) as letters:
            assert any(name.endswith("征求意见函.docx") for name in letters.namelist())
        [told] = [one for one in desk.store.notices.list_notices() if one.kind is NoticeKind.HEARING]
        assert "清源县" in told.subject + told.body
        unit = page.split('<select id="unit" name="unit">')[1].split("<option>")[1].split("<")[0]

        def answer(**files: object) -> int:
            form = {"token": token_of(signer.read(here)), "unit": unit, "text": "少计一条"}
            return signer.client.post(f"{here}/answer", data=form, files=files).status_code

        assert answer(other=("", b"", "text/plain")) == 422, "the paper is missing"
        assert answer(file=("意见.pdf", b"%PDF-1.7 x", "application/pdf")) == 303
        page = signer.read(here)
        assert f"{unit}提出意见：少计一条" in page
        assert "待处理" in page
        assert "还没有处理" in signer.read("/county/清源县/2020Q1/circular?draft=yes")
        assert signer.send(f"{here}/mail", here).status_code == 422, "no account to send from"
        with mail_server() as post:
            account = f'[mail]\nurl = "mailto://127.0.0.1:{post.port}?from=office@county.test&mode=insecure"\n'
            (tmp_path / "notices.toml").write_text(f'{account}[mail.units]\n"{unit}" = "a@unit.test"\n', "utf-8")
            assert "用邮件发给未发的单位" in signer.read(here)
            assert signer.send(f"{here}/mail", here).status_code == 303
            wait_until(lambda: f"已用邮件发给{unit}" in signer.read(here))
            assert set(post.letters) == {"a@unit.test"}
        page = signer.read(here)
        assert f"已用邮件发给{unit}" in page
        assert "用邮件发给未发的单位" not in page
        number = page.split('name="answer" value="')[1].split('"')[0]
        assert signer.send(f"{here}/settle", here, answer=number, verdict="upheld", text="").status_code == 422
        assert signer.send(f"{here}/settle", here, answer=number, verdict="upheld", text="属实").status_code == 303
        page = signer.read(here)
        assert "采纳。属实" in page
        assert "待处理" not in page


def test_sending_letters_holds_no_page_and_what_failed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The portal of the mail is slow: the page answers at once, says how far it is, and then which letter failed."""
    going_on, units = threading.Event(), ("民政局", "财政局")

    def slow(*_: object) -> None:
        assert going_on.wait(30)
        raise NotSent("对方没有应答")

    monkeypatch.setattr(mailing, "_send", slow)
    with web_office(tmp_path, known_readings) as desk:
        signer, here = desk.browser("王芳", Role.SIGNER), "/county/清源县/2020Q1/hearing"
        assert signer.send(f"{here}/send", here, days="3", text="邮件").status_code == 303
        addresses = "".join(f'"{unit}" = "{number}@unit.test"\n' for number, unit in enumerate(units))
        account = '[mail]\nurl = "mailto://127.0.0.1:9?from=office@county.test&mode=insecure"\n[mail.units]\n'
        (tmp_path / "notices.toml").write_text(account + addresses, "utf-8")
        assert signer.send(f"{here}/mail", here).status_code == 303
        page = signer.read(here)
        assert "正在发送征求意见函（王芳启动），已处理0封" in page
        assert "用邮件发给未发的单位" not in page
        assert signer.send(f"{here}/mail", here).status_code == 409, "not twice at once"
        going_on.set()
        wait_until(lambda: "正在发送" not in signer.read(here))
        page = signer.read(here)
        assert page.count("的邮件没有送出：对方没有应答") == len(units)
        assert "用邮件发给未发的单位" in page, "to be tried again"


def test_a_units_say_that_was_not_taken_comes_back_with_its_words(tmp_path: Path):
    ours = {"origin": "http://127.0.0.1:8620", "referer": "http://127.0.0.1:8620/mine"}
    nothing = {"file": ("", b"", "application/octet-stream")}
    with web_office(tmp_path, known_readings) as desk:
        signer, here = desk.browser("王芳", Role.SIGNER), "/county/清源县/2020Q1/hearing"
        assert signer.send(f"{here}/send", here, days="3", text="邮件").status_code == 303
        unit = desk.browser("民政", Role.UNIT, scope=Scope((Bound("清源县", "民政局"),)))
        mine = path_to("mine", "清源县", "民政局", "2020Q1")
        said = {"token": token_of(unit.read(mine)), "text": "三月二十日的公示没有计入"}
        answer = unit.client.post(f"{mine}/say", data=said, files=nothing, headers=ours)
        assert answer.status_code == 422
        assert "没有附盖章的意见" in answer.text
        assert said["text"] in answer.text
        assert 'enctype="multipart/form-data"' in answer.text
        assert 'type="file" name="file"' in answer.text
        desk.watch.pass_time(hours=3)
        paper = {"file": ("意见.pdf", b"%PDF-1.7 " + b"x" * 300_000, "application/pdf")}
        late = unit.client.post(f"{mine}/say", data=said, files=paper, headers=ours)
        assert late.status_code == 401
        assert said["text"] in late.text
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', late.text.split("<main")[1])
        typed = {"f.text": said["text"], "name": "民政", "password": PASSWORD}
        back = unit.client.post("/resume", data=dict(hidden) | typed, headers=ours)
        assert back.status_code == 200
        assert said["text"] in back.text
        assert 'enctype="multipart/form-data"' in back.text
        again = {"token": token_of(back.text), "text": said["text"]}
        assert unit.client.post(f"{mine}/say", data=again, files=paper, headers=ours).status_code == 303
        foreign = {"origin": "https://evil.test"}
        assert said["text"] not in unit.client.post(f"{mine}/say", data=said, files=nothing, headers=foreign).text
