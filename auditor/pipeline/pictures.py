"""Pictures of pages as people see them: evidence beside what was read, kept with the proofs, never part of an audit.

One is taken of each column that is unknown, of each zero that was due, and of each page that a finding names. It bears
its address and the time in a strip above, and is listed in ``pictures.jsonl``, to which lines are only added.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from auditor.audit.model import Audit
from auditor.base.errors import AuditorError
from auditor.base.files import make_folder, put_file
from auditor.base.period import LOCAL
from auditor.base.settings import Clock, Place
from auditor.base.words import Words, load_words
from auditor.circular.pictures import Picture
from auditor.county.model import County
from auditor.fetch.chromium import NotShown, find_lack
from auditor.pipeline.lease import holding
from auditor.pipeline.proofs import keep_proof, load_proof
from auditor.store import Store


class PictureWords(Words):
    """Why a picture is there, what stands above it, and why there is none."""

    unknown: str
    zero: str
    example: str
    stamp: str
    lacking: str
    failed: str
    left_out: str


_WORDS = load_words("pictures", PictureWords)
MOST_PICTURES = 60
"""For one county and period: the portal is asked for all that a page looks like."""
_LIST = "pictures.jsonl"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page to be taken, for which column, and why."""

    column: str
    address: str
    why: str


def wanted_pictures(audit: Audit) -> tuple[_Wanted, ...]:
    """The pages that an audit rests its hardest words on, each once."""
    return tuple({wanted.address: wanted for wanted in reversed(list(_wanted(audit)))}.values())[::-1]


def _wanted(audit: Audit) -> Iterator[_Wanted]:
    for row in audit.rows:
        if row.count is None:
            yield _Wanted(row.key, row.url, _WORDS.unknown)
        elif row.count == 0 and row.due and not row.exempt:
            yield _Wanted(row.key, row.url, _WORDS.zero)
    keys = {row.column: row.key for row in audit.rows}
    for finding in audit.findings:
        if finding.force in ("grade", "print"):
            for address in finding.items:
                yield _Wanted(keys.get(finding.column, ""), address, _WORDS.example)


async def take_pictures(county: County, store: Store, place: Place, clock: Clock, audit: Audit) -> tuple[str, ...]:
    """Take those that an audit wants, where the county file asks for pictures; what people should hear of it."""
    if not county.crawl.pictures:
        return ()
    if lack := find_lack(place.browser):
        return (_WORDS.lacking.format(why=lack),)
    from auditor.archive import ArchiveWriter
    from auditor.crawl.browser import BrowserFetcher
    from auditor.fetch.client import PortalClient, user_agent

    wanted, notes = wanted_pictures(audit), []
    home, rules, agent = county.county.home, county.crawl, user_agent(place.contact)
    folder, name = place.archive_of(county.name), f"pictures-{audit.quarter}"
    async with holding(store, f"county:{county.name}"):
        with ArchiveWriter(folder, name, started=clock(), agent=agent) as archive:
            async with (
                PortalClient(home, rules, now=clock, contact=place.contact, archive=archive) as portal,
                BrowserFetcher(portal, archive, place.browser, agent, clock) as browser,
            ):
                for one in wanted[:MOST_PICTURES]:
                    at = clock()
                    stamp = _WORDS.stamp.format(address=one.address, at=at.astimezone(LOCAL), agent=agent)
                    try:
                        content = await browser.picture(one.address, stamp)
                    except NotShown as failure:
                        notes.append(_WORDS.failed.format(address=one.address, why=failure))
                        continue
                    called = keep_proof(place, county.name, "page.png", content)
                    note_picture(
                        place, county.name, Picture(audit.quarter, one.column, one.address, one.why, at, called)
                    )
    if len(wanted) > MOST_PICTURES:
        notes.append(_WORDS.left_out.format(left=len(wanted) - MOST_PICTURES, most=MOST_PICTURES))
    return tuple(notes)


def list_pictures(place: Place, county: str, period: str, *, until: datetime | None = None) -> tuple[Picture, ...]:
    """The pictures of a period, oldest first; with ``until``, those that there were by then."""
    found = (Picture.from_json(line) for line in _lines(place, county))
    return tuple(one for one in found if one.period == period and (until is None or one.at <= until))


def write_pictures(place: Place, county: str, pictures: Sequence[Picture], out: Path) -> None:
    """Put the files where the working papers in ``out`` lead to; one that is lost is left out."""
    for picture in pictures:
        with suppress(AuditorError):
            content = load_proof(place, county, picture.file)
            put_file(out / picture.path, content)


def note_picture(place: Place, county: str, picture: Picture) -> None:
    """Add a picture, whose file is kept, to the county's list."""
    line = json.dumps({**asdict(picture), "at": picture.at.isoformat()}, ensure_ascii=False, sort_keys=True)
    path = _list_of(place, county)
    make_folder(path.parent)
    put_file(path, "".join(f"{known}\n" for known in (*_lines(place, county), line)).encode())


def _lines(place: Place, county: str) -> list[str]:
    path = _list_of(place, county)
    return path.read_text("utf-8").splitlines() if path.is_file() else []


def _list_of(place: Place, county: str) -> Path:
    return place.proofs_of(county) / _LIST
