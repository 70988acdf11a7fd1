"""The wording file: plain Chinese text with Jinja2 tags, one line a paragraph, parsed into the parts of a document.

Line marks: ``# `` ``## `` ``### `` headings, ``> `` a note, ``~ `` a paragraph that may be taken out, ``@名称 …`` or
``@名称(键) …`` a field; all else is a body paragraph; ``**…**`` is a lead. Values inserted by ``{{ }}`` can never
become a mark: the characters that marks are made of are replaced by Unicode noncharacters until the line is parsed.
"""

import hashlib
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from auditor.base.chinese import printable
from auditor.base.errors import BadInput, Problem
from auditor.base.resources import shipped
from auditor.base.templating import OfficeEnvironment
from auditor.documents.tree import Paragraph, Span, Style

WordingKind = Literal["circular", "annual", "recheck"]
"""Which document is worded: the name of its shipped folder and of its file."""


def wording_file(kind: WordingKind) -> str:
    """The wording file's name in the shipped folder and in an office's own."""
    return f"{kind}.txt.j2"


FIELDS = frozenset({"发文机关标志", "标题", "主送机关", "署名", "附注", "抄送机关", "印发机关", "草稿标记"})
"""Fields that stand once."""
KEYED_FIELDS = frozenset({"列", "词"})
"""Fields that stand once for each key: heads of table columns, words in cells."""
ANNEX_FIELDS = frozenset({"附件", "合计备注", "注"})
"""``附件`` opens an attachment by its title; the others belong to the attachment above them."""

_MARK_CHARACTERS = tuple("#>@|~`+=!<-")
_PROTECT = {mark: chr(0x4FFFE + 0x10000 * number) for number, mark in enumerate(("*", *_MARK_CHARACTERS))}
_TO_SAFE = str.maketrans(_PROTECT)
_TO_PLAIN = str.maketrans({safe: plain for plain, safe in _PROTECT.items()})
_LINE_END = re.compile("\U0003fffe(\\d+)\U0003ffff")
_TAG = re.compile(r"\{%.*?%\}")
_HEADINGS: Mapping[str, Style] = {"#": "heading1", "##": "heading2", "###": "heading3", ">": "note"}
_COURTESY = "~"
_FIELD = re.compile(r"@([^\s(（]+)(?:[(（]([^)）]*)[)）])?(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class AnnexWording:
    """The words of one attachment; its cells come from the audit."""

    title: str
    notes: tuple[str, ...] = ()
    total_remark: str = ""


@dataclass(slots=True)
class Wording:
    """A rendered wording file. ``path`` is where it was read from, for messages."""

    path: str
    body: list[Paragraph] = field(default_factory=list)
    annexes: list[AnnexWording] = field(default_factory=list)
    _fields: dict[tuple[str, str], str] = field(default_factory=dict)

    def line(self, name: str, key: str = "", *, required: bool = True) -> str:
        """The text of a field; raises `BadInput` when a required one is missing."""
        if (name, key) not in self._fields and required:
            mark = f"@{name}({key})" if key else f"@{name}"
            raise BadInput.one(self.path, mark, "文稿中缺少这一行", f"请补上一行“{mark} 内容”")
        return self._fields.get((name, key), "")

    def annexes_for(self, count: int) -> tuple[AnnexWording, ...]:
        """The words of the ``count`` attachments there are; raises `BadInput` where the file says more or fewer."""
        if len(self.annexes) != count:
            what = f"有{count}个附件，文稿里却有{len(self.annexes)}行“@附件”"
            raise BadInput.one(self.path, "@附件", what, "请为每个附件写一行“@附件 名称”")
        return tuple(self.annexes)

    def read(self, line: str) -> None:
        """Take in one rendered line; raises `ValueError` with the reason when its mark is not understood."""
        if not line:
            return
        if line.startswith("@"):
            self._read_field(line)
            return
        mark, _, rest = line.partition(" ")
        if mark == _COURTESY:
            self.body.append(Paragraph("body", _spans(rest.strip()), is_courtesy=True))
        elif style := _HEADINGS.get(mark):
            self.body.append(Paragraph(style, _spans(rest.strip())))
        elif line.startswith(_MARK_CHARACTERS):
            raise ValueError(f"行首标记“{mark[:8]}”无法识别")
        else:
            self.body.append(Paragraph("body", _spans(line)))

    def _read_field(self, line: str) -> None:
        match = _FIELD.fullmatch(line)
        name, key, text = (match[1], _plain(match[2] or "").strip(), _plain(match[3] or "")) if match else ("", "", "")
        if name in ANNEX_FIELDS:
            self._read_annex(name, text)
        elif name in FIELDS or (name in KEYED_FIELDS and key):
            self._fields[name, key if name in KEYED_FIELDS else ""] = text
        else:
            raise ValueError(f"字段标记“@{name}”无法识别")

    def _read_annex(self, name: str, text: str) -> None:
        if name == "附件":
            if not text:
                raise ValueError("附件没有名称")
            self.annexes.append(AnnexWording(text))
            return
        if not self.annexes:
            raise ValueError(f"“@{name}”前面没有“@附件”")
        last = self.annexes[-1]
        is_note = name == "注"
        notes, remark = ((*last.notes, text), last.total_remark) if is_note else (last.notes, text)
        self.annexes[-1] = AnnexWording(last.title, notes, remark)


def render_wording(
    variables: Mapping[str, object], wording_dir: Path | None = None, kind: WordingKind = "circular"
) -> Wording:
    """Fill in and parse the wording file of one kind of document, the office's own where there is one.

    Raises `BadInput` naming file, line and text for a syntax error, an undefined name, a value that is missing,
    an unpaired ``**``, an unknown mark, and a template that asks for more than a document can need.
    """
    environment = _environment(wording_dir, kind)
    path = str(_path_in_force(wording_dir, kind))
    try:
        with environment.bounded():
            template = environment.get_template(wording_file(kind))
            path = str(template.filename)
            text = template.render(variables)
    except TemplateSyntaxError as error:
        raise _fault(error.filename or path, error.lineno, f"模板标签有误（{error.message}）") from error
    except UndefinedError as error:
        raise _fault(path, _line_of(error, path), f"用到了不存在的名称或没有值的内容（{error.message}）") from error
    except TemplateNotFound as error:
        raise BadInput.one(path, "", f"找不到文稿文件“{error.name}”", "请检查文稿文件夹") from error
    except UnicodeDecodeError as error:
        raise BadInput.one(path, "", "文件不是 UTF-8 编码", "请用 UTF-8 编码另存后重试") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, OSError) as error:
        raise _fault(path, _line_of(error, path), f"无法生成文稿（{error}）") from error
    wording = Wording(path)
    for line, number in _numbered(text):
        try:
            wording.read(line)
        except ValueError as error:
            raise _fault(path, number, f"{error}（{_plain(line)[:60]}）") from error
    return wording


def wording_text(wording_dir: Path | None = None, kind: WordingKind = "circular") -> str:
    """The wording file in force, as it stands: the office's own where there is one, else the shipped one."""
    return _path_in_force(wording_dir, kind).read_text(encoding="utf-8-sig")


def _path_in_force(wording_dir: Path | None, kind: WordingKind) -> Path:
    own = wording_dir / wording_file(kind) if wording_dir else None
    return own if own and own.is_file() else shipped("templates", kind, wording_file(kind))


def wording_digest(text: str) -> str:
    """What tells one wording from another."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Lines(Extension):
    """Keeps the lines of the file apart and numbered, so that a rendered line knows where it comes from."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Save the line break after a closing tag that ends a line of text: `trim_blocks` would join two paragraphs."""
        lines = source.split("\n")
        return "\n".join(
            line + "{{ '' }}" if line.rstrip().endswith("%}") and _TAG.sub("", line).strip() else line for line in lines
        )

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark every line end of the text with its number."""
        for token in stream:
            if token.type != "data":
                yield token
                continue
            lines = token.value.split("\n")
            ends = [f"{line}\U0003fffe{token.lineno + index}\U0003ffff" for index, line in enumerate(lines[:-1])]
            yield Token(token.lineno, "data", "\n".join([*ends, lines[-1]]))


@lru_cache(maxsize=16)
def _environment(wording_dir: Path | None, kind: WordingKind) -> OfficeEnvironment:
    folders = [*([wording_dir] if wording_dir else []), shipped("templates", kind)]
    return OfficeEnvironment(
        loader=FileSystemLoader(folders, encoding="utf-8-sig"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_inserted,
        extensions=[_Lines],
    )


def _inserted(value: object) -> str:
    """A value as one harmless stretch of text; values without an answer must not reach paper as the word None."""
    if value is None:
        raise UndefinedError("该处的值为空")
    return printable(_LINE_END.sub("", str(value))).translate(_TO_SAFE)


def _numbered(text: str) -> Iterator[tuple[str, int | None]]:
    for line in text.split("\n"):
        end = _LINE_END.search(line)
        yield _LINE_END.sub("", line).strip(), int(end[1]) if end else None


def _spans(text: str) -> tuple[Span, ...]:
    parts = text.split("**")
    if len(parts) % 2 == 0:
        raise ValueError("加粗标记“**”不成对")
    return tuple(Span(_plain(part), bold=index % 2 == 1) for index, part in enumerate(parts) if part)


def _plain(text: str) -> str:
    return text.strip("\n").translate(_TO_PLAIN)


def _line_of(error: BaseException, path: str) -> int | None:
    """The template line in which ``error`` was raised, from the traceback that Jinja2 has rewritten."""
    lines = [number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == path]
    return lines[-1] if lines else None


def _fault(path: str, line: int | None, what: str) -> BadInput:
    quoted = ""
    if line is not None:
        source = Path(path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
        quoted = f"：“{source[line - 1].strip()[:120]}”" if 0 < line <= len(source) else ""
    return BadInput([Problem(path, "", what + quoted, "请改正这一行；写法见文稿文件开头的说明", line)])
