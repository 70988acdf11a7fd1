"""A month's runs in one file: fewer files, the same bytes, and the chain as it was.

A month's file is made beside the runs, put on the disk, entered in ``months.jsonl``, and only then the runs' own files
go. However this ends, every run is there at least once; the next time goes on from there. A run whose bytes are not
those of its link stays as it is, for a person to look into.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.archive.chain import ChainLink, chain_lock, read_chain, run_digest
from auditor.archive.members import Damaged, read_head
from auditor.archive.places import MONTH, MONTHS, SUFFIX, RunPart, open_run, read_list, read_parts
from auditor.archive.remote import remote_of
from auditor.base.errors import ArchiveProblem, reason_of
from auditor.base.files import put_file, sync_folder
from auditor.base.period import LOCAL


@dataclass(frozen=True, slots=True)
class Merged:
    """What was put together: the months' files made, the run files in them, and those left alone for being damaged."""

    months: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def merge_months(folder: Path, before: datetime) -> Merged:
    """Put the runs of each month that were begun before a moment into one file; nothing of them is lost or changed.

    Raises `ArchiveProblem` where the disk fails; the archive is whole then too.
    """
    if not folder.is_dir():
        return Merged()
    try:
        with chain_lock(folder):
            _finish(folder)
            found, damaged = _find(folder, before)
            made = tuple(_merge(folder, month, links) for month, links in sorted(found.items()))
    except OSError as error:
        raise ArchiveProblem(f"存档 {folder} 无法整理：{reason_of(error)}。请检查磁盘空间和权限后重试") from error
    runs = tuple(link.file for _, links in sorted(found.items()) for link in links)
    return Merged(made, runs, tuple(damaged))


def _finish(folder: Path) -> None:
    """Remove what an earlier try left: unfinished files, months' files that were not entered, runs that were."""
    parts = read_parts(folder)
    known = {part.file for part in parts.values()}
    for path in (*folder.glob(f"{MONTH}*"), *folder.glob(f".{MONTH}*"), *folder.glob(f".{MONTHS}.*")):
        if path.name not in known:
            path.unlink()
    remote = remote_of(folder)
    if remote:
        remote.delete(name for name in remote.names() if name in parts)
    for link in read_chain(folder):
        part, own = parts.get(link.file), folder / link.file
        if part is None:
            if remote:  # copies are what a month's file is made from
                remote.fetch(folder, link.file)
        elif own.is_file() and (remote or _section_digest(folder, part) == link.sha256):
            own.unlink()


def _find(folder: Path, before: datetime) -> tuple[dict[str, list[ChainLink]], list[str]]:
    """The runs to be put together, by month, and those whose bytes are not those of their link."""
    parts = read_parts(folder)
    found: dict[str, list[ChainLink]] = {}
    damaged = []
    for link in read_chain(folder):
        if link.file in parts or not (folder / link.file).is_file():
            continue
        try:
            begun = _begun(folder, link.file)
            is_whole = begun >= before or run_digest(folder, link.file) == link.sha256
        except ArchiveProblem:
            begun, is_whole = before, False
        if not is_whole:
            damaged.append(link.file)
        elif begun < before:
            found.setdefault(f"{begun.astimezone(LOCAL):%Y-%m}", []).append(link)
    return found, damaged


def _begun(folder: Path, name: str) -> datetime:
    """When a run began, by its first record."""
    with open_run(folder, name) as file:
        try:
            return datetime.fromisoformat(read_head(file, name, 0).field("WARC-Date"))
        except (Damaged, ValueError) as error:
            raise ArchiveProblem(f"存档 {name} 第1条记录已损坏") from error


def _merge(folder: Path, month: str, links: Sequence[ChainLink]) -> str:
    """Make one month's file, enter it, and take the runs' own away; its name."""
    name, parts = _free_name(folder, month), dict[str, RunPart]()
    unfinished = folder / f".{name.removesuffix(SUFFIX)}.new"
    with unfinished.open("wb") as target:
        for link in links:
            content = (folder / link.file).read_bytes()
            if hashlib.sha256(content).hexdigest() != link.sha256:
                raise OSError(5, "changed meanwhile", link.file)
            parts[link.file] = RunPart(name, target.tell(), len(content))
            target.write(content)
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(folder / name)
    sync_folder(folder)
    remote, listed = remote_of(folder), read_list(folder, MONTHS)
    line = {"file": name, "runs": [[run, part.start, part.length] for run, part in parts.items()]}
    listed += json.dumps(line, ensure_ascii=False).encode() + b"\n"
    if remote:
        remote.put(name, (folder / name).read_bytes())
        remote.put(MONTHS, listed)
        remote.delete(link.file for link in links)
    else:
        put_file(folder / MONTHS, listed)
    for link in links:
        (folder / link.file).unlink()
    sync_folder(folder)
    return name


def _free_name(folder: Path, month: str) -> str:
    known = {part.file for part in read_parts(folder).values()}
    number, name = 1, f"{MONTH}{month}{SUFFIX}"
    while name in known:
        number += 1
        name = f"{MONTH}{month}-{number}{SUFFIX}"
    return name


def _section_digest(folder: Path, part: RunPart) -> str:
    with (folder / part.file).open("rb") as file:
        file.seek(part.start)
        return hashlib.sha256(file.read(part.length)).hexdigest()
