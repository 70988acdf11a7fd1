"""Notices: who is told what, once, in which words, over channels that may fail."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from offices import Office, at, office, small_county, write_county
from portals import NOW, column, county, reading, unread

from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.resources import shipped
from auditor.base.settings import Place
from auditor.base.terms import ColumnState, NoticeKind, NoticeState, TaskKind
from auditor.base.workdays import last_published_year
from auditor.notices import Event, RuleBook, Target, load_rules
from auditor.notices.events import NoticeLine, unverifiable
from auditor.notices.notifier import NotSent, send_by_apprise
from auditor.notices.words import write_notice
from auditor.pipeline.line import issue_circular
from auditor.sample import SamplePortal
from auditor.store.runs import ColumnHistory

RULES = """
[days]
warning = 8
unverifiable = 3

[[target]]
name = "公开科"
url = "json://127.0.0.1:9/"

[[target]]
name = "值班"
url = "json://127.0.0.1:9/duty"
events = ["trouble", "unverifiable"]
counties = ["崇信县"]
"""
SECRET = "secret-token-4711"


def write_rules(home: Path, text: str = RULES) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    path = home / "notices.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def running() -> Iterator[SamplePortal]:
    with SamplePortal() as portal:
        yield portal


@pytest.fixture
def portal(running: SamplePortal) -> Iterator[SamplePortal]:
    site = running.site
    yield running
    running.heal()
    running.site = site


@pytest.fixture
def desk(portal: SamplePortal, tmp_path: Path) -> Iterator[Office]:
    write_rules(tmp_path / "home")
    file = write_county(tmp_path / "c.toml", small_county(portal.home))
    with office(tmp_path / "home", [file], "2020-04-09T08:00") as opened:
        yield opened


# -- the file ----------------------------------------------------------------------------------------------------------


def test_without_a_file_nobody_is_told(tmp_path: Path):
    rules = load_rules(tmp_path)
    assert (rules.target, rules.days.warning, rules.days.unverifiable) == ((), 10, 7)


def test_targets_say_which_events_and_counties_they_want(tmp_path: Path):
    write_rules(tmp_path)
    everything, duty = load_rules(tmp_path).target
    assert everything.wants(NoticeKind.DRAFT, "任何县")
    assert duty.wants(NoticeKind.TROUBLE, "崇信县")
    assert not duty.wants(NoticeKind.TROUBLE, "别的县")
    assert not duty.wants(NoticeKind.DRAFT, "崇信县")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[target]]\nname = '一'\nurl = 'nonsense'", "target[1].url：无法识别的通知地址"),
        ("[[target]]\nname = '一'\nurl = 'bogus://SECRET/'", "无法识别的通知地址"),
        ("[[target]]\nname = '一'\nurl = 'json://a/SECRET'\nevents = ['drafts']", "可选：draft（通报草稿已生成）"),
        ("[[target]]\nname = '一'\nurl = 'json://a/SECRET'\nfoo = 1", "target[1].foo：不认识的键"),
        ("[[target]]\nname = '一'", "target[1].url：缺少必填项"),
        ("[[target]]\nurl = 'json://a/SECRET'\nname = ''", "请给每个通知对象起一个不重复的名称"),
        ("[[target]]\nname='一'\nurl='json://a/'\n[[target]]\nname='一'\nurl='json://b/SECRET'", "重复的名称“一”"),
        ("[days]\nwarning = 0", "days.warning：取值无效。请写 1 到 60"),
        ("[days]\nunverifiable = '7'", "请写 1 到 90"),
        ("days = 3", "[days] 一节"),
        ("[notify]\nx = 1", "notify：不认识的键"),
        ("[[target]\nurl = 'json://a/SECRET'", "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_told_in_chinese_and_without_the_secret(tmp_path: Path, text: str, expected: str):
    write_rules(tmp_path, text.replace("SECRET", SECRET))
    with pytest.raises(BadInput) as caught:
        load_rules(tmp_path)
    assert expected in str(caught.value)
    assert "notices.toml" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_broken_later_leaves_the_last_good_rules_in_force(tmp_path: Path):
    path = write_rules(tmp_path)
    book = RuleBook(tmp_path)
    assert len(book.read().target) == 2
    path.write_text("[[target]]\n", encoding="utf-8")
    assert len(book.read().target) == 2
    assert "缺少必填项" in book.problem
    path.unlink()
    assert (book.read().target, book.problem) == ((), "")


def test_a_target_does_not_show_its_address():
    target = Target.model_validate({"name": "一", "url": f"json://127.0.0.1/{SECRET}"})
    assert SECRET not in repr(target)
    assert SECRET not in target.model_dump_json()


# -- what is told ------------------------------------------------------------------------------------------------------


def test_a_draft_is_announced_once_and_not_again_after_a_restart(portal: SamplePortal, tmp_path: Path):
    write_rules(tmp_path / "home")
    file = write_county(tmp_path / "c.toml", small_county(portal.home))
    with office(tmp_path / "home", [file], "2020-04-10T08:00") as first:
        first.go_to("2020-04-10T08:00")
        [(target, subject, body)] = first.post.sent
    assert (target, subject) == ("公开科", "崇信县2020年第一季度通报草稿已生成，请复核")
    assert "更新不及时：1个" in body
    assert str(tmp_path / "home" / "circulars" / "崇信县" / "2020Q1" / "draft") in body
    with office(tmp_path / "home", [file], "2020-04-10T09:00") as second:
        second.agenda.request("崇信县", TaskKind.AUDIT, "2020Q1")
        second.go_to("2020-04-10T09:00")
        assert second.post.sent == [], "the same draft is no news"


def test_before_the_quarters_end_units_are_warned(desk: Office, portal: SamplePortal):
    first_quarter = [replace(c, items=tuple(i for i in c.items if i.date.month < 4)) for c in portal.site.columns]
    portal.site = replace(portal.site, columns=tuple(first_quarter))
    desk.go_to("2020-06-15T08:00")
    assert not [s for s in desk.post.subjects if "预警" in s], "ten working days to go"
    desk.go_to("2020-06-18T08:00")
    [(_, subject, body)] = [sent for sent in desk.post.sent if "预警" in sent[1]]
    assert subject == "崇信县2020年第二季度更新预警：距季度结束还有7个工作日"
    assert "人社局：“人事任免”应更新1条，已更新0条" in body
    assert "2020-06-30" in body
    desk.go_to("2020-06-19T08:00")
    assert len([s for s in desk.post.subjects if "预警" in s]) == 1, "once a quarter"


def test_columns_that_fail_for_days_are_named_once(desk: Office, portal: SamplePortal):
    desk.go_to("2020-05-20T08:00")
    portal.fail("/zwgk/rsrm/", "404")
    for day in (21, 22, 23, 24):
        desk.go_to(f"2020-05-{day}T08:00")
    found = [sent for sent in desk.post.sent if "无法核查" in sent[1]]
    assert [(target, subject) for target, subject, _ in found] == [
        ("公开科", "崇信县有1个栏目已连续3天无法核查"),
        ("值班", "崇信县有1个栏目已连续3天无法核查"),
    ]
    assert "人事任免：栏目不存在" in found[0][2]
    assert "2020-05-20" in found[0][2]


def test_columns_that_failed_since_different_days_are_told_apart():
    columns = [column("甲"), column("乙"), column("丙"), column("丁")]
    bad = [unread(one.key, ColumnState.BLOCKED, "验证码") for one in columns]
    histories = {
        columns[0].key: ColumnHistory(bad[0], reading(columns[0].key, read_at=NOW - timedelta(days=9))),
        columns[1].key: ColumnHistory(bad[1], reading(columns[1].key, read_at=NOW - timedelta(days=6))),
        columns[2].key: ColumnHistory(bad[2], None),
        columns[3].key: ColumnHistory(reading(columns[3].key), reading(columns[3].key)),
    }
    events = unverifiable(county(columns), histories, (NOW - timedelta(days=20)).date(), NOW, 7)
    assert [[line.name for line in event.lines] for event in events] == [["丙"], ["甲"]]
    assert [event.name for event in events] == ["unverifiable:清源县:2020-03-21", "unverifiable:清源县:2020-04-01"]


def test_units_that_are_late_again_are_named(desk: Office):
    desk.go_to("2020-04-10T08:00")
    desk.go_to("2020-07-10T08:00")
    [(_, subject, body)] = [sent for sent in desk.post.sent if "再次" in sent[1]]
    assert subject == "崇信县2020年第二季度有1个单位再次“更新不及时”"
    assert "人社局：" in body


def test_an_issued_circular_is_announced_whoever_issued_it(desk: Office):
    county = small_county("http://x/")
    desk.go_to("2020-04-10T08:00")
    desk.now = at("2020-04-16T10:00")
    entry = IssueEntry(number="崇政办发〔2020〕12号", date=date(2020, 4, 16), by="王主任")
    issue_circular(county, desk.store, Place(desk.home), Period.parse("2020Q1"), lambda: desk.now, entry)
    desk.go_to("2020-04-16T10:00")
    assert desk.post.subjects[-1] == "崇信县2020年第一季度栏目核查通报已印发"
    assert "崇政办发〔2020〕12号" in desk.post.sent[-1][2]
    before = len(desk.post.sent)
    desk.go_to("2020-04-16T11:00")
    assert len(desk.post.sent) == before


def test_a_task_given_up_is_told(desk: Office, portal: SamplePortal):
    portal.fail("/", "404")
    moment = at("2020-05-20T03:00")
    for minutes in (0, 10, 30, 60, 120):
        moment += timedelta(minutes=minutes)
        desk.go_to(moment.replace(tzinfo=None).isoformat())
    assert {sent[:2] for sent in desk.post.sent if "未能完成" in sent[1]} == {
        ("公开科", "崇信县2020-05-20日常采集未能完成"),
        ("值班", "崇信县2020-05-20日常采集未能完成"),
    }


def test_an_audit_day_beyond_the_published_holidays_is_told_in_time(desk: Office):
    year = last_published_year() + 1
    desk.go_to(f"{year}-03-01T08:00")
    [body] = [body for _, subject, body in desk.post.sent if "按周末推算" in subject]
    assert f"程序中尚无{year}年的放假调休安排" in body


# -- channels ----------------------------------------------------------------------------------------------------------


def test_a_failing_channel_is_tried_again_and_stops_nothing(desk: Office):
    desk.post.broken.add("公开科")
    assert desk.go_to("2020-04-10T08:00") == ["2020Q1 done", "2020-04-10 done"]
    [page, waiting] = sorted(desk.store.notices.list_notices("崇信县"), key=lambda notice: notice.channel)
    assert (page.channel, page.state) == ("", NoticeState.SENT)
    assert (waiting.state, waiting.attempts, waiting.error) == (
        NoticeState.WAITING, 1, "对方拒收（500），请核对地址和口令",
    )  # fmt: skip
    assert waiting.next_at == at("2020-04-10T08:01")
    desk.go_to("2020-04-10T08:00:30")
    desk.post.broken.clear()
    assert desk.post.sent == []
    desk.go_to("2020-04-10T08:01")
    assert desk.post.subjects == ["崇信县2020年第一季度通报草稿已生成，请复核"]
    sent = next(notice for notice in desk.store.notices.list_notices() if notice.channel)
    assert (sent.state, sent.attempts, sent.sent_at, sent.error) == (NoticeState.SENT, 2, desk.now, "")


def test_a_channel_that_never_works_is_given_up_after_a_day(desk: Office):
    desk.post.broken.add("公开科")
    desk.go_to("2020-04-10T08:00")
    tries = 0
    for _ in range(200):
        [notice] = [notice for notice in desk.store.notices.list_notices() if notice.channel]
        if notice.state is NoticeState.FAILED:
            break
        assert notice.next_at
        desk.now = notice.next_at
        desk.notifier.deliver()
        tries += 1
    assert notice.state is NoticeState.FAILED
    assert tries == 7
    assert timedelta(hours=20) < desk.now - at("2020-04-10T08:00") < timedelta(hours=30)


def test_a_notice_is_claimed_by_one_program_only(desk: Office):
    desk.post.broken.add("公开科")
    desk.go_to("2020-04-10T08:00")
    now = at("2020-04-10T09:00")
    first = desk.store.notices.claim(now, now + timedelta(minutes=5))
    assert first
    assert desk.store.notices.claim(now, now + timedelta(minutes=5)) is None
    again = desk.store.notices.claim(now + timedelta(minutes=5), now + timedelta(minutes=10))
    assert again, "a program that died while sending"
    assert again.attempts == first.attempts + 1


def test_a_target_that_was_removed_meanwhile_is_said(desk: Office):
    desk.post.broken.add("公开科")
    desk.go_to("2020-04-10T08:00")
    write_rules(desk.home, "[days]\n")
    desk.go_to("2020-04-10T08:05")
    [notice] = [notice for notice in desk.store.notices.list_notices() if notice.channel]
    assert "已没有名为“公开科”的通知对象" in notice.error


@dataclass
class Channel:
    """A loopback server that takes JSON notices."""

    port: int = 0
    status: int = 200
    bodies: list[dict[str, str]] = field(default_factory=list)

    @property
    def target(self) -> Target:
        return Target.model_validate({"name": "一", "url": f"json://user:{SECRET}@127.0.0.1:{self.port}/hook/{SECRET}"})


@contextmanager
def channel(status: int = 200) -> Iterator[Channel]:
    kept = Channel(status=status)

    class ListenAddress(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), ListenAddress) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()


def test_a_notice_goes_out_over_a_real_channel():
    with channel() as taken:
        send_by_apprise(taken.target, "标题", "第一行\n第二行 <b>&")
    assert [(body["title"], body["message"]) for body in taken.bodies] == [("标题", "第一行\n第二行 <b>&")]


@pytest.mark.parametrize("status", [403, 500])
def test_a_refusal_is_told_without_the_secret(
    status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
):
    with caplog.at_level(logging.DEBUG), channel(status) as taken, pytest.raises(NotSent) as caught:
        send_by_apprise(taken.target, "标题", "内容")
    assert str(status) in str(caught.value)
    shown = str(caught.value) + caplog.text + "".join(capfd.readouterr())
    assert SECRET not in shown


def test_a_dead_channel_is_told_without_the_secret(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture):
    dead = Target.model_validate({"name": "一", "url": f"json://user:{SECRET}@127.0.0.1:9/{SECRET}"})
    with caplog.at_level(logging.DEBUG), pytest.raises(NotSent, match="没有送达"):
        send_by_apprise(dead, "标题", "内容")
    assert SECRET not in caplog.text + "".join(capfd.readouterr())


# -- words -------------------------------------------------------------------------------------------------------------


EVENT = Event(
    NoticeKind.UNVERIFIABLE,
    "x",
    "崇信县",
    {"since": "2020-05-20", "days": 3, "count": 2},
    (NoticeLine("人事\x07任免\n伪造：已恢复", "栏目不存在"), NoticeLine("长" * 2000, "无法访问")),
)


def test_every_kind_of_event_has_its_words():
    assert {path.name for path in shipped("templates", "notices").iterdir()} == {
        f"{kind.value}.txt.j2" for kind in NoticeKind
    }


def test_hostile_names_stay_on_their_line():
    words = write_notice(EVENT)
    assert words.subject == "崇信县有2个栏目已连续3天无法核查"
    assert "人事任免 伪造：已恢复：栏目不存在" in words.body.splitlines()
    assert max(len(line) for line in words.body.splitlines()) < 400


def test_a_long_list_is_cut():
    many = Event(EVENT.kind, "x", "县", EVENT.facts, tuple(NoticeLine(str(n), "无法访问") for n in range(100)))
    assert write_notice(many).body.splitlines()[-1] == "另有70个，见网页。"


def test_an_offices_own_words_win(tmp_path: Path):
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "unverifiable.txt.j2").write_text("{{ county }}请看\n共{{ count }}个", encoding="utf-8")
    assert write_notice(EVENT, tmp_path).subject == "崇信县请看"
    draft = Event(NoticeKind.ISSUED, "x", "县", {"period": "2020年第一季度", "number": "1号", "units": 3})
    assert "已印发" in write_notice(draft, tmp_path).subject, "kinds without an own template keep the shipped one"


@pytest.mark.parametrize(
    "text",
    ["{{ 缺 }}", "{% if %}", "{{ nothing }}", "{{ count // 0 }}", "{{ ''.__class__.__mro__ }}", "{% include 'x' %}"],
)
def test_an_own_template_that_is_broken_is_passed_over_and_said(tmp_path: Path, text: str):
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "unverifiable.txt.j2").write_text(text, encoding="utf-8")
    words = write_notice(EVENT, tmp_path)
    assert words.subject == "崇信县有2个栏目已连续3天无法核查"
    assert "unverifiable.txt.j2 不能使用" in words.body
