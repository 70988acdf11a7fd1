"""The sample portal's content and the example county file keep to the notice, and lead to its grades."""

import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from auditor.audit.count import count_column
from auditor.audit.grade import FindingInput, find_all, grade_units, load_pack
from auditor.audit.grade.facts import UnitEvidence
from auditor.base.period import Period
from auditor.base.terms import ColumnState, DateSource
from auditor.base.workdays import count_working_days
from auditor.county.model import County, example_county, load_county
from auditor.crawl.column import ColumnReading, Sighting
from auditor.read import ArticleFacts, ListItem
from auditor.sample import SampleItem, build_site, truth

QUARTER = Period.parse("2020Q1")
FIRST, LAST = QUARTER.first, QUARTER.last
NOTICE = Path(__file__).parents[1].parent / "shared" / "notices" / "chongxin-2020q1.txt"
WORK_NEWS = re.compile("会议|调研|慰问|走访|党日|召开|举办|举行|开展|培训|活动|督导|看望")
GOOD = re.findall(
    r"\S+",
    """政府办 市场监督管理局 水务局 农业农村局 住建局 粮食和物资储备局 国家税务总局崇信县税务局 公共资源交易中心
    平凉市生态环境局崇信分局 教科局 卫健局 应急管理局 机关事务服务中心 黄寨镇 工业集中区""",
)
PARTIAL = re.findall(
    r"\S+",
    "财政局 人社局 审计局 司法局 工业信息化和商务局 民政局 自然资源局 交通运输局 公安局 城市社区 农办",
)
LATE = re.findall(r"\S+", "发改局 统计局 执法局 文体广电和旅游局 锦屏镇 新窑镇 柏树镇 黄花乡 木林乡")
AUDITED = datetime(2020, 4, 10, 9, tzinfo=UTC)
POLICY_PATHS = ("/zfxxgk/fdzdgknr/gfxwj/", "/zfxxgk/fdzdgknr/zfwj/")


@pytest.fixture(scope="module")
def county() -> County:
    return load_county(example_county())


@pytest.fixture(scope="module")
def by_unit(county: County) -> dict[str, list[SampleItem]]:
    """The quarter's items of every unit."""
    items = truth()
    units: dict[str, list[SampleItem]] = defaultdict(list)
    for column in county.column:
        if column.unit:
            units[column.unit] += [item for item in items[column.url] if FIRST <= item.date <= LAST]
    return units


def notice_rows() -> list[tuple[str, int, str, str]]:
    """Column, count, unit and remark of every row of the notice's two tables."""
    if not NOTICE.is_file():
        pytest.skip("the reference notice is not at hand")
    cells = [line.strip().rstrip("|").strip() for line in NOTICE.read_text("utf-8").splitlines()]
    starts = [n for n in range(len(cells) - 2) if _opens_row(cells[n : n + 3])]
    return [(_plain(cells[n + 1]), int(cells[n + 2]), cells[n + 3], cells[n + 4]) for n in starts]


def _opens_row(cells: list[str]) -> bool:
    """Whether a running number, a column's name and its count follow each other."""
    number, name, count = cells
    return number.isdigit() and count.isdigit() and bool(name) and not name.isdigit()


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("(", "（").replace(")", "）")


# -- content -----------------------------------------------------------------------------------------------------------


def test_the_county_file_has_the_notices_columns_owners_and_remarks_in_its_order(county: County) -> None:
    rows = notice_rows()

    assert [(c.name, c.owner_label, c.remark) for c in county.column] == [(row[0], row[2], row[3]) for row in rows]
    assert [len(county.columns_in(table)) for table in county.table] == [43, 8]


def test_every_column_has_the_notices_number_of_items_in_the_quarter(county: County) -> None:
    items = truth()
    counts = [sum(FIRST <= item.date <= LAST for item in items[column.url]) for column in county.column]

    assert counts == [row[1] for row in notice_rows()]
    assert sum(counts) == 262


def test_thirty_five_units_are_to_be_graded_and_the_shared_column_belongs_to_none(county: County) -> None:
    assert sorted(unit.name for unit in county.unit) == sorted(GOOD + PARTIAL + LATE)
    assert [column.name for column in county.column if column.unit is None] == ["提案议案办理结果"]


def test_every_column_but_the_blank_one_reaches_back_beyond_the_quarter() -> None:
    older = {path: sum(item.date < FIRST for item in items) for path, items in truth().items()}

    assert [path for path, number in older.items() if number == 0] == ["/zwgk/tagk/tajg/"]
    assert min(number for number in older.values() if number) >= 4


def test_the_quarters_borders_are_crossed_by_items_on_the_very_days() -> None:
    days = Counter(item.date for items in truth().values() for item in items)

    for border in (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)):
        assert days[border] >= 4, border
    assert max(days) <= date(2020, 4, 9)


def test_titles_and_addresses_never_repeat() -> None:
    items = [item for column in build_site().lists for item in column.items]

    assert len({item.title for item in items}) == len({item.path for item in items}) == len(items)
    assert not [item.title for item in items if "{" in item.title]


def test_pinned_items_stand_first_and_are_old() -> None:
    pinned = {path: [item.pinned for item in items] for path, items in truth().items() if items[:1] and items[0].pinned}

    assert len(pinned) >= 2
    assert all(flags == [True] + [False] * (len(flags) - 1) for flags in pinned.values())
    assert all(truth()[path][0].date < FIRST for path in pinned)


def test_lists_run_from_the_newest_to_the_oldest() -> None:
    for path, items in truth().items():
        days = [item.date for item in items if not item.pinned]
        assert days == sorted(days, reverse=True), path


def test_late_units_published_nothing_within_sixty_days_of_the_quarters_end(
    by_unit: dict[str, list[SampleItem]],
) -> None:
    newest = {unit: max(item.date for item in by_unit[unit]) for unit in LATE}

    assert all(LAST - day > timedelta(days=60) for day in newest.values()), newest


def test_good_and_partial_units_are_fresh(by_unit: dict[str, list[SampleItem]]) -> None:
    for unit in PARTIAL:
        assert max(item.date for item in by_unit[unit]) >= LAST - timedelta(days=60), unit
    for unit in GOOD:
        assert max(item.date for item in by_unit[unit]) >= date(2020, 2, 20), unit
        assert len(by_unit[unit]) >= 3, unit


def test_good_units_leave_no_due_column_empty(county: County) -> None:
    items = truth()
    empty = {
        column.owner_label
        for column in county.column
        if column.is_due(QUARTER) and not column.exempt and not any(FIRST <= i.date <= LAST for i in items[column.url])
    }

    assert empty == {"人社局", "财政局"}


def test_work_news_stands_only_where_it_is_meant_to(by_unit: dict[str, list[SampleItem]]) -> None:
    found = {unit: [i.title for i in items if WORK_NEWS.search(i.title)] for unit, items in by_unit.items()}

    assert {unit for unit, titles in found.items() if titles} == {"政府办", "审计局", "柏树镇"}
    assert found["政府办"] == ["县政府办公室解读：县委经济工作会议精神"]


def test_no_good_unit_publishes_in_a_burst(by_unit: dict[str, list[SampleItem]]) -> None:
    for unit in GOOD:
        busiest, number = Counter(item.date for item in by_unit[unit]).most_common(1)[0]
        assert number / len(by_unit[unit]) < 0.6 or len(by_unit[unit]) < 5, (unit, busiest)


def test_government_documents_are_complete_and_in_time_but_two_normative_ones_are_not() -> None:
    items = truth()
    normative, government = (items[f"{path}index.html"] for path in POLICY_PATHS)

    def faults(documents: tuple[SampleItem, ...]) -> list[date]:
        return [
            item.date
            for item in documents
            if not item.index_no or item.formed is None or count_working_days(item.formed, item.date) > 20
        ]

    assert faults(government) == []
    assert faults(normative) == [date(2020, 3, 24), date(2020, 3, 5)]


def test_the_office_wrote_two_of_the_quarters_interpretations_itself() -> None:
    items = [i for i in truth()["/zfxxgk/fdzdgknr/zcjd/index.html"] if FIRST <= i.date <= LAST]
    own = [item.title for item in items if item.source == "崇信县人民政府办公室"]

    assert len(items) == 29
    assert len(own) == 2
    assert "政府工作报告" in own[1]
    assert "经济工作会议" in own[0]


def _reading(path: str, items: tuple[SampleItem, ...]) -> ColumnReading:
    """What a faultless pass over a column would give."""
    sightings = tuple(
        Sighting(
            ListItem(item.title, item.path, f"http://127.0.0.1{item.path}", item.date, DateSource.LIST, item.pinned),
            item.date,
            DateSource.LIST,
            article=ArticleFacts(
                item.title,
                formed=item.formed,
                index_no=item.index_no or None,
                publisher=item.publisher if item.doc_no else None,
                source=item.source,
                text="\n".join(item.body),
            ),
        )
        for item in items
    )
    state = ColumnState.COUNTED if items else ColumnState.BLANK
    return ColumnReading(path, state, "", AUDITED, sightings, reached_end=True)


def test_the_content_leads_to_the_notices_grades_by_the_shipped_pack(county: County) -> None:
    pack = load_pack("chongxin")
    counts = tuple(
        count_column(column, _reading(column.url, truth()[column.url]), QUARTER, as_of=AUDITED)
        for column in county.column
    )
    findings = find_all(FindingInput(county, QUARTER, counts), pack)
    evidence = [
        UnitEvidence(
            unit,
            tuple(count for count in counts if count.column.unit == unit.name),
            tuple(finding for finding in findings if finding.unit == unit.name),
        )
        for unit in county.unit
    ]
    grades = {grade.unit.name: grade.grade for grade in grade_units(evidence, pack, QUARTER)}

    expected = {**dict.fromkeys(GOOD, "good"), **dict.fromkeys(PARTIAL, "partial"), **dict.fromkeys(LATE, "late")}
    assert grades == expected
    shown = {(finding.rule, finding.unit) for finding in findings if finding.force != "trial"}
    assert shown >= {
        ("misfiled-news", "柏树镇"),
        ("misfiled-news", "审计局"),
        ("late-publication", "司法局"),
        ("missing-catalogue-field", "司法局"),
        ("due-column-short", "财政局"),
    }
    assert not {unit for _, unit in shown} & set(GOOD)
