"""``notices.toml`` in the home folder: who is told of what, over which channel. Addresses hold secrets."""

import logging
import tomllib
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import apprise
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from auditor.audit.hearing import WORDS
from auditor.base.errors import BadInput, Problem
from auditor.base.terms import NoticeKind
from auditor.county.check import TomlPlace, problem_of_fault

APPRISE_LOG = logging.getLogger("apprise")
"""Says nothing anywhere but to those who listen while a notice is sent: its words hold addresses, and those secrets."""
APPRISE_LOG.propagate = False
APPRISE_LOG.addHandler(logging.NullHandler())
for _name in ("apprise", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

FILE_NAME = "notices.toml"
_MAX_BYTES = 1_000_000
_EVENTS = "可选：" + "、".join(f"{kind.value}（{kind.label}）" for kind in NoticeKind)
_CURES = {
    "url": "请写成 apprise 的地址，如 mailto://…、wecombot://…、dingtalk://…、feishu://…，写法见 docs/running.md",
    "events": _EVENTS,
    "counties": '请写成县名的列表，如 ["崇信县"]；不写则为全部',
    "name": "请给每个通知对象起一个不重复的名称",
    "warning": "请写 1 到 60 之间的整数（季度结束前的工作日数）",
    "unverifiable": "请写 1 到 90 之间的整数（天数）",
    "target": "每个通知对象写一节 [[target]]，有 name 和 url",
    "mail": WORDS.mail_cure,
    "days": "[days] 一节里可以写 warning 和 unverifiable",
}


def _is_channel(url: SecretStr) -> SecretStr:
    if apprise.Apprise.instantiate(url.get_secret_value(), suppress_exceptions=True) is None:
        raise ValueError
    return url


class _NoticeTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Days(_NoticeTable):
    """``[days]``: when to warn. ``warning`` in working days before the quarter's end, ``unverifiable`` in days."""

    warning: int = Field(default=10, ge=1, le=60, strict=True)
    unverifiable: int = Field(default=7, ge=1, le=90, strict=True)


class Target(_NoticeTable):
    """One ``[[target]]``: a channel, the events it is told of (all where none is named) and for which counties."""

    name: str = Field(min_length=1, max_length=60)
    url: Annotated[SecretStr, AfterValidator(_is_channel)]
    events: tuple[NoticeKind, ...] = ()
    counties: tuple[str, ...] = ()

    def wants(self, kind: NoticeKind, county: str) -> bool:
        """Whether this target is told of such an event."""
        return (not self.events or kind in self.events) and (not self.counties or county in self.counties)


def _is_mail(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("mailto://", "mailtos://")):
        raise ValueError
    return _is_channel(url)


class Mail(_NoticeTable):
    """``[mail]``: the account that letters to units are sent from, and the units' addresses.

    ``units`` by name, or by ``county/name`` where several counties have units of one name.
    """

    url: Annotated[SecretStr, AfterValidator(_is_mail)]
    units: dict[str, Annotated[str, Field(pattern=r"^[^@\s,;]+@[^@\s,;]+$", max_length=200)]] = {}

    def address_of(self, county: str, unit: str) -> str:
        """A unit's address; empty where none is known."""
        return self.units.get(f"{county}/{unit}") or self.units.get(unit, "")


class NoticeRules(_NoticeTable):
    """The whole file; without one nobody is told anything but on the web page."""

    days: Days = Days()
    mail: Mail | None = None
    target: tuple[Target, ...] = ()

    def find(self, name: str) -> Target | None:
        """The target of that name."""
        return next((target for target in self.target if target.name == name), None)


def load_rules(home: Path) -> NoticeRules:
    """Read ``notices.toml`` of a home folder, if any; raise `BadInput` with every problem, never a secret."""
    path = home / FILE_NAME
    return parse_rules(path, read_rules_text(path))


def parse_rules(path: Path, text: str) -> NoticeRules:
    """The rules that ``text`` says; raise `BadInput` with every problem, never a secret."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML; figures and brackets beyond all measure
        raise BadInput.one(path, "", "不是有效的 TOML", "请检查引号、括号和等号是否成对") from error
    try:
        rules = NoticeRules.model_validate(raw)
    except ValidationError as error:
        place = TomlPlace(path, text)
        raise BadInput([_explain(place, fault) for fault in error.errors(include_url=False)]) from None
    names = [target.name for target in rules.target]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput.one(path, "target.name", f"有重复的名称“{'、'.join(twins)}”", _CURES["name"])
    return rules


class RuleBook:
    """The rules of a home folder, read again when they change; while they are broken the last good ones hold."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._stamp: tuple[int, int] | None = None
        self._rules = NoticeRules()
        self._lock = Lock()
        self.problem = ""

    def read(self) -> NoticeRules:
        """The rules in force; ``problem`` says what is wrong with the file, where something is."""
        with self._lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._rules, self.problem = load_rules(self._home), ""
                except BadInput as error:
                    self.problem = str(error)
            return self._rules

    def _stamp_now(self) -> tuple[int, int]:
        try:
            status = (self._home / FILE_NAME).stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size


def read_rules_text(path: Path) -> str:
    """The file as it is written, empty where there is none; raise `BadInput` where it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise BadInput.one(path, "", "无法读取", "请检查文件权限") from error
    if len(content) > _MAX_BYTES:
        raise BadInput.one(path, "", "文件过大", "请删减")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput.one(path, "", "文件不是 UTF-8 编码", "请用 UTF-8 编码另存后重试") from error


def _explain(place: TomlPlace, fault: Any) -> Problem:
    location, kind = fault["loc"], fault["type"]
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        return place.problem(location, "不认识的键", "请检查拼写，或删去；可用的键见 docs/running.md")
    if kind == "missing":
        return place.problem(location, "缺少必填项", _CURES.get(key, "请补上"))
    key = "mail" if location[0] == "mail" else key
    if key in _CURES:  # the value itself is never shown: it may hold a secret
        what = "无法识别的通知地址" if key == "url" else "取值无效"
        return place.problem(location, what, _CURES[key])
    return problem_of_fault(place, location, kind, None, {})
