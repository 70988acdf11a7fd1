"""Printed words stand in their home, `templates` and `rules`: what is left in code is counted and may only fall."""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

import auditor
from auditor.base import errors, words
from auditor.base.resources import shipped
from auditor.base.terms import Labelled
from auditor.base.words import Words, load_words
from auditor.verify.kinds import KINDS
from auditor.verify.wording import WORDS as VERIFY_WORDS

ROOT = Path(auditor.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")

LEFT_IN_CODE = {
    "archive": 9,
    "audit": 6,
    "base": 48,
    "cli": 25,
    "county": 87,
    "discover": 43,
    "documents": 34,
    "fetch": 43,
    "fleet": 3,
    "notices": 12,
    "pipeline": 13,
    "read": 62,
    "sample": 13,
    "schedule": 7,
    "sheet": 77,
    "verify": 250,
}
"""Chinese texts in each room's code outside errors, help, regular expressions and docstrings: lower what has fallen."""

_ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)} | {"unwritable", "problem"}
_HELP = {"Option", "Argument", "Typer", "command", "callback"}
_TABLES = {"COMMANDS"}
"""The help of every command, where the command is entered."""
_DECLARED = {"pattern", "Field"}
"""A pattern with its examples, and a key with its title and description, stand where they are declared."""


def _names(node: ast.AST) -> Counter[str]:
    return Counter(part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load))


def _only_in_errors(function: ast.AST) -> set[str]:
    """The variables that a function reads for the errors it makes, and for nothing else."""
    errors = [
        node for node in ast.walk(function) if isinstance(node, ast.Call | ast.Raise) and _is_told_elsewhere(node)
    ]
    outer = [node for node in errors if not any(node in ast.walk(other) for other in errors if other is not node)]
    told = sum((_names(node) for node in outer), Counter[str]())
    return {name for name, number in _names(function).items() if told[name] == number}


def _is_told_elsewhere(node: ast.AST) -> bool:
    """Whether the texts below ``node`` are an error, help, a pattern or the key of a wording file."""
    if isinstance(node, ast.Raise | ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    first, last = name.split(".")[0], name.rsplit(".", 1)[-1]
    return (
        first == "re" or bool({first, last} & (_ERRORS | _HELP | _DECLARED)) or name in ("wording.line", "wording.has")
    )


def _texts(node: ast.AST, told: frozenset[str] = frozenset()) -> Iterator[str]:
    """The Chinese texts of code below ``node``, a formatted one counted once; ``told`` are variables for errors."""
    if isinstance(node, ast.FunctionDef):
        told = frozenset(_only_in_errors(node))
    is_for_errors = isinstance(node, ast.Assign) and {ast.unparse(target) for target in node.targets} <= told | _TABLES
    if is_for_errors or _is_told_elsewhere(node):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sign":  # printed is what it says
        yield from _texts(node.args[0], told)
        return
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        yield from ["".join(map(str, parts))] if CHINESE.search("".join(map(str, parts))) else []
        for part in node.values:
            yield from _texts(part, told) if isinstance(part, ast.FormattedValue) else ()
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node.value
    for part in ast.iter_child_nodes(node):
        is_docstring = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
        if not is_docstring:
            yield from _texts(part, told)


def _room(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else ""


@cache
def _trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in sorted(ROOT.rglob("*.py")))


def _left_in_code() -> Counter[str]:
    left: Counter[str] = Counter()
    for path, tree in _trees():
        left[_room(path)] += sum(1 for _ in _texts(tree))
    return +left


def test_texts_are_told_from_errors_help_patterns_and_docstrings() -> None:
    code = '''
"""说明"""
NAME = "名称"
SHAPE = re.compile("第.页")
def read(count: int, file: str = typer.Option("", help="文件")) -> str:
    """读取"""
    what = "无"
    cure = "请补上"
    if count < 0:
        raise ValueError(f"不能是{count}")
    problems.append(Problem(file, "键", what, cure))
    return what + f"共{count or '空'}条，" + wording.line("词", "total") + "完"
'''
    assert list(_texts(ast.parse(code))) == ["名称", "无", "共条，", "空", "完"]


def test_no_room_has_more_printed_words_in_its_code_than_it_had() -> None:
    left = _left_in_code()
    grown = {room: count for room, count in left.items() if count > LEFT_IN_CODE.get(room, 0)}
    assert not grown, f"put these words into templates/words (auditor/base/words.py says how): {grown}"


def _classes_of_words() -> Iterator[ast.ClassDef]:
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Words" for base in node.bases):
                yield node


def test_every_word_in_a_file_is_read_by_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    for node in _classes_of_words():
        names = [
            part.target.id
            for part in node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        ]
        assert names
        unread = [name for name in names if not re.search(rf"\.{name}\b", code)]
        assert not unread, f"{node.name}: nothing reads {unread}"


def test_every_file_of_words_is_loaded() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.rglob("*.py") if path != Path(words.__file__))
    loaded = set(re.findall(r'(?:load_words\(|"words", )"(\w+)', code))
    assert {path.stem for path in shipped("templates", "words").glob("*.toml")} == loaded


def test_every_word_of_a_closed_set_has_its_label_and_no_other_has() -> None:
    for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
        if not module.name.startswith(("auditor.__main__", "auditor.store.migrations")):
            importlib.import_module(module.name)
    sets = {kind.__name__: {member.value for member in kind} for kind in Labelled.__subclasses__()}
    labels = tomllib.loads(shipped("templates", "words", "terms.toml").read_text("utf-8"))
    assert {name: set(table) for name, table in labels.items()} == sets


def test_every_kind_of_comparison_has_its_head_and_no_other_has() -> None:
    assert set(VERIFY_WORDS.kinds) == set(KINDS)


def test_a_file_and_its_class_that_differ_are_refused() -> None:
    class Lacking(Words):
        never_read: str

    class Exceeding(Words):
        never_read: str
        nothing_like_it: str

    for kind in (Lacking, Exceeding):
        with pytest.raises(ValidationError):
            load_words("count", kind)
