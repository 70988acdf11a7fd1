"""Counting and grading: boundaries on both sides, unknown columns, undated items, packs as data."""

import ast
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from portals import NOW, column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.count import Adjustment, count_column
from auditor.audit.grade import Pack, load_pack
from auditor.audit.grade.judge import judge
from auditor.audit.grade.kinds import KINDS
from auditor.audit.grade.pack import FACT_NAMES, TEXT_NAMES, list_packs
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.crawl.column import ColumnReading

Q1 = Period.parse("2020Q1")
PACK = load_pack("chongxin")


def audit_of(*pairs: tuple[object, ColumnReading], pack: Pack = PACK, **more: object) -> Audit:
    columns = [chosen for chosen, _ in pairs]
    readings = {result.column_key: result for _, result in pairs}
    return build_audit(county(columns), Q1, pack, readings, **more)  # type: ignore[arg-type]


def grade_of(*pairs: tuple[object, ColumnReading], pack: Pack = PACK) -> str:
    return audit_of(*pairs, pack=pack).units[0].grade


def pair(result_of, name: str = "规划计划", **more: object):
    chosen = column(name, **more)
    return chosen, result_of(chosen.key)


def test_what_the_circular_tells_of_a_good_unit_are_the_conditions_it_met():
    good = pair(lambda key: reading(key, sightings(3, "2020-03-20")))
    short = pair(lambda key: reading(key, sightings(2, "2020-03-20")), "预算")
    [one] = audit_of(good).units
    assert (one.grade, [ground.told for ground in one.grounds]) == (
        "good",
        ["本季度发布3条，最近一次更新是2020年3月20日", "应更新的栏目均已更新"],
    )
    [other] = audit_of(short).units
    assert (other.grade, [ground.told for ground in other.grounds]) == ("partial", ["整个季度{all}仅更新{total}条"])


# -- counting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "counted"),
    [("2019-12-31", 0), ("2020-01-01", 1), ("2020-03-31", 1), ("2020-04-01", 0)],
)
def test_both_ends_of_the_quarter_count_and_the_days_beside_them_do_not(day: str, counted: int):
    count = count_column(column(), reading("/规划计划/", [sighting(day=day)]), Q1, as_of=NOW)
    assert (count.count, count.state) == (counted, ColumnState.COUNTED)


def test_a_failed_reading_has_no_count():
    for state in ColumnState:
        count = count_column(column(), reading("x", state=state, reason="x"), Q1, as_of=NOW)
        assert (count.count is None) == (not state.is_known)


def test_a_column_never_read_is_unknown():
    assert count_column(column(), None, Q1, as_of=NOW).count is None


def test_a_reading_that_stops_inside_the_quarter_is_unknown():
    count = count_column(column(), reading("x", sightings(3), back_to="2020-01-15"), Q1, as_of=NOW)
    assert count.count is None
    assert "未覆盖" in count.reason


def test_reading_back_to_the_first_day_itself_is_not_past_it():
    assert count_column(column(), reading("x", back_to="2020-01-01"), Q1, as_of=NOW).count is None
    assert count_column(column(), reading("x", back_to="2019-12-31"), Q1, as_of=NOW).count == 0


def test_a_reading_from_before_the_quarters_end_is_unknown_once_the_quarter_is_over():
    march = datetime(2020, 3, 20, tzinfo=LOCAL)
    stale = reading("x", sightings(2), read_at=march)
    assert count_column(column(), stale, Q1, as_of=NOW).count is None
    assert count_column(column(), stale, Q1, as_of=march).count == 2


def test_people_can_take_items_out_and_put_items_in():
    seen = [*sightings(2), sighting("补登的公告", None, url="http://portal.test/late.html")]
    change = Adjustment(excluded=frozenset({seen[0].item.url}), included=frozenset({seen[2].item.url}))
    count = count_column(column(), reading("x", seen), Q1, as_of=NOW, adjustment=change)
    assert count.count == 2
    assert [item.item.url for item in count.excluded] == [seen[0].item.url]


@pytest.mark.parametrize(("until", "exempt"), [("2020-03-30", False), ("2020-03-31", True), ("2020-06-30", True)])
def test_an_exemption_expires_by_itself(until: str, exempt: bool):
    chosen = column(exempt={"until": until, "reason": "正在办理中"})
    count = count_column(chosen, reading("x"), Q1, as_of=NOW)
    assert count.is_expected is not exempt
    assert count.is_short is not exempt


def test_due_quarters_decide_what_is_expected():
    for due, expected in ((None, True), ([1], True), ([3, 4], False), ([], False)):
        assert column(due=due).is_due(Q1) is expected


# -- the chongxin pack -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "day", "grade"),
    [
        (0, "2020-03-31", "late"),
        (1, "2020-03-31", "partial"),
        (2, "2020-03-31", "partial"),
        (3, "2020-03-31", "good"),
        (3, "2020-01-31", "good"),
        (3, "2020-01-30", "late"),
        (74, "2020-01-01", "late"),
    ],
)
def test_three_items_and_sixty_days_are_the_bounds(count: int, day: str, grade: str):
    assert grade_of(pair(lambda key: reading(key, sightings(count, day)))) == grade


def test_a_due_column_without_items_keeps_a_unit_from_good():
    rich = pair(lambda key: reading(key, sightings(9)))
    for more, grade in (
        ({}, "partial"),
        ({"due": [3]}, "good"),
        ({"exempt": {"until": "2020-12-31", "reason": "x"}}, "good"),
    ):
        assert grade_of(rich, pair(lambda key: reading(key), "重大项目", **more)) == grade


def test_expecting_more_than_one_item_is_possible():
    assert grade_of(pair(lambda key: reading(key, sightings(3)), expect=4)) == "partial"


def test_nothing_due_and_nothing_published_is_good_with_its_reason():
    audit = audit_of(pair(lambda key: reading(key), due=[4]))
    assert audit.units[0].grade == "good"
    assert audit.units[0].reasons == ("本季度无应更新栏目",)


def test_an_irregularity_in_force_keeps_a_unit_from_good():
    seen = [*sightings(3), sighting("县发改局召开项目推进会议", "2020-03-06")]
    audit = audit_of(pair(lambda key: reading(key, seen)))
    assert audit.units[0].grade == "partial"
    assert "工作动态" in audit.units[0].reasons[0]


# -- unknown -----------------------------------------------------------------------------------------------------------


def test_an_unknown_column_that_could_change_the_grade_makes_it_pending():
    audit = audit_of(pair(lambda key: reading(key, sightings(9))), pair(unread, "重大项目"))
    unit = audit.units[0]
    assert (unit.grade, unit.total) == ("pending", None)
    assert "重大项目" in unit.reasons[0]
    assert audit.rows[1].count is None
    assert audit.total == 9


def test_an_unknown_column_that_cannot_change_the_grade_leaves_it():
    rich = pair(lambda key: reading(key, sightings(9)))
    assert grade_of(rich, pair(unread, "重大项目", due=[4])) == "good"
    short = pair(lambda key: reading(key), "城乡建设")
    assert grade_of(pair(lambda key: reading(key, sightings(2))), short, pair(unread, "重大项目", due=[4])) == "partial"


def test_a_column_that_nobody_read_is_not_held_against_the_unit_where_the_grade_is_sure():
    short, unknown = pair(lambda key: reading(key), "城乡建设"), pair(unread, "安全生产")
    unit = audit_of(pair(lambda key: reading(key, sightings(9))), short, unknown).units[0]
    assert unit.grade == "partial"
    assert "应更新的栏目中“城乡建设”未达到应发布条数" in unit.reasons
    news = [*sightings(3), sighting("县发改局召开项目推进会议", "2020-03-06")]
    unit = audit_of(pair(lambda key: reading(key, news)), unknown).units[0]
    assert unit.grade == "partial"
    assert not any("安全生产" in reason for reason in unit.reasons[:-1])
    assert not any("不足" in reason for reason in unit.reasons), "what was not read may hold more"
    assert "安全生产" in unit.reasons[-1]
    numbered = sighting("县发改局召开第20200306号项目推进会议", "2020-03-06")
    unit = audit_of(pair(lambda key: reading(key, [*sightings(3), numbered])), unknown).units[0]
    assert "20200306" in unit.reasons[0], "a number in a title is no count"
    good = audit_of(pair(lambda key: reading(key, sightings(9))), pair(unread, "重大项目", due=[4])).units[0]
    assert good.reasons[0].startswith("本季度发布9条")


def test_all_unknown_is_never_late():
    for state in (ColumnState.BLOCKED, ColumnState.UNREACHABLE, ColumnState.MISSING, ColumnState.UNREADABLE):
        assert grade_of(pair(lambda key, state=state: unread(key, state))) == "pending"


def test_undated_items_count_only_where_they_cannot_matter():
    undated = sighting("未标日期的公告", None)
    plenty = audit_of(pair(lambda key: reading(key, [*sightings(9), undated])))
    assert (plenty.units[0].grade, plenty.rows[0].count) == ("good", 9)
    assert [entry.title for entry in plenty.rows[0].undated] == ["未标日期的公告"]
    tight = audit_of(pair(lambda key: reading(key, [*sightings(2), undated])))
    assert (tight.units[0].grade, tight.rows[0].count) == ("pending", None)
    assert tight.rows[0].state is ColumnState.UNREADABLE


def test_nothing_is_never_said_beside_undated_items():
    """Of a column nobody grades as well, and of one in which nothing is due."""
    undated = sighting("未标日期的公告", None)
    other = pair(lambda key: reading(key, [undated]), "重大项目", due=[4])
    audit = audit_of(pair(lambda key: reading(key, sightings(9))), other)
    assert [(row.count, row.state.is_known) for row in audit.rows] == [(9, True), (None, False)]


def test_every_unit_is_graded_once_even_without_columns():
    audit = build_audit(
        county(
            [column()], unit=[{"name": "发改局", "table": "departments"}, {"name": "档案馆", "table": "departments"}]
        ),
        Q1,
        PACK,
        {},
    )
    assert [unit.name for unit in audit.units] == ["发改局", "档案馆"]
    assert audit.units[0].grade == "pending"
    assert (audit.units[1].grade, audit.units[1].reasons) == ("pending", ("没有登记任何栏目，无从评定",))


def test_the_same_evidence_gives_the_same_bytes():
    pairs = [pair(lambda key: reading(key, sightings(5)))]
    assert audit_of(*pairs).to_json() == audit_of(*pairs).to_json()


def test_the_interim_audit_says_so():
    early = datetime(2020, 2, 10, tzinfo=LOCAL)
    audit = audit_of(pair(lambda key: reading(key, sightings(3, "2020-02-03"), read_at=early)))
    assert "尚未结束" in audit.notes[0]


# -- packs -------------------------------------------------------------------------------------------------------------

PACKS = [path.stem for path in list_packs()]


@pytest.mark.parametrize("name", PACKS)
def test_every_example_in_a_pack_holds(name: str):
    pack = load_pack(name)
    assert pack.example
    words = dict.fromkeys(TEXT_NAMES, "…")
    for example in pack.example:
        verdict = judge({**dict.fromkeys(FACT_NAMES), **example.given}, words | {"table": example.table}, pack)
        assert verdict.grade == example.expect, (example, verdict)
        assert verdict.reasons


def test_the_shipped_packs_cover_the_published_styles():
    assert {"chongxin", "monthly-minimum", "zero-list", "score-bands", "indicators-2019"} <= set(PACKS)


@pytest.mark.parametrize("table", ["problem_titles", "requirements"])
def test_every_kind_of_finding_has_its_title_and_its_demand_in_the_wording(table: str):
    text = shipped("templates", "circular", "circular.txt.j2").read_text("utf-8")
    start = text.index(f"set {table} = ") + len(f"set {table} = ")
    assert set(ast.literal_eval(text[start : text.index("%}", start)].strip())) == set(KINDS)


def test_a_parameter_that_a_kind_of_finding_does_not_use_is_refused(tmp_path: Path):
    text = shipped("rules", "packs", "chongxin.toml").read_text("utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace('rule  = "blank-column"', 'rule  = "blank-column"\nlimit = 3'), "utf-8")
    with pytest.raises(BadInput, match=r"finding\.1\.limit.*不使用参数 limit.*kinds"):
        load_pack(str(path))


def test_a_monthly_minimum_is_expressed_by_data_alone():
    pack = load_pack("monthly-minimum")
    chosen = column()
    for count, grade in ((19, "below"), (20, "good"), (0, "none")):
        audit = build_audit(
            county([chosen]), Period.parse("2020-03"), pack, {chosen.key: reading(chosen.key, sightings(count))}
        )
        assert audit.units[0].grade == grade


def test_silence_over_several_periods_escalates():
    pack, chosen = load_pack("zero-list"), column()
    town = county([chosen])
    earlier: list[Audit] = []
    for month, grade in (("2020-01", "zero"), ("2020-02", "zero-twice"), ("2020-03", "zero-thrice")):
        silent = reading(chosen.key, [sighting(day="2019-11-05")], back_to="2019-11-01")
        audit = build_audit(town, Period.parse(month), pack, {chosen.key: silent}, earlier=earlier)
        assert audit.units[0].grade == grade
        earlier.insert(0, audit)


def test_scores_are_kept_and_ranked():
    pack = load_pack("score-bands")
    audit = audit_of(
        pair(lambda key: reading(key, sightings(5, "2020-03-25")), unit="甲局"),
        pair(lambda key: reading(key, sightings(1, "2020-03-25", "乙")), "重大项目", unit="乙局", expect=2),
        pack=pack,
    )
    assert [(unit.score, unit.rank, unit.grade) for unit in audit.units] == [
        ("100", 1, "excellent"),
        ("95", 2, "excellent"),
    ]


BASE = (shipped("rules", "packs", "chongxin.toml")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('grade = "late"', 'grade = "bad"', "“bad”未定义"),
        ('fact = "total"', 'fact = "totl"', "totl"),
        ('value = "good_items"', 'value = "godd"', "godd"),
        ("{newest_age_days}天，超过", "{nwest}天，超过", "nwest"),
        ('rule  = "burst"', 'rule  = "brust"', "brust"),
        ('"党史学习|主题教育"', '"(党史学习"', "正则"),
        ('[[rule]]\ngrade = "partial"', "", "最后一条规则"),
        ('force = "grade"\nkinds', 'forse = "grade"\nkinds', "不认识的键"),
        ('id      = "chongxin"', "id = ", "TOML"),
        ('id    = "late"', 'id    = "pending"', "保留"),
    ],
)
def test_a_broken_pack_is_told_in_chinese(tmp_path: Path, old: str, new: str, words: str):
    assert old in BASE
    path = tmp_path / "own.toml"
    path.write_text(BASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=words) as caught:
        load_pack(str(path))
    assert str(path) in str(caught.value)


def test_an_unknown_pack_lists_the_known_ones():
    with pytest.raises(BadInput, match="score-bands"):
        load_pack("no-such-pack")


def test_an_offices_own_pack_stands_beside_its_county_file(tmp_path: Path):
    (tmp_path / "own.toml").write_text(BASE.replace("good_items = 3", "good_items = 1"), encoding="utf-8")
    pack = load_pack("own.toml", tmp_path / "county.toml")
    assert pack.parameters["good_items"] == Decimal(1)
    assert grade_of(pair(lambda key: reading(key, sightings(1, "2020-03-05"))), pack=pack) == "good"


def test_the_published_counts_and_the_rules_agree_on_the_reference_period():
    assert Q1.first == date(2020, 1, 1)
    assert PACK.parameters == {"fresh_days": Decimal(60), "good_items": Decimal(3)}


def test_why_columns_could_not_be_read_is_said_once_for_those_alike():
    columns = [column(f"栏目{number}", "发改局") for number in range(1, 4)]
    reasons = ("HTTP 500", "连接被拒绝", "HTTP 500")
    readings = {one.key: unread(one.key, reason=reason) for one, reason in zip(columns, reasons, strict=True)}
    [unit] = build_audit(county(columns), Period.parse("2020Q1"), load_pack("chongxin"), readings).units
    told = "3个栏目未能核查：“栏目1”、“栏目3”（无法访问：HTTP 500）、“栏目2”（无法访问：连接被拒绝）"
    assert any(told in reason for reason in unit.reasons), unit.reasons
