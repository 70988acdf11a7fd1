"""Findings from the ledger of looking, each with its false friends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from portals import HOME, NOW, column, county, reading, sighting, sightings

from auditor.audit.build import build_audit
from auditor.audit.count import count_column
from auditor.audit.grade import Finding, FindingInput, find_all, load_pack
from auditor.audit.grade.observed import plain_title
from auditor.audit.ledger import ColumnLedger, ItemChange, Look
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting
from auditor.read import ArticleFacts

Q1 = Period.parse("2020Q1")
PACK = load_pack("chongxin")
AGAIN = tuple(Look(NOW + timedelta(days=n), ColumnState.COUNTED) for n in range(2))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:30").replace(tzinfo=LOCAL)


def found(
    *pairs: tuple[DisclosureColumn, ColumnReading],
    rule: str,
    changes: tuple[ItemChange, ...] = (),
    earlier: tuple[int, ...] = (),
    looks: tuple[Look, ...] = AGAIN,
    proved: tuple[ColumnReading, ...] = (),
) -> list[Finding]:
    counts = tuple(
        replace(count_column(chosen, result, Q1, as_of=NOW), ledger=ColumnLedger(looks, changes))
        for chosen, result in pairs
    )
    place = county([chosen for chosen, _ in pairs])
    about = FindingInput(place, Q1, counts, earlier_counts={chosen.key: earlier for chosen, _ in pairs}, proved=proved)
    return [finding for finding in find_all(about, PACK) if finding.rule == rule]


def one(seen: list[Sighting], *, rule: str, kind: str = "other", due: object = None, **more: object) -> list[Finding]:
    chosen = column(kind=kind, due=due)
    return found((chosen, reading(chosen.key, seen)), rule=rule, **more)  # type: ignore[arg-type]


def appeared(title: str, day: str, seen: str, absent: str) -> Sighting:
    return sighting(title, day, url=f"{HOME}{title}.html", first_seen=at(seen), absent_at=at(absent))


# -- bursts by when they appeared --------------------------------------------------------------------------------------


def batch(number: int, *, absent: str = "2020-02-19", title: str = "第{n}号公告") -> list[Sighting]:
    days = [f"2020-02-{n:02}" for n in range(1, number + 1)]
    return [appeared(title.format(n=n), day, "2020-02-20", absent) for n, day in enumerate(days, 1)]


def spread(number: int) -> list[Sighting]:
    seen = [date(2020, 1, 5) + timedelta(days=5 * n) for n in range(number)]
    return [appeared(f"平日第{n}号", str(day), str(day + timedelta(days=1)), str(day)) for n, day in enumerate(seen)]


def test_a_burst_is_seen_anywhere_in_the_quarter_by_when_items_appeared():
    [finding] = one([*batch(7), *spread(3)], rule="appeared-together")
    assert (finding.figures["number"], finding.figures["total"]) == (7, 10)
    assert "2020年2月20日" in finding.text
    assert "2020年2月1日到2020年2月7日" in finding.text


@pytest.mark.parametrize(
    "friends",
    [
        [*batch(5)],  # too few
        [*batch(6), *spread(8)],  # most came on other days
        [*batch(8, absent="2020-02-10")],  # nobody had looked for ten days
        [replace(item, absent_at=None) for item in batch(8)],  # there at the first look
        [*batch(8, title="某局2019年部门决算（第{n}号）")],  # come out together by nature
        spread(10),
    ],
    ids=["few", "spread", "unlooked", "first look", "accounts", "daily"],
)
def test_what_is_no_burst(friends: list[Sighting]):
    assert not one(friends, rule="appeared-together")


# -- back-dating and items that moved ----------------------------------------------------------------------------------


def test_an_item_moved_from_another_column_is_neither_dated_back_nor_vanished():
    late = appeared("关于城乡供水管理办法的通知", "2020-02-01", "2020-03-21", "2020-03-20")
    before = replace(late, first_seen=at("2020-02-02"), absent_at=at("2020-02-01"))
    here, there = column("新栏目"), column("旧栏目", url="/old/")
    gone = replace(before, gone_at=at("2020-03-21"))
    moved = (here, reading(here.key, [late])), (there, reading(there.key, [], vanished=[gone]))
    assert not found(*moved, rule="back-dated")
    assert not found(*moved, rule="vanished")
    restyled = replace(gone, item=replace(gone.item, title="【公开】旧样式"))
    assert not found(
        (here, reading(here.key, [late])), (there, reading(there.key, [], vanished=[restyled])), rule="vanished"
    )
    copied = replace(late, first_seen=at("2020-03-15"), absent_at=at("2020-03-05"))
    down = replace(before, first_seen=at("2020-03-12"), absent_at=late.date and at(str(late.date)))
    assert not found((here, reading(here.key, [copied])), (there, reading(there.key, [down])), rule="back-dated")
    alone = (here, reading(here.key, [late])), (there, reading(there.key, []))
    assert found(*alone, rule="back-dated")
    other = replace(gone, item=replace(gone.item, title="另一件事", url=f"{HOME}other.html"))
    assert found((here, reading(here.key, [late])), (there, reading(there.key, [], vanished=[other])), rule="vanished")


def test_what_a_column_showed_before_it_was_gone_is_neither_dated_back_nor_a_burst_where_it_stands_now():
    late = batch(8, title="关于城乡供水管理办法第{n}次修改的通知")
    before = [replace(item, first_seen=item.date and at(str(item.date)), absent_at=None) for item in late]
    here, there = column("新栏目"), column("旧栏目", url="/old/")
    now = reading(here.key, late)
    lost = replace(reading(there.key, []), state=ColumnState.MISSING, reason="页面不存在")
    for rule in ("back-dated", "appeared-together"):
        assert found((here, now), (there, lost), rule=rule)
        assert not found((here, now), (there, lost), rule=rule, proved=(now, reading(there.key, before)))
        assert not found((here, now), rule=rule, proved=(now, reading(there.key, before))), "it ended in the quarter"


def test_what_a_column_showed_when_it_could_last_be_read_has_not_vanished():
    gone = replace(sighting("关于城乡供水管理办法的通知", "2020-02-01"), gone_at=at("2020-03-21"))
    here, there = column("旧栏目"), column("新栏目", url="/new/")
    now, lost = reading(here.key, [], vanished=[gone]), replace(reading(there.key, []), state=ColumnState.UNREACHABLE)
    assert found((here, now), (there, lost), rule="vanished")
    assert not found((here, now), (there, lost), rule="vanished", proved=(now, reading(there.key, [gone])))


# -- silent edits ------------------------------------------------------------------------------------------------------

ITEM = sighting("关于某项目中标结果的公告", "2020-02-10", url=f"{HOME}1.html")


def edit(field: str, before: str, after: str, day: str = "2020-02-20") -> ItemChange:
    return ItemChange(ITEM.key, at(day), field, before, after)


@pytest.mark.parametrize(
    ("change", "finds"),
    [
        (edit("title", "关于某项目流标的公告", "关于某项目中标结果的公告"), True),
        (edit("date", "2020-03-20", "2020-02-10"), True),
        (edit("title", "关于某项目中标结果…", "关于某项目中标结果的公告"), False),
        (edit("title", "关于某项目中标结果的公告", "关于某项目中标结果的公告（更正）"), False),
        (edit("title", "关于某项目 中标结果的公告。", "关于某项目中标结果的公告"), False),
        (edit("title", "【置顶】关于某项目中标结果的公告", "关于某项目中标结果的公告"), False),
        (edit("date", "", "2020-02-10"), False),
        (edit("date", "2020-02-11", "2020-02-10"), False),
        (edit("address", "/a", "/b"), False),
    ],
)
def test_a_change_without_a_word_is_told_and_an_open_or_empty_one_is_not(change: ItemChange, finds: bool):
    assert bool(one([ITEM, *sightings(3)], rule="silent-edit", changes=(change,))) is finds


@pytest.mark.parametrize(("number", "day", "finds"), [(5, "2020-02-20", False), (4, "2020-02-20", True)])
def test_words_put_before_many_titles_at_once_are_the_portals_doing(number: int, day: str, finds: bool):
    """A column that also shows what another publishes: only the rows of that one have a new look."""
    rows = [appeared(f"关于第{n}批项目的公告", "2020-02-10", "2020-02-11", "2020-02-10") for n in range(14)]
    changes = tuple(
        ItemChange(row.key, at(day), "title", row.item.title, f"重要通知{row.item.title}") for row in rows[:number]
    )
    assert bool(one(rows, rule="silent-edit", changes=changes)) is finds


def test_what_was_changed_and_changed_back_is_no_edit():
    changes = (edit("title", "甲", "乙"), edit("title", "乙", "甲", "2020-02-25"))
    assert not one([ITEM], rule="silent-edit", changes=changes)


def test_a_column_that_changes_as_a_whole_is_the_portals_doing():
    seen = sightings(6)
    changes = tuple(ItemChange(item.key, at("2020-02-20"), "title", "旧样式" + item.item.title, "新") for item in seen)
    assert not one(seen, rule="silent-edit", changes=changes)
    assert one(seen, rule="silent-edit", changes=changes[:1])
    assert not one(seen[:2], rule="silent-edit", changes=changes[:2]), "both of two"
    assert one(seen[:3], rule="silent-edit", changes=changes[:2])
    later = [replace(item, first_seen=at("2020-03-01")) for item in sightings(9, slug="后来")]
    assert not one([*seen[:3], *later], rule="silent-edit", changes=changes[:3]), "what came later could not change"


def test_items_that_the_look_did_not_reach_say_nothing_of_what_the_portal_did():
    seen = [replace(item, first_seen=at("2020-02-10")) for item in sightings(2)]
    older = [sighting(f"旧事第{n}号", f"2019-11-0{n}", url=f"{HOME}old/{n}.html") for n in range(1, 7)]
    changes = tuple(
        ItemChange(one.key, at("2020-02-20"), "title", one.item.title, "新版" + one.item.title) for one in seen
    )
    look = Look(at("2020-02-20"), ColumnState.COUNTED, read_back_to=date(2019, 12, 20))
    assert not one([*seen, *older], rule="silent-edit", changes=changes, looks=(look,))
    whole = replace(look, reached_end=True)
    assert one([*seen, *older], rule="silent-edit", changes=changes, looks=(whole,)), "two of eight"


# -- a column's own past -----------------------------------------------------------------------------------------------

USUAL = (20, 24, 18, 22)


@pytest.mark.parametrize(
    ("number", "earlier", "finds"),
    [
        (2, USUAL, True),
        (70, USUAL, True),
        (8, USUAL, False),
        (40, USUAL, False),
        (0, (3, 2, 4, 3), False),
        (2, USUAL[:3], False),
    ],
)
def test_a_drop_or_surge_beyond_a_columns_own_band_is_asked_about(number: int, earlier: tuple[int, ...], finds: bool):
    hits = one(sightings(number), rule="beyond-band", earlier=earlier)
    assert bool(hits) is finds
    assert all("请核实" in finding.text for finding in hits)


def test_it_is_asked_only_once_it_was_looked_at_again_and_never_of_a_seasonal_column():
    assert not one(sightings(2), rule="beyond-band", earlier=USUAL, looks=AGAIN[:1])
    assert not one(sightings(2), rule="beyond-band", earlier=USUAL, due=[1])


def test_a_question_can_lower_no_grade(tmp_path: Path):
    text = shipped("rules", "packs", "chongxin.toml").read_text("utf-8")
    at_rule = text.index('rule  = "beyond-band"')
    path = tmp_path / "own.toml"
    path.write_text(text[:at_rule] + text[at_rule:].replace('force = "trial"', 'force = "grade"', 1), "utf-8")
    with pytest.raises(BadInput, match="只提出疑问"):
        load_pack(str(path))


# -- the same item in several places -----------------------------------------------------------------------------------


def two_columns(
    first: Sighting, second: Sighting, unit: str = "财政局"
) -> tuple[tuple[DisclosureColumn, ColumnReading], ...]:
    here, there = column("甲栏目"), column("乙栏目", unit=unit, url="/other/")
    return (here, reading(here.key, [first])), (there, reading(there.key, [second]))


def test_one_item_in_several_columns_or_units_is_declared():
    item = sighting("关于城乡供水管理办法的通知", "2020-02-10", url=f"{HOME}1.html")
    again = replace(item, item=replace(item.item, url=f"{HOME}2.html", href="2.html"))
    [mine, theirs] = found(*two_columns(item, item), rule="shared-item")
    assert {mine.unit, theirs.unit} == {"发改局", "财政局"}
    assert "乙栏目" in mine.text
    assert len(found(*two_columns(item, again), rule="shared-item")) == 2
    assert not found(*two_columns(item, again, "发改局"), rule="shared-item"), "within a unit it is a duplicate"
    assert not found(*two_columns(item, replace(again, date=date(2020, 2, 11))), rule="shared-item")
    short = [replace(one, item=replace(one.item, title="中标公告")) for one in (item, again)]
    assert not found(*two_columns(*short), rule="shared-item"), "a short title names a kind"


@pytest.mark.parametrize(("way", "counts"), [("each", [1, 1]), ("once", [1, 0])])
def test_it_is_counted_as_the_pack_says(tmp_path: Path, way: str, counts: list[int]):
    item = sighting("关于城乡供水管理办法的通知", "2020-02-10", url=f"{HOME}1.html")
    text = shipped("rules", "packs", "chongxin.toml").read_text("utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace('version = "2020', f'same_item = "{way}"\nversion = "2020', 1), "utf-8")
    pairs = two_columns(item, item)
    place = county([chosen for chosen, _ in pairs])
    audit = build_audit(place, Q1, load_pack(str(path)), {chosen.key: result for chosen, result in pairs})
    assert [row.count for row in audit.rows] == counts
    assert [len(row.repeated) for row in audit.rows] == [0, 1 - counts[1]]


# -- reposts and lags --------------------------------------------------------------------------------------------------


def test_the_share_of_reposts():
    def sourced(n: int, source: str) -> Sighting:
        title = f"关于第{n}号政策的通知"
        facts = ArticleFacts(title, date(2020, 3, 5), source=source, formed=date(2020, 3, 2))
        return sighting(title, article=facts, url=f"{HOME}{n}.html")

    reposts = [sourced(n, "新华社") for n in range(5)]
    [finding] = one(reposts, rule="repost-share", kind="policy")
    assert "占100%" in finding.text
    own = [sourced(n, "清源县政府办") for n in range(5, 8)]
    assert not one([*reposts, *own], rule="repost-share", kind="policy")
    assert not one(reposts[:4], rule="repost-share", kind="policy")
    assert not one(reposts, rule="repost-share", kind="news")
    chosen = column()
    audit = build_audit(county([chosen]), Q1, PACK, {chosen.key: reading(chosen.key, [reposts[0], *sightings(1)])})
    lags = [(item.formed, item.lag) for item in audit.rows[0].items]
    assert (date(2020, 3, 2), 3) in lags
    assert (None, None) in lags


@pytest.mark.parametrize(
    ("one_title", "other", "same"),
    [
        ("关于 春耕的通知", "关于春耕的通知。", True),
        ("管理办法(试行)", "管理办法（试行）", True),
        ("关于招聘的公告（更正）", "关于招聘的公告", True),
        ("关于招聘的公告", "关于招标的公告", False),
    ],
)
def test_titles_are_compared_without_signs(one_title: str, other: str, same: bool):
    assert (plain_title(one_title) == plain_title(other)) is same
