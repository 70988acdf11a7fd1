"""What people prove themselves with besides a password: one-time codes on a phone, and the office's own provider."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from auditor.base.errors import NotAllowed
from auditor.store.people import Account
from auditor.web.access import Anyone, Caller, CurrentOffice, PostedForm, Signer, remember
from auditor.web.accounts import sign_in
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.routes.entry import inside, opened
from auditor.web.second_factor import (
    begin_enrolment,
    check_code_of,
    finish_enrolment,
    has_codes,
    pending_enrolment,
)
from auditor.web.sso import SingleSignOn, account_of, browser_digest
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@router.get("/account/code")
def code_page(request: Request, office: CurrentOffice, who: Signer) -> Response:
    """How one's codes stand, and what is to be done to have them."""
    return _page(request, office, who)


@router.post("/account/code")
def begin_codes(office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Make a secret, shown as a QR code; the password is asked for again."""
    account = sign_in(office.store, who.name, form.raw("old"), who.address, office.watch())
    begin_enrolment(office.codes, account)
    return go(path_to("account", "code"))


@router.post("/account/code/confirm")
def confirm_codes(request: Request, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Put the secret in force with a first code of it; the recovery codes are shown this once."""
    codes = finish_enrolment(office.codes, _account(who), form.text("code", 40), office.watch())
    office.note(who.name, who.address, WEB_WORDS.acts.begin_codes, who.name)
    return _page(request, office, who, codes)


@router.post("/account/code/drop")
def drop_codes(office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """End one's codes, with one of them."""
    check_code_of(office.codes, _account(who), form.text("code", 40), office.watch())
    office.store.credentials.drop_codes(_account(who))
    office.note(who.name, who.address, WEB_WORDS.acts.drop_codes, who.name)
    return go(path_to("account", "code"), "saved")


@router.get("/sso")
def sso_begin(request: Request, office: CurrentOffice, who: Anyone, next: str = "") -> Response:  # noqa: A002
    """On to the office's provider."""
    sso = _sso(office)
    target = sso.begin(browser_digest(who.secret), _back(request, sso), inside(next), office.watch())
    response = RedirectResponse(target, 303)
    remember(response, who.secret, request)
    return response


@router.get("/sso/back")
def sso_back(request: Request, office: CurrentOffice, who: Anyone) -> Response:
    """Back from the provider: signed in, or told why not."""
    sso = _sso(office)
    answer = sso.finish(browser_digest(who.secret), dict(request.query_params), office.watch())
    claims, target = answer.claims, answer.target
    try:
        account = account_of(office.store, sso.provider, claims, who.account)
    except NotAllowed as error:
        office.note("", who.address, WEB_WORDS.acts.sign_in_failed, str(claims.get(sso.provider.claim, ""))[:60])
        return show(request, who, "login.html", status=403, next=target, fault=str(error), name="", sso=sso.provider)
    office.note(account.name, who.address, WEB_WORDS.acts.sso, account.name)
    response, secret = go(target), opened(office, who, account)
    sso.remember(browser_digest(secret), answer.token)
    remember(response, secret, request)
    return response


@router.get("/sso/out")
def sso_out(request: Request, office: CurrentOffice, who: Anyone) -> Response:
    """On to the provider's own signing out, once signed out here."""
    sso = _sso(office)
    back = _address(request, sso) + path_to("login")
    return RedirectResponse(sso.leave(browser_digest(who.secret), back) or path_to("login"), 303)


def _page(request: Request, office: Office, who: Caller, codes: Sequence[str] = ()) -> Response:
    account = _account(who)
    waiting = None if codes else pending_enrolment(office.codes, account)
    return show(
        request, who, "code.html", codes=codes, in_force=has_codes(office.store, account), waiting=waiting,
        picture=Markup(waiting.picture) if waiting else "", demanded=office.signing_in.code_to_sign,  # noqa: S704 - drawn by segno
    )  # fmt: skip


def _account(who: Caller) -> Account:
    if who.account is None:
        raise UnknownPage(WEB_WORDS.unknown_page)
    return who.account


def _sso(office: Office) -> SingleSignOn:
    if office.sso is None:
        raise UnknownPage(WEB_WORDS.unknown_page)
    return office.sso


def _address(request: Request, sso: SingleSignOn) -> str:
    """How browsers reach this application, without its path."""
    return sso.provider.address.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"


def _back(request: Request, sso: SingleSignOn) -> str:
    return _address(request, sso) + path_to("sso", "back")
