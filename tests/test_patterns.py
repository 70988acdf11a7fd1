"""Regular expressions: those that know the world hold to their examples; none takes time like the square of a text."""

import importlib
import pkgutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping

import pytest

import auditor
from auditor.base.pattern import DECLARED, Declared
from auditor.read.reading import read_page
from tests.patterns import Found, Hard, hard_texts, knows_words, load_data, patterns_of

pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time

_LENGTH = 800
_AT_ONCE = 0.007
"""CPU seconds for 4 x `_LENGTH` characters below which nothing is compared: a square takes several times as long."""
_MOST = 9.0
"""How many times as much work four times the length may be: in proportion 4, as the square 16."""

Use = Callable[[str], object]


def _work(use: Use, text: str) -> float:
    start = time.thread_time()
    use(text)
    return time.thread_time() - start


def _grows_as_a_square(use: Use, hard: Hard, length: int = _LENGTH, at_once: float = _AT_ONCE) -> bool:
    """Whether the work outgrows the length, in each of six tries: other programs disturb even CPU time."""
    if any(_work(use, hard.of_length(few)) > 20 * at_once for few in (24, length // 5)):
        return True
    if _work(use, hard.of_length(4 * length)) < at_once:
        return False
    for _ in range(6):
        once, twice, long = (_work(use, hard.of_length(times * length)) for times in (1, 2, 4))
        if long < at_once or long < _MOST * once or long < _MOST / 3 * twice:
            return False
    return True


def _slow_text(found: Found, length: int = _LENGTH, at_once: float = _AT_ONCE) -> tuple[str, Hard] | None:
    """A use and a text that take the expression too long; ``None`` where there is none."""
    pattern = found.compiled()

    def given(text: str) -> str | bytes:
        return text.encode("utf-8", "replace") if found.is_bytes else text

    uses: dict[str, Use] = {
        "finditer": lambda text: deque(pattern.finditer(given(text)), maxlen=0),
        "fullmatch": lambda text: pattern.fullmatch(given(text)),
    }
    tries = ((name, hard) for hard in hard_texts(pattern) for name in uses)
    return next(((name, hard) for name, hard in tries if _grows_as_a_square(uses[name], hard, length, at_once)), None)


@pytest.mark.parametrize("room", ["base", "discover", "read", "sheet", "verify"])
def test_no_pattern_takes_time_like_the_square_of_a_text(room: str) -> None:
    patterns = patterns_of(f"auditor.{room}")
    assert len(patterns) >= 8, "the patterns of this room were not found"
    slow = {found: text for found in patterns if (text := _slow_text(found)) is not None}
    assert not slow


@pytest.mark.parametrize(
    "text",
    [
        r"\d+/?$",
        r"^\s*(?:/\*\*/)?\s*\w+\(",
        r"(?:^|_)\w*disabled?$",
        r"<a\b[^>]*>.*?</a>",
        r"(?:a|b)*c",
        r"(?P<n>.*_)\d",
    ],
)
def test_a_pattern_that_does_is_found_out(text: str) -> None:
    assert _slow_text(Found("one", 1, text, 0), length=800, at_once=0.003) is not None


_PAGE = "<html><head><title>通知公告</title></head><body>"


@pytest.mark.parametrize(
    "hard",
    [
        Hard("\ufeff\ufeff", " ", "("),
        Hard(_PAGE + "<div class='", "_", "'>x</div>"),
        Hard(_PAGE + "<ul><li><a href='", "-/", "'>关于公布二〇二〇年决算的通知</a></li></ul>"),
        Hard(_PAGE + "<ul><li><a href='1.html'>", "0", "</a> 2020-01-02</li></ul>"),
        Hard(_PAGE + "<div id='", "list_", "'></div>"),
        Hard(_PAGE + "<p>", "当前所在", "</p>"),
        Hard(_PAGE, "<a href>", ""),
        Hard(_PAGE + "<script>", "/* ", "</script>"),
        Hard(_PAGE + "<script>", "page\n", "</script>"),
        Hard(_PAGE + "<a onclick='", "_", "('>下一页</a>"),
        Hard(_PAGE + "<script>var a='", "\\'", "</script>"),
        Hard(_PAGE, "<!--", ""),
    ],
    ids=lambda hard: f"{hard.before[-12:]}{hard.unit}",
)
def test_no_page_takes_time_like_the_square_of_its_length(hard: Hard) -> None:
    def read(text: str) -> object:
        body = text.encode("utf-8")
        for content_type in ("text/html", "application/json"):
            read_page(body, url="http://portal.test/list/index.html", content_type=content_type)
        return None

    assert not _grows_as_a_square(read, hard, length=10_000, at_once=0.1)


_ROOMS = tuple(f"auditor.{one.name}" for one in pkgutil.iter_modules(auditor.__path__) if one.ispkg)


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    for room in _ROOMS:
        package = importlib.import_module(room)
        for one in pkgutil.walk_packages(package.__path__, f"{room}."):
            load_data(importlib.import_module(one.name))
    return list({(one.compiled.pattern, one.compiled.flags, one.way): one for one in DECLARED}.values())


def test_a_pattern_finds_what_it_says_and_nothing_in_what_is_near(declared: list[Declared]) -> None:
    assert [fault for one in declared for fault in _faults(one)] == []


def _faults(one: Declared) -> Iterator[tuple[str, str, str | None]]:
    ask = getattr(one.compiled, one.way)
    finds = one.finds if isinstance(one.finds, Mapping) else dict.fromkeys(one.finds)
    for text, wanted in finds.items():
        match = ask(text)
        got = match and next((group for group in match.groups() if group is not None), match[0])
        if match is None or wanted not in (None, got):
            yield one.compiled.pattern, text, got
    for text in one.not_in:
        if (match := ask(text)) is not None:
            yield one.compiled.pattern, text, match[0]


def _text(expression: str | bytes) -> str:
    return expression if isinstance(expression, str) else expression.decode("latin-1")


def test_a_pattern_without_an_example_of_each_kind_is_no_knowledge(declared: list[Declared]) -> None:
    assert [one.compiled.pattern for one in declared if not (one.finds and one.not_in and one.seen.strip())] == []


def test_no_pattern_with_words_stands_without_examples(declared: list[Declared]) -> None:
    """An expression says what it finds, what it does not, where that was seen; those of data files by their data."""
    known = {(_text(one.compiled.pattern), one.compiled.flags) for one in declared}
    plain = {
        (found.module, found.text)
        for found in patterns_of(*_ROOMS)
        if (found.text, found.flags) not in known and knows_words(found)
    }
    assert plain == set()
