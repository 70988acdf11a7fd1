"""A real PostgreSQL for the store's tests: the server in ``AUDITOR_TEST_POSTGRES``, a database of its own each."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
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
    import psycopg

    name = f"auditor_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{SERVER.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
