"""Who is told of what: targets, a test of each, what was sent and what was not."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import AuditorError, BadInput, NotAllowed
from auditor.base.terms import NoticeKind, NoticeState
from auditor.notices.notifier import WEB_PAGE, NotSent, send_by_apprise
from auditor.notices.rules import NoticeRules, load_rules
from auditor.notices.targets import add_target, drop_target
from auditor.store.notices import Notice
from auditor.web.access import Administrator, Caller, CurrentOffice, PostedForm
from auditor.web.background import Tell
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_LINES = 200
_TEST = "test notice "


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One event: its notice, and how it went on each channel (none: it is told on the pages alone)."""

    notice: Notice
    sent: tuple[Notice, ...]


@router.get("/notices")
def notices_page(request: Request, office: CurrentOffice, who: Administrator) -> Response:
    """Targets, and the newest notices."""
    return _page(request, office, who)


@router.post("/notices/add")
def post_target(request: Request, office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Add a target; what was typed comes back where it cannot stand, its address too: it stays in this browser."""
    name, url = form.text("name", 60), form.text("url", 1_000)
    events = tuple(kind.value for kind in NoticeKind if kind.value in form.texts("event"))
    counties = tuple(file.name for file in office.book.files() if file.name in form.texts("county"))
    try:
        add_target(office.place.home, name, url, events, counties)
    except AuditorError as error:
        return _page(request, office, who, error=error, typed={"name": name, "url": url}, chosen=(*events, *counties))
    office.note(who.name, who.address, WEB_WORDS.acts.add_target, name)
    return go(path_to("notices"), "saved")


@router.post("/notices/drop")
def post_drop(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Take a target out."""
    name = form.text("name", 60)
    drop_target(office.place.home, name)
    office.note(who.name, who.address, WEB_WORDS.acts.drop_target, name)
    return go(path_to("notices"), "deleted")


@router.post("/notices/test")
def post_test(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Begin to send one target a message; a channel may be slow, so that nobody waits: the page tells how it ended."""
    name = form.text("name", 60)
    target = load_rules(office.place.home).find(name)
    if target is None:
        raise NotAllowed(f"没有名为“{name}”的通知对象")

    def send(tell: Tell) -> None:
        del tell
        fault = ""
        try:
            send_by_apprise(target, WEB_WORDS.test_subject, WEB_WORDS.test_body.format(who=who.name))
        except NotSent as error:
            fault = str(error)
            raise
        finally:
            office.note(who.name, who.address, WEB_WORDS.acts.test_target, name, fault or WEB_WORDS.arrived)

    office.background.start(f"{_TEST}{name}", who.name, send)
    return go(path_to("notices"), "sending")


def _page(
    request: Request,
    office: Office,
    who: Caller,
    *,
    error: AuditorError | None = None,
    typed: dict[str, str] | None = None,
    chosen: tuple[str, ...] = (),
) -> Response:
    rules, problem = _rules(office)
    tested = {target.name: office.background.of(f"{_TEST}{target.name}") for target in rules.target}
    return show(
        request, who, "notices.html", status=422 if error else 200, rules=rules, problem=problem,
        problems=error.problems if isinstance(error, BadInput) else (),
        fault="" if error is None or isinstance(error, BadInput) else str(error),
        tested=[(name, task) for name, task in tested.items() if task],
        channels={target.name: urlsplit(target.url.get_secret_value()).scheme for target in rules.target},
        lines=_lines(office), kinds=list(NoticeKind), counties=[file.name for file in office.book.files()],
        typed=typed or {"name": "", "url": ""}, chosen=chosen, states=NoticeState,
    )  # fmt: skip


def _rules(office: Office) -> tuple[NoticeRules, str]:
    try:
        return load_rules(office.place.home), ""
    except BadInput as error:
        return NoticeRules(), str(error)


def _lines(office: Office) -> list[ToldEvent]:
    """The newest events with what became of them on each channel."""
    notices = office.store.notices.list_notices(limit=_LINES)
    channels: dict[str, list[Notice]] = {}
    for notice in notices:
        if notice.channel != WEB_PAGE:
            channels.setdefault(notice.event, []).append(notice)
    return [
        ToldEvent(notice, tuple(channels.get(notice.event, ()))) for notice in notices if notice.channel == WEB_PAGE
    ]
