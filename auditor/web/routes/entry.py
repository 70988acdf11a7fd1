"""Coming in and going out: first setup, sign-in, sign-out, one's own password."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from auditor.base.errors import AuditorError, BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.store.people import Account
from auditor.web.access import IDLE, Anyone, Caller, CurrentOffice, Forbidden, Member, PostedForm, remember
from auditor.web.accounts import TooMany, add_account, check_code, set_password, sign_in
from auditor.web.backups import backup_folder, list_backups
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.passwords import TooBusy, new_secret, secret_digest
from auditor.web.returned import form_of
from auditor.web.shield import is_loopback
from auditor.web.sso import browser_digest
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login_page(request: Request, office: CurrentOffice, who: Anyone, next: str = "") -> Response:  # noqa: A002
    """The sign-in form, or the first setup where there are no accounts."""
    if not office.store.people.has_accounts():
        return go(path_to("setup"))
    return show(request, who, "login.html", next=inside(next), fault="", name="", sso=office.signing_in.sso)


@router.post("/login")
def login(request: Request, office: CurrentOffice, who: Anyone, form: PostedForm) -> Response:
    """Sign in; the browser gets a new secret, so that one planted before is worth nothing."""
    name, target = form.text("name", 60), inside(form.text("next"))
    try:
        account = sign_in(office.store, name, form.raw("password"), who.address, office.watch())
    except NotAllowed as error:
        if not isinstance(error, TooMany | TooBusy):  # else a stranger could fill the record
            office.note("", who.address, WEB_WORDS.acts.sign_in_failed, name)
        status = 503 if isinstance(error, TooBusy) else 403
        return show(request, who, "login.html", status=status, next=target, fault=str(error), name=name,
            sso=office.signing_in.sso,
        )  # fmt: skip
    office.note(account.name, who.address, WEB_WORDS.acts.sign_in, account.name)
    return _signed_in(request, office, who, account, go(target))


@router.post("/resume")
def resume(request: Request, office: CurrentOffice, who: Anyone, form: PostedForm) -> Response:
    """Sign in again in the middle of work: the form that the ended session kept from being taken comes back."""
    pairs = [(name[2:], value) for name, values in form.fields.items() if name.startswith("f.") for value in values]
    has_file = form.text("has_file", 3) == "yes"
    typed = form_of(inside(form.text("to")), inside(form.text("back")), pairs, has_file=has_file)
    name = form.text("name", 60)
    if typed is None:
        return go(path_to("login"))
    try:
        account = sign_in(office.store, name, form.raw("password"), who.address, office.watch())
    except NotAllowed as error:
        if not isinstance(error, TooMany | TooBusy):
            office.note("", who.address, WEB_WORDS.acts.sign_in_failed, name)
        return show(request, who, "returned.html", status=403, lines=[str(error)], form=typed, name=name)
    office.note(account.name, who.address, WEB_WORDS.acts.sign_in, account.name)
    secret = opened(office, who, account)
    back = Caller(who.address, secret, account)
    return show(request, back, "returned.html", lines=[], form=typed, name="")


@router.post("/logout")
def logout(request: Request, office: CurrentOffice, who: Member, form: PostedForm) -> Response:
    """Sign out; who came in by the provider is led on to sign out there.

    By a page: what a form of ours is answered with may lead nowhere else (`form-action`).
    """
    del form
    office.store.people.close_session(secret_digest(who.secret))
    if office.sso is None or not office.sso.came_by_it(browser_digest(who.secret)):
        return go(path_to("login"))
    nobody = Caller(who.address, who.secret)
    return show(request, nobody, "signed_out.html", onward=path_to("sso", "out"), sso=office.sso.provider)


@router.get("/setup")
def setup_page(request: Request, office: CurrentOffice, who: Anyone) -> Response:
    """The first account, made by whoever can read the code on the terminal of this machine."""
    require_setup(request, office)
    return show(request, who, "setup.html", fault="", name="", has_code=office.setup is not None,
        backups=list_backups(office), folder=backup_folder(office),
    )  # fmt: skip


@router.post("/setup")
def setup(request: Request, office: CurrentOffice, who: Anyone, form: PostedForm) -> Response:
    """Make the first account, an administrator, and sign in."""
    require_setup(request, office)
    name = form.text("name", 60)
    try:
        check_code(office.store, office.setup, form.text("code", 40), office.watch())
        if form.raw("password") != form.raw("again"):
            raise BadInput.one("口令", "", "两次输入不一致", "请重新输入")
        account = add_account(
            office.store, name, Role.ADMINISTRATOR, form.raw("password"), office.watch(), only_first=True
        )  # fmt: skip
    except AuditorError as error:
        return show(
            request, who, "setup.html", status=400, fault=str(error), name=name,
            backups=list_backups(office), folder=backup_folder(office),
            has_code=office.setup is not None,
        )  # fmt: skip
    office.setup = None
    office.note(account.name, who.address, WEB_WORDS.acts.set_up, account.name)
    return _signed_in(request, office, who, account, go(path_to(), "welcome"))


@router.get("/account")
def account_page(request: Request, office: CurrentOffice, who: Member) -> Response:
    """One's own account."""
    return show(request, who, "account.html", sso=office.signing_in.sso)


@router.post("/account")
def change_password(request: Request, office: CurrentOffice, who: Member, form: PostedForm) -> Response:
    """Change one's own password; every other device has to sign in anew."""
    sign_in(office.store, who.name, form.raw("old"), who.address, office.watch())  # wrong guesses count here too
    if form.raw("password") != form.raw("again"):
        raise BadInput.one("新口令", "", "两次输入不一致", "请重新输入")
    account = set_password(office.store, who.name, form.raw("password"))
    office.note(who.name, who.address, WEB_WORDS.acts.change_password, who.name)
    return _signed_in(request, office, who, account, go(path_to("account"), "password"))


def _signed_in(
    request: Request, office: Office, who: Caller, account: Account, response: RedirectResponse
) -> RedirectResponse:
    remember(response, opened(office, who, account), request)
    return response


def opened(office: Office, who: Caller, account: Account) -> str:
    """A new session in the place of the old one; returns its secret."""
    secret, now = new_secret(), office.watch()
    office.store.people.close_session(secret_digest(who.secret))
    office.store.people.drop_sessions(now - IDLE)
    office.store.people.open_session(secret_digest(secret), account, now)
    return secret


def require_setup(request: Request, office: Office) -> None:
    """Raise `UnknownPage` once there are accounts, `Forbidden` where the browser is not on this machine."""
    if office.store.people.has_accounts():
        raise UnknownPage("首次设置已经完成，请登录")
    client = request.client.host if request.client else ""
    if not is_loopback(client) or request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
        raise Forbidden("首次设置只能在运行本程序的这台机器上打开")


def inside(target: str) -> str:
    """A path of this application; anything that could lead elsewhere becomes the first page."""
    first = path_to()
    if not target.startswith(first) or target.startswith("//") or any(ord(c) < 33 or c == "\\" for c in target):
        return first
    return target
