"""The office's own wording: tried on what has been audited, then put in force or given up again."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment

from auditor.audit.model import Audit
from auditor.base.checks import CheckEntry
from auditor.base.errors import BadInput, Outdated, unwritable
from auditor.base.files import put_file
from auditor.base.pattern import pattern
from auditor.base.settings import Place
from auditor.base.words import Words, load_words
from auditor.circular.printing import check_documents, document_of
from auditor.documents.html import render_html
from auditor.documents.wording import wording_digest, wording_file, wording_text

_CIRCULAR = wording_file("circular")
_FIXED = pattern(
    r"\d+(?:\.\d+)?(?:[条篇件家户次处名]|个(?!工作日|月|自然日)|[%％])",
    finds={"全县共更新12条。": "12条", "更新率为97.5%": "97.5%", "其中8个单位": "8个"},
    not_in=("在15个工作日内", "整改期限3个月", "更新{{ total }}条", "第1季度"),
    seen="figures of one quarter copied into the wording of all",
)


class OwnWordingWords(Words):
    """What is said of a wording that holds what it may not."""

    fixed: str
    fixed_figures: str


WORDS = load_words("own_wording", OwnWordingWords)


@dataclass(frozen=True, slots=True)
class TriedWording:
    """How an audit's circular reads with a wording: the web page, and the checks that do not hold."""

    page: str
    failed: tuple[CheckEntry, ...]


def try_wording(audit: Audit, text: str) -> TriedWording:
    """Print an audit with a wording that is not in force; raise `BadInput` naming the line that cannot be filled."""
    with tempfile.TemporaryDirectory(prefix="auditor-") as name:
        folder = Path(name)
        (folder / _CIRCULAR).write_text(text, encoding="utf-8")
        try:
            checked = check_documents(audit, folder)
            page = render_html(document_of(audit, folder))
        except BadInput as error:  # where it was tried is nobody's business, and gone by now
            raise BadInput([replace(one, file=_CIRCULAR) for one in error.problems]) from error
    failed = [check for check in checked.self_check if not check.ok]
    if figures := _fixed_figures(text):
        failed.append(
            CheckEntry(name=WORDS.fixed, ok=False, detail=WORDS.fixed_figures.format(figures="、".join(figures)))
        )
    return TriedWording(page, tuple(failed))


def _fixed_figures(text: str) -> list[str]:
    """The figures that stand in the wording itself, where only names that are filled in may stand."""
    printed = (part for _, kind, part in Environment(autoescape=True).lex(text) if kind == "data")
    return [found[0] for part in printed for found in _FIXED.finditer(part)]


def put_wording(place: Place, text: str | None, seen: str) -> Path:
    """Put the office's own wording in force, or (``None``) the shipped one; ``seen`` is the digest of the one before.

    Raises `Outdated` where another is in force by now, `BadInput` where the folder cannot be written. What is issued
    keeps the wording it was issued with.
    """
    folder = place.wording or place.home / "wording"
    path = folder / _CIRCULAR
    if wording_digest(wording_text(folder)) != seen:
        raise Outdated("您打开页面之后，通报用语已被别处修改，没有保存。您填写的内容还在，请核对后再保存")
    try:
        if text is None:
            path.unlink(missing_ok=True)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            put_file(path, text.encode())
    except OSError as error:
        raise unwritable(path, "AUDITOR_WORDING", error, "请检查文件夹权限") from error
    return path
