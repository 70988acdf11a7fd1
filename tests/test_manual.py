"""What the documents say of the code: the glossary's words, and the map's files, recipes and examples."""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from portals import column, county, reading, sightings
from pydantic import BaseModel

from auditor.audit.build import build_audit
from auditor.audit.grade import load_pack
from auditor.audit.grade.kinds import KINDS
from auditor.base.period import Period
from auditor.base.resources import shipped
from auditor.base.terms import NoticeKind
from auditor.circular.columns import ROW_COLUMNS, UNIT_COLUMNS
from auditor.circular.context import CircularContext
from auditor.circular.printing import document_of
from auditor.read.families import (
    AnswerShape,
    Family,
    Island,
    Mark,
    MarkExample,
    Pager,
    PatternExamples,
    Request,
    ScriptPager,
)

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
CLASSES = [
    node.name
    for path in sorted((ROOT / "auditor").rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.ClassDef)
]
FUNCTIONS = [
    node.name
    for path in sorted((ROOT / "auditor").rglob("*.py"))
    for node in ast.parse(path.read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    if path.parent.name != "cli"  # a command is called by what it does, as the function is that does it
]


def test_a_class_name_has_one_meaning_in_the_tree():
    assert [name for name, number in Counter(CLASSES).items() if number > 1] == []


SAME_ROLE = {"build_context", "build_document", "check_documents", "upgrade"}
"""Functions that do the same thing in rooms side by side: the three papers', and the steps of the schema."""


def test_a_public_function_name_has_one_meaning_in_the_tree():
    assert [name for name, number in Counter(FUNCTIONS).items() if number > 1 and name not in SAME_ROLE] == []


def test_the_glossary_names_classes_that_are_there():
    named = {word.split(".")[0] for word in re.findall(r"`([A-Z][A-Za-z]+(?:\.[a-z_]+)?)`", GLOSSARY)}
    assert len(named) > 30
    assert named - {"PENDING", "None"} - set(CLASSES) == set()


# -- the map -----------------------------------------------------------------------------------------------------------


def test_every_file_the_map_names_is_there():
    paths = set(re.findall(r"`((?:auditor|rules|templates|tests|docs)/[^`\s<>]+)`", MAP))
    assert len(paths) > 30
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_word_of_code_the_map_names_stands_in_a_file_of_its_row():
    rows = [line for line in MAP.splitlines() if line.startswith("| ") and "`auditor/" in line]
    assert len(rows) >= 10
    for row in rows:
        files = re.findall(r"`((?:auditor|rules|templates|tests)/[^`\s<>]+)`", row)
        text = "".join((ROOT / path).read_text("utf-8") for path in files if (ROOT / path).is_file())
        for word in re.findall(r"`([A-Za-z_]+)`", row):
            assert re.search(rf"\b{word}\b", text), (word, row)


def test_a_fourth_grade_costs_one_file(tmp_path: Path):
    text = shipped("rules", "packs", "chongxin.toml").read_text("utf-8")
    worst = '\n[[grade]]\nid = "none"\nlabel = "未更新"\ntitle = "未更新单位"\n'
    rule = '[[rule]]\ngrade = "none"\nall = [{ fact = "total", is = "==", value = 0, says = "本季度没有更新" }]\n\n'
    at = text.index("[[rule]]")
    path = tmp_path / "own.toml"
    path.write_text(text[:at].rstrip() + "\n" + worst + "\n" + rule + text[at:], "utf-8")
    chosen = column()
    pack = load_pack(str(path))
    silent = build_audit(
        county([chosen]), Period.parse("2020Q1"), pack, {chosen.key: reading(chosen.key, sightings(0))}
    )
    assert (silent.units[0].grade, silent.label_of("none")) == ("none", "未更新")
    assert "未更新" in "".join(paragraph.text for paragraph in document_of(silent).body)


def test_a_table_column_is_one_entry_and_one_word():
    wording = shipped("templates", "circular", "circular.txt.j2").read_text("utf-8")
    for name in {*ROW_COLUMNS, *UNIT_COLUMNS}:
        assert re.search(rf"^@列\({name}\) \S", wording, re.M), name


def test_a_notice_event_is_one_word_and_one_text():
    for kind in NoticeKind:
        assert shipped("templates", "notices", f"{kind.value}.txt.j2").is_file()


def test_a_kind_of_finding_is_tested_with_false_friends():
    tests = (ROOT / "tests" / "test_findings.py").read_text("utf-8") + (ROOT / "tests" / "test_grading.py").read_text(
        "utf-8"
    )
    assert [name for name in KINDS if f'"{name}"' not in tests] == []


def test_a_web_page_names_itself():
    pages = [path for path in shipped("templates", "web").glob("*.html") if not path.name.startswith("_")]
    assert len(pages) > 20
    for path in pages:
        assert re.search(r"\{% block title %\}.*\w.*\{% endblock %\}", path.read_text("utf-8")), path.name


FAMILIES = [path for path in sorted(shipped("rules", "portals").glob("[a-z]*.toml")) if path.stem != "general"]


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_a_portal_family_has_pages_with_their_expected_reading(path: Path):
    assert tomllib.loads(path.read_text("utf-8"))
    assert (ROOT / "tests" / "pages" / path.stem / "expected.json").is_file()


# -- the manuals of files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [Family, Mark, MarkExample, ScriptPager, Island, Request, AnswerShape, Pager, PatternExamples]
)
def test_every_key_of_a_portal_family_is_explained(model: type[BaseModel]):
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "portals.md").read_text("utf-8")))
    explained |= set(re.findall(r"`\[{1,2}([a-z_]+)\]{1,2}`", (ROOT / "docs" / "portals.md").read_text("utf-8")))
    assert set(model.model_fields) - explained == set()


def test_the_examples_of_the_portal_manual_stand_in_shipped_files():
    text = (ROOT / "docs" / "portals.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```\n\n取自 \[([a-z-]+\.toml)\]", text, re.S)
    assert len(examples) == 2
    for example, name in examples:
        shipped_text = shipped("rules", "portals", name).read_text("utf-8")
        assert tomllib.loads(example)
        for line in example.strip().splitlines():
            assert line in shipped_text, (name, line)


@pytest.mark.parametrize("context", [CircularContext])
def test_every_name_of_the_wording_is_explained_at_its_head(context: type):
    head = shipped("templates", "circular", "circular.txt.j2").read_text("utf-8").split("#}")[0]
    assert [one.name for one in fields(context) if not re.search(rf"\b{one.name}\b", head)] == []


def test_each_step_of_the_schema_has_a_number_of_its_own_and_follows_the_one_before():
    folder = ROOT / "auditor" / "store" / "migrations" / "versions"
    steps = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))
    assert steps == [f"{number:04}" for number in range(1, len(steps) + 1)]
    for path in folder.glob("[0-9]*.py"):
        text, step = path.read_text("utf-8"), int(path.name[:4])
        assert f'revision = "{step:04}"\n' in text
        before = f'"{step - 1:04}"' if step > 1 else "None"
        assert f"down_revision = {before}\n" in text, path.name
