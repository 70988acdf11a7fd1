"""Verifying alone: documents a second on one core, what is found of planted faults in each format, what is false.

``python -m tests.bench verifying``; sizes: AUDITOR_BENCH_PAPERS (12 healthy papers of a style and format), FAULTY (3
with each fault); AUDITOR_BENCH_FORMATS and SETS name some, AUDITOR_BENCH_TELL prints what is false or missed.
``python -m tests.bench thousand`` times a thousand documents.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.verify import render_text, verify_file
from auditor.verify.comparison import Report
from tests.bench.ground import size
from tests.opened_papers import HABITS, Paper, as_docx, as_html, as_pdf, as_text, as_xlsx
from tests.verify_papers import ALL, FRESH, WHOLE

Row = tuple[str, ...]
FORMATS = ("txt", "html", "docx", "word", "wps", "libreoffice")


def written(paper: Paper, folder: Path, kind: str) -> Path:
    """The paper in one format; names of habits are PDFs."""
    if kind in HABITS:
        return as_pdf(paper, folder / "a.pdf", HABITS[kind])
    path = folder / f"a.{kind}"
    if kind == "docx":
        return as_docx(paper, path)
    if kind == "xlsx":
        return as_xlsx(paper, path)
    path.write_text(as_text(paper) if kind == "txt" else as_html(paper), encoding="utf-8")
    return path


def measured() -> Iterator[Row]:
    """One line for each set of styles and each format."""
    healthy, faulty = size("PAPERS", 12), size("FAULTY", 3)
    chosen = [name for name in os.environ.get("AUDITOR_BENCH_SETS", "").split(",") if name]
    for name, (styles, faults, write) in (ALL | WHOLE | FRESH).items():
        if chosen and name not in chosen:
            continue
        for kind in os.environ.get("AUDITOR_BENCH_FORMATS", ",".join(FORMATS)).split(","):
            found, planted, false, seconds, count = 0, 0, Counter[str](), 0.0, 0
            told: dict[tuple[str, int], set[tuple[str, object, object]]] = {}
            with tempfile.TemporaryDirectory() as folder:
                for style in styles:
                    for seed in range(healthy):
                        report, spent = _timed(written(write(style, seed, ""), Path(folder), kind))
                        seconds, count = seconds + spent, count + 1
                        told[style, seed] = _told(report)
                        false.update(one.severity.label for one in report.findings)
                        _tell(report, f"{name} {kind} {style} {seed}: 误报", wanted=bool(report.findings))
                for fault in faults:
                    for seed in range(faulty):
                        paper = write(fault.style, seed, fault.name)
                        if paper == write(fault.style, seed, ""):
                            continue
                        report, spent = _timed(written(paper, Path(folder), kind))
                        seconds, count = seconds + spent, count + 1
                        is_found = bool(_told(report) - told[fault.style, seed])
                        planted, found = planted + 1, found + is_found
                        _tell(report, f"{name} {kind} {fault.style} {seed} {fault.name}: 漏", wanted=not is_found)
            accused = "、".join(f"{label}{number}" for label, number in false.items()) or "无"
            documents = len(styles) * healthy
            yield (
                f"核对 {name} {kind}", f"查出{found}/{planted}", f"{documents}份无误的文件误报：{accused}",
                f"每秒{count / seconds:.1f}份", "查出九成五（PDF九成），误报不过每份0.05",
            )  # fmt: skip


def thousand() -> Iterator[Row]:
    """A thousand healthy documents of all sets, txt, html, docx and PDF by turns: seconds and peak memory, one core."""
    every = [(style, write) for styles, _, write in (ALL | WHOLE | FRESH).values() for style in styles]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(size("THOUSAND", 1000)):
            (Path(folder) / str(number)).mkdir()
            style, write = every[number % len(every)]
            kind = FORMATS[number // len(every) % len(FORMATS)]
            paths.append(written(write(style, number // len(every), ""), Path(folder) / str(number), kind))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = sum(_timed(path)[1] for path in paths)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield (
        f"核对{len(paths)}份文件，一个核", f"{seconds:.0f}秒", f"内存最高{after // 1024}MB（核对前{before // 1024}MB）",
        f"每秒{len(paths) / seconds:.1f}份", "千份以分钟计，内存有上限",
    )  # fmt: skip


def _timed(path: Path) -> tuple[Report, float]:
    started = time.process_time()
    report = verify_file(path)
    return report, time.process_time() - started


def _told(report: Report) -> set[tuple[str, object, object]]:
    """What a document is accused of; a fault is found where this is more than without it."""
    return {(one.kind, one.stated, one.computed) for one in report.findings}


def _tell(report: Report, what: str, *, wanted: bool) -> None:
    if wanted and os.environ.get("AUDITOR_BENCH_TELL"):
        sys.stderr.write(f"{what}\n{render_text(report)}\n")
