"""Every regular expression of some rooms of `auditor`, and texts made to be hard for each of them.

``python -m tests.patterns ROOM...`` imports the rooms with `re` listening and prints what they compile as JSON.
"""

import ast
import importlib
import json
import pkgutil
import re
import re._constants as sre
import re._parser as sre_parser
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_ON_THE_WAY = {"re", "auditor.base.pattern"}
"""Modules between `re` and the one that wrote the expression."""
_CALLS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"}


@dataclass(frozen=True, order=True)
class Found:
    """One expression: the module and line that compile it, its text (``bytes`` as latin-1), its flags."""

    module: str
    line: int
    text: str
    flags: int
    is_bytes: bool = False

    def compiled(self) -> re.Pattern[Any]:
        """The expression, ready for use."""
        return re.compile(self.text.encode("latin-1") if self.is_bytes else self.text, self.flags)


def patterns_of(*rooms: str) -> list[Found]:
    """All expressions that these packages compile when imported, load from their data, or hand to `re`."""
    command = [sys.executable, "-m", "tests.patterns", *rooms]
    listed = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True, timeout=300)
    return sorted(Found(*one) for one in json.loads(listed.stdout))


def _listen(rooms: Iterable[str]) -> set[Found]:
    heard: set[Found] = set()
    compile_once = re._compile  # type: ignore[attr-defined]

    def compile_and_note(pattern: Any, flags: int) -> re.Pattern[Any]:
        compiled: re.Pattern[Any] = compile_once(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back is not None and str(frame.f_globals.get("__name__")) in _ON_THE_WAY:
            frame = frame.f_back
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("auditor."):
            heard.add(_found(module, frame.f_lineno, compiled.pattern, compiled.flags))
        return compiled

    re._compile = compile_and_note  # type: ignore[attr-defined]
    for room in rooms:
        package = importlib.import_module(room)
        for one in pkgutil.walk_packages(package.__path__, f"{room}."):
            module = importlib.import_module(one.name)
            heard |= set(_handed_over(module))
            load_data(module)
    return {one for one in heard if one.module.startswith(tuple(rooms))}


def _found(module: str, line: int, text: str | bytes, flags: int) -> Found:
    if isinstance(text, bytes):
        return Found(module, line, text.decode("latin-1"), flags & ~int(re.UNICODE), is_bytes=True)
    return Found(module, line, text, flags)


def load_data(module: ModuleType) -> None:
    """Call the loaders of data files, which take nothing and remember what they loaded."""
    for one in vars(module).values():
        if hasattr(one, "cache_info") and one.__module__ == module.__name__:
            try:
                one()
            except TypeError:
                continue


def _handed_over(module: ModuleType) -> Iterator[Found]:
    """Expressions written where they are used, ``re.search(r"…", text)``: texts, and f-strings of what is known."""
    source = Path(str(module.__file__)).read_text("utf-8")
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
            continue
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "re" and call.func.attr in _CALLS):
            continue
        text = _text_of(call.args[0], vars(module))
        if text:
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(call) or "re.I" in ast.unparse(call) else re.NOFLAG
            compiled = re.compile(text, flags)
            yield _found(module.__name__, call.lineno, compiled.pattern, compiled.flags)


def _text_of(node: ast.expr, names: dict[str, Any]) -> str | bytes:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            known = names.get(part.value.id) if isinstance(part.value, ast.Name) else None
            parts.append(known if isinstance(known, str) else "n")
    return "".join(parts)


# ---- texts made to be hard ---------------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Hard:
    """A text that grows: ``before``, then ``unit`` again and again, then ``after``."""

    before: str
    unit: str
    after: str

    def of_length(self, length: int) -> str:
        """The text with about so many characters."""
        return self.before + self.unit * (length // len(self.unit)) + self.after


_PLAIN = (" ", "_", "0", "a", "中", "\n", "-", ".", "/", "<", "=", "\u3000")
_BREAK = "\x00"


def hard_texts(pattern: re.Pattern[Any]) -> list[Hard]:
    """Texts on which this expression has the most to try: what its repeats take, and what leads up to each of them."""
    hard = {Hard("", unit, end) for unit in _PLAIN for end in ("", _BREAK)}
    for before, unit in _repeats(_parsed(pattern), "", {}):
        hard |= {Hard(before, unit, end) for end in ("", _BREAK, "\n" + _BREAK)}
        hard |= {Hard("", before + unit, _BREAK), Hard("", before + unit * 3, _BREAK)}
        hard |= {Hard("", before, _BREAK)} if before else set()
        hard |= {Hard("", before + " ", _BREAK), Hard(before, unit + " ", _BREAK), Hard(before, " ", _BREAK)}
    return sorted(hard)


def _repeats(tree: Any, before: str, groups: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Each repeat of a parsed expression: a text that leads to it, and one that it takes."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, inner = value
            yield from _repeats(inner, before, groups)
            if most > 8:
                for unit in _units(inner, groups):
                    yield before, unit
            before += _sample(inner, groups) * least
            continue
        for inner in _parts(op, value):
            yield from _repeats(inner, before, groups)
        before += _sample([(op, value)], groups)


def _parts(op: Any, value: Any) -> list[Any]:
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op is sre.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _units(inner: Any, groups: dict[int, str]) -> list[str]:
    """What one round of a repeat may take: its own sample, and of a single set of characters the plain ones in it."""
    units = {_sample(inner, groups)} - {""}
    if len(inner) == 1 and inner[0][0] in (sre.IN, sre.ANY, sre.NOT_LITERAL, sre.CATEGORY):
        units |= {one for one in _PLAIN if _takes(inner[0], one)}
    if len(inner) == 1 and inner[0][0] is sre.BRANCH:
        units |= {_sample(part, groups) for part in inner[0][1][1]} - {""}
    return sorted(units)


_SAMPLES = " 0a中_-./<=:\n\"'>&?,;()[]{}|ABCxyz年月日条页%19，。、（）:：\u3000\xa0\xe4\xff\t\r"
_CATEGORY = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _takes(node: tuple[Any, Any], character: str) -> bool:
    op, value = node
    if op is sre.ANY:
        return character != "\n"
    if op is sre.LITERAL:
        return ord(character) == value
    if op is sre.NOT_LITERAL:
        return ord(character) != value
    if op is sre.CATEGORY:
        return re.match(_CATEGORY[value], character) is not None
    if op is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if op is sre.IN:
        negated = value[0][0] is sre.NEGATE
        return any(_takes(one, character) for one in value if one[0] is not sre.NEGATE) is not negated
    return False


def _sample(tree: Any, groups: dict[int, str]) -> str:
    """A short text that a parsed expression takes (looking around is left out)."""
    return "".join(_sample_of(op, value, groups) for op, value in tree)


def _sample_of(op: Any, value: Any, groups: dict[int, str]) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op in (sre.IN, sre.ANY, sre.NOT_LITERAL, sre.CATEGORY):
        ranges = [chr(one[1][0]) for one in value if one[0] is sre.RANGE] if op is sre.IN else []
        return next((one for one in (*_SAMPLES, *ranges) if _takes((op, value), one)), "")
    if op is sre.SUBPATTERN:
        text = _sample(value[3], groups)
        groups[value[0]] = text
        return text
    if op is sre.BRANCH:
        return _sample(value[1][0], groups)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _sample(value[2], groups) * value[0]
    if op is sre.ATOMIC_GROUP:
        return _sample(value, groups)
    if op is sre.GROUPREF:
        return groups.get(value, "")
    return ""


# ---- what a pattern knows ----------------------------------------------------------------------------------------


def knows_words(found: Found) -> bool:
    """Whether an expression holds a Chinese character or a word of letters: it knows something of the world."""
    return any(re.search(r"[\u4e00-\u9fff]|[A-Za-z]{2}", run) for run in _runs(_parsed(found.compiled())))


def _parsed(pattern: re.Pattern[Any]) -> Any:
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return sre_parser.parse(text, pattern.flags)


def _runs(tree: Any) -> Iterator[str]:
    """The literal texts of a parsed expression, each as long as it goes."""
    run = ""
    for op, value in tree:
        if op is sre.LITERAL:
            run += chr(value)
            continue
        yield run
        run = ""
        if op is sre.IN:
            yield from (chr(one) for kind, one in value if kind is sre.LITERAL)
        repeated = op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
        for inner in [value[2]] if repeated else _parts(op, value):
            yield from _runs(inner)
    yield run


if __name__ == "__main__":
    sys.stdout.write(json.dumps([list(vars(one).values()) for one in sorted(_listen(sys.argv[1:]))]))
