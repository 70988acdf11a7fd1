"""Look through what the program stands on: fonts, database, archive, clock, holidays."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from auditor.archive import read_chain, verify_chain
from auditor.base.errors import ArchiveProblem, AuditorError, StoreProblem
from auditor.base.settings import Place
from auditor.base.workdays import last_published_year
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, command
from auditor.documents.fonts import choose_faces

_RESTORE_DATABASE = (
    "数据库已损坏：请停止正在运行的核查程序，把 {file} 连同同名的 -wal、-shm 文件移到别处留存，"
    "从最近的备份恢复后再运行 auditor doctor"
)
_RESTORE_ARCHIVE = "存档有损坏或缺失：请从备份恢复上面列出的文件（不要改动 chain.jsonl），再运行 auditor doctor"

Digests = Mapping[str, Mapping[str, str]]
"""For every county the archive files of its runs and the digests that ended them (empty: a run that did not end), as
the database has them."""


@command("doctor")
def doctor(ctx: typer.Context) -> None:
    """Look through what the program stands on; whatever is damaged is told with its cure, and all of it."""
    context: CommandContext = ctx.obj
    now = context.clock()
    say(f"时间：{now:%Y-%m-%d %H:%M}（{now.tzname()}）")
    faces = choose_faces(context.place.fonts)
    for line in (*faces.lines, *faces.notices):
        say(f"字体：{line}")
    last = last_published_year()
    say(f"节假日数据：到{last}年" + ("" if now.year <= last else "，今年的工作日只按周末推算，请升级 chinesecalendar"))
    database, digests = _look_through_database(context)
    archive = _look_through_archive(context.place, digests)
    if cures := [cure for cure in (database, archive) if cure]:
        raise AuditorError("\n".join(cures))


def _look_through_database(context: CommandContext) -> tuple[str, Digests]:
    """What is to be done about the database (empty: nothing), and the digests it knows."""
    try:
        with context.store() as store:
            name = store.engine.url.render_as_string(hide_password=True)
            damage = store.list_damage()
            digests: Digests = {} if damage else store.runs.list_digests()
            damage = damage or list(_lost_runs(context.place, digests))
    except StoreProblem as problem:
        say(f"数据库：{context.place.database}，不能使用")
        return str(problem), {}
    say(f"数据库：{name}，" + ("损坏" if damage else "检查完整，可以使用"))
    for line in damage:
        say(f"  损坏：{line}")
    return _RESTORE_DATABASE.format(file=context.place.database) if damage else "", digests


def _lost_runs(place: Place, digests: Digests) -> Iterator[str]:
    """The archived counties of whose runs the database has none: it was emptied, or a new one was made in its place."""
    if isinstance(place.database, str):  # shared by several machines, whose archives it need not know by county
        return
    known = {place.archive_of(county).name for county in digests}
    for folder in _archived(place):
        if folder.name not in known and (folder / "chain.jsonl").is_file():
            yield f"存档中有{folder.name}采集的网页，数据库里却没有它的任何采集记录（数据库文件被清空，或换成了新的）"


def _archived(place: Place) -> list[Path]:
    """The archive's folders, one for each county."""
    root = place.home / "archive"
    return sorted(folder for folder in root.iterdir() if folder.is_dir()) if root.is_dir() else []


def _look_through_archive(place: Place, digests: Digests) -> str:
    """What is to be done about the archive; empty: nothing."""
    root = place.home / "archive"
    folders = _archived(place)
    known: dict[str, dict[str, str]] = {}
    for county, files in digests.items():  # counties of one plain name from before share a folder
        known.setdefault(place.archive_of(county).name, {}).update(files)
    is_shared = isinstance(place.database, str)  # by several machines, which may keep their archives apart
    missing = [] if is_shared else [name for name in known if not (root / name).is_dir()]
    damaged = bool(missing)
    for name in missing:
        say(f"存档：{name}，文件夹不见了（{root / name}）")
    for folder in folders:
        faults = list(_faults_of(folder, {} if is_shared else known.get(folder.name, {})))
        damaged = damaged or bool(faults)
        for fault in faults:
            say(f"  损坏：{fault}")
    if not folders and not missing:
        say("存档：还没有采集过")
    return _RESTORE_ARCHIVE if damaged else ""


def _faults_of(folder: Path, digests: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one county's archive, by its chain and by what the database says of it."""
    try:
        report = verify_chain(folder)
        links = {link.file: f"sha256:{link.chain}" for link in read_chain(folder)}
    except ArchiveProblem as problem:
        say(f"存档：{folder.name}，无法核对")
        yield str(problem)
        return
    astray = [file for file, digest in digests.items() if digest and links.get(file) != digest]
    is_whole = not report.faults and not astray
    say(f"存档：{folder.name}，{report.files}个文件，{report.records}条记录" + ("，完整" if is_whole else ""))
    yield from map(str, report.faults)
    for file in astray:
        yield f"{file}：chain.jsonl 中的登记与数据库记下的摘要不符，或已缺失"
