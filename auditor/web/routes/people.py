"""Accounts, keys for other systems, and the record of who did what; for signers."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import BadInput
from auditor.base.terms import Role
from auditor.web.access import CurrentOffice, Form, Signer
from auditor.web.accounts import add_account, add_token, set_password
from auditor.web.pages import go, show
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_LINES = 100


@router.get("/people")
def people_page(request: Request, office: CurrentOffice, who: Signer) -> Response:
    """All accounts and keys."""
    return show(
        request, who, "people.html", accounts=office.store.people.list_accounts(),
        tokens=office.store.people.list_tokens(), roles=list(Role), secret="", secret_name="",
    )  # fmt: skip


@router.post("/people/add")
def add(office: CurrentOffice, who: Signer, form: Form) -> Response:
    """Make an account."""
    account = add_account(
        office.store, form.text("name", 60), role_of(form.text("role", 20)), form.raw("password"), office.watch()
    )
    office.note(who.name, who.address, WEB_WORDS.acts.add_account, account.name, account.role.label)
    return go("/people", "account")


@router.post("/people/change")
def post_change(office: CurrentOffice, who: Signer, form: Form) -> Response:
    """Change role or password, or shut an account out or let it in."""
    name = form.text("name", 60)
    people = office.store.people
    match form.text("what", 20):
        case "role":
            drafts = form.text("drafts", 3) == "yes"
            account = people.change_account(name, role=role_of(form.text("role", 20)), drafts=drafts)
            detail = WEB_WORDS.acts.change_role.format(role=account.role.label)
            detail += WEB_WORDS.sees_drafts if drafts else ""
        case "password":
            set_password(office.store, name, form.raw("password"))
            detail = WEB_WORDS.acts.reset_password
        case "disable":
            people.change_account(name, disabled=True)
            detail = WEB_WORDS.acts.disable
        case "enable":
            people.change_account(name, disabled=False)
            detail = WEB_WORDS.acts.enable
        case _:
            raise BadInput.one("账号", "", "没有写要改什么", "请从页面上的表单提交")
    office.note(who.name, who.address, WEB_WORDS.acts.change_account, name, detail)
    return go("/people", "account")


@router.post("/people/token")
def token(request: Request, office: CurrentOffice, who: Signer, form: Form) -> Response:
    """Make a key, shown this once, or end one."""
    name = form.text("name", 60)
    if form.text("what", 20) == "revoke":
        office.store.people.revoke_token(name, office.watch())
        office.note(who.name, who.address, WEB_WORDS.acts.revoke_token, name)
        return go("/people", "revoked")
    secret = add_token(office.store, name, who.name, office.watch())
    office.note(who.name, who.address, WEB_WORDS.acts.add_token, name)
    return show(
        request, who, "people.html", accounts=office.store.people.list_accounts(),
        tokens=office.store.people.list_tokens(), roles=list(Role), secret=secret, secret_name=name,
    )  # fmt: skip


@router.get("/activity")
def activity_page(request: Request, office: CurrentOffice, who: Signer, page: int = 1) -> Response:
    """The record, newest first."""
    page = min(max(page, 1), 100_000)
    lines = office.store.people.list_activity(_LINES + 1, (page - 1) * _LINES)
    return show(
        request, who, "activity.html", lines=lines[:_LINES], page=page, has_more=len(lines) > _LINES
    )  # fmt: skip


def role_of(text: str) -> Role:
    """A role by its id or label; raise `BadInput`."""
    for role in Role:
        if text in (role.value, role.label):
            return role
    known = "、".join(f"{role.value}（{role.label}）" for role in Role)
    raise BadInput.one("角色", "", f"没有“{text[:20]}”这个角色", f"可用：{known}")
