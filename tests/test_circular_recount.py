"""The figures of the sentences are counted again from what is printed, whatever the wording was given."""

import re
from dataclasses import replace
from datetime import date

import pytest

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, GroundEntry
from auditor.circular.agreement import recounted
from auditor.circular.content import build_document
from auditor.documents.tree import Document, Paragraph, Span
from tests.audits import Shape, make_audit

SIGNED = date(2020, 4, 16)
SAID = (
    r"(?:能够核查的|全部)(\d+)个栏目",
    r"共公开信息(\d+)条",
    r"县直部门(\d+)个栏目",
    r"县直部门\d+个栏目(\d+)条",
    r"乡镇(\d+)个栏目",
    r"乡镇\d+个栏目(\d+)条",
    r"对(\d+)个单位和",
    r"对\d+个单位和(\d+)个栏目",
    r"另有(\d+)个栏目",
    r"更新情况较好的单位（(\d+)个）",
    r"更新不及时的单位（(\d+)个）",
    r"等(\d+)个单位整个",
    r"的(\d+)个单位[^。]*逐项对照整改",
)


def grounded(seed: int) -> Audit:
    audit = make_audit(seed, Shape(unknown=0.1))
    units = tuple(
        unit.model_copy(
            update={"grounds": (GroundEntry(told="整个季度仅更新{total}条", figures={"total": str(number % 3)}),)}
        )
        if number % 4
        else unit
        for number, unit in enumerate(audit.units)
    )
    return audit.model_copy(update={"units": units})


def spoilt(document: Document, pattern: str) -> Document | None:
    for index, paragraph in enumerate(document.body):
        if match := re.search(pattern, paragraph.text):
            text = f"{paragraph.text[: match.start(1)]}{int(match[1]) + 1}{paragraph.text[match.end(1) :]}"
            changed = Paragraph(paragraph.style, (Span(text),))
            return replace(document, body=(*document.body[:index], changed, *document.body[index + 1 :]))
    return None


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("with_counts", [False, True, "together"])
def test_what_the_circular_says_is_what_it_prints(seed: int, with_counts: bool | str) -> None:
    audit, layout = grounded(seed), CircularLayout.model_validate({"list_counts": with_counts})
    document = build_document(audit, signed_on=SIGNED, layout=layout)
    assert list(recounted(audit, document, layout)) == []


def test_units_of_equal_number_stand_together_and_a_wrong_one_is_found() -> None:
    layout = CircularLayout(list_counts="together")
    found = 0
    for seed in range(12):
        audit = grounded(seed)
        document = build_document(audit, signed_on=SIGNED, layout=layout)
        lists = [part.text for part in document.body if re.search(r"[^、。]+、[^、。]+各\d+条", part.text)]
        for text in lists:
            numbers = [int(number) for number in re.findall(r"(\d+)条(?=[、。])", text)]
            assert numbers == sorted(set(numbers), reverse=True), "the most first, each number once"
            wrong = spoilt(document, re.escape(re.findall(r"各\d+条", text)[0][:-1]).replace("各", "各(") + ")条")
            assert wrong is not None
            assert list(recounted(audit, wrong, layout))
            found += 1
    assert found > 5


@pytest.mark.parametrize("pattern", SAID)
def test_a_wrong_figure_is_found_from_the_print_alone(pattern: str) -> None:
    audit, layout = grounded(1), CircularLayout()
    wrong = spoilt(build_document(audit, signed_on=SIGNED, layout=layout), pattern)
    assert wrong is not None
    assert list(recounted(audit, wrong, layout))


def test_units_with_one_ground_stand_together_and_the_utmost_is_named() -> None:
    audit = make_audit(2, Shape(unknown=0.0))
    late = [unit.name for unit in audit.units if unit.grade == "late"]
    assert len(late) > 2
    grounds = {
        name: GroundEntry(
            told="最后一次更新{all}停留在{month}",
            figures={"month": "1月", "age": str(70 + number)},
            utmost="距季度末{age}天",
            weight=str(70 + number),
        )
        for number, name in enumerate(late)
    }
    units = tuple(
        unit.model_copy(update={"grounds": (grounds[unit.name],)}) if unit.name in grounds else unit
        for unit in audit.units
    )
    document = build_document(audit.model_copy(update={"units": units}), signed_on=SIGNED)
    said = f"上述{len(late)}个单位最后一次更新均停留在1月，其中{late[-1]}距季度末{69 + len(late)}天。"
    assert said in [paragraph.text for paragraph in document.body]
