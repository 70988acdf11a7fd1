"""Makes the web application: routes, what stands before them, and errors in words."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from auditor import __version__
from auditor.base.errors import ArchiveProblem, AuditorError, BadInput, NotAllowed, SelfCheckFailed, StoreProblem
from auditor.base.resources import shipped
from auditor.base.settings import Clock, Place
from auditor.fleet.files import CountyFiles
from auditor.schedule.progress import Progress
from auditor.store import Store
from auditor.web.access import Forbidden, Forged, SignInNeeded, TooLarge, caller_of, gates_of
from auditor.web.background import BackgroundTasks
from auditor.web.counties import CountyBook, UnknownPage
from auditor.web.office import Lately, Office, Starter
from auditor.web.pages import go, in_words, path_to, show
from auditor.web.passwords import TooBusy
from auditor.web.prefix import inner_path
from auditor.web.returned import ReturnedForm, back_of, returned_form
from auditor.web.routes import (
    annual,
    api,
    checking,
    circular,
    city,
    column,
    credentials,
    declare,
    editor,
    entry,
    guide,
    hearing,
    intake,
    mine,
    moved,
    notices,
    overview,
    people,
    quarter,
    recheck,
    review,
    settings,
    table,
    teach,
    upkeep,
    worklist,
)
from auditor.web.shield import SetupCode, Shield
from auditor.web.signin import SignInRules
from auditor.web.sso import SingleSignOn, SsoFault
from auditor.web.words import WEB_WORDS

_PASSWORDS_ALONE = SignInRules()
_STATUS: tuple[tuple[type[AuditorError], int], ...] = (
    (SignInNeeded, 401),
    (Forbidden, 403),
    (Forged, 403),
    (TooLarge, 413),
    (TooBusy, 503),
    (SsoFault, 403),
    (UnknownPage, 404),
    (ArchiveProblem, 404),
    (BadInput, 422),
    (NotAllowed, 409),
    (SelfCheckFailed, 409),
    (StoreProblem, 503),
)


def create_app(
    files: CountyFiles,
    store: Store,
    place: Place,
    clock: Clock,
    *,
    agenda: Starter | None = None,
    progress: Progress | None = None,
    public: bool = False,
    hosts: Collection[str] = (),
    setup: SetupCode | None = None,
    watch: Clock | None = None,
    signing_in: SignInRules = _PASSWORDS_ALONE,
) -> FastAPI:
    """The pages and the API of one office.

    ``files`` are the county files; new ones are made in their own folder. ``agenda``, which goes by the same files,
    runs what the buttons ask for (none: they are refused), ``progress`` is the board it writes on. ``public`` tells
    that the server listens beyond this machine; ``hosts`` are the names it goes by there, or behind a proxy on this
    machine (none: any name where public, else this machine's own alone). ``setup`` is the code under which the first
    account can be made. ``watch`` is the time that sign-ins go by, the real one unless given;
    ``signing_in`` what people prove themselves with.
    """
    app = FastAPI(
        title=WEB_WORDS.name,
        version=__version__,
        description=WEB_WORDS.api.about,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.office = Office(
        book=CountyBook(files),
        store=store,
        place=place,
        clock=clock,
        watch=watch or _real_time,
        agenda=agenda,
        progress=progress or Progress(),
        searches=BackgroundTasks(clock),
        background=BackgroundTasks(clock),
        setup=setup,
        signing_in=signing_in,
        sso=SingleSignOn(signing_in.sso) if signing_in.sso else None,
    )
    app.state.health = Lately[api.Health](timedelta(seconds=10))
    _add_routes(app)
    app.add_middleware(Shield, public=public, hosts=hosts)
    for kind, handler in ((AuditorError, _explain), (HTTPException, _explain), (RequestValidationError, _explain)):
        app.add_exception_handler(kind, handler)
    app.add_exception_handler(Exception, _broken)
    return app


def _add_routes(app: FastAPI) -> None:
    for part in (
        entry,
        overview,
        people,
        editor,
        settings,
        intake,
        table,
        circular,
        review,
        column,
        teach,
        worklist,
        recheck,
        annual,
        checking,
        upkeep,
        notices,
        guide,
        declare,
        hearing,
        mine,
        moved,
        city,
        credentials,
    ):
        _include(app, part.router)
    _include(app, api.pages)
    _include(app, api.router)
    _include(app, api.open_router)
    _include(app, quarter.router)  # last: its addresses are the widest
    app.mount("/static", StaticFiles(directory=shipped("templates", "web", "static")))


def _include(app: FastAPI, router: APIRouter) -> None:
    """Take in a router each of whose routes says who may come in."""
    for route in router.routes:
        if not isinstance(route, APIRoute) or not list(gates_of(None, [route.dependant])):
            raise TypeError(f"no gate: {route}")
    app.include_router(router)


def _real_time() -> datetime:
    return datetime.now(UTC)


async def _explain(request: Request, error: Exception) -> Response:
    """An error as a page, with what was typed where a form was not taken; or as JSON where a program asks."""
    status, lines = _told(error)
    if inner_path(request.url.path).startswith("/api/v1"):
        return JSONResponse({"error": "\n".join(lines)}, status)
    form = await returned_form(request)
    return await run_in_threadpool(_page_of, request, error, status, lines, form)


def _page_of(request: Request, error: Exception, status: int, lines: list[str], form: ReturnedForm | None) -> Response:
    office: Office = request.app.state.office
    if isinstance(error, SignInNeeded) and form is None:
        if not office.store.people.has_accounts():
            return go(path_to("setup"))
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return (
            go(path_to("login"), next=wanted)
            if request.method == "GET" and wanted != path_to()
            else go(path_to("login"))
        )
    caller = caller_of(request, office)
    if form is None:
        return show(request, caller, "problem.html", status=status, lines=lines, back=back_of(request))
    return show(request, caller, "returned.html", status=status, lines=lines, form=form, name="")


def _broken(request: Request, error: Exception) -> Response:
    """A fault of the program: told without details, which the server's log has."""
    del request, error
    words = WEB_WORDS.broken
    return PlainTextResponse(words, 500, {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})


def _told(error: Exception) -> tuple[int, list[str]]:
    if isinstance(error, HTTPException):
        words = {404: WEB_WORDS.unknown_page, 405: WEB_WORDS.unknown_method}
        return error.status_code, [words.get(error.status_code, WEB_WORDS.bad_request)]
    if isinstance(error, RequestValidationError):
        return 422, [WEB_WORDS.bad_form]
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    told = in_words(error) if isinstance(error, AuditorError) else str(error)
    return status, told.splitlines() or [WEB_WORDS.failed]
