"""An archive in an S3-compatible store, shared by many machines (extra ``cluster``); the folders here are its copies.

The file ``.remote`` in the archive's root holds the store's address, ``s3://bucket/prefix``; a county's folder is a
prefix of its name below it. Endpoint and keys come from the environment (``AWS_ENDPOINT_URL``, ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``). Objects do not append: a run is put there whole when it ends, until then
each sealed piece of it is an object of its own, from which others go on should its machine die. ``chain.jsonl`` is
replaced only where it is still what was read. This module alone imports obstore.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from auditor.base.errors import ArchiveProblem, BadInput
from auditor.base.files import make_folder, put_file

MARK = ".remote"


def use_store(root: Path, address: str) -> None:
    """Let an archive lie in a store from now on; the home remembers it. Raises `BadInput` where it cannot be used."""
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc:
        raise BadInput.one("--archive", address, "不是存储地址", "请写成 s3://存储桶/前缀，或写一个文件夹")
    known = _address_in(root)
    if known == address:
        return
    if known is None and root.is_dir() and any(root.iterdir()):
        raise BadInput.one("--archive", address, f"{root} 里已有存档", "请用 --home 另指定一个空的文件夹")
    if known is not None:
        raise BadInput.one("--archive", address, f"这个数据文件夹的存档在 {known}", "请用 --home 另指定一个文件夹")
    RemoteFolder(address, "").names()  # whether it answers
    make_folder(root)
    put_file(root / MARK, address.encode())


def remote_of(folder: Path) -> "RemoteFolder | None":
    """The place of a county's archive in a store; ``None`` where the folder itself is the archive."""
    address = _address_in(folder.parent)
    return None if address is None else RemoteFolder(address, folder.name)


def county_folders(root: Path) -> list[Path]:
    """The archive's folders, one for each county, here or in the store."""
    here = {folder for folder in root.iterdir() if folder.is_dir()} if root.is_dir() else set()
    address = _address_in(root)
    there = {name.partition("/")[0] for name in RemoteFolder(address, "").names()} if address else set()
    return sorted(here | {root / name for name in there})


def _address_in(root: Path) -> str | None:
    try:
        return (root / MARK).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


class RemoteFolder:
    """The objects of one county. Every failure is an `ArchiveProblem` that says what to do."""

    def __init__(self, address: str, county: str) -> None:
        self._store, self._address = _store(address.rstrip("/") + (f"/{county}" if county else "")), address

    def names(self, start: str = "") -> list[str]:
        """The names of all objects that begin so, in order."""
        import obstore

        with self._told():
            pages = obstore.list(self._store)
            return sorted(name for page in pages for entry in page if (name := str(entry["path"])).startswith(start))

    def read(self, name: str) -> tuple[bytes, str | None] | None:
        """An object's content and tag; ``None`` where there is none."""
        import obstore

        with self._told(), contextlib.suppress(FileNotFoundError):
            got = obstore.get(self._store, name)
            return bytes(got.bytes()), got.meta["e_tag"]
        return None

    def has(self, name: str) -> bool:
        """Whether there is an object of that name."""
        import obstore

        with self._told(), contextlib.suppress(FileNotFoundError):
            obstore.head(self._store, name)
            return True
        return False

    def put(self, name: str, content: bytes) -> None:
        """Put an object, whole, in the place of any before."""
        import obstore

        with self._told():
            obstore.put(self._store, name, content)

    def swap(self, name: str, content: bytes, tag: str | None) -> bool:
        """Put an object where it is still the one of that tag (``None``: where there is none); whether it was."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Any = "create" if tag is None else {"e_tag": tag}
        with self._told():
            try:
                obstore.put(self._store, name, content, mode=mode)
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    def delete(self, names: Iterable[str]) -> None:
        """Take objects away; those that are not there do not matter."""
        import obstore

        with self._told():
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    obstore.delete(self._store, name)

    def fetch(self, folder: Path, name: str) -> bool:
        """Make a copy of an object in the folder, unless there is one; whether there is one then."""
        if (folder / name).is_file():
            return True
        found = self.read(name)
        if found is None:
            return False
        make_folder(folder)
        put_file(folder / name, found[0])
        return True

    @contextmanager
    def _told(self) -> Iterator[None]:
        from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

        try:
            yield
        except (AlreadyExistsError, PreconditionError):
            raise
        except BaseError as error:
            raise ArchiveProblem(
                f"存档所在的 {self._address} 不能使用（{type(error).__name__}）。请检查网络、AWS_ENDPOINT_URL 和密钥"
                "（AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY），已保存的内容没有丢失"
            ) from error


@lru_cache(maxsize=4096)
def _store(address: str) -> Any:
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        raise ArchiveProblem(
            "未安装对象存储组件。请安装时加上 cluster 选项：pip install 'column-auditor[cluster]'"
        ) from error
    is_plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
    retry: Any = {"max_retries": 3}
    return S3Store.from_url(address, client_options={"allow_http": is_plain, "timeout": "60s"}, retry_config=retry)
