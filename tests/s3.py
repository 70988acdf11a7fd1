"""An S3-compatible server on loopback, with one empty bucket a test: two fixtures to import."""

import urllib.request
from collections.abc import Iterator

import pytest
from needs import needs_package

from auditor.archive import remote

ADDRESS = "s3://evidence/auditor"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An S3 server on loopback."""
    needs_package("moto")
    needs_package("obstore")
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty bucket, and the environment that leads there, for this process and those it starts."""
    url = server
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
    urllib.request.urlopen(urllib.request.Request(f"{url}/evidence", method="PUT")).close()
    words = {"ENDPOINT_URL": url, "ACCESS_KEY_ID": "k", "SECRET_ACCESS_KEY": "s", "REGION": "us-east-1"}
    for name, value in words.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AUDITOR_ARCHIVE", ADDRESS)
    remote._store.cache_clear()
