"""Accounts, keys for other systems, and the record of who did what; for the administrator."""

from datetime import datetime, time, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import BadInput
from auditor.base.period import LAST_YEAR, LOCAL
from auditor.base.terms import Role
from auditor.store.people import ActivityWish, Scope
from auditor.web.access import Administrator, Caller, CurrentOffice, Posted, PostedForm
from auditor.web.accounts import (
    add_account,
    add_token,
    bounds_told,
    change_rights,
    read_scope,
    rights_told,
    set_password,
)
from auditor.web.issuing import day_of
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_LINES = 100
_MOST_LINES = 50_000


@router.get("/people")
def people_page(request: Request, office: CurrentOffice, who: Administrator) -> Response:
    """All accounts and keys."""
    return _page(request, office, who)


@router.post("/people/add")
def add(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Make an account."""
    role, scope = role_of(form.text("role", 20)), _scope_of(office, form)
    account = add_account(
        office.store, form.text("name", 60), role, form.raw("password"), office.watch(), scope=scope
    )  # fmt: skip
    office.note(who.name, who.address, WEB_WORDS.acts.add_account, account.name, rights_told(account))
    return go(path_to("people"), "account")


@router.post("/people/change")
def post_change(office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Change role or password, or shut an account out or let it in."""
    name = form.text("name", 60)
    people = office.store.people
    match form.text("what", 20):
        case "role":
            drafts, role = form.text("drafts", 3) == "yes", role_of(form.text("role", 20))
            account = change_rights(office.store, name, role, _scope_of(office, form), drafts=drafts)
            detail = WEB_WORDS.acts.change_role.format(role=rights_told(account))
            detail += WEB_WORDS.sees_drafts if drafts else ""
        case "password":
            set_password(office.store, name, form.raw("password"))
            detail = WEB_WORDS.acts.reset_password
        case "credentials":
            if (known := people.find_account(name)) is None:
                raise BadInput.one("账号", "", f"没有“{name}”", "请从页面上的表单提交")
            office.store.credentials.drop_codes(known)
            office.store.credentials.drop_subjects(known)
            detail = WEB_WORDS.acts.drop_codes
        case "disable":
            people.change_account(name, disabled=True)
            detail = WEB_WORDS.acts.disable
        case "enable":
            people.change_account(name, disabled=False)
            detail = WEB_WORDS.acts.enable
        case _:
            raise BadInput.one("账号", "", "没有写要改什么", "请从页面上的表单提交")
    office.note(who.name, who.address, WEB_WORDS.acts.change_account, name, detail)
    return go(path_to("people"), "account")


def _scope_of(office: Office, form: Posted) -> Scope:
    """What the form binds an account to; raise `BadInput` for a county or unit that there is not."""
    scope = read_scope(form.text("scope", 20_000).splitlines())
    for bound in scope.bounds or ():
        file = next((file for file in office.book.files() if file.name == bound.county), None)
        if file is None:
            raise BadInput.one("范围", "", f"没有名为“{bound.county[:40]}”的县", "请照抄总览中的县名，每行一个")
        if bound.unit and file.county and bound.unit not in file.county.units_by_name:
            raise BadInput.one(
                "范围", "", f"{bound.county}没有“{bound.unit[:40]}”这个单位", "请照抄栏目清单中的单位全称"
            )
    return scope


@router.post("/people/token")
def token(request: Request, office: CurrentOffice, who: Administrator, form: PostedForm) -> Response:
    """Make a key, shown this once, or end one."""
    name = form.text("name", 60)
    if form.text("what", 20) == "revoke":
        office.store.people.revoke_token(name, office.watch())
        office.note(who.name, who.address, WEB_WORDS.acts.revoke_token, name)
        return go(path_to("people"), "revoked")
    account = form.text("account", 60) or who.name
    secret = add_token(office.store, name, account, office.watch())
    office.note(who.name, who.address, WEB_WORDS.acts.add_token, name, account)
    return _page(request, office, who, secret, name)


def _page(request: Request, office: Office, who: Caller, secret: str = "", name: str = "") -> Response:
    return show(
        request, who, "people.html", accounts=office.store.people.list_accounts(), bounds=bounds_told,
        tokens=office.store.people.list_tokens(), roles=list(Role), secret=secret, secret_name=name,
    )  # fmt: skip


@router.get("/activity")
def activity_page(
    request: Request,
    office: CurrentOffice,
    who: Administrator,
    page: str = "",
    person: str = "",
    action: str = "",
    text: str = "",
    since: str = "",
    until: str = "",
) -> Response:
    """The record, newest first, with what was asked for alone; as a file all of it, not a page."""
    number = min(int(page), 100_000) if page.isdecimal() and len(page) < 7 and int(page) else 1
    first, last = (day_of(day, WEB_WORDS.day) if day else None for day in (since, until))
    wish = ActivityWish(
        person, action, text[:100],
        datetime.combine(first, time(), LOCAL) if first else None,
        datetime.combine(last + timedelta(days=1), time(), LOCAL) if last and last.year < LAST_YEAR else None,
    )  # fmt: skip
    most = _MOST_LINES if request.query_params.get("as") else _LINES
    lines = office.store.people.list_activity(most + 1, (number - 1) * _LINES, wish)
    people, actions = office.store.people.list_acting()
    asked = {"person": person, "action": action, "text": text, "since": since, "until": until}
    return show(
        request, who, "activity.html", lines=lines[:most], page=number, has_more=len(lines) > most, asked=asked,
        people=people, actions=actions,
    )  # fmt: skip


def role_of(text: str) -> Role:
    """A role by its id or label; raise `BadInput`."""
    for role in Role:
        if text in (role.value, role.label):
            return role
    known = "、".join(f"{role.value}（{role.label}）" for role in Role)
    raise BadInput.one("角色", "", f"没有“{text[:20]}”这个角色", f"可用：{known}")
