"""``signin.toml`` in the home folder: the office's identity provider, and whether signing asks for a one-time code."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from auditor.base.errors import BadInput, Problem
from auditor.web.words import WEB_WORDS

FILE_NAME = "signin.toml"


class _SignInTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class SsoProvider(_SignInTable):
    """``[sso]``: an OpenID Connect provider. ``claim`` is what names the account, ``address`` how browsers reach us."""

    issuer: str = Field(pattern=r"^https://\S+$|^http://(?:127\.0\.0\.1|localhost|\[::1\])[:/]\S*$")
    client_id: str = Field(min_length=1)
    client_secret: SecretStr
    claim: str = Field(default="preferred_username", min_length=1)
    scope: str = "openid profile"
    label: str = Field(default=WEB_WORDS.provider, min_length=1, max_length=20)
    address: str = ""


class SignInRules(_SignInTable):
    """The whole file; without one people sign in with a password, and sign without a code."""

    code_to_sign: bool = False
    sso: SsoProvider | None = None


def read_sign_in(home: Path) -> SignInRules:
    """The rules of a home folder; raise `BadInput` with every problem, never a secret."""
    path = home / FILE_NAME
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return SignInRules()
    except (OSError, ValueError) as error:
        raise BadInput.one(path, "", "无法读取", "请检查文件权限，并存为 UTF-8") from error
    try:
        return SignInRules.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise BadInput(
            [_explain(path, ".".join(map(str, fault["loc"])), str(fault["type"])) for fault in error.errors()]
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadInput.one(path, "", "不是有效的 TOML", "请检查引号、括号和等号是否成对") from error


def _explain(path: Path, key: str, kind: str) -> Problem:
    if kind == "extra_forbidden":
        return Problem(
            str(path), key, "没有这一项", "可用：code_to_sign，[sso] 中的 issuer、client_id、client_secret、claim 等"
        )
    return Problem(str(path), key, "没有填写，或写法不对", "写法见 docs/running.md 中的“动态口令和统一身份认证”")
