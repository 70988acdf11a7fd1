"""One zip per issued circular, and the checker inside it: run as a program of its own, on a bare Python."""

import ast
import io
import json
import random
import runpy
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cities import NAMES, PERIOD, draw_city
from test_pipeline import APRIL, Q1, crawl

from auditor.audit.model import IssueEntry
from auditor.base.errors import ArchiveProblem, NotAllowed
from auditor.base.period import LOCAL
from auditor.base.resources import shipped
from auditor.base.settings import Place, clock_at
from auditor.circular.pictures import Picture
from auditor.county.city import load_city
from auditor.county.model import County, example_county, load_county
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.hearing import send_draft, settle_answer, take_answer
from auditor.pipeline.line import audit_county, issue_circular, wording_of, write_circular
from auditor.pipeline.package import package_circular, package_digest
from auditor.pipeline.pictures import note_picture
from auditor.pipeline.proofs import keep_proof
from auditor.sample import SamplePortal
from auditor.store import Store, open_store

CHECKER = shipped("templates", "package", "check.py")
ANSWER = b"%PDF-1.7 the item that was not counted"
SHOWN, LATER = (b"\x89PNG\r\n\x1a\n" + name for name in (b"as it was", b"after the issue"))
COLUMNS = ("资源交易", "环境保护", "政府文件", "人事任免")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, Store, Place]]:
    """Four columns, crawled twice (unchanged answers stand for earlier ones), with a decision, issued."""
    place = Place(tmp_path_factory.mktemp("home"))
    store = open_store(place.database)
    with SamplePortal() as portal:
        whole = load_county(example_county()).at(portal.home)
        columns = tuple(column for column in whole.column if column.name in COLUMNS)
        units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in columns))
        county = whole.model_copy(update={"column": columns, "unit": units, "table": whole.table[:1]})
        crawl(county, store, place, "2020-04-09T02:30")
        crawl(county, store, place, "2020-04-10T02:30", thorough=False)
    wish = DecisionRequest(unit=units[0].name, grade="good")
    record_decision(county, store, Q1, APRIL, wish, reason="other", text="已核实", by="李明")
    audit_county(county, store, place, Q1, APRIL)
    send_draft(county, store, Q1, APRIL, by="李明", days=1)
    answer = take_answer(
        county, store, Q1, APRIL, unit=units[0].name, text="少计一条", by="李明",
        file=keep_proof(place, county.name, "说明.pdf", ANSWER),
    )  # fmt: skip
    settle_answer(county, store, Q1, APRIL, answer=answer.id, verdict="rejected", text="该条属上季度", by="李明")
    for day, content in ((9, SHOWN), (11, LATER)):
        file, at = keep_proof(place, county.name, "page.png", content), datetime(2020, 4, day, 9, tzinfo=LOCAL)
        note_picture(place, county.name, Picture("2020Q1", columns[0].key, "http://a.cn/", "未能核查", at, file))
    issue_circular(
        county,
        store,
        place,
        Q1,
        APRIL,
        IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 16), by="王"),
        unheard="期限内各单位已当面确认",
    )
    yield county, store, place
    store.close()


@pytest.fixture(scope="module")
def package(office: tuple[County, Store, Place]) -> bytes:
    return package_circular(*office, Q1)


def files_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def run(path: Path, *, inside: bool = False) -> subprocess.CompletedProcess[str]:
    """The checker on an isolated interpreter: no package of ours or of others."""
    command = (
        [sys.executable, "-I", "-S", str(path / "check.py")]
        if inside
        else [sys.executable, "-I", "-S", str(CHECKER), str(path)]
    )
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False
    )


def test_a_package_tells_the_units_say_with_the_files_they_sent(package: bytes):
    files = files_of(package)
    told = json.loads(files["inputs/hearing.json"])
    assert [one["step"] for one in told] == ["sent", "answered", "settled", "waived"]
    answered, settled, waived = told[1:]
    assert (settled["refers"], settled["text"]) == (answered["id"], "该条属上季度")
    assert waived["text"] == "期限内各单位已当面确认"
    assert files[f"proofs/{answered['file'].removeprefix('sha256:')}"] == ANSWER


def test_a_package_holds_all_it_rests_on_and_is_found_whole(package: bytes, tmp_path: Path):
    path = tmp_path / "package.zip"
    path.write_bytes(package)
    checked = run(path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "4个栏目的条数" in checked.stdout
    files = files_of(package)
    assert {"audit.json", "manifest.json", "check.py", "README.txt", "inputs/pack.toml", "inputs/county.toml",
            "inputs/circular.txt.j2", "inputs/decisions.json", "archive/chain.jsonl",
            "documents/circular.docx", "documents/evidence.xlsx"} <= set(files)  # fmt: skip
    assert len([name for name in files if name.endswith(".warc.gz")]) == 2, "what an unchanged answer stands for too"
    for name, content in files.items():
        target = tmp_path / "out" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    assert run(tmp_path / "out", inside=True).returncode == 0
    (tmp_path / "out" / "audit.json").unlink()
    assert "缺少文件 audit.json" in run(tmp_path / "out", inside=True).stdout


def test_a_package_holds_the_pictures_that_its_working_papers_lead_to(package: bytes):
    files = files_of(package)
    shown = {name: content for name, content in files.items() if name.endswith(".png")}
    assert list(shown.values()) == [SHOWN], "one of after the issue is not the circular's"
    book = openpyxl.load_workbook(io.BytesIO(files["documents/evidence.xlsx"]))
    links = [row[5].hyperlink.target for row in book["网页截图"].iter_rows(min_row=2)]
    assert [f"documents/{link}" for link in links] == list(shown)


def test_an_issued_paper_written_again_leads_to_the_pictures_of_its_day(
    office: tuple[County, Store, Place], package: bytes, tmp_path: Path
):
    county, store, place = office
    copy = store.audits.load_copy(county, Q1)
    assert copy
    write_circular(copy.audit, place, tmp_path, wording_of(copy.audit, county, store, place), issued_at=copy.issued_at)
    assert (tmp_path / "evidence.xlsx").read_bytes() == files_of(package)["documents/evidence.xlsx"]
    assert [path.read_bytes() for path in tmp_path.rglob("*.png")] == [SHOWN]


def test_the_same_circular_gives_the_same_package(office: tuple[County, Store, Place], package: bytes):
    assert package_circular(*office, Q1, "崇政办发〔2020〕1号") == package
    assert package_digest(package).startswith("sha256:")


@pytest.mark.parametrize("seed", range(4))
def test_every_changed_byte_is_found(package: bytes, seed: int, tmp_path: Path):
    """50 places each, a fourth of them within the zip's own structure; a thousand in a run by hand."""
    checker = runpy.run_path(str(CHECKER))
    assert changed_unseen(checker, package, seed, 50, tmp_path) == []


def changed_unseen(checker: dict[str, Any], package: bytes, seed: int, number: int, folder: Path) -> list[int]:
    """Places of a package whose change the checker does not see."""
    draw, path, unseen = random.Random(seed), folder / "changed.zip", []
    directory = package.rindex(b"PK\x05\x06") - 1
    for n in range(number):
        place = draw.randrange(directory - 2000, len(package)) if n % 4 == 0 else draw.randrange(len(package))
        changed = bytearray(package)
        changed[place] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        files, faults = checker["read_zip"](str(path))
        if not faults and not (files and checker["check"](files)):
            unseen.append(place)
    return unseen


def lied(package: bytes, change: Any) -> list[str]:
    """What the checker says where the audit was changed and all digests were made anew to fit."""
    checker, files = runpy.run_path(str(CHECKER)), files_of(package)
    audit = json.loads(files["audit.json"])
    change(audit)
    files["audit.json"] = (json.dumps(audit, ensure_ascii=False, indent=2) + "\n").encode()
    manifest = json.loads(files["manifest.json"])
    manifest["audit_digest"] = "sha256:" + checker["sha256"](files["audit.json"])
    for entry in manifest["files"]:
        content = files[entry["path"]]
        entry.update(size=len(content), sha256=checker["sha256"](content))
    del manifest["manifest_sha256"]
    manifest["manifest_sha256"] = checker["sha256"](checker["canonical"](manifest))
    files["manifest.json"] = checker["canonical"](manifest)
    faults: list[str] = checker["check"](files)
    return faults


def rows(audit: Any) -> list[Any]:
    return [row for table in audit["tables"] for row in table["rows"]]


def full(audit: Any) -> Any:
    """The first row that holds items."""
    return next(row for row in rows(audit) if row["items"])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda audit: audit.update(total=audit["total"] + 1), "总数记"),
        (lambda audit: audit["tables"][0].update(total=0), "合计记0条"),
        (lambda audit: full(audit).update(count=full(audit)["count"] + 1), "列出的是"),
        (lambda audit: full(audit)["items"].pop(), "列出的是"),
        (lambda audit: full(audit)["items"][0].update(date="2019-12-31"), "不在本期之内"),
        (lambda audit: full(audit)["items"][0].update(page=f"run.warc.gz#{uuid.UUID(int=0)}"), "不在包内"),
        (lambda audit: full(audit).update(count=None), "状态与条数矛盾"),
        (lambda audit: audit["units"].append(audit["units"][0]), "不止一次"),
        (lambda audit: audit["units"][0].update(total=999), "合计记999条"),
        (lambda audit: audit["units"][0].update(grade="best"), "不在评定规则之内"),
        (lambda audit: audit["evidence"].update(digest="sha256:" + "0" * 64), "链值"),
    ],
)  # fmt: skip
def test_a_lie_that_all_digests_agree_with_is_found(package: bytes, change: Any, fault: str):
    assert lied(package, lambda audit: None) == []
    assert any(fault in told for told in lied(package, change))


def test_the_checker_reads_on_an_old_python_and_imports_nothing_else():
    tree = ast.parse(CHECKER.read_text("utf-8"), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_nothing_is_packed_that_was_not_issued_or_is_damaged(office: tuple[County, Store, Place]):
    county, store, place = office
    with pytest.raises(NotAllowed, match="还没有印发"):
        package_circular(county, store, place, Q1.previous())
    with pytest.raises(NotAllowed, match="还没有印发"):
        package_circular(county, store, place, Q1, "二号")
    file = next(iter(place.archive_of(county.name).glob("*.warc.gz")))
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    with pytest.raises(ArchiveProblem, match="不能打包"):
        package_circular(county, store, place, Q1)
    file.write_bytes(whole)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 100])
def test_what_is_no_package_is_said_to_be_none(tmp_path: Path, content: bytes):
    (tmp_path / "x.zip").write_bytes(content)
    checked = run(tmp_path / "x.zip")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert run(tmp_path / "none.zip").returncode == 2


def test_a_citys_package_holds_its_members_audits_and_lies_about_them_are_found(tmp_path: Path):
    """What is issued stands on its members' audits alone: one of them changed, or a row that is not theirs, is told."""
    store = open_store(tmp_path / "a.db")
    drawn = draw_city(tmp_path / "counties", store, names=NAMES[:4])
    subject, clock = load_city(drawn.path), clock_at("2026-10-20T09:00")
    audit_county(subject, store, Place(tmp_path), PERIOD, clock)
    issue_circular(
        subject,
        store,
        Place(tmp_path),
        PERIOD,
        clock,
        IssueEntry(number="定政办发〔2026〕9号", date=date(2026, 10, 20), by="王"),
    )
    made = package_circular(subject, store, Place(tmp_path), PERIOD)
    store.close()
    files = files_of(made)
    audit = json.loads(files["audit.json"])
    told = {f"members/{one['digest'].removeprefix('sha256:')}.json" for one in audit["members"] if one["digest"]}
    assert {name for name in files if name.startswith("members/")} == told
    assert not any(name.startswith("archive/") for name in files)
    path = tmp_path / "city.zip"
    path.write_bytes(made)
    checked = run(path)
    assert (checked.returncode, "各成员的核查结果相符" in checked.stdout) == (0, True), checked.stdout
    checker = runpy.run_path(str(CHECKER))
    member = next(name for name in files if name.startswith("members/"))
    assert any("与通报所记的摘要不符" in fault for fault in checker["check"]({**files, member: files[member] + b" "}))
    del files[member]
    assert any("核查结果" in fault and "缺少" in fault for fault in checker["check"](files))
    row = next(row for table in audit["tables"] for row in table["rows"] if row["count"])
    row["items"][0]["title"] = "另一条"
    assert any("与它自己的核查结果不符" in fault for fault in checker["check_members"](files_of(made), audit))
