"""Programs that some tests look through; without them those tests are skipped, or fail where everything must run."""

import os
import shutil
import subprocess
from importlib.util import find_spec

import pytest

ALL_TESTS = os.environ.get("AUDITOR_TEST_ALL") == "1"
"""Set where every program is installed: then a missing one is a failure."""


def needs(program: str) -> str:
    """The path of ``program``; skips the test where it is missing, unless AUDITOR_TEST_ALL=1 asks for every test."""
    path = shutil.which(program)
    if path is None:
        _missing(f"{program} is not installed")
    assert path is not None
    return path


def needs_office() -> str:
    """The path of LibreOffice, with a Chinese font beside it: without one it prints every character as the same box."""
    path = needs("soffice")
    fonts = subprocess.run([needs("fc-list"), ":lang=zh"], capture_output=True, text=True, timeout=60, check=True)
    if not fonts.stdout.strip():
        _missing("no Chinese font is installed")
    return path


def needs_package(name: str) -> None:
    """Skips the test where a package of an extra is missing, unless every test is asked for."""
    if find_spec(name) is None:
        _missing(f"the package {name} is not installed")


def _missing(reason: str) -> None:
    if ALL_TESTS:
        pytest.fail(reason)
    pytest.skip(reason)
