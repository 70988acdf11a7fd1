"""Bodies that are no web page at all: files sent under a page's address, error objects of interfaces."""

import json
import re
from typing import Any

from auditor.base.terms import ColumnState
from auditor.read.values import PageProblem

_LONGEST_ERROR = 4000
_FILE_STARTS = (
    ("%PDF-", "PDF文件"),
    ("PK\x03\x04", "压缩包或Office文件"),
    ("GIF8", "图片"),
    ("Rar!\x1a", "压缩包"),
    ("{\\rtf", "Word文件"),
)
_CODES = ("code", "status", "errcode", "errorCode", "statusCode", "resultCode")
_MESSAGES = ("msg", "message", "error", "errmsg", "info")
_SUCCESS = (0, 1, 200, 10000, 20000)
_STATES = {401: ColumnState.BLOCKED, 403: ColumnState.BLOCKED, 429: ColumnState.BLOCKED, 404: ColumnState.MISSING}
_NUMBER = re.compile(r"-?[0-9]{1,9}")


def kind_of_file(text: str) -> str:
    """What sort of file a decoded body is, in Chinese; empty for text."""
    start = text[:1000]
    for mark, kind in _FILE_STARTS:
        if start.startswith(mark):
            return kind
    if "NG\r\n\x1a\n" in start[:12] or "JFIF" in start[:16] or "Exif" in start[:16]:
        return "图片"
    controls = sum(character < " " and character not in "\t\n\r\f\x1b" for character in start)
    if controls > 3 and controls > len(start) * 0.02:
        return "二进制文件"
    return ""


def interface_error(source: str) -> PageProblem | None:
    """An interface's answer that says it failed; answers with rows, long ones and broken ones are the reader's."""
    if len(source) > _LONGEST_ERROR or source[:1] != "{":
        return None
    try:
        answer = json.loads(source)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or any(isinstance(value, list | dict) and value for value in answer.values()):
        return None
    code = _code(answer)
    fails = (code is not None and code not in _SUCCESS) or answer.get("success") is False
    if not fails and answer.get("error") in (None, "", 0, False):
        return None
    message = next((str(answer[key]) for key in _MESSAGES if answer.get(key)), "")
    state = _STATES.get(code or 0, ColumnState.UNREADABLE)
    if code is not None and str(code).startswith("5"):
        state = ColumnState.UNREACHABLE
    return PageProblem(state, f"接口返回错误{f'：{message[:60]}' if message else ''}，未能取得栏目内容")


def _code(answer: dict[str, Any]) -> int | None:
    stated = next((answer[key] for key in _CODES if not isinstance(answer.get(key), bool | None)), None)
    return int(str(stated)) if stated is not None and _NUMBER.fullmatch(str(stated)) else None
