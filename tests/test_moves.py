"""Columns that moved or were merged are noticed and proposed; nothing is taken over but by a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from portals import HOME, NOW, column, county, list_page, reading, sighting, sightings, unread
from web_office import COUNTY, FUNDS, NOTICES, PLANS, Q1, Office, crawl, office
from web_office import HERE as HERE_NOW

from auditor.archive import ArchiveWriter
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState, FetchStatus, NoticeKind, Role
from auditor.county.model import County, DisclosureColumn, load_county
from auditor.crawl.column import ColumnReading
from auditor.fetch import Fetched, PageRequest
from auditor.notices.events import columns_moved
from auditor.pipeline.again import columns_to_look_at_again
from auditor.pipeline.line import audit_county
from auditor.pipeline.moves import address_shown, put_back, signs_of_moves
from auditor.store import RunMark, Store, open_store
from auditor.store.runs import ColumnHistory

ASKED = f"{HOME}old/"
NEW = f"{HOME}new/"
LIST = "".join(
    f"<li><a href='/old/t{n}.html'>关于第{n}号事项的公告</a><span>2020-03-0{n}</span></li>" for n in range(1, 9)
)


def answer(body: str = "", *, url: str = ASKED, redirects: tuple[str, ...] = (), asked: str = ASKED, **more: object):
    request = PageRequest(asked)
    status = more.pop("status", 200)
    headers = tuple(more.items())
    kind = FetchStatus.OK if status == 200 else FetchStatus.MISSING
    return Fetched(request, kind, url, status, headers, body.encode(), NOW, redirects=redirects)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fetched", "address"),
    [
        (answer(status=301, location="http://new.test/old/"), "http://new.test/old/"),
        (answer("<p>本栏目已迁移至<a href='/new/'>新栏目</a></p>" + LIST), NEW),
        (answer("<p>该栏目现已并入<a href='/new/'>政策文件</a>，感谢关注。</p>" + LIST), NEW),
    ],
)
def test_where_an_answer_or_a_notice_leads(fetched: Fetched, address: str):
    assert address_shown(fetched, ASKED, is_notice=True) == address
    assert address_shown(fetched, ASKED, is_notice=False) == address


def test_a_redirect_to_a_list_shows_a_move_and_one_to_no_list_the_page_for_all_that_is_gone():
    led = answer(url=NEW, redirects=(ASKED,))
    assert address_shown(led, ASKED, is_notice=False) == NEW
    assert address_shown(led, ASKED, is_notice=True) == ""


@pytest.mark.parametrize(
    "body",
    [
        "<p>本栏目已搬迁，请点击进入新栏目</p><p><a href='/new/'>进入</a>　<a href='/'>返回首页</a></p>",
        "<meta http-equiv='refresh' content='3;url=/new/'>正在跳转",
        "<script>window.location.href='/new/';</script>",
    ],
)
def test_where_the_page_of_a_column_that_is_gone_sends_its_reader(body: str):
    assert address_shown(answer(body), ASKED, is_notice=True) == NEW


@pytest.mark.parametrize(
    "fetched",
    [
        answer(url=f"{ASKED}index.html", redirects=(ASKED,)),
        answer(url=ASKED.replace("http:", "https:").replace("//", "//www."), redirects=(ASKED,)),
        answer(url=ASKED.rstrip("/"), redirects=(ASKED,)),
        answer(url=f"{ASKED.rstrip('/')};jsessionid=1F2", redirects=(ASKED,)),
        answer(url=HOME, redirects=(ASKED,)),
        answer(url=f"{HOME}404.html", redirects=(ASKED,)),
        answer(status=302, location="https://portal.test/error.jsp?from=old"),
        answer("<p>您访问的页面不存在，可能已被删除或移动</p><a href='/'>返回首页</a>"),
        answer("<p>您访问的页面已删除</p><a href='/search/'>站内搜索</a>"),
        answer("<p>本栏目已迁移</p>"),
        answer("<p>本栏目已迁移至</p><a href='/new/'>新</a><a href='/other/'>别处</a>"),
        answer("<a href='/old/'>刷新</a>"),
        answer("<a href='/new/'>新</a>" + "正文" * 5000),
        answer("<ul>" + LIST + "<li><a href='/old/t9.html'>本栏目已迁移至新平台的公告</a></li></ul>"),
        answer("<ul>" + LIST + "<li><a href='/n/9.html'>关于县政务服务中心整体搬迁至新址的公告</a></li></ul>"),
        answer(),
    ],
)
def test_what_a_portal_answers_otherwise_is_no_move(fetched: Fetched):
    items = {f"{ASKED}t{n}.html" for n in range(1, 10)} | {f"{HOME}n/9.html"}
    assert address_shown(fetched, ASKED, is_notice=True, items=items) == ""
    assert address_shown(fetched, ASKED, is_notice=False, items=items) == ""


def test_redirects_without_an_end_show_no_move():
    looped = replace(answer(status=302, location=NEW, url=NEW, redirects=(ASKED, NEW)), status=FetchStatus.UNREACHABLE)
    assert address_shown(looped, ASKED, is_notice=False) == ""


HERE, THERE = column("甲栏目", url="/a/"), column("乙栏目", url="/b/")
PLACE = county([HERE, THERE])


def keep(store: Store, days: int, *results: ColumnReading) -> None:
    at = NOW + timedelta(days=days)
    run = store.runs.start(PLACE, RunMark(0, at, at.date(), thorough=True))
    store.runs.save(run, PLACE, [(one, replace(r, read_at=at)) for one, r in zip((HERE, THERE), results, strict=True)])
    store.runs.finish(replace(run, finished_at=at, archive="x.warc.gz"))


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(f"sqlite:///{tmp_path}/a.db")
    yield opened
    opened.close()


def signs(store: Store, tmp_path: Path) -> list[str]:
    return [sign.told for sign in signs_of_moves(PLACE, store, Place(tmp_path))]


def test_items_that_stand_in_another_column_now_show_a_merger(store: Store, tmp_path: Path):
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    assert signs(store, tmp_path) == []
    keep(store, 1, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, theirs))
    assert signs(store, tmp_path) == [], "gone, but nowhere else"
    keep(store, 2, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, [*mine, *theirs]))
    [told] = signs(store, tmp_path)
    assert "“甲栏目”原有的条目现在列在“乙栏目”" in told
    assert PLACE.column == (HERE, THERE), "only a person changes the file"


def test_a_column_that_fails_beside_one_with_a_few_of_its_items_has_not_moved(store: Store, tmp_path: Path):
    mine = sightings(10, slug="甲")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, mine[:4]))
    keep(store, 1, unread(HERE.key), reading(THERE.key, mine[:4]))
    assert signs(store, tmp_path) == []


def test_one_column_is_looked_at_without_the_others_unless_it_lost_its_items(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    asked: list[object] = []
    load = store.runs.load_readings

    def loaded(whose: County, keys: list[str] | None = None) -> Mapping[str, ColumnHistory]:
        asked.append(keys)
        return load(whose, keys)

    monkeypatch.setattr(store.runs, "load_readings", loaded)
    assert signs_of_moves(PLACE, store, Place(tmp_path), [HERE.key]) == ()
    assert asked == [[HERE.key]]
    keep(store, 3, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, [*mine, *theirs]))
    [sign] = signs_of_moves(PLACE, store, Place(tmp_path), [HERE.key])
    assert "“乙栏目”" in sign.told
    assert asked[1:] == [[HERE.key], None]


def test_a_column_that_shows_what_another_does_is_not_merged_into_it_when_it_fails(store: Store, tmp_path: Path):
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    for days in (0, 3):
        keep(store, days, reading(HERE.key, mine), reading(THERE.key, [*mine, *theirs]))
    keep(store, 4, unread(HERE.key), reading(THERE.key, [*mine, *theirs]))
    assert signs(store, tmp_path) == []


@pytest.mark.parametrize(
    ("title", "state", "comes", "told"),
    [
        ("关于印发清源县应急预案的通知", ColumnState.MISSING, 2, True),
        ("关于印发清源县应急预案的通知", ColumnState.MISSING, 1, False),
        ("关于印发清源县应急预案的通知", ColumnState.UNREADABLE, 2, False),
        ("公示", ColumnState.MISSING, 2, False),
        ("年度工作总结", ColumnState.MISSING, 2, False),
    ],
)
def test_a_column_of_two_items_that_is_gone_is_merged_where_both_stand_under_titles_of_their_own(
    store: Store, tmp_path: Path, title: str, state: ColumnState, comes: int, told: bool
):
    mine = tuple(sighting(f"{title}{n}", f"2020-03-0{n}", url=f"{HOME}a/{n}.html") for n in (1, 2))
    theirs = sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    keep(store, 3, unread(HERE.key, state), reading(THERE.key, [*mine[:comes], *theirs]))
    assert bool(signs(store, tmp_path)) is told


def test_a_column_of_which_items_were_moved_one_by_one_is_still_there(store: Store, tmp_path: Path):
    mine, theirs = sightings(12, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    keep(store, 3, reading(HERE.key, mine[:8]), reading(THERE.key, [*mine[8:], *theirs]))
    assert signs(store, tmp_path) == []
    keep(store, 4, reading(HERE.key, mine[:1]), reading(THERE.key, [*mine[1:], *theirs]))
    [told] = signs(store, tmp_path)
    assert "可能已合并" in told


@pytest.mark.parametrize("is_gone", [True, False])
def test_items_older_than_what_a_look_reads_back_to_hide_no_merger(store: Store, tmp_path: Path, is_gone: bool):
    old = [sighting(f"关于从前第{n}号事项的公告", f"2019-01-{n:02}", url=f"{HOME}a/o{n}.html") for n in range(1, 13)]
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, [*mine, *old], back_to="2018-12-31"), reading(THERE.key, theirs))
    left = unread(HERE.key, ColumnState.MISSING) if is_gone else reading(HERE.key, old[-1:])
    keep(store, 3, left, reading(THERE.key, [*mine, *theirs]))
    [told] = signs(store, tmp_path)
    assert "“甲栏目”原有的条目现在列在“乙栏目”" in told


# -- what is taken over ------------------------------------------------------------------------------------------------


def archived(store: Store, home: Path, days: int, *pages: Fetched, since: Sequence[str] = ()) -> list[str]:
    """A pass over both columns whose entry pages were answered so, and the records of these answers.

    ``since``: the records that the lists were read from, where they are the same as then.
    """
    at, place = NOW + timedelta(days=days), Place(home)
    run = store.runs.start(PLACE, RunMark(0, at, at.date(), thorough=True))
    with ArchiveWriter(place.archive_of(PLACE.name), run.name, started=at) as archive:
        run = store.runs.keep_archive(run, archive.name)
        records = [archive.add(replace(page, fetched_at=at)) for page in pages]
    found = [
        replace(
            reading(one.key, sightings(3, slug=one.name)),
            read_at=at,
            entry_record=was,
            pages=(record,),
            is_unchanged=was != record,
        )
        for one, record, was in zip(PLACE.column, records, since or records, strict=True)
    ]
    store.runs.save(run, PLACE, list(zip(PLACE.column, found, strict=True)))
    store.runs.finish(replace(run, finished_at=at))
    return records


def page(name: str, url: str, *, led: str = "") -> Fetched:
    redirects = (url,) if led else ()
    return answer(list_page([], name=name), url=led or url, asked=url, redirects=redirects)


def test_a_redirect_and_a_new_name_are_told_with_the_first_day_and_taken_over_for_the_future(
    store: Store, tmp_path: Path
):
    there = page("乙栏目_清源县人民政府", f"{HOME}b/")
    archived(store, tmp_path, 0, page("甲栏目", f"{HOME}a/"), there)
    archived(store, tmp_path, 1, page("甲栏目", f"{HOME}a/"), there)
    for days in (2, 3, 4):
        archived(store, tmp_path, days, page("政策公开", f"{HOME}a/", led=f"{HOME}zc/"), there)
    [sign] = signs_of_moves(PLACE, store, Place(tmp_path))
    since = (NOW + timedelta(days=2)).date()
    assert (sign.address, sign.name, sign.since) == (f"{HOME}zc/", "政策公开", since)
    entry = HERE.model_dump(mode="json", exclude_defaults=True)
    now = DisclosureColumn.model_validate(sign.taken_over(entry, HOME, since))
    assert (now.url, now.name, now.key) == ("/zc/", "政策公开", "/a/")
    assert now.on(since - timedelta(days=1)) == HERE
    assert put_back(now) == HERE
    taken = PLACE.model_copy(update={"column": (now, THERE)})
    assert signs_of_moves(taken, store, Place(tmp_path)) == ()


def test_a_list_that_is_the_same_behind_a_redirect_shows_a_move(store: Store, tmp_path: Path):
    there = page("乙栏目", f"{HOME}b/")
    records = archived(store, tmp_path, 0, page("甲栏目", f"{HOME}a/"), there)
    archived(store, tmp_path, 1, page("甲栏目", f"{HOME}a/", led=f"{HOME}zc/"), there, since=records)
    [sign] = signs_of_moves(PLACE, store, Place(tmp_path))
    assert (sign.address, sign.name) == (f"{HOME}zc/", "")


@pytest.mark.parametrize("led", ["https://portal.test/a/", f"{HOME}a", f"{HOME}a/index.html"])
def test_a_redirect_to_the_own_address_spelt_otherwise_hides_no_notice(led: str, store: Store, tmp_path: Path):
    moved = answer(
        "<p>本栏目已迁移至<a href='/zc/'>政策公开</a></p>" + LIST,
        url=led,
        asked=f"{HOME}a/",
        redirects=(f"{HOME}a/",),
    )
    archived(store, tmp_path, 0, moved, page("乙栏目", f"{HOME}b/"))
    [sign] = signs_of_moves(PLACE, store, Place(tmp_path))
    assert sign.address == f"{HOME}zc/"


def test_a_new_template_renames_no_column(store: Store, tmp_path: Path):
    names = [one.name for one in PLACE.column]
    archived(store, tmp_path, 0, page(names[0], f"{HOME}a/"), page(names[1], f"{HOME}b/"))
    archived(store, tmp_path, 1, page("清源县人民政府", f"{HOME}a/"), page("乙栏目列表", f"{HOME}b/"))
    assert signs(store, tmp_path) == []


def merged(desk: Office) -> None:
    """A column is gone, and its items stand in another."""
    mine, theirs = sightings(8, slug="规划"), sightings(4, slug="通知")
    others = {FUNDS.key: reading(FUNDS.key, sightings(3, slug="资金"))}
    crawl(
        desk.store, COUNTY, {PLANS.key: reading(PLANS.key, mine), NOTICES.key: reading(NOTICES.key, theirs), **others}
    )
    gone = unread(PLANS.key, ColumnState.MISSING)
    crawl(desk.store, COUNTY, {PLANS.key: gone, NOTICES.key: reading(NOTICES.key, [*mine, *theirs]), **others}, days=3)


def test_what_is_noticed_is_listed_taken_over_with_one_click_and_put_back(tmp_path: Path):
    with office(tmp_path) as desk:
        merged(desk)
        audit_county(COUNTY, desk.store, Place(tmp_path), Q1, clock_at("2020-04-14T09:00"))
        signer, path = desk.browser("王芳", Role.SIGNER), tmp_path / "qingyuan.toml"
        assert "栏目可能有变动（1）" in signer.read(f"{HERE_NOW}/worklist")
        here = f"{HERE_NOW}/column?key={PLANS.key}"
        shown = signer.read(here)
        shown = shown.split("栏目可能有变动")[1].partition("</form>")[0]
        form = dict(re.findall(r'name="(seen|told|column|moved)"[^>]*value="([^"]*)"', shown))
        reviewer = desk.browser("李四", Role.REVIEWER)
        assert "登记：" not in reviewer.read(here)
        assert reviewer.send(f"{HERE_NOW}/moved", **form).status_code == 403
        assert signer.send(f"{HERE_NOW}/moved", here, **{**form, "told": "别的"}).status_code == 409
        assert signer.send(f"{HERE_NOW}/moved", here, **{**form, "moved": "昨天"}).status_code == 422
        assert load_county(path) == COUNTY.model_copy(update={"path": path}), "nothing was written"
        assert signer.send(f"{HERE_NOW}/moved", here, **form).status_code == 303
        until = load_county(path).column[0].until
        assert until is not None
        assert until.isoformat() < form["moved"]
        assert "可能有变动" not in signer.read(f"{HERE_NOW}/worklist")
        assert signer.send(f"{HERE_NOW}/moved", here, **form).status_code == 409, "the page is old by now"
        form["seen"] = re.findall(r'unmoved".*?name="seen" value="([^"]*)"', signer.read(here))[0]
        assert signer.send(f"{HERE_NOW}/unmoved", here, seen=form["seen"], column=PLANS.key).status_code == 303
        assert load_county(path).column == COUNTY.column


def test_signs_of_moves_are_told_once(tmp_path: Path):
    with office(tmp_path) as desk:
        merged(desk)
        found = signs_of_moves(COUNTY, desk.store, Place(tmp_path))
        event = columns_moved(COUNTY, found)
        assert event
        assert (event.kind, event.facts["count"], event.lines[0].name) == (NoticeKind.MOVED, 1, "规划计划")
        assert columns_moved(COUNTY, found) == event
        assert columns_moved(COUNTY, ()) is None


def test_what_a_new_address_shows_first_was_never_looked_for_there(store: Store):
    mine = sightings(3, slug="甲")  # what is new stands first: what is below it shows that it was not there
    here = [
        replace(reading(HERE.key, mine[3 - n :]), address=address) for n, address in ((1, ""), (2, ""), (3, "/zc/"))
    ]
    for days, one in enumerate(here):
        keep(store, days, one, reading(THERE.key))
    keep(store, 3, replace(here[-1], sightings=(sightings(1, slug="丙")[0], *mine)), reading(THERE.key))
    proved = store.runs.load_readings(PLACE)[HERE.key].proved
    assert proved
    absent = {one.item.title: one.absent_at for one in proved.sightings}
    assert absent["关于甲1的公告"] == NOW
    assert absent["关于甲0的公告"] is None, "looked for at another address only"
    assert absent["关于丙0的公告"] == NOW + timedelta(days=2)


def test_a_column_unlike_its_own_past_is_looked_at_again_before_anybody_is_asked(tmp_path: Path):
    with office(tmp_path) as desk:
        place, quarters = Place(tmp_path), [Period.parse(f"2019Q{n}") for n in (1, 2, 3, 4)]
        past = [
            sighting(f"关于{q.name}第{n}号事项的公告", str(q.last), url=f"{HOME}{q.name}/{n}.html")
            for q in quarters
            for n in range(9)
        ]
        fell = reading(PLANS.key, past, back_to="2018-12-01")
        others = {one.key: reading(one.key, sightings(4, slug=one.name)) for one in (NOTICES, FUNDS)}
        crawl(desk.store, COUNTY, {PLANS.key: fell, **others})
        for quarter in quarters:
            audit_county(COUNTY, desk.store, place, quarter, clock_at("2020-04-10T09:00"))
        assert columns_to_look_at_again(COUNTY, desk.store, Q1) == (PLANS.key,)

        def asked() -> list[str]:
            audit = audit_county(COUNTY, desk.store, place, Q1, clock_at("2020-04-10T09:00"))
            return [finding.column for finding in audit.findings if finding.rule == "beyond-band"]

        assert asked() == []
        crawl(desk.store, COUNTY, {PLANS.key: fell, **others}, days=0)
        assert columns_to_look_at_again(COUNTY, desk.store, Q1) == ()
        assert asked() == [PLANS.name]
