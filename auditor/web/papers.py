"""The papers beside the circular on the pages: which text is shown, its files, and who may see a draft."""

from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from auditor.annual.printing import annual_paper
from auditor.annual.values import Annual
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.documents.writing import Paper, render_paper
from auditor.pipeline.papers import wording_of_paper
from auditor.recheck.printing import recheck_paper
from auditor.recheck.values import Recheck
from auditor.store.papers import KeptPaper, PaperKind
from auditor.web.access import Caller, Forbidden
from auditor.web.counties import UnknownPage
from auditor.web.downloads import saved_file
from auditor.web.office import Office, Prints
from auditor.web.words import WEB_WORDS


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A kept paper and whether it is the issued one; another is a draft."""

    kept: KeptPaper
    is_issued: bool


def find_paper(
    office: Office, who: Caller, county: County, kind: PaperKind, subject: str, *, draft: bool
) -> ShownPaper | None:
    """The issued paper in force, else (or where asked for) the newest draft; ``None`` where there is neither.

    Raises `Forbidden` where there is only a draft, and that may not be seen.
    """
    papers = office.store.papers
    issued = None if draft else papers.load_issued(county, kind, subject)
    if issued:
        return ShownPaper(issued, is_issued=True)
    if not who.sees_drafts:
        raise Forbidden("尚未印发，草稿只给经办的人看；需要时请管理员在“账号与令牌”中许可")
    kept = papers.load_draft(county, kind, subject)
    return ShownPaper(kept, is_issued=False) if kept else None


def paper_files(office: Office, county: County, shown: ShownPaper | None) -> Prints:
    """The paper's files, rendered once while they are asked for again; raise `UnknownPage` where there is none."""
    if shown is None:
        raise UnknownPage("还没有生成过")
    kept = shown.kept

    def render() -> Prints:
        wording = wording_of_paper(office.place, county, kept if shown.is_issued else None)
        files, notices = render_paper(_printed(kept, wording), faces := choose_faces(office.place.fonts))
        return Prints(files, (*faces.notices, *notices))

    return office.prints.get(f"{kept.kind} {kept.digest} {kept.wording}", render)


def saved_paper(
    office: Office, who: Caller, county: County, kind: PaperKind, subject: str, file: str, *, draft: bool
) -> Response:
    """One of a paper's files to be saved, a draft's called one; raise `UnknownPage` where it has no such file."""
    shown = find_paper(office, who, county, kind, subject, draft=draft)
    prints = paper_files(office, county, shown)
    if file not in prints.files:
        raise UnknownPage(f"没有“{file[:40]}”这个文件")
    mark = "" if shown and shown.is_issued else WEB_WORDS.draft_mark
    return saved_file(prints.files[file], f"{county.name}-{subject}-{mark}{file}")


def _printed(kept: KeptPaper, wording: Path | None) -> Paper:
    if kept.kind == "annual":
        annual = Annual.from_json(kept.json_text)
        return annual_paper(annual, annual.printed_forms, wording)
    return recheck_paper(Recheck.from_json(kept.json_text), wording)
