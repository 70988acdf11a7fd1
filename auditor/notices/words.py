"""The words of a notice: a text template for each kind of event, the office's own before the shipped one.

The first line of a template is the subject, the rest the body. Names and reasons come from portals, so that each is
made one short line of printable text before it is set.
"""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound

from auditor.base.chinese import shortened
from auditor.base.resources import shipped
from auditor.base.templating import OfficeEnvironment
from auditor.notices.events import Event, NoticeLine

FOLDER = "notices"
"""Where an office keeps its own notice templates inside its wording folder."""
_MAX_LINES = 30
_MAX_LINE = 300
_MAX_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice's subject and body."""

    subject: str
    body: str


def write_notice(event: Event, wording: Path | None = None) -> NoticeText:
    """The words of an event; an office's template that cannot be used is passed over, and the body says so."""
    fault = ""
    if wording:
        try:
            return _write(wording / FOLDER, event)
        except TemplateNotFound as error:
            fault = "" if error.name == template_of(event) else str(error)
        except (TemplateError, OSError, UnicodeDecodeError, TypeError, ValueError, ArithmeticError) as error:
            fault = str(error) or type(error).__name__
    words = _write(shipped("templates", FOLDER), event)
    if not fault:
        return words
    note = f"（本单位的通知模板 {template_of(event)} 不能使用，已改用自带模板：{shortened(fault, _MAX_LINE)}）"
    return NoticeText(words.subject, f"{words.body}\n{note}")


def template_of(event: Event) -> str:
    """The file name of the event's template."""
    return f"{event.kind.value}.txt.j2"


def _write(folder: Path, event: Event) -> NoticeText:
    environment = OfficeEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    facts = {key: _line(value) if isinstance(value, str) else value for key, value in event.facts.items()}
    with environment.bounded():
        text = environment.get_template(template_of(event)).render(
            county=_line(event.county),
            kind=event.kind.label,
            lines=[NoticeLine(_line(line.name), _line(line.text)) for line in event.lines[:_MAX_LINES]],
            more=max(0, len(event.lines) - _MAX_LINES),
            **facts,
        )
    subject, _, body = text.strip().partition("\n")
    return NoticeText(shortened(subject, _MAX_SUBJECT), body.strip())


def _line(text: str) -> str:
    return shortened(text, _MAX_LINE)
