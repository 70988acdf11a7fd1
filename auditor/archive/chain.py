"""The digest chain over a county's runs: nothing in the archive changes, goes or moves without being seen.

``chain.jsonl`` has one line per finished run file: its digest, the number of its records, the chain value before it
and its own: the SHA-256 of all of these. Whoever keeps the last chain value (it is printed with every audit) can
prove the whole archive by it.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from auditor.archive.locks import try_lock, wait_for_lock
from auditor.archive.members import records_of
from auditor.archive.places import MONTH, OPEN_MARK, SUFFIX, has_run, open_run, read_list
from auditor.archive.remote import RemoteFolder, remote_of
from auditor.base.errors import ArchiveProblem, reason_of
from auditor.base.files import file_digest, sync_folder

CHAIN = "chain.jsonl"
LOCK = ".lock"
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One run file in the chain. ``partial``: its run was cut off, and what was whole of it was kept."""

    file: str
    sha256: str
    records: int
    partial: bool
    previous: str
    chain: str

    @classmethod
    def after(cls, previous: str, path: Path, name: str, records: int, *, partial: bool) -> "ChainLink":
        """The link for a finished file, to be called ``name``."""
        sha256 = file_digest(path)
        return cls(name, sha256, records, partial, previous, _value(previous, name, sha256, records, partial))

    @classmethod
    def parse(cls, line: str) -> "ChainLink":
        """Read a line of the chain; ValueError, TypeError or LookupError if it is none."""
        entry = json.loads(line)
        name, records = str(entry["file"]), int(entry["records"])
        if Path(name).name != name:
            raise ValueError(name)
        sha256, previous, chain = (str(entry[key]) for key in ("sha256", "previous", "chain"))
        return cls(name, sha256, records, bool(entry["partial"]), previous, chain)

    @property
    def is_sound(self) -> bool:
        """Whether the chain value is that of the link's other parts."""
        return self.chain == _value(self.previous, self.file, self.sha256, self.records, self.partial)


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Something wrong with the archive: where, and what."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}：{self.what}"


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found. ``head`` is the last chain value, ``sha256:…``, empty without any run."""

    files: int
    records: int
    partial: tuple[str, ...]
    faults: tuple[ChainFault, ...]
    head: str


def read_chain(folder: Path) -> tuple[ChainLink, ...]:
    """The links in order."""
    return tuple(_parsed(line, number) for number, line in enumerate(_lines(folder).splitlines(), 1))


def _lines(folder: Path) -> bytes:
    """The chain's lines. A last one without its end was being written when the power went: it does not count."""
    content = read_list(folder, CHAIN)
    return content[: content.rfind(b"\n") + 1]


def _parsed(line: bytes, number: int) -> ChainLink:
    try:
        return ChainLink.parse(line.decode("utf-8"))
    except (ValueError, TypeError, LookupError) as error:
        raise ArchiveProblem(f"存档目录文件 {CHAIN} 第{number}行已损坏") from error


def _link_of(folder: Path, name: str) -> ChainLink | None:
    """The link of a run file; the others are not parsed, for there are as many as there were days."""
    return _link_in(_lines(folder), name)


def _link_in(lines: bytes, name: str) -> ChainLink | None:
    written = json.dumps(name, ensure_ascii=False).encode()
    if written not in lines:
        return None
    likely = (_parsed(line, number) for number, line in enumerate(lines.splitlines(), 1) if written in line)
    return next((link for link in likely if link.file == name), None)


def last_link(folder: Path) -> ChainLink | None:
    """The link of the run file that was finished last."""
    return _last_in(_lines(folder))


def _last_in(lines: bytes) -> ChainLink | None:
    return _parsed(lines[lines.rfind(b"\n", 0, -1) + 1 :], lines.count(b"\n")) if lines else None


def chain_head(folder: Path) -> str:
    """The last chain value, ``sha256:…``; empty while no run has ended."""
    last = last_link(folder)
    return f"sha256:{last.chain}" if last else ""


def is_linked(folder: Path, name: str) -> bool:
    """Whether a run file of that name stands in the chain."""
    return _link_of(folder, name) is not None


def verify_chain(folder: Path) -> ChainReport:
    """Check every file of a county's archive; name what is damaged, missing, cut short, moved or not registered."""
    if remote := remote_of(folder):  # what is there is looked at, not the copies
        for path in folder.glob(f"*{SUFFIX}"):
            path.unlink()
    links = read_chain(folder)
    faults: list[ChainFault] = []
    previous = _START
    for link in links:
        if link.previous != previous:
            faults.append(ChainFault(link.file, f"在 {CHAIN} 中的次序被改动，或前面缺少登记"))
        elif not link.is_sound:
            faults.append(ChainFault(link.file, f"在 {CHAIN} 中的登记被改动"))
        previous = link.chain
        faults += _check_file(folder, link)
    here = {path.name for path in folder.glob(f"*{SUFFIX}*")} | set(remote.names() if remote else ())
    faults += _unregistered(folder, here, {link.file for link in links})
    return ChainReport(
        files=len(links),
        records=sum(link.records for link in links),
        partial=tuple(link.file for link in links if link.partial),
        faults=tuple(faults),
        head=f"sha256:{previous}" if links else "",
    )


def _unregistered(folder: Path, names: Iterable[str], known: Collection[str]) -> Iterator[ChainFault]:
    """What lies in an archive and is not in its chain; a month's file that was not entered yet is a copy of others."""
    for name in sorted({name.partition("/")[0] for name in names if SUFFIX in name}):
        if name.endswith(OPEN_MARK):
            if not (folder / name).exists() or not is_alive(folder / name):
                yield ChainFault(name, "采集中断后还没有收尾（下次采集时自动收尾）")
        elif name not in known and not name.startswith(MONTH):
            yield ChainFault(name, f"没有在 {CHAIN} 中登记")


def _check_file(folder: Path, link: ChainLink) -> list[ChainFault]:
    if not has_run(folder, link.file):
        return [ChainFault(link.file, "文件不见了")]
    try:
        if run_digest(folder, link.file) == link.sha256:
            return []
        count = sum(1 for _ in records_of(folder, link.file))
    except ArchiveProblem as problem:
        return [ChainFault(link.file, str(problem))]
    except OSError as error:
        return [ChainFault(link.file, f"无法读取（{reason_of(error)}）")]
    if count != link.records:
        return [ChainFault(link.file, f"登记{link.records}条记录，实有{count}条")]
    return [ChainFault(link.file, "内容与登记的摘要不符")]


def run_digest(folder: Path, name: str) -> str:
    """The SHA-256 of a run's file, wherever it lies."""
    with open_run(folder, name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def chain_lock(folder: Path) -> Iterator[None]:
    """Hold the county's archive alone while its files are renamed and registered."""
    with (folder / LOCK).open("ab") as file:
        wait_for_lock(file)
        yield


def is_alive(path: Path) -> bool:
    """Whether the run that writes an ``.open`` file still goes on, here or in another process."""
    with path.open("rb") as file:
        return not try_lock(file)


def register(folder: Path, open_path: Path, name: str, records: int, *, partial: bool) -> ChainLink:
    """Enter a finished ``.open`` file into the chain, then give it its name. To be called under `chain_lock`.

    In this order a crash leaves either an unregistered ``.open`` file or a registered one that lacks only its
    name; the next run settles both.
    """
    if remote := remote_of(folder):
        return _register_there(remote, folder, open_path, name, records, partial=partial)
    link = _link_of(folder, name)
    if link is None:
        last = last_link(folder)
        link = ChainLink.after(last.chain if last else _START, open_path, name, records, partial=partial)
        _append_line(folder / CHAIN, json.dumps(asdict(link), ensure_ascii=False))
    open_path.replace(folder / name)
    sync_folder(folder)
    return link


def _register_there(
    remote: RemoteFolder, folder: Path, open_path: Path, name: str, records: int, *, partial: bool
) -> ChainLink:
    """The same in a store: the whole file first, then its line in the chain, where that is still what was read.

    Whoever puts the file first has put it: what another machine took up meanwhile stays as that one left it.
    """
    while True:
        found = remote.read(CHAIN)
        lines, tag = found or (b"", None)
        link = _link_in(lines, name)
        if link is not None:
            break
        if not remote.swap(name, open_path.read_bytes(), None) and (there := remote.read(name)):
            open_path.write_bytes(there[0])
            records = sum(1 for _ in records_of(folder, name))
        last = _last_in(lines)
        link = ChainLink.after(last.chain if last else _START, open_path, name, records, partial=partial)
        line = json.dumps(asdict(link), ensure_ascii=False)
        if remote.swap(CHAIN, lines + line.encode() + b"\n", tag):
            break
    if file_digest(open_path) == link.sha256:
        open_path.replace(folder / name)
    else:
        open_path.unlink()
    remote.delete(remote.names(f"{name}{OPEN_MARK}/"))
    return link


def _append_line(path: Path, line: str) -> None:
    with path.open("ab+") as file:
        file.seek(0)
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)  # a line without its end never counted
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def _value(previous: str, file: str, sha256: str, records: int, partial: bool) -> str:
    return hashlib.sha256(f"{previous}\n{file}\n{sha256}\n{records}\n{partial:d}\n".encode()).hexdigest()
