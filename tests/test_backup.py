"""A backup made while a crawl runs, put back into an empty home: nothing is missing, and the crawl goes on there."""

import asyncio
import json
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from offices import small_county
from postgres import database_urls
from test_fleet import code_of

from auditor.base.errors import BadInput, NotAllowed
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.county.model import County
from auditor.county.writing import save_county
from auditor.pipeline.backup import make_backup, restore_backup
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.store import Store, open_store
from auditor.web.accounts import add_account

NOW = clock_at("2020-04-12T09:00")
Q1 = Period.parse("2020Q1")


def crawl(county: County, store: Store, place: Place, day: str, watch: Callable[[], None] = lambda: None) -> None:
    crawling = crawl_county(
        county,
        store,
        place,
        clock_at(day),
        since=date(2020, 1, 1),
        thorough=True,
        watch=lambda _column, _reading: watch(),
    )
    asyncio.run(crawling)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, County]:
    """A home with an audited crawl, an account, a proof and notice rules; and its backup."""
    home = tmp_path_factory.mktemp("home")
    place = Place(home)
    with SamplePortal() as portal:
        county = small_county(portal.home)
        (home / "counties").mkdir()
        save_county(home / "counties" / "small.toml", county)
        (home / "notices.toml").write_text("", "utf-8")
        place.proofs_of(county.name).mkdir(parents=True)
        (place.proofs_of(county.name) / "a.png").write_bytes(b"\x89PNG")
        store = open_store(home / "auditor.db")
        crawl(county, store, place, "2020-04-10T02:30")
        audit_county(county, store, place, Q1, NOW)
        add_account(store, "王芳", Role.ADMINISTRATOR, "correct horse 1", NOW())
        make_backup(store, place, NOW, home / "made.zip")
        store.close()
    return home, home / "made.zip", county


def test_what_is_put_back_is_whole_and_recomputes_to_the_same_bytes(kept: tuple[Path, Path, County], tmp_path: Path):
    home, made, county = kept
    new = tmp_path / "new"
    assert code_of(["restore", str(made), "--home", str(new)]) == 0
    assert code_of(["doctor", "--home", str(new), "--now", "2020-04-12"]) == 0
    before, after = open_store(home / "auditor.db"), open_store(new / "auditor.db")
    try:
        audits = [store.audits.load_audit(county, Q1) for store in (before, after)]
        assert audits[0] is not None
        assert audits[0] == audits[1]
        assert not asyncio.run(replay_period(county, after, Place(new), Q1)).differences
        assert [account.name for account in after.people.list_accounts()] == ["王芳"]
        add_account(after, "李雷", Role.READER, "correct horse 2", NOW())  # numbering goes on
    finally:
        before.close()
        after.close()
    for name in ("counties/small.toml", "notices.toml"):
        assert (new / name).read_bytes() == (home / name).read_bytes()
    assert next((new / "proofs").rglob("a.png")).read_bytes() == b"\x89PNG"
    if sys.platform != "win32":
        assert stat.S_IMODE(made.stat().st_mode) == 0o600, "it holds secrets"
        assert stat.S_IMODE((new / "notices.toml").stat().st_mode) == 0o600


def test_nothing_is_ever_overwritten(kept: tuple[Path, Path, County], tmp_path: Path):
    home, made, _ = kept
    assert code_of(["restore", str(made), "--home", str(home)]) != 0
    used = tmp_path / "used"
    store = open_store(used / "auditor.db")
    add_account(store, "王芳", Role.ADMINISTRATOR, "correct horse 1", NOW())
    with pytest.raises(NotAllowed, match="已有内容"):
        restore_backup(made, store, Place(used))
    store.close()
    assert sorted(path.name for path in used.iterdir() if not path.name.startswith("auditor.db")) == []


def altered(made: Path, path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with ZipFile(made) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    change(contents)
    with ZipFile(path, "w") as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
    return path


def test_a_damaged_or_foreign_file_is_refused_and_leaves_nothing(kept: tuple[Path, Path, County], tmp_path: Path):
    _, made, _ = kept

    def spoil(contents: dict[str, bytes]) -> None:
        name = next(name for name in contents if name.startswith("archive/"))
        contents[name] = contents[name][:-1] + b"x"

    def smuggle(contents: dict[str, bytes]) -> None:
        manifest = json.loads(contents["manifest.json"])
        manifest["files"]["archive/../../evil"] = {"size": 1, "sha256": "0"}
        contents["manifest.json"] = json.dumps(manifest).encode()
        contents["archive/../../evil"] = b"x"

    def lack(contents: dict[str, bytes]) -> None:
        del contents["database.db"]

    bad = [altered(made, tmp_path / f"{change.__name__}.zip", change) for change in (spoil, smuggle, lack)]
    (tmp_path / "text.zip").write_text("no zip")
    (tmp_path / "cut.zip").write_bytes(made.read_bytes()[:-2000])
    for number, file in enumerate([*bad, tmp_path / "text.zip", tmp_path / "cut.zip", tmp_path / "none.zip"]):
        home = tmp_path / f"home{number}"
        store = open_store(home / "auditor.db")
        with pytest.raises(BadInput):
            restore_backup(file, store, Place(home))
        assert not store.people.list_accounts()
        store.close()
        assert [path.name for path in home.iterdir() if not path.name.startswith("auditor.db")] == []
    assert not (tmp_path / "evil").exists()


def test_a_backup_made_in_the_middle_of_a_crawl_is_gone_on_with_where_it_is_put_back(tmp_path: Path):
    home, new = tmp_path / "home", tmp_path / "new"
    place, made = Place(home), tmp_path / "made.zip"
    seen = 0
    with SamplePortal() as portal:
        county = small_county(portal.home)
        store = open_store(home / "auditor.db")

        def watch() -> None:
            nonlocal seen
            seen += 1
            if seen == 2:
                make_backup(store, place, NOW, made)

        crawl(county, store, place, "2020-04-10T02:30", watch)
        store.close()
        assert seen == len(county.column)
        again = open_store(new / "auditor.db")
        restore_backup(made, again, Place(new))
        assert 0 < len(again.runs.load_states(county)) < seen
        crawl(county, again, Place(new), "2020-04-10T03:30")
        assert len(again.runs.load_states(county)) == seen
        audit_county(county, again, Place(new), Q1, NOW)
        assert not asyncio.run(replay_period(county, again, Place(new), Q1)).differences
        again.close()
    assert code_of(["doctor", "--home", str(new), "--now", "2020-04-12"]) == 0


def test_a_backup_goes_from_sqlite_to_postgresql_and_back(kept: tuple[Path, Path, County], tmp_path: Path):
    home, made, county = kept
    with database_urls("postgresql", tmp_path) as url:
        store = open_store(url)
        place = Place(tmp_path / "server", str(url))
        restore_backup(made, store, place)
        add_account(store, "李雷", Role.READER, "correct horse 2", NOW())  # numbering goes on
        make_backup(store, place, NOW, tmp_path / "back.zip")
        store.close()
    new = open_store(tmp_path / "new" / "auditor.db")
    restore_backup(tmp_path / "back.zip", new, Place(tmp_path / "new"))
    old = open_store(home / "auditor.db")
    assert new.audits.load_audit(county, Q1) == old.audits.load_audit(county, Q1)
    assert [account.name for account in new.people.list_accounts()] == ["王芳", "李雷"]
    for one in (new, old):
        one.close()


def test_signed_in_browsers_and_leases_are_not_in_it(kept: tuple[Path, Path, County], tmp_path: Path):
    _, made, _ = kept
    with ZipFile(made) as packed:
        packed.extract("database.db", tmp_path)
    with sqlite3.connect(tmp_path / "database.db") as connection:
        for table in ("web_session", "lease", "login_attempt"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    shutil.rmtree(tmp_path, ignore_errors=True)
