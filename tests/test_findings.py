"""Every kind of finding: what it must find, and the false friends it must leave alone."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from portals import NOW, column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.count import count_column
from auditor.audit.grade import Finding, FindingInput, find_all, find_late_again, load_pack
from auditor.audit.grade.content import matches
from auditor.audit.grade.pack import list_packs
from auditor.audit.grade.sentences import without_clauses
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.read import ArticleFacts

Q1 = Period.parse("2020Q1")
PACK = load_pack("chongxin")


def found(
    *pairs: tuple[DisclosureColumn, ColumnReading], rule: str, zero_periods: dict[str, int] | None = None
) -> list[Finding]:
    counts = tuple(count_column(chosen, result, Q1, as_of=NOW) for chosen, result in pairs)
    about = FindingInput(county([chosen for chosen, _ in pairs]), Q1, counts, zero_periods or {})
    return [finding for finding in find_all(about, PACK) if finding.rule == rule]


def one(seen=(), *, rule: str, name: str = "规划计划", **more: object) -> list[Finding]:
    facts = {key: more.pop(key) for key in ("state", "reached_end", "vanished", "back_to", "reason") if key in more}
    chosen = column(name, **more)
    return found((chosen, reading(chosen.key, seen, **facts)), rule=rule)  # type: ignore[arg-type]


def test_a_due_column_that_is_short_is_told_with_its_figures():
    [finding] = one([sighting(day="2019-11-02")], rule="due-column-short", back_to="2019-11-02")
    assert (finding.figures["number"], finding.figures["newest"]) == (0, "2019年11月2日")
    assert "发改局" in finding.text
    assert not one(sightings(1), rule="due-column-short")
    assert not one(rule="due-column-short", due=[4])
    assert not one(rule="due-column-short", exempt={"until": "2020-06-30", "reason": "正在办理中"})


def test_when_a_column_was_updated_last_is_told_only_where_it_is_known():
    [finding] = one(rule="due-column-short")
    assert "实际0条" in finding.text
    assert "最近一次更新" not in finding.text
    assert finding.figures["newest"] == ""


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("“{column}”应有{expect}条，最近一次更新是{newest}", "“{column}”应有{expect}条"),
        ("“{column}”应有{expect}条，最近一次更新是{newest}，请核对", "“{column}”应有{expect}条，请核对"),
        ("最近一次更新是{newest}", "最近一次更新是{newest}"),
        ("“{column}”最近一次更新是{newest}，请核对", "“{column}”最近一次更新是{newest}，请核对"),
    ],
)
def test_a_clause_of_what_is_not_known_is_left_out(says: str, told: str):
    assert without_clauses(says, {"newest"}) == told


def test_an_unknown_column_is_never_found_short_blank_or_stale():
    for rule in ("due-column-short", "blank-column", "stale-column", "undated", "vanished"):
        chosen = column()
        assert not found((chosen, unread(chosen.key)), rule=rule)


def test_blank_and_short_are_different_faults():
    blank = {"state": ColumnState.BLANK, "reached_end": True, "back_to": None}
    assert one(rule="blank-column", **blank)
    assert not one(rule="due-column-short", **blank)
    assert not one(rule="blank-column", due=[], **blank)
    assert not one(rule="blank-column")


def test_a_column_grows_stale_by_the_window_of_its_kind():
    old = [sighting(day="2018-12-01"), *sightings(0)]
    assert one(old, rule="stale-column", due=[4], back_to="2018-12-01")
    assert not one([sighting(day="2019-11-01")], rule="stale-column", due=[4], back_to="2019-11-01")
    news = [sighting(day="2020-03-16")]
    assert one(news, rule="stale-column", kind="news")
    assert not one([sighting(day="2020-03-17")], rule="stale-column", kind="news")
    assert not one(old, rule="stale-column", due=[], back_to="2018-12-01")


def test_silence_must_last_to_be_told():
    chosen = column()
    empty = reading(chosen.key, [sighting(day="2019-11-01")])
    assert not found((chosen, empty), rule="consecutive-zero")
    [finding] = found((chosen, empty), rule="consecutive-zero", zero_periods={"发改局": 2})
    assert finding.figures["number"] == 3
    assert not found((chosen, reading(chosen.key, sightings(1))), rule="consecutive-zero", zero_periods={"发改局": 2})


def late_again(now: str, *earlier: str) -> list[Finding]:
    chosen = column()
    counts = (count_column(chosen, reading(chosen.key), Q1, as_of=NOW),)
    before = tuple({"发改局": grade} for grade in earlier)
    about = FindingInput(
        county([chosen]), Q1, counts, grades={"发改局": now}, earlier_grades=before, worst_grade="late"
    )
    return list(find_late_again(about, PACK))


def test_a_unit_in_the_worst_grade_two_quarters_running_is_told():
    [finding] = late_again("late", "late", "late", "good", "late")
    assert (finding.rule, finding.unit, finding.figures["number"], finding.force) == (
        "late-again",
        "发改局",
        3,
        "print",
    )
    assert "连续3个季度" in finding.text
    assert late_again("late", "late")
    assert not late_again("late")
    assert not late_again("late", "partial", "late")
    assert not late_again("partial", "late", "late")
    assert not late_again("late", "pending")


def test_the_worst_grade_twice_is_judged_by_the_grades_people_signed():
    chosen = column()
    seen = {chosen.key: reading(chosen.key, [sighting(day="2019-11-01")])}
    place = county([chosen])
    before = build_audit(place, Q1.previous(), PACK, {chosen.key: reading(chosen.key, back_to="2019-09-01")})
    now = build_audit(place, Q1, PACK, seen, earlier=[before])
    assert [f.unit for f in now.findings if f.rule == "late-again"] == ["发改局"]
    [unit] = now.units
    assert (unit.previous_grade, unit.grade) == ("late", "late")
    spared = before.model_copy(update={"units": (before.units[0].model_copy(update={"grade": "partial"}),)})
    after = build_audit(place, Q1, PACK, seen, earlier=[spared])
    assert not [f for f in after.findings if f.rule == "late-again"]
    other = before.model_copy(update={"pack": before.pack.model_copy(update={"id": "other"})})
    assert not [f for f in build_audit(place, Q1, PACK, seen, earlier=[other]).findings if f.rule == "late-again"]


def test_a_grade_cannot_be_lowered_by_a_finding_made_from_it(tmp_path: Path):
    text = shipped("rules", "packs", "chongxin.toml").read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace('force = "print"   # 由等次', 'force = "grade"   # 由等次'), encoding="utf-8")
    with pytest.raises(BadInput, match="由等次得出"):
        load_pack(str(path))


def document(formed: str, day: str, **more: str | None) -> ArticleFacts:
    facts = {"index_no": "000014349/2020-00001", "publisher": "清源县发改局", **more}
    return ArticleFacts("关于某事项的通知", date.fromisoformat(day), formed=date.fromisoformat(formed), **facts)  # type: ignore[arg-type]


def test_twenty_working_days_are_allowed_and_the_spring_festival_is_none_of_them():
    on_time = sighting(day="2020-02-25", article=document("2020-01-20", "2020-02-25"))
    late = sighting(day="2020-02-26", article=document("2020-01-20", "2020-02-26"))
    assert not one([on_time], rule="late-publication", kind="policy")
    [finding] = one([late], rule="late-publication", kind="policy")
    assert finding.figures["most"] == 21
    backwards = sighting(day="2020-02-26", article=document("2020-03-20", "2020-02-26"))
    assert not one([backwards], rule="late-publication", kind="policy")
    assert not one([sighting(day="2020-02-26")], rule="late-publication", kind="policy")


@pytest.mark.parametrize(
    ("before", "on_day", "day", "finds"),
    [
        (2, 3, "2020-03-31", True),
        (2, 3, "2020-03-22", True),
        (2, 3, "2020-03-21", False),
        (3, 3, "2020-03-31", False),
        (0, 4, "2020-03-31", False),
    ],
)
def test_a_burst_needs_most_items_on_one_of_the_last_days(before: int, on_day: int, day: str, finds: bool):
    seen = [*sightings(before, "2020-02-03", "前"), *sightings(on_day, day, "后")]
    assert bool(one(seen, rule="burst")) is finds


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:30").replace(tzinfo=LOCAL)


def test_back_dating_is_told_with_its_bounds_and_only_where_observed():
    stated = sighting(day="2020-02-01", first_seen=at("2020-03-21"), absent_at=at("2020-03-20"))
    [finding] = one([stated], rule="back-dated")
    assert "2020年2月1日" in finding.text
    assert "2020年3月20日" in finding.text
    assert "2020年3月21日" in finding.text
    friendly = [
        sighting(day="2020-02-01", first_seen=at("2020-03-21")),
        sighting(day="2020-03-17", first_seen=at("2020-03-21"), absent_at=at("2020-03-20")),
        sighting(day="2020-03-20", first_seen=at("2020-03-21"), absent_at=at("2020-03-20")),
        sighting(day="2020-02-01", first_seen=at("2020-03-20"), absent_at=at("2020-03-20")),
    ]
    assert not one(friendly, rule="back-dated")


def test_vanished_items_of_the_period_are_told():
    gone = sighting("撤下的公告", "2020-02-05", gone_at=at("2020-03-01"))
    older = sighting("更早的公告", "2019-11-05", gone_at=at("2020-03-01"))
    [finding] = one(sightings(1), rule="vanished", vanished=[gone, older])
    assert [item.item.title for item in finding.items] == ["撤下的公告"]
    assert not one(sightings(1), rule="vanished", vanished=[older])


def test_undated_items_are_told_and_not_counted():
    [finding] = one([*sightings(3), sighting(day=None)], rule="undated")
    assert finding.figures["number"] == 1
    assert not one(sightings(3), rule="undated")
    slip = sighting("标错日期的公告", "2062-03-07")
    assert not one([*sightings(3), replace(slip, date=None, date_from=None)], rule="undated"), "it bears a day"


@pytest.mark.parametrize(
    ("title", "finds"),
    [
        ("县发改局召开2020年重点项目推进会议", True),
        ("县水务局开展世界水日宣传活动", True),
        ("柏树镇组织干部开展环境卫生整治活动", True),
        ("副县长到县医院调研指导工作", True),
        ("县民政局走访慰问困难群众", True),
        ("关于召开全县安全生产会议的通知", False),
        ("春季造林活动实施方案", False),
        ("2020年农机购置补贴资金兑付公示", False),
        ("关于开展校园安全专项检查的通告", False),
        ("义务教育招生政策问答", False),
        ("县2019年审计工作总结", False),
        ("饮用水水质监测结果（2020年3月）", False),
    ],
)
def test_work_news_in_a_disclosure_column(title: str, finds: bool):
    assert bool(one([sighting(title)], rule="misfiled-news")) is finds
    assert not one([sighting(title)], rule="misfiled-news", kind="news")


@pytest.mark.parametrize(
    ("name", "kind", "finds"),
    [
        ("政务动态", "other", False),
        ("新闻快讯", "other", False),
        ("领导活动", "other", False),
        ("财政动态", "finance", False),
        ("规划计划", "other", True),
        ("通知公告", "notice", True),
    ],
)
def test_work_news_belongs_in_a_column_that_is_called_so_whatever_kind_is_written(name: str, kind: str, *, finds: bool):
    assert bool(one([sighting("副县长到县医院调研指导工作")], rule="misfiled-news", name=name, kind=kind)) is finds


def interpreted(title: str, source: str | None = None) -> object:
    return sighting(title, article=ArticleFacts(title, date(2020, 3, 5), source=source))


def test_an_interpretation_column_of_reposts_only():
    repost = interpreted("一图读懂稳就业政策", "国务院办公厅")
    own = interpreted("《清源县政府工作报告》解读", "清源县人民政府办公室")
    [finding] = one([repost], rule="repost-only", kind="interpretation")
    assert finding.figures["own"] == 0
    assert not one([repost, own], rule="repost-only", kind="interpretation")
    assert not one([own], rule="repost-only", kind="interpretation")
    assert not one([repost], rule="repost-only", kind="other")
    assert not one([], rule="repost-only", kind="interpretation")


POLICY = "清源县人民政府办公室关于印发城乡供水管理办法的通知"


def test_a_policy_without_its_interpretation():
    policy = column("政府文件", kind="policy")
    explain = column("政策解读", kind="interpretation")
    bare = (policy, reading(policy.key, [sighting(POLICY)]))
    other = (explain, reading(explain.key, [sighting("《清源县政府工作报告》解读")]))
    matching = (explain, reading(explain.key, [sighting("《城乡供水管理办法》解读", "2020-04-02")]))
    rule = "policy-without-interpretation"
    assert found(bare, other, rule=rule)
    assert not found(bare, matching, rule=rule)
    assert not found(bare, rule=rule), "without an interpretation column nothing is proved"
    assert not found(bare, (explain, unread(explain.key)), rule=rule), "an unread one proves nothing"
    posts = (policy, reading(policy.key, [sighting("清源县人民政府关于张某同志任职的通知")]))
    assert not found(posts, other, rule=rule)
    cut = (policy, reading(policy.key, [sighting("清源县人民政府办公室关于印发城乡供水管理办法（试…")]))
    assert found(cut, other, rule=rule)
    assert not found(cut, (explain, reading(explain.key, [sighting("《城乡供水管理办法（试行）》解读")])), rule=rule)
    short = sighting("《清源县人民政府办公室关于印发城乡供水管...", "2020-04-02")
    assert not found(bare, (explain, reading(explain.key, [short])), rule=rule), "what is cut off may name it"


def test_duplicates_need_the_same_title_and_day_and_two_addresses():
    twins = [
        sighting("关于停水的公告", url="http://portal.test/1"),
        sighting("关于停水的 公告", url="http://portal.test/2"),
    ]
    [finding] = one(twins, rule="duplicate")
    assert finding.figures["number"] == 1
    other_day = [sighting("关于停水的公告", "2020-03-05"), sighting("关于停水的公告", "2020-03-06")]
    assert not one(other_day, rule="duplicate")
    cut = [replace(one, item=replace(one.item, title="关于公开招聘拟聘…")) for one in twins]
    assert not one(cut, rule="duplicate"), "how these end is not known"
    whole = [
        replace(known, article=ArticleFacts(f"关于公开招聘拟聘人员的公示（第{n}批）")) for n, known in enumerate(cut)
    ]
    assert not one(whole, rule="duplicate")
    same = [replace(known, article=ArticleFacts("关于公开招聘拟聘人员的公示")) for known in cut]
    assert one(same, rule="duplicate")


def test_missing_catalogue_fields_are_named():
    bare = sighting(article=document("2020-03-04", "2020-03-05", index_no=None))
    [finding] = one([bare], rule="missing-catalogue-field", kind="policy")
    assert "索引号" in finding.text
    assert "发布机构" not in finding.text
    full = sighting(article=document("2020-03-04", "2020-03-05"))
    assert not one([full], rule="missing-catalogue-field", kind="policy")
    assert not one([sighting()], rule="missing-catalogue-field", kind="policy"), "a page not read proves nothing"


@pytest.mark.parametrize(
    ("title", "finds"), [("关于锟斤拷锟斤拷的公告", True), ("关于�的公告", True), ("关于公开招聘的公告", False)]
)
def test_garbled_text(title: str, finds: bool):
    assert bool(one([sighting(title)], rule="garbled-text")) is finds


@pytest.mark.parametrize("name", [path.stem for path in list_packs()])
def test_every_title_example_in_a_pack_holds(name: str):
    for rule in load_pack(name).finding:
        for example in rule.example:
            assert matches(rule, example.title) is example.finds, example


def test_a_trial_finding_is_shown_and_changes_no_grade():

    rules = tuple(
        rule.model_copy(update={"force": "trial"}) if rule.rule == "misfiled-news" else rule for rule in PACK.finding
    )
    chosen = column()
    seen = [*sightings(3), sighting("县发改局召开项目推进会议")]
    audit: Audit = build_audit(
        county([chosen]), Q1, PACK.model_copy(update={"finding": rules}), {chosen.key: reading(chosen.key, seen)}
    )
    assert audit.units[0].grade == "good"
    assert [finding.force for finding in audit.findings] == ["trial"]
