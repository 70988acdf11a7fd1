"""Reads the small TOML files of the year: the office's figures, its work points, and the shipped forms."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from auditor.base.errors import BadInput, Problem, reason_of
from auditor.base.terms import ColumnKind
from auditor.county.check import TomlPlace, problem_of_fault

MAX_BYTES = 1_000_000


class FileTable(BaseModel):
    """Common settings of every table of these files: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Model = TypeVar("Model", bound=FileTable)


def read_file(path: Path, model: type[Model]) -> tuple[Model, TomlPlace]:
    """A whole file as a value, and what points into it; raise `BadInput` with every problem the types can tell."""
    text = _read_text(path)
    place = TomlPlace(path, text)
    try:
        raw: Any = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        cure = "请检查引号、括号和等号是否成对"
        raise BadInput.one(path, "", f"不是有效的 TOML（{error}）", cure) from error
    except RecursionError as error:
        raise BadInput.one(path, "", "括号嵌套过深", "请对照说明检查方括号和花括号") from error
    try:
        return model.model_validate(raw), place
    except ValidationError as error:
        raise BadInput(list(_problems(place, error))) from error


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput.one(path, "", f"无法读取（{reason_of(error)}）", "请检查路径和文件权限") from error
    if len(content) > MAX_BYTES:
        raise BadInput.one(path, "", "文件过大", f"不应超过 {MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput.one(path, "", "文件不是 UTF-8 编码", "请用 UTF-8 编码另存后重试") from error


def _problems(place: TomlPlace, error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        location = fault["loc"]
        if "kinds" in location:
            kinds = "、".join(f"{kind.value}（{kind.label}）" for kind in ColumnKind)
            yield place.problem(location, f"“{fault['input']}”不是栏目类型", f"可选：{kinds}")
        else:
            yield problem_of_fault(place, location, fault["type"], fault["input"], fault.get("ctx", {}))
