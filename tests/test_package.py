"""What is built and shipped: the wheel holds all it needs, twice the same bytes, and runs away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD_DATE = "1577836800"


def build(kind: str, out: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": BUILD_DATE},
        check=True,
        capture_output=True,
    )
    [built] = out.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_rules_templates_fonts_and_licences(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("rules", "templates"):
        for path in (ROOT / part).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"auditor/_shipped/{path.relative_to(ROOT).as_posix()}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("/tests/" in name or name.startswith("tests/") for name in names)


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_building_twice_gives_the_same_bytes(kind: str, tmp_path: Path):
    one, two = build(kind, tmp_path / "one"), build(kind, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_the_installed_wheel_runs_the_demo_from_another_folder(wheel: Path, tmp_path: Path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    script = "import auditor, sys; print(auditor.__file__); from auditor.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script, "demo", "--out", "demo-out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert str(site) in ran.stdout
    assert "262条" in ran.stdout
    written = {path.name for path in (tmp_path / "demo-out").iterdir()}
    assert {"circular.docx", "circular.pdf", "circular.html", "tables.xlsx", "evidence.xlsx", "audit.json"} <= written
