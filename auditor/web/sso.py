"""Single sign-on by OpenID Connect: authorisation code with PKCE, state and nonce; a subject stays one account's.

Needs the extra ``sso`` (authlib, with joserfc); nothing else imports them.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec
from threading import Lock
from typing import Any, cast

import httpx

from auditor.base.errors import AuditorError, NotAllowed
from auditor.base.terms import Role
from auditor.store import Store
from auditor.store.people import Account
from auditor.web.passwords import new_secret, secret_digest
from auditor.web.signin import SsoProvider

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Of public keys alone: never ``none``, never a secret that both sides know."""
_PATIENCE = 10.0
_WAITING = timedelta(minutes=10)
_MOST_WAITING = 1_000
_LEEWAY = 60


class SsoFault(AuditorError):
    """The provider cannot be reached, or what came from it cannot be trusted."""


@dataclass(frozen=True, slots=True)
class SignInTry:
    """One way to the provider that was begun: whose browser, and what the answer must fit."""

    browser: str
    verifier: str
    nonce: str
    back: str
    target: str
    begun: datetime


@dataclass(frozen=True, slots=True)
class SignInAnswer:
    """What came back: a person's claims, the token that bears them, and where the browser wanted to go."""

    claims: Mapping[str, Any]
    target: str
    token: str


@dataclass
class SingleSignOn:
    """The office's provider, and the ways to it that were begun and not ended."""

    provider: SsoProvider
    client: Callable[[], httpx.Client] = field(default=lambda: httpx.Client(timeout=_PATIENCE, trust_env=False))
    _tries: dict[str, SignInTry] = field(default_factory=dict)
    _hints: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _metadata: dict[str, Any] = field(default_factory=dict)

    def begin(self, browser: str, back: str, target: str, at: datetime) -> str:
        """The address at the provider where a browser is sent; ``browser`` is the hash of its own secret."""
        require_sso()
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        state, nonce, verifier = new_secret(), new_secret(), secrets.token_urlsafe(48)
        with self._lock:
            known = [(key, one) for key, one in self._tries.items() if at - one.begun < _WAITING][-_MOST_WAITING:]
            self._tries = {**dict(known), state: SignInTry(browser, verifier, nonce, back, target, at)}
        return str(
            prepare_grant_uri(
                self._said("authorization_endpoint"),
                self.provider.client_id,
                "code",
                redirect_uri=back,
                scope=self.provider.scope,
                state=state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    def finish(self, browser: str, answer: Mapping[str, str], at: datetime) -> "SignInAnswer":
        """What the provider says of the person, and where the browser wanted to go; raise `SsoFault`.

        A try is used up by its first answer, and answered by the browser that began it alone.
        """
        with self._lock:
            begun = self._tries.pop(answer.get("state", ""), None)
        if begun is None or begun.browser != browser or at - begun.begun >= _WAITING:
            raise SsoFault("这次登录不是从本页面开始的，或已经过期。请重新登录")
        if answer.get("iss", self.provider.issuer) != self.provider.issuer:
            raise SsoFault("回答不是来自登记的统一身份认证。请重新登录")
        if "code" not in answer:
            raise SsoFault("统一身份认证没有同意登录。请重新登录，或用账号和口令登录")
        token = self._exchange(answer["code"], begun)
        return SignInAnswer(self.claims_of(token, begun.nonce, at), begun.target, token)

    def claims_of(self, token: str, nonce: str, at: datetime) -> Mapping[str, Any]:
        """The claims of an ID token; raise `SsoFault` unless it is the provider's, for us, now, and of this try."""
        require_sso()
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        rules = jwt.JWTClaimsRegistry(
            now=int(at.timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            keys = KeySet.import_key_set(cast("Any", self._get(self._said("jwks_uri"))))
            claims = dict(jwt.decode(token, keys, algorithms=list(_ALGORITHMS)).claims)
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SsoFault(
                "统一身份认证的回答不能采信（签名、期限或对象不符）。请重新登录；仍不行的，请联系管理员"
            ) from error
        azp = claims.get("azp", self.provider.client_id)
        if azp != self.provider.client_id or not str(claims["sub"]):
            raise SsoFault("统一身份认证的回答不是给本系统的。请联系管理员")
        return claims

    def remember(self, browser: str, token: str) -> None:
        """Keep the token that a browser came in by, as it signs out at the provider with it."""
        with self._lock:
            self._hints = {**dict(list(self._hints.items())[-_MOST_WAITING:]), browser: token}

    def came_by_it(self, browser: str) -> bool:
        """Whether the browser came in by the provider, and signed out there never since."""
        return browser in self._hints

    def leave(self, browser: str, back: str) -> str:
        """The address at the provider where a browser signs out there too; empty where it has none.

        With the token that it came in by, the provider need not ask who is meant.
        """
        with self._lock:
            hint = self._hints.pop(browser, "")
        address = str(self._metadata_now().get("end_session_endpoint", ""))
        if not address:
            return ""
        told = {"client_id": self.provider.client_id, "post_logout_redirect_uri": back}
        query = httpx.QueryParams({**told, **({"id_token_hint": hint} if hint else {})})
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def _exchange(self, code: str, begun: SignInTry) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": begun.back,
            "code_verifier": begun.verifier,
        }
        secret = self.provider.client_secret.get_secret_value()
        try:
            with self.client() as client:
                auth = httpx.BasicAuth(self.provider.client_id, secret)
                answer = client.post(self._said("token_endpoint"), data=form, auth=auth)
                told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SsoFault("连不上统一身份认证，请稍后再试，或用账号和口令登录") from error
        if answer.status_code != 200 or not isinstance(told, dict) or not isinstance(told.get("id_token"), str):
            raise SsoFault("统一身份认证没有给出登录结果。请重新登录；仍不行的，请管理员检查 signin.toml")
        return str(told["id_token"])

    def _said(self, key: str) -> str:
        value = self._metadata_now().get(key)
        if not isinstance(value, str) or not value:
            raise SsoFault("统一身份认证的说明中缺少登录所需的网址，请管理员检查 signin.toml 中的 issuer")
        return value

    def _metadata_now(self) -> dict[str, Any]:
        """What the provider says of itself, asked for once; it must bear the name that we know it by."""
        if not self._metadata:
            told = self._get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            if told.get("issuer") != self.provider.issuer:
                raise SsoFault("统一身份认证报的名称与 signin.toml 中的 issuer 不同，请管理员核对")
            self._metadata = told
        return self._metadata

    def _get(self, address: str) -> dict[str, Any]:
        try:
            with self.client() as client:
                answer = client.get(address)
                answer.raise_for_status()
                told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SsoFault("连不上统一身份认证，请稍后再试，或用账号和口令登录") from error
        if not isinstance(told, dict):
            raise SsoFault("统一身份认证的说明读不懂，请管理员检查 signin.toml 中的 issuer")
        return told


def require_sso() -> None:
    """Raise `NotAllowed` where the packages of the extra are missing."""
    if find_spec("authlib") is None or find_spec("joserfc") is None:
        raise NotAllowed("没有安装统一身份认证所需的程序包，请运行 pip install 'auditor[sso]'")


def browser_digest(secret: str) -> str:
    """What is kept of a browser that went to the provider."""
    return secret_digest(f"sso:{secret}")


def account_of(store: Store, provider: SsoProvider, claims: Mapping[str, Any], own: Account | None = None) -> Account:
    """The account of a person that the provider knows; raise `NotAllowed` where there is none.

    A subject is bound to the account that its claim names when it first comes, and is that account's from then on,
    whatever the claim says later. An administrator's is bound only by the administrator (``own``), signed in with the
    password; nobody's account is made.
    """
    subject = str(claims["sub"])
    number = store.credentials.find_subject(provider.issuer, subject)
    if number is not None:
        account = store.people.find_by_id(number)
        if account is None or account.disabled or (own and own.id != account.id):
            raise NotAllowed("统一身份认证中的这个人对应的账号已经停用，或是另一个账号。请联系管理员")
        return account
    name = str(claims.get(provider.claim, ""))
    account = own or (store.people.find_account(name) if name else None)
    if account is None or account.disabled:
        raise NotAllowed(
            f"统一身份认证认得您（{name[:40] or subject[:40]}），但这里没有您的账号。请管理员先用这个名字新建账号"
        )
    if own is None and account.role is Role.ADMINISTRATOR:
        raise NotAllowed("管理员首次使用统一身份认证，须先用口令登录，再在“我的账号”中绑定")
    store.credentials.bind_subject(account, provider.issuer, subject)
    return account
