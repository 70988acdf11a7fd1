"""What the documents say of the code: the glossary's words, and the map's files, recipes and examples."""

import ast
import json
import re
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from portals import column, county, reading, sightings
from pydantic import BaseModel

from auditor.annual.context import AnnualContext
from auditor.audit.build import build_audit
from auditor.audit.grade import load_pack
from auditor.audit.grade.kinds import KINDS
from auditor.audit.grade.measure import fact_label
from auditor.base.period import Period
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState, NoticeKind
from auditor.circular.columns import ROW_COLUMNS, UNIT_COLUMNS
from auditor.circular.context import CircularContext
from auditor.circular.printing import document_of
from auditor.read import families as families_module
from auditor.read import walls as walls_module
from auditor.read.families import (
    AnswerShape,
    Family,
    FamilyRequest,
    Island,
    Mark,
    MarkExample,
    Pager,
    PatternExamples,
    ScriptPager,
    families,
    read_family,
)
from auditor.read.reading import read_page
from auditor.read.walls import Wall, find_problem, walls
from auditor.recheck.document import RecheckContext
from tests.rooms import first_lines

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


ALIASES = [
    target.id
    for path in sorted((ROOT / "auditor").rglob("*.py"))
    for node in ast.parse(path.read_text("utf-8")).body
    if isinstance(node, ast.Assign)
    for target in node.targets
    if isinstance(target, ast.Name) and re.fullmatch(r"[A-Z][a-z]\w*", target.id)
]
"""Names of types that are written as an assignment."""


def test_a_class_name_has_one_meaning_in_the_tree():
    assert [name for name, number in Counter(CLASSES + ALIASES).items() if number > 1] == []


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
    files = ("test_findings.py", "test_grading.py", "test_observed.py")
    tests = "".join((ROOT / "tests" / name).read_text("utf-8") for name in files)
    assert [name for name in KINDS if f'"{name}"' not in tests] == []


def test_a_web_page_names_itself():
    pages = [path for path in shipped("templates", "web").glob("*.html") if not path.name.startswith("_")]
    assert len(pages) > 20
    for path in pages:
        assert re.search(r"\{% block title %\}.*\w.*\{% endblock %\}", path.read_text("utf-8")), path.name


def test_every_file_of_the_house_says_what_it_does():
    said = dict(first_lines())
    assert len(said) > 300
    assert [str(path) for path, line in said.items() if not 20 <= len(line) <= 140] == []


# -- recipes that are data, done ---------------------------------------------------------------------------------------

ROWS = [(f"关于第{number}号事项办理情况的公告", f"/a/{number}.html", f"2020-03-{28 - number}") for number in range(10)]


def test_a_portal_family_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "probe.toml"
    path.write_text(
        """
        id = "probe"
        name = "试写的系统"
        [[mark]]
        text = "probe-cms-list"
        weight = 3
        decides = { page = '<div class="probe-cms-list">', seen = "自造" }
        [pager]
        numbered = true
        element = "div.figures"
        items = "data-total"
        current = "data-page"
        """,
        "utf-8",
    )
    rows = "".join(f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in ROWS)
    figures = "<div class='figures' data-total='25' data-page='1'></div>"
    page = f"<html><body><div class='probe-cms-list'><ul>{rows}</ul>{figures}</div></body></html>".encode()
    url = "https://portal.test/czjs/index.html"
    without = read_page(page, url=url)
    known = families() | {"probe": read_family(path)}
    monkeypatch.setattr(families_module, "families", lambda: known)
    reading = read_page(page, url=url)
    assert (without.family, without.next, without.total_items) == ("general", None, None)
    assert reading.next is not None
    assert (reading.family, reading.next.url) == ("probe", "https://portal.test/czjs/2.html")
    assert (reading.total_items, reading.total_pages, len(reading.items)) == (25, 3, 10)


def test_a_wall_costs_one_table(monkeypatch: pytest.MonkeyPatch):
    wall = Wall.model_validate(
        tomllib.loads(
            """
            name = "青山盾"
            state = "blocked"
            reason = "网站启用了访问防护（青山盾），未能取得栏目内容，请人工核查"
            finds = [{ page = "<script>var qs_shield=1;</script>" }]
            not_in = ["青山县盾构机采购公告"]
            seen = "自造"
            [[signs]]
            source = ["qs_shield"]
            longest_text = 200
            """
        )
    )
    page = "<html><body><script>var qs_shield=1;</script>请稍候</body></html>"
    assert getattr(find_problem(page, url="https://portal.test/"), "reason", "") != wall.reason
    monkeypatch.setattr(walls_module, "walls", lambda: (*walls(), wall))
    problem = find_problem(page, url="https://portal.test/")
    assert problem is not None
    assert (problem.state, problem.reason) == (ColumnState.BLOCKED, wall.reason)


def test_another_wording_costs_one_file_in_the_office_s_folder(tmp_path: Path):
    text = shipped("templates", "circular", "circular.txt.j2").read_text("utf-8")
    assert "各栏目数量见附件。" in text
    (tmp_path / "circular.txt.j2").write_text(text.replace("各栏目数量见附件。", "各栏目数量详见附表。"), "utf-8")
    chosen = column()
    readings = {chosen.key: reading(chosen.key, sightings(3))}
    audit = build_audit(county([chosen]), Period.parse("2020Q1"), load_pack("chongxin"), readings)
    printed = "".join(paragraph.text for paragraph in document_of(audit, tmp_path).body)
    assert "各栏目数量详见附表。" in printed
    assert "各栏目数量见附件。" not in printed


FAMILIES = [path for path in sorted(shipped("rules", "portals").glob("[a-z]*.toml")) if path.stem != "general"]


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_a_portal_family_has_pages_with_their_expected_reading(path: Path):
    assert tomllib.loads(path.read_text("utf-8"))
    assert (ROOT / "tests" / "pages" / path.stem / "expected.json").is_file()


# -- the manuals of files --------------------------------------------------------------------------------------------


def test_every_key_of_an_expected_reading_is_explained():
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "portals.md").read_text("utf-8")))
    used = {
        key
        for path in (ROOT / "tests" / "pages").glob("*/expected.json")
        for case in json.loads(path.read_text("utf-8"))
        for key in case
    }
    assert used - explained == set()


@pytest.mark.parametrize(
    "model", [Family, Mark, MarkExample, ScriptPager, Island, FamilyRequest, AnswerShape, Pager, PatternExamples]
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


@pytest.mark.parametrize(
    ("kind", "context"), [("circular", CircularContext), ("annual", AnnualContext), ("recheck", RecheckContext)]
)
def test_every_name_of_the_wording_is_explained_at_its_head(kind: str, context: type):
    head = shipped("templates", kind, f"{kind}.txt.j2").read_text("utf-8").split("#}")[0]
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


def test_every_kind_of_finding_has_a_name_that_rules_can_print():
    pack = load_pack("chongxin")
    names = {kind: fact_label(f"findings:{kind}", pack) for kind in KINDS}
    assert all(names.values())
    assert len(set(names.values())) == len(names)


def test_every_notice_stands_in_the_table_of_notices():
    told = set(re.findall(r"^\| `([a-z]+)` \|", (ROOT / "docs" / "running.md").read_text("utf-8"), re.M))
    assert {kind.value for kind in NoticeKind} <= told


def test_every_room_stands_in_the_house():
    rooms = {path.parent.name for path in (ROOT / "auditor").glob("*/__init__.py")}
    house = MAP.split("## The house")[1].split("## I want to")[0]
    assert {room for room in rooms if f"`auditor/{room}/`" not in house} == set()
