"""The circular as one web page without scripts, fonts or pictures, which prints like the other forms."""

from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.base.chinese import allowed, chinese_date
from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.documents.fitting import Lines, fit_table
from auditor.documents.parts import (
    COUNTING_UNITS,
    addressee_line,
    annex_lines,
    imprint_lines,
    mark_size,
    remark_line,
    right_indents,
)
from auditor.documents.title import title_words
from auditor.documents.tree import Document, Style

_COUNTED = pattern(
    rf"(\d+(?:\.\d+)?(?:%|[{COUNTING_UNITS}]))",
    finds={"共12条": "12条", "增长3.5%": "3.5%", "2020年": "2020年"},
    not_in=("12 条", "条"),
    seen="numbers with their units, in every circular",
)
_TAGS: dict[Style, str] = {"body": "p", "heading1": "h2", "heading2": "h3", "heading3": "h4", "note": "p"}


def render_html(document: Document) -> str:
    """The text of ``circular.html``; the same document gives the same text."""
    date = chinese_date(document.signed_on)
    return (
        _environment()
        .get_template("circular.html.j2")
        .render(
            document=document,
            tags=_TAGS,
            date=date,
            addressees=addressee_line(document),
            remark=remark_line(document),
            mark_size=mark_size(document.mark),
            annex_list=annex_lines(document),
            signature=right_indents(document.signature, date, sealed=document.sealed),
            imprint=imprint_lines(document.imprint),
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates", "circular"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inserted,
    )
    environment.filters |= {"lined": _lined, "counted": _counted, "broken": _broken, "on_lines": _on_lines, "css": _css}
    environment.globals |= {"fitted": fit_table}
    return environment


def _broken(title: str, across: bool = False) -> Markup:
    """A title in the lines it has on paper, each of which breaks between words only where the window is narrower."""
    return _on_lines(title_words(title, across=across))


def _on_lines(broken: Sequence[Sequence[str]]) -> Markup:
    """The same of words by line."""
    lines = [Markup("<wbr>").join(map(allowed, words)) for words in broken]
    return Markup("").join(Markup("<span>{}</span>").format(line) for line in lines)


def _css(text: str) -> Markup:
    """A text as a string of a style sheet: every sign but letters and digits as its code."""
    return Markup('"{}"').format(Markup("").join(_css_sign(sign) for sign in allowed(text)))


def _css_sign(sign: str) -> Markup:
    return Markup(sign if sign.isalnum() else f"\\{ord(sign):x} ")  # noqa: S704  # neither of them is markup


def _counted(text: str) -> Markup:
    """A text in which no line ends between a number and its unit, as in the PDF."""
    parts = _COUNTED.split(allowed(text))
    marked = [
        Markup('<span class="n">{}</span>').format(part) if number % 2 else part for number, part in enumerate(parts)
    ]
    return Markup("").join(marked)


def _lined(lines: Lines) -> Markup:
    """A cell in the lines it has on paper, each of which is one where the window is wide enough."""
    if len(lines) == 1:
        return Markup("{}").format(allowed(lines[0]))
    return Markup("").join(Markup("<span>{}</span>").format(allowed(line)) for line in lines)


def _inserted(value: object) -> object:
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value
