"""One zip per issued paper of a year: its papers, the files it was made with, the audits of its quarters."""

from auditor.annual.printing import annual_paper
from auditor.annual.replay import named_audits
from auditor.annual.values import Annual
from auditor.base.settings import Place
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.documents.writing import render_paper
from auditor.pipeline.package import packed_paper
from auditor.pipeline.papers import inputs_folder, paper_to_repeat
from auditor.store import Store


def package_annual(county: County, store: Store, place: Place, year: int) -> bytes:
    """The zip of the year's paper in force; the pages that its quarters rest on stand in their own packages.

    Raises `NotAllowed` where none was issued, `AuditorError` where an audit that it names is not kept.
    """
    kept = paper_to_repeat(county, store, "annual", str(year), issued=True)
    told = Annual.from_json(kept.json_text)
    audits = [audit for audit in named_audits(county, store, told) if audit]
    paper = annual_paper(told, told.printed_forms, inputs_folder(place, county, kept))
    contents, _ = render_paper(paper, choose_faces(place.fonts))
    quarters = {f"quarters/{audit.quarter}.json": audit.to_json().encode() for audit in audits}
    return packed_paper(kept, told.issue, contents, quarters, county=told.county, year=str(told.year))
