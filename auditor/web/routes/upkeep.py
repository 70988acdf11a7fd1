"""What the program stands on, looked through; and its backups: made, saved elsewhere, put back into an empty home."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from auditor.base.errors import AuditorError, unwritable
from auditor.base.period import LOCAL
from auditor.pipeline.backup import Backup, backup_name, make_backup, restore_backup
from auditor.pipeline.checkup import Checkup, look_through
from auditor.web.access import Administrator, Anyone, CurrentOffice, PostedForm
from auditor.web.accounts import check_code
from auditor.web.backups import backup_folder, list_backups
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.routes.entry import require_setup
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_CHECKUP, _BACKUP = "checkup", "backup"


@router.get("/upkeep")
def upkeep_page(request: Request, office: CurrentOffice, who: Administrator) -> Response:
    """The last look and the backups there are."""
    checkup, backup = office.background.of(_CHECKUP), office.background.of(_BACKUP)
    is_busy = any(task and task.is_running for task in (checkup, backup))
    return show(
        request, who, "upkeep.html", refresh=2 if is_busy else 0, checkup=checkup, backup=backup,
        look=checkup.outcome if checkup and isinstance(checkup.outcome, Checkup) else None,
        made=backup.outcome if backup and isinstance(backup.outcome, Backup) else None,
        backups=list_backups(office), folder=backup_folder(office),
    )  # fmt: skip


@router.post("/upkeep/checkup")
def start_checkup(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Look through everything."""
    del form
    office.background.start(_CHECKUP, who.name, lambda _: look_through(office.store, office.place, office.clock()))
    office.note(who.name, who.address, WEB_WORDS.acts.checkup, "")
    return go(path_to("upkeep"), "started")


@router.post("/upkeep/backup")
def start_backup(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Make a backup in the home folder."""
    del form
    path = backup_folder(office) / backup_name(office.watch().astimezone(LOCAL))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path.parent, "", error, "请检查权限") from error
    elsewhere = [file.path for file in office.book.files() if not file.path.is_relative_to(office.place.home)]
    office.background.start(
        _BACKUP, who.name, lambda _: make_backup(office.store, office.place, office.watch, path, elsewhere)
    )
    office.note(who.name, who.address, WEB_WORDS.acts.backup, path.name)
    return go(path_to("upkeep"), "started")


@router.get("/upkeep/backup/{file}")
def backup_file(file: str, office: CurrentOffice, who: Administrator) -> Response:
    """One backup, to be saved elsewhere."""
    path = _known(office, file)
    office.note(who.name, who.address, WEB_WORDS.acts.save_backup, path.name)
    return FileResponse(path, media_type="application/zip", filename=path.name)


@router.post("/upkeep/backup/delete")
def delete_backup(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Remove one backup from the home folder."""
    path = _known(office, form.text("file", 100))
    try:
        path.unlink()
    except OSError as error:
        raise unwritable(path, "", error, "请检查权限") from error
    office.note(who.name, who.address, WEB_WORDS.acts.delete_backup, path.name)
    return go(path_to("upkeep"), "deleted")


@router.post("/setup/restore")
def post_restore(request: Request, office: CurrentOffice, who: Anyone, form: PostedForm) -> Response:
    """Put a backup back, before there is any account: by whoever can read the code on this machine's terminal."""
    require_setup(request, office)
    try:
        check_code(office.store, office.setup, form.text("code", 40), office.watch())
        restore_backup(_known(office, form.text("file", 100)), office.store, office.place)
    except AuditorError as error:
        return show(
            request, who, "setup.html", status=400, fault=str(error), name="", has_code=office.setup is not None,
            backups=list_backups(office), folder=backup_folder(office),
        )  # fmt: skip
    office.setup = None
    office.note("", who.address, WEB_WORDS.acts.restore_backup, form.text("file", 100))
    return go(path_to("login"), "put_back")


def _known(office: Office, name: str) -> Path:
    if name not in {file.name for file in list_backups(office)}:
        raise UnknownPage("没有这份备份，可能已被删除")
    return backup_folder(office) / name
