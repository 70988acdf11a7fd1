"""A column that moved, was renamed or merged: what the archive shows of it is taken over by a person, and put back."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from auditor.base.errors import Outdated
from auditor.county.model import County, build_county
from auditor.county.past import past_text
from auditor.pipeline.moves import MOVE_WORDS, put_back, signs_of_moves
from auditor.web.access import CurrentOffice, PostedForm, Signer
from auditor.web.counties import UnknownPage
from auditor.web.forms import FormPlace
from auditor.web.moves import parse_moved
from auditor.web.pages import go, path_to
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@router.post("/county/{name}/{period}/moved")
def take_over(name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Write down what the newest look shows, from the day that is given; raise `Outdated` where it shows it no more."""
    file, county, key = office.book.file_of(name), office.book.county(name), form.text("column")
    at = _place_of(county, key)
    sign = next(iter(signs_of_moves(county, office.store, office.place, [key])), None)
    if sign is None or sign.told != form.text("told", 600):
        raise Outdated(MOVE_WORDS.gone.format(column=county.column[at].name))
    raw = county.model_dump(mode="json", exclude_defaults=True, exclude={"path"})
    day = parse_moved(form.text("moved", 20))
    raw["column"][at] = sign.taken_over(raw["column"][at], county.county.home, day)
    office.book.save(file, build_county(raw, FormPlace(raw), county.path), form.text("seen", 64))
    detail = f"{sign.column.name}: {MOVE_WORDS.ended.format(day=day - timedelta(days=1)) if sign.ends else sign.change}"
    office.note(who.name, who.address, WEB_WORDS.acts.take_over, name, detail)
    return go(path_to("county", name, period, "column", key=key), "taken_over")


@router.post("/county/{name}/{period}/unmoved")
def undo(name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Take the last change of a column's past back, as though it had never been written down."""
    file, county, key = office.book.file_of(name), office.book.county(name), form.text("column")
    at = _place_of(county, key)
    column = county.column[at]
    columns = (*county.column[:at], put_back(column), *county.column[at + 1 :])
    raw = county.model_copy(update={"column": columns}).model_dump(mode="json", exclude_defaults=True, exclude={"path"})
    office.book.save(file, build_county(raw, FormPlace(raw), county.path), form.text("seen", 64))
    detail = f"{column.name}: {past_text(column.was)}"
    office.note(who.name, who.address, WEB_WORDS.acts.put_back, name, detail)
    return go(path_to("county", name, period, "column", key=key), "untaken")


def _place_of(county: County, key: str) -> int:
    for n, column in enumerate(county.column):
        if column.key == key:
            return n
    raise UnknownPage(WEB_WORDS.unknown_page)
