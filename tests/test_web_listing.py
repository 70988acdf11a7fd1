"""Five hundred columns in the editor: found, filtered, sorted, paged, and changed many at once."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from web_office import COUNTY, Office, nothing, office

from auditor.base.terms import ColumnKind, Role
from auditor.county.model import County, load_county
from auditor.county.writing import save_county

EDIT = "/county/清源县/edit"
MANY = 500


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, nothing) as opened:
        first = COUNTY.column[0]
        columns = [
            first.model_copy(
                update={"name": f"栏目{number:03}", "url": f"/c{number}/", "unit": COUNTY.unit[number % 3].name}
            )
            for number in range(MANY)
        ]
        save_county(tmp_path / "qingyuan.toml", COUNTY.model_copy(update={"column": tuple(columns)}))
        yield opened


def saved(desk: Office) -> County:
    return load_county(desk.folder / "qingyuan.toml")


def test_columns_are_found_filtered_sorted_and_paged_by_the_address(desk: Office):
    reader = desk.browser("看客", Role.READER)
    page = reader.read(EDIT)
    assert "500个栏目，第1页，共5页" in page
    assert len(page.encode()) < 150_000
    assert "1个栏目<" in reader.read(f"{EDIT}?text=栏目123")
    unit = COUNTY.unit[1].name
    page = reader.read(f"{EDIT}?unit={unit}&sort=name&page=2")
    assert "167个栏目，第2页，共2页" in page
    assert "unit=" in page.split("上一页")[0].rpartition("href=")[2], "the way back keeps the filter"
    answer = reader.get(f"{EDIT}?text=栏目12&table_no=0&as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 11
    for odd in ("page=0", "page=x", "kind=x", "sort=x", "table=x", "text=%27"):
        assert reader.get(f"{EDIT}?{odd}").status_code == 200, odd


def test_many_columns_are_changed_at_once_and_the_rest_stays(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    keys = ["/c1/", "/c2/", "/c3/"]
    fields = {"key": keys, "kind": "policy", "due_too": "yes", "due": ["1", "3"]}
    answer = signer.send(f"{EDIT}/bulk?text=栏目00", EDIT, **fields)
    assert answer.status_code == 303, answer.text[-500:]
    assert "text=" in answer.headers["location"]
    changed = [column for column in saved(desk).column if column.kind is ColumnKind.POLICY]
    assert [(column.url, column.due) for column in changed] == [(key, (1, 3)) for key in keys]
    assert "栏目001、栏目002、栏目003" in desk.store.people.list_activity(1)[0].detail
    assert signer.send(f"{EDIT}/bulk", EDIT, key=keys, due_too="yes", due=["1", "2", "3", "4"]).status_code == 303
    assert all(column.due is None for column in saved(desk).column)


def test_another_unit_asks_from_when_and_what_was_ticked_comes_back(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    unit = COUNTY.unit[0].name
    answer = signer.send(f"{EDIT}/bulk", EDIT, key=["/c1/", "/c4/"], unit=unit)
    assert answer.status_code == 422
    assert answer.text.count('aria-label="选栏目001" checked') == 1
    assert f"<option selected>{unit}</option>" in answer.text
    assert signer.send(f"{EDIT}/bulk", EDIT, key=["/c1/", "/c4/"], unit=unit, moved="2020-04-01").status_code == 303
    moved = [column for column in saved(desk).column if column.url in ("/c1/", "/c4/")]
    assert [column.unit for column in moved] == [unit, unit]
    assert all(column.was for column in moved), "past quarters stay with the one before"
    for fields in ({"kind": "policy"}, {"key": ["/c1/"]}):
        assert signer.send(f"{EDIT}/bulk", EDIT, **fields).status_code == 422
    assert (
        desk.browser("李雷", Role.REVIEWER).send(f"{EDIT}/bulk", EDIT, key=["/c1/"], kind="policy").status_code == 403
    )


def test_units_are_changed_at_once(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    page = signer.read(EDIT)
    table = page.split('id="units-table"')[1].split("<option value=")[2].split('"')[1]
    answer = signer.send(f"{EDIT}/bulk-units", EDIT, **{"unit-key": ["发改局", "财政局"], "until": "2020-12-31"})
    assert answer.status_code == 303, answer.text[-500:]
    assert (desk.folder / "qingyuan.toml").read_text("utf-8").count("until = 2020-12-31") == 2, answer.text
    assert signer.send(f"{EDIT}/bulk-units", EDIT, **{"unit-key": ["发改局"], "new-table": table}).status_code == 303
    for fields in ({"unit-key": ["发改局"]}, {"until": "2020-12-31"}, {"unit-key": ["发改局"], "until": "soon"}):
        answer = signer.send(f"{EDIT}/bulk-units", EDIT, **fields)
        assert answer.status_code == 422
        assert str(fields.get("until", "批量修改")) in answer.text
    assert "批量修改单位" in desk.store.people.list_activity(1)[0].action
