"""Rewritten paragraphs: they replace what they were made from, follow its dates, and keep its figures."""

from datetime import UTC, date, datetime

import pytest
from audits import Shape, make_audit

from auditor.audit.model import Audit, EditEntry, IssueEntry
from auditor.base.errors import NotAllowed
from auditor.base.terms import AuditState
from auditor.circular.editing import make_edit, passages_of, with_edits
from auditor.circular.edits import edit_faults, edits_in_force, marked_text
from auditor.circular.printing import check_documents, document_of, render_all

AT = datetime(2020, 4, 12, 9, tzinfo=UTC)


def audit() -> Audit:
    return make_audit(3, Shape(rows=(12, 4), unknown=0))


def edit(original: str, text: str, by: str = "李雷") -> EditEntry:
    return EditEntry(original=original, text=text, by=by, at=AT)


def deadline(known: Audit) -> str:
    """The requirement that names the deadline."""
    return next(passage.original for passage in passages_of(known) if "整改情况书面报送" in passage.original)


def test_an_edit_stands_in_the_place_of_its_paragraph_and_nothing_else_changes():
    known = audit()
    original = passages_of(known)[0].original
    changed = with_edits(known, [edit(original, original + "请引起重视。")])
    before = [marked_text(paragraph) for paragraph in document_of(known).body]
    after = [marked_text(paragraph) for paragraph in document_of(changed).body]
    assert [text for text in after if text not in before] == [original + "请引起重视。"]
    assert len(before) == len(after)
    assert all(check.ok for check in check_documents(changed).self_check)
    contents, _ = render_all(changed)
    assert "请引起重视。" in contents["circular.html"].decode()
    assert "请引起重视。" in contents["audit.json"].decode()


def test_an_edit_made_on_the_draft_follows_the_dates_of_the_day_of_signing():
    known = audit()
    original = deadline(known)
    changed = with_edits(known, [edit(original, original.replace("逐项对照整改", "逐项对照、立行立改"))])
    entry = IssueEntry(number="堌政办发〔2020〕9号", date=date(2020, 5, 20), by="王芳")
    issued = changed.model_copy(update={"state": AuditState.ISSUED, "issue": entry})
    plain = issued.model_copy(update={"edits": ()})
    text = next(marked_text(p) for p in document_of(issued).body if "立行立改" in p.text)
    assert text.replace("逐项对照、立行立改", "逐项对照整改") == deadline(plain)
    assert deadline(plain) != original
    assert all(check.ok for check in check_documents(issued).self_check)


def test_the_latest_edit_wins_and_the_original_takes_it_back():
    first, second = edit("原文。", "甲。"), edit("原文。", "乙。")
    assert edits_in_force([first, second]) == (second,)
    assert edits_in_force([first, second, edit("原文。", "原文。")]) == ()


def test_an_edit_whose_paragraph_is_gone_is_told_and_not_printed():
    known = with_edits(audit(), [edit("**九是从未有过的问题。**涉及1个单位。", "改。")])
    assert known.edits == ()
    assert "修改未采用" in known.notes[-1]


def test_the_self_check_catches_an_edit_that_changes_a_figure():
    known = audit()
    original = next(passage.original for passage in passages_of(known) if "个单位" in passage.original)
    changed = known.model_copy(update={"edits": (edit(original, original.replace("个单位", "0个单位", 1)),)})
    failed = [check.name for check in check_documents(changed).self_check if not check.ok]
    assert failed == ["正文数字与印出的名单和附件逐项相符", "修改过的段落没有改动数量和名称"]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("涉及3个单位。", "涉及4个单位。", "少了“3个”"),
        ("涉及3个单位。", "涉及3个单位，共8条。", "多出“8条”"),
        ("涉及单位。", "涉及两家单位。", "多出“两家”"),
        ("完成率5.5%。", "完成率95.5%。", "多出“95.5%”"),
        ("**一是问题。**", "**一是问题。", "不成对"),
        ("涉及3个单位。", " ", "少了“3个”"),
        ("二要逐项改正。", "", "必须告知"),
        ("根据《政府信息公开条例》。", "", "必须告知"),
        ("部分栏目未能核查。", "", "必须告知"),
        ("各单位一并留意。", "", "必须告知"),  # no word of it tells that it is owed
        ("请于2030年5月8日前办结。", "请办结。", "少了期限2030年5月8日"),
        ("请办结。", "请于2030年5月8日前办结。", "多出期限2030年5月8日"),
        ("请办结。", "请办结。\n请于5月8日前报送总结。", "多出期限5月8日"),
        ("于2030年5月8日前办结，6月2日复查。", "于2030年5月8日前办结。", "少了期限6月2日"),
        ("请于2030年5月8日前办结。", "请于2030年5月8日前办结，5月8日前报送。", "多出期限5月8日"),
        ("评价为“更新不及时”的单位请整改。", "评价靠后的单位请整改。", "少了“更新不及时”"),
    ],
)
def test_other_figures_than_the_originals_are_faults(before: str, after: str, fault: str):
    assert fault in "；".join(edit_faults(audit(), edit(before, after)))


def test_a_paragraph_without_figure_name_or_demand_may_be_taken_out_and_brought_back():
    known = audit()
    last = passages_of(known)[-1]
    assert last.original == "特此通报。"
    gone = make_edit(known, last.original, " \n", by="李雷", at=AT, wording=None)
    assert gone.text == ""
    changed = check_documents(with_edits(known, [gone]))
    assert document_of(changed).body == document_of(known).body[:-1]
    assert all(check.ok for check in changed.self_check)
    assert passages_of(changed)[-1].edit == gone
    assert with_edits(known, [gone, edit(last.original, last.original)]) == known
    with pytest.raises(NotAllowed, match="这一段不能删去：写的是必须告知的内容；少了"):
        make_edit(known, passages_of(known)[1].original, "", by="李雷", at=AT, wording=None)


def test_no_heading_is_left_bare():
    known = audit()
    under = [passage.original for passage in passages_of(known) if passage.heading.startswith("三")]
    changed = with_edits(known, [edit(original, "") for original in under])
    failed = [check for check in check_documents(changed).self_check if not check.ok]
    assert any("“三、工作要求”下没有正文" in check.detail for check in failed)


def test_names_may_neither_come_nor_go():
    known = audit()
    name, other = known.units[0].name, known.units[1].name
    assert f"少了{name}" in list(edit_faults(known, edit(f"{name}没有更新。", "有单位没有更新。")))
    assert f"多出{other}" in list(edit_faults(known, edit(f"{name}没有更新。", f"{name}、{other}没有更新。")))


def test_dates_and_words_may_change():
    fine = edit("请于2020年4月30日前完成。", "请务必于2020年5月8日前完成，逐一销号。")
    assert list(edit_faults(audit(), fine)) == []


def test_only_a_passage_that_stands_there_can_be_edited():
    known = audit()
    with pytest.raises(NotAllowed, match="已经变化"):
        make_edit(known, "不存在的段落", "新", by="李雷", at=AT, wording=None)
    original = passages_of(known)[0].original
    with pytest.raises(NotAllowed, match="超过"):
        make_edit(known, original, "长" * 5000, by="李雷", at=AT, wording=None)
    longer = make_edit(known, original, original + "\r\n\r\n 请注意。\n", by="李雷", at=AT, wording=None)
    assert longer.text == original + "\n请注意。"


def test_each_line_of_an_edit_is_a_paragraph():
    known = audit()
    original = passages_of(known)[-1].original
    changed = with_edits(known, [edit(original, original + "\n**另：**请相互学习。")])
    body = document_of(changed).body
    assert [paragraph.text for paragraph in body[-2:]] == [original, "另：请相互学习。"]
    assert len(body) == len(document_of(known).body) + 1
    assert all(check.ok for check in check_documents(changed).self_check)
    assert passages_of(changed)[-1].text == original + "\n**另：**请相互学习。"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("均停留在1月，其中甲乡距季度末83天。", "均停留在2月，其中甲乡距季度末83天。", "少了“1月”"),
        ("甲乡最后更新于2020年1月8日。", "甲乡最后更新于2020年3月8日。", "少了“2020年1月8日”"),
        ("于4月9日至4月10日进行了核查。", "于4月9日至4月11日进行了核查。", "少了“4月10日”"),
        ("依据国办发〔2019〕54号。", "依据国办发〔2019〕55号。", "少了“54”"),
        ("2020年第一季度情况。", "2020年第二季度情况。", "多出“2020年第二季度”"),
    ],
)
def test_dates_that_are_evidence_are_figures_too(before: str, after: str, fault: str):
    faults = list(edit_faults(make_audit(3, Shape(rows=(12, 4), unknown=0)), edit(before, after)))
    if "4月11日" in after:  # the checking ended later than that: only the day that was true is missed
        assert faults
    else:
        assert fault in "；".join(faults)


def test_only_what_the_wording_marks_as_a_courtesy_may_be_taken_out():
    known = audit()
    free = [passage.original for passage in passages_of(known) if passage.is_courtesy]
    assert free == ["特此通报。"]
    for original in (passage.original for passage in passages_of(known)):
        if original not in free:
            with pytest.raises(NotAllowed, match="必须告知"):
                make_edit(known, original, "", by="李雷", at=AT, wording=None)
    courtesy = edit("评价为更新不及时。", "")
    assert "少了更新不及时" in "；".join(edit_faults(known, courtesy, is_courtesy=True))


def test_the_self_check_catches_a_paragraph_taken_out_that_had_to_be_told():
    known = audit()
    owed = next(passage.original for passage in passages_of(known) if passage.heading.startswith("三"))
    failed = [check for check in check_documents(with_edits(known, [edit(owed, "")])).self_check if not check.ok]
    assert any("必须告知" in check.detail for check in failed)
