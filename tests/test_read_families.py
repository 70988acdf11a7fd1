"""Every portal family: its own pages, their next pages and the answers of its programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.base.errors import BadInput
from auditor.fetch import PageRequest
from auditor.read import PageReading
from auditor.read import families as families_module
from auditor.read.families import GENERAL, Family, Mark, choose_family, families, read_family
from auditor.read.printed import reading_to_json
from auditor.read.reading import read_page

PAGES = Path(__file__).parent / "pages"
CASES = [
    pytest.param(folder.name, case, id=f"{folder.name}-{case['page']}")
    for folder in sorted(PAGES.iterdir())
    if (folder / "expected.json").is_file() and folder.name in families()
    for case in json.loads((folder / "expected.json").read_text("utf-8"))
]


def read(folder: str, case: dict[str, Any], *, family: str = "") -> PageReading:
    request = PageRequest(**case["request"]) if "request" in case else None
    body = (PAGES / folder / case["page"]).read_bytes()
    return read_page(body, url=case["url"], request=request, family=family)


def told(reading: PageReading) -> dict[str, Any]:
    plain = reading_to_json(reading)
    return {
        "kind": plain["kind"],
        "family": plain["family"],
        "items": [[item["title"], item["url"], item["date"]] for item in plain["items"]],
        "next": plain["next"],
        "total_items": plain["total_items"],
        "total_pages": plain["total_pages"],
        "page_number": reading.page_number,
        "is_empty_list": reading.is_empty_list,
    }


@pytest.mark.parametrize(("folder", "case"), CASES)
def test_a_page_of_a_family_is_read_as_expected(folder: str, case: dict[str, Any]) -> None:
    wanted = {"is_empty_list": False} | {name: case[name] for name in case if name not in ("page", "url", "request")}
    assert told(read(folder, case)) == wanted


@pytest.mark.parametrize(("folder", "case"), CASES)
def test_forcing_the_right_family_changes_nothing(folder: str, case: dict[str, Any]) -> None:
    assert read(folder, case, family=folder) == read(folder, case)


def test_every_family_has_pages_of_its_own() -> None:
    assert {folder for folder, *_ in (case.values for case in CASES)} == families().keys() - {GENERAL}


MARKS = [
    pytest.param(family, mark, id=f"{family.id}-{mark.text or mark.address}")
    for family in families().values()
    for mark in family.mark
]


@pytest.mark.parametrize(("family", "mark"), MARKS)
def test_a_mark_decides_a_page(family: Family, mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its weight the page is the family's, without it is not; for a weight below 0 the other way round."""
    decided = mark.decides
    assert decided is not None
    assert decided.seen or mark.address, "an address says in its pattern where it was seen"
    url = f"http://portal.test{decided.address}"
    assert (choose_family(decided.page, url).id == family.id) is (mark.weight > 0)
    marks = [one.model_dump() | ({"weight": 0} if one is mark else {}) for one in family.mark]
    without = Family.model_validate(family.model_dump() | {"mark": marks})
    known = families() | {family.id: without}
    monkeypatch.setattr(families_module, "families", lambda: known)
    assert (choose_family(decided.page, url).id == family.id) is (mark.weight < 0)


def test_an_unknown_key_in_a_family_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "strange.toml"
    path.write_text('id = "strange"\nname = "x"\n[island]\nrowz = "x"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="rowz"):
        read_family(path)


def test_a_bad_pattern_in_a_family_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "strange.toml"
    path.write_text('id = "strange"\nname = "x"\n[pager]\ntotal = "(("\n', encoding="utf-8")
    with pytest.raises(BadInput, match="pager"):
        read_family(path)
