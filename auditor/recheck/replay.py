"""A follow-up made again from the archive, by what it was frozen with, whatever county file and wording say by now."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from auditor.audit.model import Audit
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.county.model import County, parse_county
from auditor.crawl.column import READER
from auditor.pipeline.papers import (
    COUNTY_FILE,
    RepeatedPaper,
    audit_named,
    inputs_folder,
    list_changes,
    paper_to_repeat,
)
from auditor.pipeline.reading import read_runs
from auditor.pipeline.replay import whole_archive
from auditor.recheck.issue import BASIS_FILE
from auditor.recheck.prepare import Later, compare_again
from auditor.recheck.values import Recheck
from auditor.store import Store, open_store
from auditor.store.papers import KeptPaper
from auditor.store.runs import ColumnHistory


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A kept follow-up beside what it rests on: the circular, and what the crawls read by column key."""

    kept: KeptPaper
    told: Recheck
    circular: Audit
    histories: Mapping[str, ColumnHistory]
    again: Recheck

    @property
    def repeated(self) -> RepeatedPaper:
        """How the two compare."""
        changes = list_changes(self.kept.json_text, self.again.to_json())
        is_later = json.loads(self.kept.inputs[BASIS_FILE])["reader"] != READER
        return RepeatedPaper(self.again.own_digest(), changes, is_later)


async def look_back(county: County, store: Store, place: Place, period: Period, *, issued: bool = False) -> LookedBack:
    """Read the archived crawls again as far as the follow-up knew of them, and compare once more; no network.

    ``issued``: of the issued follow-up alone; else the newest draft will do where none was issued. Raises `NotAllowed`
    where there is none, `ArchiveProblem` naming what is damaged or missing.
    """
    kept = paper_to_repeat(county, store, "recheck", period.name, issued=issued)
    told, basis = Recheck.from_json(kept.json_text), json.loads(kept.inputs[BASIS_FILE])
    circular = audit_named(county, store, period, told.digest)
    folder, then = whole_archive(county, place), parse_county(kept.inputs[COUNTY_FILE], county.path)
    runs = [run for run in store.runs.list_runs(county, counted_at=kept.at) if run.id <= basis["run"]]
    decisions = [one for one in store.audits.list_decisions(county, period) if one.id <= basis["decision"]]
    with closing(open_store("sqlite://")) as memory:
        await read_runs(then, store, folder, runs, memory)
        histories = memory.runs.load_readings(then)
    wording = inputs_folder(place, county, kept)
    later = Later(runs, histories, decisions)
    again = compare_again(then, store, place, circular, later, wording, told.issue)
    return LookedBack(kept, told, circular, histories, again)
