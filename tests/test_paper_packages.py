"""A year's paper and a follow-up stand by what they were issued with: made again, and taken to another machine."""

import asyncio
import io
import json
import random
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_frozen_inputs import county_with_own_pack
from test_pipeline import APRIL, Q1, crawl

from auditor.annual.issue import draw_up_annual, issue_annual
from auditor.annual.package import package_annual
from auditor.annual.prepare import AnnualRequest
from auditor.annual.replay import replay_annual
from auditor.audit.model import IssueEntry
from auditor.base.errors import NotAllowed
from auditor.base.resources import shipped
from auditor.base.settings import Place, clock_at
from auditor.county.model import County, Former
from auditor.pipeline.line import issue_circular
from auditor.pipeline.package import packed
from auditor.recheck.issue import draw_up_recheck, issue_recheck
from auditor.recheck.package import package_recheck
from auditor.recheck.replay import look_back
from auditor.sample import SamplePortal
from auditor.store import Store, open_store

CHECKER = shipped("templates", "package", "check.py")
JUNE = clock_at("2020-06-20T09:00")


@dataclass
class Office:
    """A county whose circular, year and follow-up were issued, and the same office after everything was changed."""

    county: County
    store: Store
    place: Place
    later: County
    changed: Place


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    place = Place(folder / "home")
    store = open_store(place.database)
    with SamplePortal() as portal:
        county = county_with_own_pack(folder, portal.home)
        crawl(county, store, place, "2020-04-10T02:30")
        entry = IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 16), by="王")
        issue_circular(county, store, place, Q1, APRIL, entry)
        crawl(county, store, place, "2020-05-20T02:30")
        draw_up_recheck(county, store, place, JUNE, Q1)
        issue_recheck(county, store, place, JUNE, Q1, IssueEntry(date=date(2020, 6, 20), by="王"))
        extra, points = folder / "figures.toml", folder / "points.toml"
        extra.write_text("year = 2020\n[channels]\nwechat = 12\n", "utf-8")
        points.write_text('[[point]]\ntext = "推进资源交易公开"\ncolumns = ["资源交易"]\n', "utf-8")
        draw_up_annual(county, store, place, JUNE, AnnualRequest(2020, extra, points))
        number = IssueEntry(number="崇政办发〔2021〕2号", date=date(2021, 1, 20), by="王")
        issue_annual(county, store, place, JUNE, 2020, number)
        crawl(county, store, place, "2021-02-20T02:30")
    pack = county.path.parent / "own.toml"
    pack.write_text(pack.read_text("utf-8").replace('version = "', 'version = "edited-', 1), "utf-8")
    for path in (extra, points):
        path.unlink()
    wording = folder / "wording"
    wording.mkdir()
    for kind in ("annual", "recheck"):
        text = shipped("templates", kind, f"{kind}.txt.j2").read_text("utf-8")
        (wording / f"{kind}.txt.j2").write_text(text.replace("情况", "情形"), "utf-8")
    was = (Former(until=date(2020, 2, 1), unit=county.column[0].unit or "", name="旧名", url="/elsewhere/"),)
    moved = county.column[0].model_copy(update={"unit": county.unit[-1].name, "was": was})
    later = county.model_copy(update={"column": tuple(reversed((moved, *county.column[1:])))})
    yield Office(county, store, place, later, replace(place, wording=wording))
    store.close()


def annual_package(office: Office) -> bytes:
    return package_annual(office.later, office.store, office.changed, 2020)


def recheck_package(office: Office) -> bytes:
    return asyncio.run(package_recheck(office.later, office.store, office.changed, Q1))


PACKERS: dict[str, Callable[[Office], bytes]] = {"annual": annual_package, "recheck": recheck_package}


@pytest.fixture(scope="module")
def packages(office: Office) -> dict[str, bytes]:
    return {stem: pack(office) for stem, pack in PACKERS.items()}


def files_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_papers_are_the_same_after_everything_they_rest_on_was_changed(office: Office):
    annual = replay_annual(office.later, office.store, office.changed, 2020)
    issued = office.store.papers.load_issued(office.county, "annual", "2020")
    assert (annual.differences, annual.digest) == ((), issued and issued.digest)
    looked = asyncio.run(look_back(office.later, office.store, office.changed, Q1))
    assert (looked.repeated.differences, looked.repeated.digest) == ((), looked.kept.digest)
    assert json.loads(looked.kept.json_text)["problems"], "there is something to look at again"


def test_a_paper_that_was_never_issued_is_not_packed(office: Office):
    with pytest.raises(NotAllowed, match="还没有这份文件"):
        package_annual(office.county, office.store, office.place, 2019)
    with pytest.raises(NotAllowed, match="auditor issue"):
        asyncio.run(package_recheck(office.county, office.store, office.place, Q1.previous()))


@pytest.mark.parametrize(
    ("stem", "held"),
    [
        ("annual", {"quarters/2020Q1.json", "inputs/yearly.toml", "inputs/points.toml", "inputs/annual.txt.j2"}),
        ("recheck", {"circular/audit.json", "pages.json", "archive/chain.jsonl", "inputs/recheck.txt.j2"}),
    ],
)
def test_a_package_is_checked_on_another_machine(packages: dict[str, bytes], stem: str, held: set[str], tmp_path: Path):
    files = files_of(packages[stem])
    assert held | {f"{stem}.json", f"documents/{stem}.docx", "inputs/county.toml", "manifest.json"} <= set(files)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    command = ["env", "-i", "PYTHONUTF8=1", sys.executable, "-I", "-S", "check.py"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    assert {"annual": "年度汇总", "recheck": "回头看"}[stem] in checked.stdout


@pytest.mark.parametrize("stem", PACKERS)
def test_every_changed_byte_of_a_package_is_found(packages: dict[str, bytes], stem: str, tmp_path: Path):
    """8 places; a thousand in a run by hand."""
    assert changed_unseen(packages[stem], 5, 8, tmp_path) == []


def changed_unseen(package: bytes, seed: int, number: int, folder: Path) -> list[int]:
    """Places of a package whose change the checker does not see."""
    checker, draw, path, unseen = runpy.run_path(str(CHECKER)), random.Random(seed), folder / "changed.zip", []
    for _ in range(number):
        place, changed = draw.randrange(len(package)), bytearray(package)
        changed[place] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        files, faults = checker["read_zip"](str(path))
        if not faults and not (files and checker["check"](files)):
            unseen.append(place)
    return unseen


def lied(package: bytes, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What the checker finds where the paper was changed and every digest made to agree."""
    files = files_of(package)
    name = json.loads(files["manifest.json"])["paper"]
    paper = json.loads(files[name])
    change(paper)
    files[name] = json.dumps(paper, ensure_ascii=False).encode()
    checker = runpy.run_path(str(CHECKER))
    found: list[str] = checker["check"](files_of(packed(name, files_without_manifest(files))))
    return found


def files_without_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != "manifest.json"}


def one_more_in_a_cell(annual: dict[str, Any]) -> None:
    annual["tables"][0]["rows"][0]["figures"]["cells"][0]["count"] += 1


def one_more_in_the_year(annual: dict[str, Any]) -> None:
    annual["figures"]["total"] += 1


def a_row_left_out(annual: dict[str, Any]) -> None:
    annual["tables"][0]["rows"].pop()


def a_unit_without_its_problem(recheck: dict[str, Any]) -> None:
    recheck["units"][0]["not_yet"] += 1


def a_problem_of_its_own(recheck: dict[str, Any]) -> None:
    next(one for one in recheck["problems"] if one["rule"])["text"] += "。"


def more_than_is_listed(recheck: dict[str, Any]) -> None:
    for problem in recheck["problems"]:
        problem["after"] = (problem["after"] or 0) + 1


def another_circular(recheck: dict[str, Any]) -> None:
    recheck["digest"] = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("stem", "change", "fault"),
    [
        ("annual", one_more_in_a_cell, "与该季度的核查结果不符"),
        ("annual", one_more_in_the_year, "各表相加是"),
        ("annual", a_row_left_out, "不在全年的表中"),
        ("recheck", a_unit_without_its_problem, "与所列问题不符"),
        ("recheck", a_problem_of_its_own, "不在原通报之中"),
        ("recheck", more_than_is_listed, "列出的是"),
        ("recheck", another_circular, "摘要不符"),
    ],
)
def test_a_lie_that_all_digests_agree_with_is_found(packages: dict[str, bytes], stem: str, change: Any, fault: str):
    assert lied(packages[stem], lambda paper: None) == []
    found = lied(packages[stem], change)
    assert any(fault in told for told in found), found
