"""One zip per issued follow-up: its papers, the circular, what it was made with, the pages that it rests on."""

from collections.abc import Mapping

from auditor.archive import read_chain
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.documents.writing import render_paper
from auditor.pipeline.package import archive_files, as_json, packed_paper
from auditor.pipeline.papers import inputs_folder
from auditor.recheck.printing import recheck_paper
from auditor.recheck.replay import LookedBack, look_back
from auditor.store import Store

PAGES = "pages.json"


async def package_recheck(county: County, store: Store, place: Place, period: Period) -> bytes:
    """The zip of a period's follow-up in force.

    Raises `NotAllowed` where none was issued, `ArchiveProblem` naming what of its evidence is damaged or missing.
    """
    looked = await look_back(county, store, place, period, issued=True)
    kept, told = looked.kept, looked.told
    paper = recheck_paper(told, inputs_folder(place, county, kept))
    contents, _ = render_paper(paper, choose_faces(place.fonts))
    by_column, folder = _pages_by_key(looked), place.archive_of(county.name)
    pages = {page for named in by_column.values() for page in named}
    pages |= {page for problem in told.problems for page in problem.pages}
    evidence = {
        "circular/audit.json": looked.circular.to_json().encode(),
        PAGES: as_json(by_column),
        **dict(archive_files(pages, folder, _newest(pages, [link.file for link in read_chain(folder)]))),
    }
    return packed_paper(kept, told.issue, contents, evidence, county=told.county, quarter=told.quarter)


def _pages_by_key(looked: LookedBack) -> Mapping[str, list[str]]:
    """The records that each of the circular's columns was last read from before the follow-up, by the column's key."""
    keys = [row.key for row in looked.circular.rows if row.key in looked.histories]
    read = {key: looked.histories[key].for_period(looked.circular.span.last) for key in keys}
    return {key: sorted(reading.pages) for key, reading in read.items() if reading.pages}


def _newest(pages: set[str], files: list[str]) -> str:
    """The last file of the chain that one of the records lies in."""
    named = {page.partition("#")[0] for page in pages}
    return next((file for file in reversed(files) if file in named), "")
