"""One zip per issued paper: all it rests on, with a checker that needs nothing but Python.

The zip is made in one way only (stored, without times, in the order of the names), so that the same circular gives
the same bytes and the checker can tell a changed byte of the zip itself.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.archive import ArchiveReader, read_chain, verify_chain
from auditor.archive.chain import CHAIN
from auditor.archive.places import open_run, read_list
from auditor.audit.decisions import Decision
from auditor.audit.hearing import HearingEvent, HearingStep
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import ArchiveProblem, AuditorError, NotAllowed
from auditor.base.files import labelled_digest
from auditor.base.period import Period
from auditor.base.resources import shipped
from auditor.base.settings import Place, folder_name
from auditor.base.words import Words, load_words
from auditor.circular.printing import render_all
from auditor.county.model import County, parse_county
from auditor.documents.fonts import choose_faces
from auditor.documents.wording import wording_file
from auditor.pipeline.line import wording_of
from auditor.pipeline.pictures import list_pictures
from auditor.pipeline.proofs import load_proof
from auditor.pipeline.witnesses import looks_behind, records_named
from auditor.store import Store
from auditor.store.audits import IssuedCopy
from auditor.store.papers import KeptPaper

MANIFEST = "manifest.json"
_UNIX = 3


class PackageWords(Words):
    """What is said of a package, and how its file is called."""

    file: str
    written: str
    check: str


def package_circular(county: County, store: Store, place: Place, period: Period, number: str | None = None) -> bytes:
    """The zip of the circular in force, or of the one with that number.

    That of a city holds its members' audits, whose pages are in their own packages. Raises `NotAllowed` where none was
    issued, `ArchiveProblem` naming what of its evidence is damaged or missing.
    """
    copy = store.audits.load_copy(county, period, number)
    if copy is None or copy.audit.issue is None:
        raise NotAllowed(f"{county.name}{period.label}还没有印发通报，没有可以打包的证据")
    if not copy.frozen.pack:
        raise AuditorError("这份通报印发时还不保存评定规则和县配置，不能打包；证据仍可用 auditor replay 核对")
    decisions = [one for one in store.audits.list_decisions(county, period) if one.id <= copy.basis.decision]
    steps = list(_steps_before(copy, store.hearings.load(county, period).events))
    files: dict[str, bytes] = {
        "inputs/county.toml": copy.frozen.county.encode(),
        "inputs/pack.toml": copy.frozen.pack.encode(),
        f"inputs/{wording_file('circular')}": copy.frozen.wording.encode(),
        "inputs/decisions.json": as_json([_decision(decision) for decision in decisions]),
        "inputs/hearing.json": as_json([_hearing_step(event) for event in steps]),
    }
    pictures = list_pictures(place, county.name, copy.audit.quarter, until=copy.issued_at)
    wording = wording_of(copy.audit, county, store, place)
    contents, _ = render_all(copy.audit, choose_faces(place.fonts), wording, pictures)
    for name, content in contents.items():
        files[name if name == "audit.json" else f"documents/{name}"] = content
    files |= {f"documents/{one.path}": load_proof(place, county.name, one.file) for one in pictures}
    if copy.audit.members:
        files |= dict(_member_audits(copy.audit, store))
    else:
        folder = place.archive_of(county.name)
        if faults := verify_chain(folder).faults:
            raise ArchiveProblem("存档不完整，不能打包：" + "；".join(str(fault) for fault in faults))
        looks = looks_behind(copy.audit, parse_county(copy.frozen.county, county.path), store)
        files["inputs/looks.json"] = as_json(looks)
        files |= dict(archive_files(pages_of(copy.audit) | records_named(looks), folder, copy.audit.evidence.archive))
    files |= dict(_proofs(copy.audit, steps, county, place))
    facts = {
        "number": copy.audit.issue.number,
        "issued_at": copy.issued_at.isoformat(),
        "chain_head": copy.audit.evidence.digest,
        "reader": copy.audit.reader,
    }
    return packed("audit.json", files, county=copy.audit.county, quarter=copy.audit.quarter, **facts)


def package_name(county: County, subject: str) -> str:
    """How the file is called that a package is saved as; ``subject`` is the period or the year."""
    return load_words("package", PackageWords).file.format(county=folder_name(county.name), quarter=subject)


def packed(paper: str, files: Mapping[str, bytes], **facts: str) -> bytes:
    """The zip of these files with the checker and the manifest; ``paper`` is the one that the checker works out."""
    own = {
        **files,
        "check.py": shipped("templates", "package", "check.py").read_bytes(),
        "README.txt": shipped("templates", "package", "README.txt").read_bytes(),
    }
    digest = labelled_digest(own[paper])
    listed = [{"path": path, "size": len(content), "sha256": _sha256(content)} for path, content in sorted(own.items())]
    told: dict[str, Any] = {"schema": 1, "paper": paper, **facts, "audit_digest": digest, "files": listed}
    own[MANIFEST] = _ascii({**told, "manifest_sha256": _sha256(_ascii(told))})
    return _zip(own)


def packed_paper(
    kept: KeptPaper, issue: IssueEntry | None, documents: Mapping[str, bytes], more: Mapping[str, bytes], **facts: str
) -> bytes:
    """The zip of an issued paper: what it was made with, its documents, and ``more`` of what it rests on."""
    own = f"{kept.kind}.json"
    files = {
        **more,
        **{f"inputs/{name}": text.encode() for name, text in kept.inputs.items()},
        f"inputs/{wording_file(kept.kind)}": kept.wording.encode(),
        **{f"documents/{name}": content for name, content in documents.items() if name != own},
        own: kept.json_text.encode(),
    }
    number, moment = issue.number if issue else "", kept.at.isoformat() if kept.at else ""
    return packed(own, files, number=number, issued_at=moment, **facts)


def package_digest(content: bytes) -> str:
    """What to write down of a package, to know it again."""
    return labelled_digest(content)


def archive_files(pages: Collection[str], folder: Path, until: str) -> Iterator[tuple[str, bytes]]:
    """The run files of these records, whole, and the chain up to the file ``until``; the archive is sound by then."""
    links = read_chain(folder)
    last = next((n for n, link in enumerate(links) if link.file == until), len(links) - 1)
    lines = read_list(folder, CHAIN).splitlines(keepends=True)
    yield "archive/chain.jsonl", b"".join(lines[: last + 1])
    for name in sorted(_files_named(pages, ArchiveReader(folder))):
        with open_run(folder, name) as file:
            yield f"archive/{name}", file.read()


def _member_audits(audit: Audit, store: Store) -> Iterator[tuple[str, bytes]]:
    """What is said of a city rests on its members' audits, each under the digest that the city's names."""
    for member in audit.members:
        if not member.digest:
            continue
        said = store.audits.load_said(member.name, audit.span, member.digest)
        if said is None:
            raise ArchiveProblem(f"数据库中没有{member.name}的结果 {member.digest[:19]}，不能打包")
        yield f"members/{member.digest.removeprefix('sha256:')}.json", said.to_json().encode()


def pages_of(audit: Audit) -> set[str]:
    """The archived records that an audit names."""
    pages = {page for row in audit.rows for page in row.pages}
    return pages | {item.page for row in audit.rows for item in (*row.items, *row.undated, *row.excluded) if item.page}


def _files_named(pages: Collection[str], reader: ArchiveReader) -> set[str]:
    """The run files of every page named, and of those that an unchanged answer stands for."""
    named = {page.partition("#")[0] for page in pages}
    return named | {reader.original_of(page).reference.file for page in pages}


def _steps_before(copy: IssuedCopy, events: Iterable[HearingEvent]) -> Iterator[HearingEvent]:
    """The units' say as it stood at issue, and the signer's reason where it was not waited for."""
    for event in events:
        if event.step is HearingStep.WAIVED:
            if event.draft == copy.audit.digest():
                yield event
        elif event.at <= copy.issued_at:
            yield event


def _proofs(audit: Audit, steps: Iterable[HearingEvent], county: County, place: Place) -> Iterator[tuple[str, bytes]]:
    """The files that persons brought: with a count by hand, a unit's declaration, a unit's answer."""
    rows = () if audit.members else audit.rows
    named = {row.proof for row in rows} | {row.declared.proof for row in rows if row.declared}
    for called in sorted((named | {step.file for step in steps}) - {""}):
        yield f"proofs/{called.removeprefix('sha256:')}", load_proof(place, county.name, called)


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "kind": decision.kind.value,
        "unit": decision.unit,
        "column_key": decision.column_key,
        "item": decision.item,
        "value": decision.value,
        "reason": decision.reason.value,
        "text": decision.text,
        "by": decision.by,
        "at": decision.at.isoformat(),
        "evidence": decision.evidence,
        "withdrawn": decision.withdrawn,
    }


def _hearing_step(event: HearingEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "step": event.step.value,
        "unit": event.unit,
        "text": event.text,
        "value": event.value,
        "file": event.file,
        "draft": event.draft,
        "refers": event.refers,
        "by": event.by,
        "at": event.at.isoformat(),
    }


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)  # without a time: that of 1980
            entry.create_system = _UNIX  # else the machine that packs has a say in the bytes
            entry.external_attr = 0o644 << 16
            package.writestr(entry, files[name])
    return out.getvalue()


def as_json(value: object) -> bytes:
    """A value as a file of the package, in one way only."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _ascii(value: object) -> bytes:
    """As the checker writes it again, to tell a changed blank."""
    return (json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1) + "\n").encode("ascii")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
