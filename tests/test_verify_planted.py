"""Invented documents by the hundred: silence where the figures agree, a finding where a fault was planted."""

from collections import Counter
from pathlib import Path

import pytest

from auditor.verify import verify_file
from tests.verify_drafts import FAULTS, STYLES, Fault, draft, suffix_of
from tests.verify_notices import NOTICE_FAULTS, NOTICES, notice

pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time

SEEDS = range(30)
PLANTED = range(6)


def kinds_in(tmp_path: Path, style: str, text: str) -> set[str]:
    path = tmp_path / f"paper{suffix_of(style)}"
    path.write_text(text, encoding="utf-8")
    return {finding.kind for finding in verify_file(path).findings}


@pytest.mark.parametrize("style", STYLES)
def test_a_document_whose_figures_agree_is_not_accused(tmp_path, style):
    accused = {seed: found for seed in SEEDS if (found := kinds_in(tmp_path, style, draft(style, seed)))}
    assert accused == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.style}-{fault.name}")
def test_a_planted_fault_is_found(tmp_path, fault: Fault):
    outcome = Counter[bool]()
    for seed in PLANTED:
        spoilt = draft(fault.style, seed, fault.name)
        if spoilt != draft(fault.style, seed):
            outcome[bool(kinds_in(tmp_path, fault.style, spoilt) & set(fault.kinds))] += 1
    assert outcome[True] >= 4
    assert outcome[False] == 0


def test_enough_documents_and_faults_are_tried():
    assert len(STYLES) * len(SEEDS) >= 200
    assert len(FAULTS) * len(PLANTED) >= 200


@pytest.mark.parametrize("style", NOTICES)
def test_a_notice_whose_figures_agree_is_not_accused(tmp_path, style):
    accused = {seed: found for seed in range(12) if (found := kinds_in(tmp_path, style, notice(style, seed)))}
    assert accused == {}


@pytest.mark.parametrize("fault", NOTICE_FAULTS, ids=lambda fault: f"{fault.style}-{fault.name}")
def test_a_fault_in_a_notice_is_found(tmp_path, fault: Fault):
    found = [
        bool(kinds_in(tmp_path, fault.style, notice(fault.style, seed, fault.name)) & set(fault.kinds))
        for seed in PLANTED
        if notice(fault.style, seed, fault.name) != notice(fault.style, seed)
    ]
    assert len(found) >= 4
    assert all(found)
