"""One portal, a fault in nearly every column: nothing broken is counted, nothing healthy is suspected."""

from itertools import cycle
from pathlib import Path

import pytest
from farm.faults import FAULTS, HOME_PAGE
from farm.healthy import HEALTHY
from farm.site import Outcome, Request, run_line, send
from servers import Reply

from auditor.base.terms import ColumnState


def answer(request: Request) -> Reply | None:
    if request.path == "/":
        return send(HOME_PAGE)
    if request.path == "/robots.txt":
        return send("User-agent: *\nDisallow: /robots/\n", "text/plain")
    slug = request.path.strip("/").split("/")[0]
    if slug in HEALTHY:
        return HEALTHY[slug][0](request)
    return FAULTS[slug](request) if slug in FAULTS else None


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder: Path = tmp_path_factory.mktemp("home")
    columns = {f"/{slug}/": slug for pair in zip(FAULTS, cycle(HEALTHY), strict=False) for slug in pair}
    columns["/moved-a-step"] = columns.pop("/moved-a-step/")
    return run_line(answer, columns, folder, timeout=2, concurrency=8)


@pytest.mark.parametrize("slug", FAULTS)
def test_a_fault_is_never_a_count(outcome: Outcome, slug: str):
    row = outcome.rows[f"/{slug}/"]
    assert row.count is None
    assert not row.state.is_known
    assert row.reason


@pytest.mark.parametrize("slug", HEALTHY)
def test_a_healthy_column_is_counted(outcome: Outcome, slug: str):
    row = outcome.rows["/moved-a-step" if slug == "moved-a-step" else f"/{slug}/"]
    assert (row.count, row.reason if row.count is None else "") == (HEALTHY[slug][1], "")


pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time

STATES = {
    ColumnState.BLOCKED: "captcha-200 wall-403 wall-412 wall-202 wall-521 wall-405 cookie-shell robots",
    ColumnState.UNREACHABLE: "error-500 error-503 maintenance-200 gateway-text-200 cut-off reset silence drip"
    " redirect-loop",
    ColumnState.MISSING: "soft-404 gone-404 gone-410 home-served home-redirect",
    ColumnState.UNREADABLE: "second-repeats second-backwards second-500 second-404 second-empty own-article hub",
}


@pytest.mark.parametrize(("state", "slugs"), STATES.items())
def test_the_state_says_what_stood_in_the_way(outcome: Outcome, state: ColumnState, slugs: str):
    assert {slug: outcome.rows[f"/{slug}/"].state for slug in slugs.split()} == dict.fromkeys(slugs.split(), state)
