"""Programs that some tests look through; without them those tests are skipped, or fail where everything must run."""

import os
import shutil

import pytest

ALL_TESTS = os.environ.get("AUDITOR_TEST_ALL") == "1"
"""Set where every program is installed: then a missing one is a failure."""


def needs(program: str) -> str:
    """The path of ``program``; skips the test where it is missing, unless AUDITOR_TEST_ALL=1 asks for every test."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not installed"
        if ALL_TESTS:
            pytest.fail(reason)
        pytest.skip(reason)
    return path
