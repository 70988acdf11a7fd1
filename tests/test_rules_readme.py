"""rules/README.md explains every key of a pack, and what it shows is a pack that loads."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from auditor.audit.grade.finding_rule import FindingRule, TitleExample
from auditor.audit.grade.judge import judge
from auditor.audit.grade.pack import (
    FACT_NAMES,
    TEXT_NAMES,
    Condition,
    Deduction,
    FigureRate,
    FigureSheet,
    Pack,
    PackExample,
    PackFacts,
    PackGrade,
    Ranking,
    Rule,
    load_pack,
)
from auditor.audit.layout import CircularLayout
from auditor.base.resources import shipped

README = shipped("rules", "README.md").read_text("utf-8")
MODELS = (
    Pack, PackFacts, PackGrade, Condition, Rule, Deduction, Ranking, FigureSheet, FigureRate, PackExample, FindingRule,
    TitleExample, CircularLayout,
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    shown = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"```toml.*?```|`[^`\n]+`", README, re.DOTALL))))
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert keys <= shown, keys - shown


def test_every_fact_is_explained() -> None:
    assert all(f"`{fact}`" in README for fact in FACT_NAMES)


def test_the_examples_load_and_grade_as_they_say(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path.write_text("\n".join(blocks), "utf-8")
    pack = load_pack(str(path))
    assert pack.example
    assert pack.layout.list_counts
    assert (pack.rank, pack.figures, pack.weights) != (None, None, {})
    for example in pack.example:
        facts = {**dict.fromkeys(FACT_NAMES), **example.given}
        verdict = judge(facts, dict.fromkeys(TEXT_NAMES, "…"), pack)
        assert verdict.grade == example.expect
        assert verdict.grounds
