"""Record lines, seal and contact are settled at issue and remembered, not kept in the grading pack."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from portals import column, county

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import BadInput
from auditor.base.terms import AuditState
from auditor.circular.content import build_document
from auditor.circular.printing import check_documents
from auditor.county.model import IssueLines, example_county, parse_county
from auditor.pipeline.issue_facts import IssueFacts, remembered_facts, settled_entry
from auditor.store import open_store
from tests.audits import make_audit

SIGNED = date(2020, 4, 16)
ENTRY = IssueEntry(number="堌政办发〔2020〕15号", date=SIGNED, by="张三")
FACTS = IssueFacts("县委办公室，县人大常委会办公室", "堌水县人民政府办公室", True, "李四，0933-6121234")
PACK = CircularLayout(copies_to="旧抄送机关", printer="旧印发机关", sealed=False)


def issued(entry: IssueEntry) -> Audit:
    return make_audit(1).model_copy(update={"state": AuditState.ISSUED, "issue": entry})


def test_what_is_settled_at_issue_is_printed_and_agrees_with_itself():
    audit = issued(settled_entry(ENTRY, FACTS, IssueFacts(), date(2020, 4, 17), date(2020, 4, 16)))
    document = build_document(audit, signed_on=SIGNED, layout=PACK)
    assert document.sealed
    assert document.imprint.copies_to == FACTS.copies_to
    assert document.imprint.printer == FACTS.printer
    assert document.imprint.printed_on == date(2020, 4, 17)
    assert "0933-6121234" in document.remark
    assert [check for check in check_documents(audit).self_check if not check.ok] == []


def test_what_was_settled_before_is_remembered_and_what_is_given_wins():
    entry = settled_entry(ENTRY, IssueFacts(copies_to="", sealed=False), FACTS, None, ENTRY.date)
    assert (entry.copies_to, entry.sealed, entry.contact) == ("", False, FACTS.contact)
    assert (entry.printer, entry.printed_on) == (FACTS.printer, SIGNED)
    document = build_document(issued(entry), signed_on=SIGNED, layout=PACK)
    assert (document.imprint.copies_to, document.sealed) == ("", False), "said to be left out, though the pack has one"


def test_a_pack_that_still_holds_them_is_followed_where_nothing_was_settled():
    document = build_document(
        issued(settled_entry(ENTRY, IssueFacts(), IssueFacts(), None, ENTRY.date)), signed_on=SIGNED, layout=PACK
    )
    assert (document.imprint.copies_to, document.imprint.printer) == ("旧抄送机关", "旧印发机关")


def test_a_circular_frozen_before_keeps_its_bytes():
    frozen = issued(ENTRY).to_json()
    assert "copies_to" not in frozen.split('"issue"')[1]
    assert Audit.from_json(frozen).to_json() == frozen
    settled = issued(settled_entry(ENTRY, FACTS, IssueFacts(), None, ENTRY.date)).to_json()
    assert Audit.from_json(settled).to_json() == settled


@pytest.mark.parametrize(
    ("given", "printed_on", "told"),
    [(IssueFacts(), date(2020, 4, 15), "早于成文日期"), (IssueFacts(copies_to="甲" * 301), None, "超过300字")],
)
def test_what_no_record_could_say_is_refused(given, printed_on, told):
    with pytest.raises(BadInput, match=told):
        settled_entry(ENTRY, given, IssueFacts(), printed_on, ENTRY.date)


def test_what_the_county_file_says_stands_before_what_was_settled_last(tmp_path: Path):
    known = county([column("规划计划", "发改局")])
    store = open_store(tmp_path / "auditor.db")
    assert remembered_facts(known, store) == IssueFacts()
    said = known.model_copy(update={"issue": IssueLines(copies_to="县委办公室", seal="no")})
    assert remembered_facts(said, store) == IssueFacts(copies_to="县委办公室", sealed=False)
    last = issued(settled_entry(ENTRY, FACTS, IssueFacts(), None, ENTRY.date))
    store.audits.issue(known, last, at=datetime(2020, 4, 16, 9, tzinfo=UTC))
    assert remembered_facts(known, store) == FACTS
    assert remembered_facts(said, store) == IssueFacts("县委办公室", FACTS.printer, False, FACTS.contact)
    store.close()


@pytest.mark.parametrize("line", ['seal = "maybe"', "seal = true", 'printed_on = "2020-04-17"'])
def test_what_an_issue_section_cannot_say_is_an_error_with_its_key(line: str):
    text = example_county().read_text(encoding="utf-8").replace("[[table]]", f"[issue]\n{line}\n\n[[table]]", 1)
    with pytest.raises(BadInput, match=f"issue.{line.split()[0]}"):
        parse_county(text, Path("county.toml"))
