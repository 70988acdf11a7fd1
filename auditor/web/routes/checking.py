"""Finished papers checked, an audit recomputed from the archive, and what is taken along: the sheet, the package."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.terms import Role
from auditor.pipeline.package import package_circular
from auditor.pipeline.replay import Replayed, replay_period
from auditor.sheet.export import sheet_of
from auditor.verify import Report, verify_file
from auditor.verify.kinds import KINDS
from auditor.verify.report import closing_sentence
from auditor.web.access import Caller, CurrentOffice, PostedForm, Reader, Reviewer, at_least
from auditor.web.downloads import saved_file
from auditor.web.pages import go, path_to, show
from auditor.web.upload import Uploaded, upload_for
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_MOST_BYTES = 20_000_000
_TOO_LARGE = WEB_WORDS.paper_too_large.format(most=_MOST_BYTES // 1_000_000)
PaperUpload = Annotated[
    Uploaded,
    Depends(upload_for(at_least(Role.READER), _MOST_BYTES, _TOO_LARGE)),
]


@router.get("/verify")
def verify_page(request: Request, who: Reader) -> Response:
    """A field for a finished paper."""
    return _verified(request, who)


@router.post("/verify")
def post_verify(request: Request, office: CurrentOffice, who: Reader, given: PaperUpload) -> Response:
    """What was compared in the paper, and what does not agree; the file is kept nowhere."""
    try:
        if not given.content:
            raise BadInput.one("文件", "", "没有选择文件，或文件是空的", "请选择 docx、pdf、html、xlsx 或 txt 文件")
        report = _report(given.name, given.content)
    except BadInput as error:
        return _verified(request, who, error=error)
    office.note(who.name, who.address, WEB_WORDS.acts.verify, given.name, closing_sentence(report))
    return _verified(request, who, report)


@router.get("/county/{name}/{period}/replay")
def replay_page(request: Request, name: str, period: str, office: CurrentOffice, who: Reader) -> Response:
    """Whether the archive still gives the same result, byte for byte."""
    county, span = office.book.subject(name), Period.parse(period)
    task = office.background.of(f"replay {county.name} {span.name}")
    return show(
        request, who, "replay.html", refresh=2 if task and task.is_running else 0, county=county, span=span,
        audit=office.audit_of(county, span), task=task,
        replayed=task.outcome if task and isinstance(task.outcome, Replayed) else None,
    )  # fmt: skip


@router.post("/county/{name}/{period}/replay")
def post_replay(name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Recompute; the page tells how it ended."""
    del form
    county, span = office.book.subject(name), Period.parse(period)
    office.background.start(
        f"replay {county.name} {span.name}",
        who.name,
        lambda _: asyncio.run(replay_period(county, office.store, office.place, span)),
    )
    office.note(who.name, who.address, WEB_WORDS.acts.replay, f"{name} {span.name}")
    return go(path_to("county", name, span.name, "replay"), "started")


@router.get("/county/{name}/export")
def export_county(name: str, office: CurrentOffice, who: Reader) -> Response:
    """The county file as a spreadsheet that can be imported again."""
    del who
    county = office.book.county(name)
    return saved_file(sheet_of(county), f"{county.name}-{WEB_WORDS.columns_sheet}.xlsx")


@router.get("/county/{name}/{period}/package")
def package_file(name: str, period: str, office: CurrentOffice, who: Reviewer, number: str | None = None) -> Response:
    """An issued circular with all it rests on."""
    county, span = office.book.subject(name), Period.parse(period)
    content = package_circular(county, office.store, office.place, span, number)
    office.note(who.name, who.address, WEB_WORDS.acts.package, f"{name} {span.name}", number or "")
    return saved_file(content, f"{county.name}-{span.name}-{WEB_WORDS.package}.zip")


def _report(name: str, content: bytes) -> Report:
    with TemporaryDirectory(prefix="auditor-verify-") as folder:
        path = Path(folder) / f"{WEB_WORDS.given_file}{Path(name).suffix.lower()[:6]}"
        path.write_bytes(content)
        return verify_file(path)


def _verified(request: Request, who: Caller, report: Report | None = None, error: BadInput | None = None) -> Response:
    return show(
        request, who, "verify.html", status=422 if error else 200, report=report,
        closing=closing_sentence(report) if report else "", problems=error.problems if error else (), kinds=KINDS,
        agreed=[one for one in report.compared if not one.is_finding] if report else [],
    )  # fmt: skip
