"""What a county goes by: pace and timetable, the grading pack explained, the wording tried before it counts, fonts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from auditor.audit.model import Audit
from auditor.base.errors import AuditorError, BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.documents.office_fonts import MAX_FONT_BYTES, add_font_file, drop_font_file, list_font_files
from auditor.documents.wording import wording_digest, wording_text
from auditor.pipeline.own_wording import put_wording, try_wording
from auditor.web.access import Caller, CurrentOffice, Founder, PostedForm, Reader, Signer, at_least
from auditor.web.counties import UnknownPage
from auditor.web.downloads import framed
from auditor.web.forms import fact_values, fields_of
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.rules import changes_by_pack, explain_pack, pack_choices
from auditor.web.upload import Uploaded, upload_for
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_WORDS = WEB_WORDS.settings
_TOO_LARGE = _WORDS.font_too_large.format(most=MAX_FONT_BYTES // 1_000_000)
FontUpload = Annotated[Uploaded, Depends(upload_for(at_least(Role.SIGNER, whole=True), MAX_FONT_BYTES, _TOO_LARGE))]


@router.get("/county/{name}/settings")
def settings_page(request: Request, name: str, office: CurrentOffice, who: Reader, pack: str = "") -> Response:
    """All settings; ``pack`` asks what another pack says and would change."""
    return _page(request, office, who, name, pack)


def _page(
    request: Request, office: Office, who: Caller, name: str, pack: str = "", fault: BadInput | None = None
) -> Response:
    file, county = office.book.file_of(name), office.book.county(name)
    choices = pack_choices(county)
    is_other = pack != county.county.pack and pack in {known for known, _ in choices}
    shown = pack if is_other else county.county.pack
    folder = office.place.fonts
    return show(
        request, who, "settings.html", status=422 if fault else 200, county=county, seen=file.digest,
        choices=choices, explained=explain_pack(county, shown),
        change=changes_by_pack(office, county, shown) if is_other else None, is_other=is_other,
        fields=[field for field in fields_of("facts", county, fact_values(county)) if field.name != "county.pack"],
        faces=choose_faces(folder), fonts=list_font_files(folder) if folder else (), folder=folder,
        has_own_wording=_has_own_wording(office), problems=fault.problems if fault else (),
    )  # fmt: skip


@router.post("/county/{name}/settings/pack")
def post_pack(name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Grade by another pack from now on; what is issued stays as it is."""
    file, county = office.book.file_of(name), office.book.county(name)
    pack = form.text("pack", 300)
    facts = county.county.model_copy(update={"pack": pack})
    office.book.save(file, county.model_copy(update={"county": facts}), form.text("seen", 64))
    office.note(who.name, who.address, WEB_WORDS.acts.change_pack, name, f"{county.county.pack} → {pack}")
    return go(path_to("county", name, "settings"), "saved")


@router.get("/county/{name}/settings/wording")
def wording_page(request: Request, name: str, office: CurrentOffice, who: Founder) -> Response:
    """The wording of the circular in force, to be changed."""
    return _wording(request, office, who, name, wording_text(office.place.wording))


@router.post("/county/{name}/settings/wording")
def post_wording(request: Request, name: str, office: CurrentOffice, who: Founder, form: PostedForm) -> Response:
    """Try the wording on the newest audit; put it in force where the signer says so and nothing is wrong with it."""
    text, seen, act = form.raw("text").replace("\r\n", "\n"), form.text("seen", 64), form.text("act", 10)
    audit = _newest_audit(office, office.book.county(name))
    if audit is None:
        return _wording(request, office, who, name, text, fault=NotAllowed(_WORDS.nothing_to_print))
    key = wording_digest(f"{audit.digest()} {text}")
    try:
        tried = office.tried.get(key, lambda: try_wording(audit, text))
        if act == "save" and not tried.failed:
            put_wording(office.place, text, seen)
            office.prints.forget()
            office.note(who.name, who.address, WEB_WORDS.acts.change_wording, name)
            return go(path_to("county", name, "settings"), "saved")
    except AuditorError as error:
        return _wording(request, office, who, name, text, fault=error)
    return _wording(request, office, who, name, text, key=key)


@router.post("/county/{name}/settings/wording/drop")
def drop_wording(name: str, office: CurrentOffice, who: Founder, form: PostedForm) -> Response:
    """Go back to the shipped wording."""
    put_wording(office.place, None, form.text("seen", 64))
    office.prints.forget()
    office.note(who.name, who.address, WEB_WORDS.acts.drop_wording, name)
    return go(path_to("county", name, "settings"), "saved")


@router.get("/county/{name}/settings/wording/tried/{key}")
def tried_page(name: str, key: str, office: CurrentOffice, who: Founder) -> Response:
    """The circular as it reads with a wording that was tried, inert."""
    del who
    office.book.file_of(name)
    tried = office.tried.known(key)
    if tried is None:
        raise UnknownPage("这次预览已过期，请再点一次“预览”")
    return framed(tried.page)


@router.post("/county/{name}/settings/fonts")
def post_font(request: Request, name: str, office: CurrentOffice, who: Founder, given: FontUpload) -> Response:
    """Take in one of the office's font files."""
    try:
        if office.place.fonts is None or not given.name:
            raise BadInput.one("字体", "", "没有选择文件", "请选择字体文件后再上传")
        added = add_font_file(office.place.fonts, given.name, given.content)
    except BadInput as fault:
        return _page(request, office, who, name, fault=fault)
    office.prints.forget()
    office.note(who.name, who.address, WEB_WORDS.acts.add_font, added.name)
    return go(path_to("county", name, "settings"), "saved")


@router.post("/county/{name}/settings/fonts/drop")
def drop_font(name: str, office: CurrentOffice, who: Founder, form: PostedForm) -> Response:
    """Take a font file out again."""
    file = form.text("file", 120)
    if office.place.fonts is not None:
        drop_font_file(office.place.fonts, file)
    office.prints.forget()
    office.note(who.name, who.address, WEB_WORDS.acts.drop_font, file)
    return go(path_to("county", name, "settings"), "deleted")


def _wording(
    request: Request,
    office: Office,
    who: Caller,
    name: str,
    text: str,
    key: str = "",
    fault: AuditorError | None = None,
) -> Response:
    tried = office.tried.known(key) if key else None
    problems = fault.problems if isinstance(fault, BadInput) else ()
    return show(
        request, who, "settings_wording.html", status=422 if fault else 200, county=office.book.county(name),
        text=text, seen=wording_digest(wording_text(office.place.wording)), key=key, tried=tried,
        problems=problems, fault=str(fault) if fault and not problems else "",
        has_own_wording=_has_own_wording(office),
    )  # fmt: skip


def _has_own_wording(office: Office) -> bool:
    return wording_text(office.place.wording) != wording_text()


def _newest_audit(office: Office, county: County) -> Audit | None:
    """The newest audit of the newest period."""
    period = office.newest_period(county)
    return office.store.audits.load_audit(county, period) if period else None
