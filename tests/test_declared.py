"""What units declare of columns: printed as what it is, ended by itself, asked for again; never of a past quarter."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from offices import small_county, write_county
from portals import column, county, reading, sighting
from web_office import COUNTY as WEB_COUNTY
from web_office import NOTICES, known_readings, office, token_of

from auditor.audit.build import build_audit
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason
from auditor.audit.declared import Declaration, DeclarationKind, make_declaration
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.terms import ColumnState, NoticeKind, Role
from auditor.cli import main
from auditor.notices.events import declarations_ending
from auditor.notices.words import write_notice

Q1, Q2, Q3 = (Period.parse(f"2020Q{n}") for n in (1, 2, 3))
PACK = load_pack("chongxin")
PROOF = "sha256:" + "0a" * 32 + ".pdf"
COLUMN = column()


def declared(kind: str = "pending", since: str = "2020-01-01", until: str = "2020-06-30") -> Declaration:
    return Declaration(DeclarationKind(kind), "张三", date.fromisoformat(since), date.fromisoformat(until), PROOF)


def decision(value: str, number: int = 1, *, withdrawn: bool = False) -> Decision:
    at = datetime(2020, 4, 10, tzinfo=LOCAL)
    facts = (DecisionKind.DECLARE, "发改局", value, DecisionReason.OTHER, "项目未批", "李四", at, COLUMN.key)
    return Decision(*facts, withdrawn=withdrawn, id=number)


def audit(period: Period, *decisions: Decision) -> Audit:
    read = reading(COLUMN.key, [sighting(day="2019-06-05")], back_to="2019-06-05")
    read = replace(read, read_at=datetime.combine(period.last, datetime.min.time(), LOCAL).replace(year=2021))
    return build_audit(county([COLUMN]), period, PACK, {COLUMN.key: read}, decisions=decisions)


@pytest.mark.parametrize("kind", list(DeclarationKind))
def test_a_declaration_is_printed_as_what_it_is_and_excuses_the_column(kind: DeclarationKind):
    one = audit(Q1, decision(declared(kind.value).to_text()))
    [row] = one.rows
    assert row.exempt == f"{kind.label}（张三申报，至2020-06-30）"
    assert row.declared
    assert (row.declared.kind, row.declared.proof) == (kind, PROOF)
    assert not [finding for finding in one.findings if finding.rule == "due-column-short"]
    assert Audit.from_json(one.to_json()) == one


def test_a_declaration_of_a_column_that_cannot_be_read_is_told_as_one():
    lost = replace(reading(COLUMN.key, []), state=ColumnState.MISSING, reason="页面不存在")
    known = decision(declared().to_text())
    [row] = build_audit(county([COLUMN]), Q1, PACK, {COLUMN.key: lost}, decisions=[known]).rows
    assert row.count is None
    assert row.declared is not None
    assert row.declared.proof == PROOF
    later = build_audit(county([COLUMN]), Q3, PACK, {COLUMN.key: lost}, decisions=[known])
    assert [note for note in later.notes if "已于2020-06-30到期" in note and "重新申报" in note]


def test_it_ends_by_itself_and_is_asked_for_again():
    known = decision(declared().to_text())
    assert audit(Q2, known).rows[0].exempt
    later = audit(Q3, known)
    assert not later.rows[0].exempt
    assert [note for note in later.notes if "已于2020-06-30到期" in note and "重新申报" in note]
    assert [finding for finding in later.findings if finding.rule == "due-column-short"]
    again = decision(declared(since="2020-07-01", until="2020-12-31").to_text(), 2)
    renewed = audit(Q3, known, again)
    assert renewed.rows[0].exempt
    assert not [note for note in renewed.notes if "到期" in note]
    assert audit(Q1, known, again).rows[0].exempt, "a later declaration leaves the earlier quarter as it was"


def test_it_says_nothing_of_quarters_before_it_and_can_be_taken_back():
    known = decision(declared(since="2020-04-01").to_text())
    assert not audit(Q1, known).rows[0].exempt
    assert not audit(Q2, known, decision("", 2, withdrawn=True)).rows[0].exempt
    assert not audit(Q3, known, decision("", 2, withdrawn=True)).notes


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"kind": "else"}, "没有“else”这种申报"),
        ({"declared_by": " "}, "没有写由谁申报"),
        ({"until": "明年"}, "明年"),
        ({"until": "2020-03-30"}, "早于期末"),
        ({"until": "2021-06-30"}, "最长一年"),
    ],
)
def test_a_declaration_that_cannot_be_taken_says_why(wrong: dict[str, str], fault: str):
    with pytest.raises(BadInput, match=fault):
        make_declaration(Q1, **{"kind": "正在办理", "declared_by": "张三", "until": "2020-06-30", **wrong}, proof=PROOF)


def test_it_is_recorded_on_the_command_line_with_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = write_county(tmp_path / "qx.toml", small_county("http://portal.test/"))
    proof = tmp_path / "申报.pdf"
    proof.write_bytes(b"%PDF-1.7 ...")
    name = small_county("http://portal.test/").column[0].name
    said = ["declare", str(file), "-q", "2020Q1", "--column", name, "--kind", "withheld", "--until", "2020-06-30"]
    said += ["--from", "张三", "--by", "李四", "--home", str(tmp_path / "home"), "--now", "2020-04-10T02:30"]

    def run(*more: str) -> int:
        with pytest.raises(SystemExit) as leaving:
            main([*said, *more])
        return int(leaving.value.code or 0)

    assert run("--proof", str(proof)) == 2  # no ground is given
    assert run("--text", "条例第十四条") == 2  # no file
    assert run("--text", "条例第十四条", "--proof", str(proof)) == 0
    assert "依法不予公开（张三申报，至2020-06-30）" in capsys.readouterr().out
    assert [path.suffix for path in (tmp_path / "home").rglob("proofs/**/*") if path.is_file()] == [".pdf"]
    assert run("--withdraw") == 0


def test_it_is_taken_in_on_the_columns_page(tmp_path: Path):
    with office(tmp_path, known_readings) as desk:
        reviewer = desk.browser("李雷", Role.REVIEWER)
        page = f"/county/清源县/2020Q1/column?key={NOTICES.key}"
        form = reviewer.read(page)
        seen = form.split('name="seen" value="')[1].split('"')[0]
        said = {"token": token_of(form), "seen": seen, "column": NOTICES.key, "kind": "pending", "declared_by": "张三"}
        said |= {"until": "2020-06-30", "text": "项目未批"}
        paper = ("申报.pdf", b"%PDF-1.7 x", "application/pdf")
        path = "/county/清源县/2020Q1/declare"
        assert reviewer.client.post(path, data={**said, "until": "去年"}, files={"file": paper}).status_code == 422
        assert reviewer.client.post(path, data=said, files={"file": ("", b"")}).status_code == 422
        assert reviewer.client.post(path, data=said, files={"file": paper}).status_code == 303
        shown = reviewer.read(page)
        assert "正在办理（张三申报，至2020-06-30）" in shown
        assert "申报文件" in shown
        reader = desk.browser("赵敏", Role.READER)
        assert "登记申报" not in reader.read(page)


def test_a_unit_is_asked_for_another_before_it_ends_and_once_it_has_ended():
    place, known = county([COLUMN]), [decision(declared(until="2020-06-30").to_text())]

    def told(day: str, decisions: list[Decision] = known) -> list[tuple[str, str]]:
        found = declarations_ending(place, decisions, date.fromisoformat(day))
        assert all(event.kind is NoticeKind.DECLARED for event in found)
        return [(event.name.rpartition(":")[2], line.text) for event in found for line in event.lines]

    assert told("2020-06-15") == []
    assert told("2020-06-16") == [("ends", "“规划计划”栏目的申报（正在办理，张三）到2020-06-30为止")]
    assert told("2020-06-30")[0][0] == "ends"
    assert told("2020-07-01") == [("ended", "“规划计划”栏目的申报（正在办理，张三）已于2020-06-30到期")]
    assert told("2020-08-01") == [], "long ago"
    again = decision(declared(since="2020-07-01", until="2020-12-31").to_text(), 2)
    assert told("2020-07-01", [*known, again]) == []
    assert told("2020-07-01", [*known, decision("", 2, withdrawn=True)]) == []
    closed = COLUMN.model_copy(update={"until": date(2020, 6, 30)})
    assert declarations_ending(county([closed]), known, date(2020, 7, 1)) == []


def test_the_notice_says_what_ended_and_what_to_do(tmp_path: Path):
    [event] = declarations_ending(county([COLUMN]), [decision(declared().to_text())], date(2020, 7, 1))
    words = write_notice(event, None)
    assert "1项申报" in words.subject
    assert "发改局：“规划计划”栏目的申报（正在办理，张三）已于2020-06-30到期" in words.body
    assert "重新申报" in words.body


def test_the_worklist_asks_for_it_again(tmp_path: Path):
    with office(tmp_path, known_readings) as desk:
        one = replace(declared(until="2020-04-20"), proof=PROOF)
        facts = (DecisionKind.DECLARE, "财政局", one.to_text(), DecisionReason.OTHER, "项目未批", "李四", desk.watch())
        desk.store.audits.add_decision(WEB_COUNTY, Q1, Decision(*facts, NOTICES.key))
        shown = desk.browser("李四", Role.REVIEWER).read("/county/清源县/2020Q1/worklist")
        assert "申报到期，请单位更新或重新申报（1）" in shown
        assert "“通知公告”栏目的申报（正在办理，张三）到2020-04-20为止" in shown
