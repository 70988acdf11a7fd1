"""Two people on the same page: the later one is not taken unseen, sees both versions, and loses no word typed."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from portals import reading, sighting, sightings
from web_office import (
    COUNTY,
    FUNDS,
    HERE,
    LOOKED,
    NOTICES,
    Q1,
    Browser,
    Office,
    crawl,
    known_readings,
    office,
    plain_readings,
)

from auditor.base.terms import Role
from auditor.store.runs import RunMark
from auditor.web.pages import path_to

FUNDS_PAGE = path_to("county", "清源县", "2020Q1", "column", key=FUNDS.key)
NOTICES_PAGE = path_to("county", "清源县", "2020Q1", "column", key=NOTICES.key)
UNIT_PAGE = path_to("county", "清源县", "2020Q1", "unit", unit="民政局")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def seen_on(page: str) -> str:
    """What the forms of a page carry: one and the same in all."""
    [seen] = set(re.findall(r'name="seen" value="([^"]*)"', page))
    return seen


def two_reviewers(desk: Office) -> tuple[Browser, Browser]:
    return desk.browser("李雷", Role.REVIEWER), desk.browser("韩梅", Role.REVIEWER)


GRADE = {"kind": "grade", "unit": "民政局", "from": "unit", **LOOKED}
FORMS = {
    "grade": (UNIT_PAGE, {**GRADE, "grade": "late", "reason": "quality", "text": "韩梅的依据"}),
    "nil": (FUNDS_PAGE, {"kind": "nil", "column": FUNDS.key, "from": "column", "reason": "nothing-to-publish",
                         "text": "韩梅的依据"}),
    "exempt": (FUNDS_PAGE, {"kind": "exempt", "column": FUNDS.key, "from": "column", "reason": "quality",
                            "text": "韩梅的依据"}),
    "withdraw": (f"{HERE}/review", {**GRADE, "grade": "good", "withdraw": "yes", "reason": "other",
                                    "text": "韩梅的依据"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMS)
def test_the_later_of_two_reviewers_sees_the_earlier_one_first(desk: Office, kind: str):
    first, second = two_reviewers(desk)
    page, form = FORMS[kind]
    old = seen_on(second.read(page))
    answer = first.send(f"{HERE}/decide", UNIT_PAGE, **GRADE, grade="good", reason="quality", text="李雷的依据")
    assert answer.status_code == 303
    answer = second.send(f"{HERE}/decide", page, **form, seen=old)
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "李雷已作出“评定等次”的决定" in text
    assert 'value="韩梅的依据"' in text, "what was typed is kept"
    told = re.findall(r"<tr><th[^>]*>(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>", text)
    assert ("等次", "待核实", "<strong>更新情况较好</strong>") in told
    assert any(what == "认定" and then == "无" and "李雷的依据" in now for what, then, now in told)
    assert len(desk.store.audits.list_decisions(COUNTY, Q1)) == 1
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert again["seen"] == seen_on(second.read(UNIT_PAGE)) != old
    answer = second.client.post(f"{HERE}/decide", data={**form, **again})
    assert answer.status_code == 303, "knowingly it is taken"
    assert len(desk.store.audits.list_decisions(COUNTY, Q1)) == 2


@pytest.mark.parametrize("seen", ["", "abc", "sha256:none", "none"])
def test_a_form_that_does_not_say_what_it_was_made_over_is_not_taken(desk: Office, seen: str):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    form = {**GRADE, "grade": "good", "reason": "quality", "text": "依据"}
    answer = reviewer.send(f"{HERE}/decide", UNIT_PAGE, **form, seen=seen)
    assert (answer.status_code, 'value="依据"' in answer.text) == (409, True)
    assert desk.store.audits.list_decisions(COUNTY, Q1) == []


def test_a_decision_about_another_unit_is_no_hindrance(desk: Office):
    first, second = two_reviewers(desk)
    old = seen_on(second.read(NOTICES_PAGE))
    first.send(f"{HERE}/decide", UNIT_PAGE, **GRADE, grade="good", reason="quality", text="所见3条")
    form = {"kind": "exempt", "column": NOTICES.key, "from": "column", "reason": "quality", "text": ""}
    assert second.send(f"{HERE}/decide", NOTICES_PAGE, **form, seen=old).status_code == 303


def test_other_evidence_is_shown_before_a_decision_over_it_is_taken(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    old = seen_on(reviewer.read(UNIT_PAGE))
    crawl(desk.store, COUNTY, {**plain_readings(), FUNDS.key: reading(FUNDS.key, sightings(2, "2020-03-20"))}, days=1)
    form = {**GRADE, "grade": "late", "reason": "quality", "text": "看过"}
    answer = reviewer.send(f"{HERE}/decide", UNIT_PAGE, **form, seen=old)
    assert answer.status_code == 409
    assert "又采集到了不同的内容" in answer.text
    assert re.search(r"栏目“资金公示”</th><td[^>]*>无法访问</td><td[^>]*><strong>2条，最后更新2020-03-20", answer.text)


def test_nobody_is_kept_from_deciding_while_a_crawl_runs(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    old = seen_on(reviewer.read(UNIT_PAGE))
    mark = desk.store.runs.start(COUNTY, RunMark(0, desk.watch(), Q1.first, thorough=True))
    [other] = [column for column in COUNTY.column if column.key == NOTICES.key]
    desk.store.runs.save(mark, COUNTY, [(other, reading(NOTICES.key, [sighting("新的公告", "2020-03-26")]))])
    form = {**GRADE, "grade": "late", "reason": "quality", "text": "看过"}
    assert reviewer.send(f"{HERE}/decide", UNIT_PAGE, **form, seen=old).status_code == 303


def passage(page: str) -> str:
    return unescape(re.findall(r'name="original" value="(\*\*[^"]*)"', page)[0])


def test_the_later_of_two_editors_sees_the_earlier_text_and_keeps_his_own(whole: Office):
    first, second = two_reviewers(whole)
    page = second.read(f"{HERE}/circular")
    old, original = seen_on(page), passage(page)
    earlier, later = original + "（李雷改）", original + "（韩梅改）"
    assert first.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=earlier).is_redirect
    answer = second.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=later, seen=old)
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "李雷已修改过这一段" in text
    assert f">{later}</textarea>" in text
    assert earlier.replace("**", "") in text.partition("修改段落")[2]
    assert [edit.text for edit in whole.store.audits.list_edits(COUNTY, Q1)] == [earlier]
    again = seen_on(answer.text)
    answer = second.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=later, seen=again)
    assert answer.status_code == 303
    assert [edit.text for edit in whole.store.audits.list_edits(COUNTY, Q1)] == [earlier, later]


def test_taking_back_an_edit_that_was_changed_meanwhile_is_asked_again(whole: Office):
    first, second = two_reviewers(whole)
    original = passage(first.read(f"{HERE}/circular"))
    first.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=original + "甲")
    old = seen_on(second.read(f"{HERE}/circular"))
    first.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=original + "乙")
    form = {"original": original, "text": original + "甲", "restore": "yes"}
    assert second.send(f"{HERE}/circular/edit", f"{HERE}/circular", **form, seen=old).status_code == 409
    assert len(whole.store.audits.list_edits(COUNTY, Q1)) == 2


def test_an_edit_of_a_paragraph_that_is_gone_keeps_what_was_typed(whole: Office):
    first, second = two_reviewers(whole)
    page = second.read(f"{HERE}/circular")
    old, original = seen_on(page), passage(page)
    form = {"kind": "exempt", "column": FUNDS.key, "from": "column", "reason": "quality", "text": "不必更新"}
    assert first.send(f"{HERE}/decide", FUNDS_PAGE, **form).status_code == 303
    assert original not in unescape(first.read(f"{HERE}/circular"))
    later = original + "（韩梅改）"
    answer = second.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=later, seen=old)
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "要修改的段落已经变化" in text
    assert f">{later}</textarea>" in text
    assert f"原来的段落：{original.replace('**', '')}" in text


def test_a_signer_is_told_what_changed_since_the_preview(whole: Office):
    signer, reviewer = whole.browser("王芳", Role.SIGNER), whole.browser("李雷", Role.REVIEWER)
    old = seen_on(signer.read(f"{HERE}/circular"))
    form = {**GRADE, "grade": "good", "reason": "quality", "text": "所见3条"}
    assert reviewer.send(f"{HERE}/decide", UNIT_PAGE, **form).status_code == 303
    fields = {"number": "清政办发〔2020〕12号", "date": "2020-04-16", "sure": "yes"}
    for seen in (old, ""):
        answer = signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", **fields, seen=seen)
        assert (answer.status_code, "预览之后结果有变化" in answer.text) == (409, True)
        assert ("民政局：原为“" in answer.text) == bool(seen)
        assert 'value="清政办发〔2020〕12号"' in answer.text
    assert whole.store.audits.load_issued(COUNTY, Q1) is None
    assert signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", **fields).status_code == 303


EDIT = "/county/清源县/edit"


def form_of(page: str) -> dict[str, str]:
    """The fields of the first form of the county's pages, as they stand."""
    form = page.partition('<form class="form"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*name="(\w+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in fields.items() if name != "due"}


def test_the_later_of_two_county_editors_sees_both_versions(whole: Office):
    first, second = whole.browser("王芳", Role.SIGNER), whole.browser("赵强", Role.SIGNER)
    page = path_to("county", "清源县", "edit", "column", key=NOTICES.url)
    mine = {**form_of(second.read(page)), "due": ["1", "2", "3", "4"]}
    theirs = {**form_of(first.read(page)), "due": ["1", "2", "3", "4"], "remark": "王芳的备注"}
    assert first.client.post(f"{EDIT}/column", data=theirs).status_code == 303
    answer = second.client.post(f"{EDIT}/column", data={**mine, "remark": "赵强的备注"})
    assert answer.status_code == 409
    told = re.findall(
        r"<tr><th[^>]*>备注</th><td[^>]*>(.*?)</td><td[^>]*><strong>(.*?)</strong></td></tr>", answer.text
    )
    assert told == [("赵强的备注", "王芳的备注")]
    again = {**form_of(answer.text), "due": ["1", "2", "3", "4"]}
    assert again["remark"] == "赵强的备注"
    text = (whole.folder / "qingyuan.toml").read_text(encoding="utf-8")
    assert ("王芳的备注" in text, "赵强的备注" in text) == (True, False)
    assert second.client.post(f"{EDIT}/column", data=again).status_code == 303
    assert "赵强的备注" in (whole.folder / "qingyuan.toml").read_text(encoding="utf-8")


def test_a_column_that_another_deleted_can_be_kept_or_let_go(whole: Office):
    first, second = whole.browser("王芳", Role.SIGNER), whole.browser("赵强", Role.SIGNER)
    page = path_to("county", "清源县", "edit", "column", key=NOTICES.url)
    mine = {**form_of(second.read(page)), "due": ["1", "2", "3", "4"], "remark": "赵强的备注"}
    theirs = form_of(first.read(page))
    assert first.client.post(f"{EDIT}/column", data={**theirs, "delete": "yes"}).status_code == 303
    answer = second.client.post(f"{EDIT}/column", data=mine)
    assert (answer.status_code, "已被删除" in answer.text, "赵强的备注" in answer.text) == (409, True, True)
    again = {**form_of(answer.text), "due": ["1", "2", "3", "4"]}
    assert again["key"] == ""
    assert second.client.post(f"{EDIT}/column", data=again).status_code == 303


def test_a_deletion_over_a_changed_entry_is_asked_again(whole: Office):
    first, second = whole.browser("王芳", Role.SIGNER), whole.browser("赵强", Role.SIGNER)
    page = path_to("county", "清源县", "edit", "column", key=NOTICES.url)
    mine, theirs = form_of(second.read(page)), form_of(first.read(page))
    first.client.post(f"{EDIT}/column", data={**theirs, "due": ["1", "2", "3", "4"], "remark": "王芳的备注"})
    answer = second.client.post(f"{EDIT}/column", data={**mine, "delete": "yes"})
    assert (answer.status_code, "王芳的备注" in answer.text) == (409, True)
    assert NOTICES.name in (whole.folder / "qingyuan.toml").read_text(encoding="utf-8")


def test_the_text_of_a_county_file_that_was_changed_meanwhile_is_kept_beside_the_new_one(whole: Office):
    signer = whole.browser("王芳", Role.SIGNER)
    file = whole.folder / "qingyuan.toml"
    old = seen_on(signer.read(f"{EDIT}/text"))
    whole_text = file.read_text(encoding="utf-8")
    file.write_text(whole_text + "\n# 别人加的一行\n", encoding="utf-8")
    answer = signer.send(f"{EDIT}/text", f"{EDIT}/text", text=whole_text + "\n# 我加的一行\n", seen=old)
    assert answer.status_code == 409
    typed, now = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert ("# 我加的一行" in typed, "# 别人加的一行" in now) == (True, True)
    assert "# 我加的一行" not in file.read_text(encoding="utf-8")
    answer = signer.send(
        f"{EDIT}/text", f"{EDIT}/text", text=whole_text + "\n# 我加的一行\n", seen=seen_on(answer.text)
    )
    assert answer.status_code == 303


def test_pasted_cells_over_a_changed_file_are_kept_and_reckoned_anew(whole: Office):
    signer = whole.browser("王芳", Role.SIGNER)
    file = whole.folder / "qingyuan.toml"
    old = seen_on(signer.read("/county/清源县/paste"))
    file.write_text(file.read_text(encoding="utf-8") + "\n# 别人加的一行\n", encoding="utf-8")
    cells = "栏目名称\t责任单位\t网址\n预算公开\t财政局\t/ys/\n"
    form = {"text": cells, "sure": "yes"}
    answer = signer.send("/county/清源县/paste", "/county/清源县/paste", **form, seen=old)
    assert (answer.status_code, "预算公开\t财政局" in answer.text, "将新增1个" in answer.text) == (409, True, True)
    answer = signer.send("/county/清源县/paste", "/county/清源县/paste", **form, seen=seen_on(answer.text))
    assert answer.status_code == 303
    text = file.read_text(encoding="utf-8")
    assert ("别人加的一行" in text, "预算公开" in text) == (True, True)
