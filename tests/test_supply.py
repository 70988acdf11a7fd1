"""The lock files hold all that is installed: the installer is told to add nothing of its own."""

import re
import subprocess
from pathlib import Path

import pytest
from needs import needs
from packaging.requirements import Requirement
from supply import LOCKS, ROOT, lacking, locked_pins, roots_of

STATED = {
    "plugin": ["measure[toml]>=7", "other; sys_platform == 'win32'"],
    "measure": ["reader>=2; extra == 'toml'", "writer; extra == 'xml'"],
    "reader": [],
    "other": [],
}
"""A small world: what each package says it needs. As pytest-cov asks for coverage with its extra."""


def lack(*pins: str) -> list[str]:
    return lacking(
        [Requirement("plugin>=1")], [Requirement(pin) for pin in pins], lambda name: map(Requirement, STATED[name])
    )


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_of_every_locked_package_is_locked(name: str):
    pins = locked_pins((ROOT / name).read_text(encoding="utf-8"))
    assert len(pins) > len(roots_of(name)) / 2
    assert lacking(roots_of(name), pins) == []


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("gone", ["colorama", "idna", "typing-extensions", "annotated-types"])
def test_a_lock_with_a_package_taken_out_is_not_complete(name: str, gone: str):
    pins = [pin for pin in locked_pins((ROOT / name).read_text(encoding="utf-8")) if pin.name != gone]
    assert any(gone in line for line in lacking(roots_of(name), pins))


def test_extras_and_markers_are_followed():
    whole = ["plugin==1", "measure==7.2", "reader==2", "other==1; sys_platform == 'win32'"]
    assert lack(*whole) == []
    [line] = {line.split(" on ")[0] for line in lack(*whole[:2], whole[3])}
    assert line == 'measure needs reader>=2; extra == "toml"'
    assert {line.split(" on ")[1].split(",")[0] for line in lack(*whole[:3])} == {"win32 AMD64"}
    assert lack(*whole[:3], "other==1; sys_platform == 'linux'")
    assert lack("plugin==0.9", *whole[1:])[0].startswith("the project needs plugin>=1")
    assert lack("plugin==1", "measure==6", *whole[2:])[0].startswith("plugin needs measure[toml]>=7")


def test_the_locks_are_installed_as_they_stand(tmp_path: Path):
    """An installer that looks for more takes the newest release and then refuses it for its missing hash."""
    planned = [needs("make"), "--dry-run", "install", f"VENV={tmp_path}"]
    commands = subprocess.run(planned, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    installs = re.findall(r"(?m)^.* -r \S*\.lock$", commands)
    assert len(installs) == len(LOCKS)
    assert all("--no-deps" in line and "--require-hashes" in line for line in installs)


def test_every_pin_carries_hashes():
    for name in LOCKS:
        entries = re.split(r"(?m)^(?=[A-Za-z0-9])", Path(ROOT / name).read_text(encoding="utf-8"))[1:]
        assert all("--hash=sha256:" in entry for entry in entries)
