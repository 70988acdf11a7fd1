"""The office's own table, uploaded or pasted: shown cell by cell as it was understood, and only then saved."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import BadInput, NotAllowed, Outdated, Problem
from auditor.county.model import County
from auditor.sheet import Imported, Sheet, county_from_sheet, faulty_rows, read_pasted, read_upload, sound_part
from auditor.web.access import Caller, CurrentOffice, Founder, Posted, PostedForm, Signer
from auditor.web.moves import parse_moved
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.upload import WORDS, Upload, Uploaded

router = APIRouter(include_in_schema=False)
_SHOWN = 300
"""So many rows of each table are shown; what stands below them is read as well."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form brought: the table as text or as a file (base64, as the preview gives it back), and the county."""

    text: str = ""
    file: str = ""
    filename: str = ""
    name: str = ""
    home: str = ""
    since: str = ""
    correct: bool = False

    @classmethod
    def of(cls, form: Posted) -> "Typed":
        """From a form of either kind."""
        name, home = form.text("name", 40), form.text("home", 300)
        since, correct = form.text("since", 20), form.text("correct") == "yes"
        return cls(form.raw("text"), form.raw("file"), form.text("filename", 120), name, home, since, correct)

    @property
    def day(self) -> date | None:
        """From when what moved stands elsewhere; ``None`` where nobody says."""
        return parse_moved(self.since) if self.since and not self.correct else None

    @property
    def how(self) -> str:
        """What the record calls it."""
        return WORDS.uploaded.format(file=self.filename) if self.filename else WORDS.pasted

    def sheet(self) -> Sheet:
        """The table; raise `BadInput` where there is none to be read."""
        if not self.filename:
            return read_pasted(self.text)
        try:
            content = base64.b64decode(self.file.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise BadInput.one(self.filename, "", "没有传完", "请重新选择文件上传") from error
        return read_upload(self.filename, content)


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a page shows: the table as it was understood, what it makes, and what is wrong.

    Where both is there, what it makes is made of the rows that are right; ``left`` are the others.
    """

    typed: Typed = field(default_factory=Typed)
    sheet: Sheet | None = None
    imported: Imported | None = None
    problems: Sequence[Problem] = ()
    fault: str = ""

    @property
    def left(self) -> Mapping[str, tuple[Problem, ...]]:
        """What is wrong with each row that is, by where it stands."""
        return faulty_rows(self.sheet, self.problems) if self.sheet else {}

    @property
    def lacks_place(self) -> bool:
        """Whether the county's name or home page is not known."""
        return any("--name" in problem.cure or "--home" in problem.cure for problem in self.problems)

    @property
    def faulty(self) -> frozenset[str]:
        """The addresses of the cells that are wrong."""
        return frozenset(cell for problem in self.problems for cell in problem.key.split("、"))

    @property
    def status(self) -> int:
        """As the answer says it."""
        return 422 if self.problems and not self.imported else 409 if self.fault else 200


def understood(typed: Typed, base: County | None) -> TablePreview:
    """The table over a county, or over none; nothing is saved."""
    sheet: Sheet | None = None
    try:
        sheet = typed.sheet()
        imported = county_from_sheet(sheet, base, name=typed.name, home=typed.home, since=typed.day)
    except BadInput as error:
        return TablePreview(typed, sheet, _of_part(typed, sheet, error.problems, base), error.problems)
    return TablePreview(typed, sheet, imported)


def _of_part(typed: Typed, sheet: Sheet | None, problems: Sequence[Problem], base: County | None) -> Imported | None:
    """What the rows make that nothing is wrong with; ``None`` where they make no county of themselves."""
    part = sound_part(sheet, problems) if sheet else None
    try:
        return county_from_sheet(part, base, name=typed.name, home=typed.home, since=typed.day) if part else None
    except BadInput:
        return None


@router.get("/county/{name}/paste")
def paste_page(request: Request, name: str, office: CurrentOffice, who: Signer) -> Response:
    """A field for a file, and one for cells copied from a spreadsheet."""
    return _page(request, who, office, name, TablePreview())


@router.post("/county/{name}/paste")
def paste(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Show what a table would change; on the second sending, change it."""
    return _take(request, office, who, name, form)


@router.post("/county/{name}/upload")
def upload(request: Request, name: str, office: CurrentOffice, who: Signer, given: Upload) -> Response:
    """The same of a file."""
    return _take(request, office, who, name, _with_file(given))


def _take(request: Request, office: Office, who: Caller, name: str, form: Posted) -> Response:
    file, county = office.book.file_of(name), office.book.county(name)
    shown, seen = understood(Typed.of(form), county), form.text("seen", 64)
    try:
        if shown.imported and _is_sure(form, shown) and (shown.typed.correct or not shown.imported.moved):
            office.book.save(file, shown.imported.county, seen)
            detail = WORDS.changed.format(added=shown.imported.added, changed=shown.imported.changed)
            office.note(who.name, who.address, shown.typed.how, name, detail)
            return go(path_to("county", name, "edit"), "saved")
    except Outdated as error:  # what is shown is reckoned over the file as it is now
        shown = TablePreview(shown.typed, shown.sheet, shown.imported, fault=str(error))
    return _page(request, who, office, name, shown)


def _is_sure(form: Posted, shown: TablePreview) -> bool:
    """Whether the preview was agreed to; where rows are left out, that too."""
    return form.text("sure") == ("part" if shown.problems else "yes")


def _page(request: Request, who: Caller, office: Office, name: str, shown: TablePreview) -> Response:
    county, seen = office.book.county(name), office.book.file_of(name).digest
    return show(request, who, "table.html", status=shown.status, county=county, shown=shown, most=_SHOWN, seen=seen)


@router.post("/new/upload")
def new_upload(request: Request, office: CurrentOffice, who: Founder, given: Upload) -> Response:
    """A new county from a file."""
    return take_new(request, office, who, _with_file(given))


def take_new(request: Request, office: Office, who: Caller, form: Posted) -> Response:
    """Show what county a table would make; on the second sending, make it."""
    shown = understood(Typed.of(form), None)
    try:
        if shown.imported and _is_sure(form, shown):
            office.book.add(shown.imported.county)
            office.note(who.name, who.address, WORDS.new.format(how=shown.typed.how), shown.imported.county.name)
            return go(path_to("county", shown.imported.county.name), "saved")
    except BadInput as error:
        shown = TablePreview(shown.typed, shown.sheet, problems=error.problems)
    except NotAllowed as error:
        shown = TablePreview(shown.typed, shown.sheet, fault=str(error))
    return show(request, who, "table.html", status=shown.status, county=None, shown=shown, most=_SHOWN, seen="")


def _with_file(given: Uploaded) -> Posted:
    """The form as the preview would give it back: the file as text."""
    if not given.name:
        raise BadInput.one("表格", "", "没有选择文件", "请选择 .xlsx 或 .csv 文件后再上传")
    file = base64.urlsafe_b64encode(given.content).decode("ascii")
    return Posted({**given.form.fields, "file": (file,), "filename": (given.name,)})
