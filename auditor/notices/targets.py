"""Targets of notices put into ``notices.toml`` and taken out of it, the rest of the file left as it is."""

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from auditor.base.errors import BadInput, NotAllowed, unwritable
from auditor.base.files import put_file
from auditor.notices.rules import FILE_NAME, NoticeRules, parse_rules, read_rules_text


def add_target(home: Path, name: str, url: str, events: tuple[str, ...], counties: tuple[str, ...]) -> NoticeRules:
    """Add a target; raise `BadInput` for what cannot stand in the file."""
    document = _document(home)
    table = tomlkit.table()
    table["name"], table["url"] = name, url
    if events:
        table["events"] = list(events)
    if counties:
        table["counties"] = list(counties)
    targets = document.setdefault("target", tomlkit.aot())
    if not isinstance(targets, AoT):
        raise NotAllowed(f"{FILE_NAME} 里的 target 不是按 [[target]] 写的，请用文本编辑器修改")
    targets.append(table)
    return _save(home, document)


def drop_target(home: Path, name: str) -> NoticeRules:
    """Take a target out; raise `NotAllowed` where there is none of that name."""
    document = _document(home)
    targets = document.get("target")
    places = [n for n, one in enumerate(targets) if one.get("name") == name] if isinstance(targets, AoT) else []
    if not places or not isinstance(targets, AoT):
        raise NotAllowed(f"没有名为“{name[:60]}”的通知对象")
    del targets[places[0]]
    return _save(home, document)


def _document(home: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(read_rules_text(home / FILE_NAME))
    except TOMLKitError as error:
        raise BadInput.one(home / FILE_NAME, "", "不是有效的 TOML", "请检查引号、括号和等号是否成对") from error


def _save(home: Path, document: tomlkit.TOMLDocument) -> NoticeRules:
    path, text = home / FILE_NAME, tomlkit.dumps(document)
    rules = parse_rules(path, text)
    try:
        put_file(path, text.encode())
        path.chmod(0o600)  # the addresses hold secrets
    except OSError as error:
        raise unwritable(path, "", error, "请检查权限") from error
    return rules
