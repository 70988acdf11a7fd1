"""Who may sign in to the pages, and which systems may read the data: ``auditor user …`` and ``auditor token …``."""

import getpass
import sys
from typing import Annotated

import typer

from auditor.base.errors import BadInput
from auditor.base.settings import system_clock
from auditor.base.terms import Role
from auditor.cli.chinese import ChineseCommand
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, group
from auditor.cli.words import CLI_WORDS
from auditor.store import Store
from auditor.store.people import WHOLE, Activity
from auditor.web.accounts import add_account, add_token, change_rights, read_scope, rights_told, set_password
from auditor.web.words import WEB_WORDS

_WORDS = CLI_WORDS.people

users = group("user")
tokens = group("token")

AccountName = Annotated[str, typer.Argument(metavar="姓名", help="账号名", show_default=False)]
TokenName = Annotated[str, typer.Argument(metavar="名称", help="给哪个系统用", show_default=False)]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role",
        metavar="角色",
        help="reader 查看、reviewer 复核、signer 签发、administrator 管理、unit 责任单位，也可写中文名称",
    ),
]
ToOption = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="县名[/单位名]", help="只限这个县；责任单位的账号写 县名/单位名；可写多次"),
]
_BY = WEB_WORDS.command_line
AsOption = Annotated[
    str, typer.Option("--as", metavar="账号", help="只能读这个账号能看的县；账号停用，令牌也失效；不写为全部县")
]


@users.command("add", cls=ChineseCommand)
def add_user(
    ctx: typer.Context, name: AccountName, role: RoleOption = Role.REVIEWER.value, to: ToOption = None
) -> None:
    """新建账号；口令从终端输入，或从标准输入读一行。"""
    context: CommandContext = ctx.obj
    wanted, scope = parse_role(role), read_scope(to or ())
    with context.store() as store:
        account = add_account(store, name, wanted, _ask_password(), system_clock(), scope=scope)
        _note(store, WEB_WORDS.acts.add_account, account.name, rights_told(account))
    say(_WORDS.added.format(name=account.name, role=rights_told(account)))


@users.command("list", cls=ChineseCommand)
def list_users(ctx: typer.Context) -> None:
    """列出全部账号。"""
    context: CommandContext = ctx.obj
    with context.store() as store:
        accounts = store.people.list_accounts()
    for account in accounts:
        state = _WORDS.disabled if account.disabled else _WORDS.enabled
        say(_WORDS.account.format(name=account.name, role=rights_told(account), state=state, day=account.created_at))
    if not accounts:
        say(_WORDS.no_accounts)


@users.command("role", cls=ChineseCommand)
def change_role(
    ctx: typer.Context,
    name: AccountName,
    role: RoleOption,
    to: ToOption = None,
    whole: Annotated[bool, typer.Option("--whole", help="不再限定范围，可看全部县")] = False,
) -> None:
    """改角色和范围（--to、--whole 都不写，范围不变）；该账号要重新登录。"""
    context: CommandContext = ctx.obj
    scope = WHOLE if whole else read_scope(to) if to else None
    with context.store() as store:
        account = change_rights(store, name, parse_role(role), scope)
        _note(store, WEB_WORDS.acts.change_account, name, WEB_WORDS.acts.change_role.format(role=rights_told(account)))
    say(_WORDS.changed.format(role=rights_told(account), name=account.name))


@users.command("password", cls=ChineseCommand)
def reset_password(ctx: typer.Context, name: AccountName) -> None:
    """重设口令；该账号在各处的登录随即失效。"""
    context: CommandContext = ctx.obj
    with context.store() as store:
        set_password(store, name, _ask_password())
        _note(store, WEB_WORDS.acts.change_account, name, WEB_WORDS.acts.reset_password)
    say(_WORDS.password_set.format(name=name))


@users.command("disable", cls=ChineseCommand)
def disable_user(ctx: typer.Context, name: AccountName) -> None:
    """停用账号，不能再登录；记录保留。"""
    _set_disabled(ctx.obj, name, disabled=True)


@users.command("enable", cls=ChineseCommand)
def enable_user(ctx: typer.Context, name: AccountName) -> None:
    """重新启用账号。"""
    _set_disabled(ctx.obj, name, disabled=False)


@tokens.command("add", cls=ChineseCommand)
def new_token(ctx: typer.Context, name: TokenName, account: AsOption = "") -> None:
    """新建只读令牌，只显示这一次。"""
    context: CommandContext = ctx.obj
    with context.store() as store:
        secret = add_token(store, name, account, system_clock())
        _note(store, WEB_WORDS.acts.add_token, name, account)
    say(secret)


@tokens.command("list", cls=ChineseCommand)
def list_tokens(ctx: typer.Context) -> None:
    """列出全部令牌。"""
    context: CommandContext = ctx.obj
    with context.store() as store:
        known = store.people.list_tokens()
    for token in known:
        state = _WORDS.token_revoked.format(day=token.revoked_at) if token.revoked_at else _WORDS.token_valid
        used = _WORDS.token_used.format(at=token.used_at) if token.used_at else _WORDS.token_unused
        say(f"{token.name}  {state}  {used}")
    if not known:
        say(_WORDS.no_tokens)


@tokens.command("revoke", cls=ChineseCommand)
def revoke_token(ctx: typer.Context, name: TokenName) -> None:
    """停用令牌。"""
    context: CommandContext = ctx.obj
    with context.store() as store:
        store.people.revoke_token(name, system_clock())
        _note(store, WEB_WORDS.acts.revoke_token, name)
    say(_WORDS.revoked.format(name=name))


def parse_role(text: str) -> Role:
    """A role by its id or label; raise `BadInput` listing them."""
    for role in Role:
        if text.strip() in (role.value, role.label):
            return role
    known = "、".join(f"{role.value}（{role.label}）" for role in Role)
    raise BadInput.one("--role", "", f"没有“{text}”这个角色", f"可用：{known}")


def _set_disabled(context: CommandContext, name: str, *, disabled: bool) -> None:
    with context.store() as store:
        store.people.change_account(name, disabled=disabled)
        act = WEB_WORDS.acts.disable if disabled else WEB_WORDS.acts.enable
        _note(store, WEB_WORDS.acts.change_account, name, act)
    say(_WORDS.set_to.format(act=act, name=name))


def _ask_password() -> str:
    """Typed twice on a terminal, unseen; elsewhere one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(_WORDS.password)
    if getpass.getpass(_WORDS.password_again) != password:
        raise BadInput.one("口令", "", "两次输入不一致", "请重新运行")
    return password


def _note(store: Store, action: str, subject: str, detail: str = "") -> None:
    store.people.note(Activity(system_clock(), _BY, "", action, subject, detail))
