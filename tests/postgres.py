"""A real PostgreSQL for the store's tests: the server in ``AUDITOR_TEST_POSTGRES``, a database of its own each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from databases import fresh_database
from needs import ALL_TESTS

SERVER = os.environ.get("AUDITOR_TEST_POSTGRES", "")
"""Such as ``postgresql://user:password@127.0.0.1:5432/postgres``; the user may create databases."""


@contextmanager
def database_urls(kind: str, folder: Path) -> Iterator[str | Path]:
    """A fresh database of this kind, gone at the end; skips (or fails, in CI) where there is no server."""
    if kind == "sqlite":
        yield folder / "auditor.db"
        return
    if not SERVER:
        reason = "AUDITOR_TEST_POSTGRES names no PostgreSQL server"
        if ALL_TESTS:
            pytest.fail(reason)
        pytest.skip(reason)
    with fresh_database(SERVER) as url:
        yield url
