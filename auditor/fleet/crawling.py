"""Many counties in one go: many portals at once, each as politely as alone, and none in the way of another.

`pipeline.crawling.crawl_county` stays the one way to crawl a county; here are only the turns they take, and what came
of each.
"""

import asyncio
import contextlib
import gc
import multiprocessing
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from zlib import crc32

from auditor.base.errors import AuditorError, BadInput, StoreProblem
from auditor.base.hosts import authority
from auditor.base.settings import Clock, Place
from auditor.county.model import County, DisclosureColumn, load_county
from auditor.crawl.column import ColumnReading
from auditor.fetch.guard import widen_lookups
from auditor.fetch.pace import HostQueues
from auditor.pipeline.crawling import crawl_county
from auditor.store import Store, open_store

IN_FLIGHT = 300
"""Counties crawled at once. A polite portal is idle most of the time: 300 with a pause of a second and answers of
half a second ask for 200 pages a second, which is one process's work."""
_COLLECTIONS = (700, 20, 100)
"""How often the garbage collector looks, by generation. The young are looked through as ever, for an answer's objects
stand in circles; the old, which live through the whole crawl, more seldom: it took a twenty-fifth of the time."""
_FILES_EACH = 6
"""Open files a county in flight may need: archive, connections, database."""


@dataclass(frozen=True, slots=True)
class CountyOutcome:
    """How one county file fared.

    ``error`` is a Chinese sentence where the county could not be crawled to the end, with the exit code it would have
    had alone; ``trace`` is set where the fault is the program's own. ``unread`` columns could not be verified.
    """

    file: Path
    county: str = ""
    columns: int = 0
    unread: int = 0
    requests: int = 0
    notes: tuple[str, ...] = ()
    error: str = ""
    exit_code: int = 0
    trace: str = ""


CountyTold = Callable[[CountyOutcome], None]
"""CountyTold of every county as soon as it is done."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What all counties of one go are asked for: how far back, and whether to read all of it anew."""

    since: date
    thorough: bool = False
    in_flight: int = IN_FLIGHT


async def crawl_counties(
    files: Iterable[Path], store: Store, place: Place, clock: Clock, asked: Pass, told: CountyTold
) -> None:
    """Crawl the counties of these files, ``asked.in_flight`` at once; each is loaded when its turn comes.

    A county that fails ends with an outcome that says why, and the others go on. Only the shared database failing
    (`StoreProblem`) ends everything; what is saved stays, and the next pass resumes there.
    """
    widen_lookups(asyncio.get_running_loop())
    gc.set_threshold(*_COLLECTIONS)
    _allow_open_files(asked.in_flight * _FILES_EACH)
    desk = _CrawlContext(store, place, clock, asked, HostQueues(), {})
    waiting = iter(files)

    async def work() -> None:
        for file in waiting:  # shared: each county goes to the first that is free
            told(await desk.crawl(file))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(asked.in_flight):
                group.create_task(work())
    except* StoreProblem as failed:
        raise failed.exceptions[0] from None


def crawl_in_processes(
    files: Sequence[Path], place: Place, clock: Clock, asked: Pass, told: CountyTold, processes: int
) -> None:
    """The same on several processor cores: counties are dealt out by their host, so that its pace holds.

    A process that dies takes none of the others with it; its counties are told of as failed and can be resumed.
    """
    open_store(place.database).close()  # one process brings the schema up to date, not several at once
    context = multiprocessing.get_context("spawn")
    shares = {}
    running = []
    for share in deal(files, processes):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_crawl_share, args=(share, place, clock, asked, sender), daemon=True)
        process.start()
        sender.close()
        running.append(process)
        shares[receiver] = dict.fromkeys(share)
    try:
        while shares:
            ready = wait(list(shares))
            for receiver in [one for one in shares if one in ready]:
                _hear(receiver, shares, told)
    finally:
        for process in running:
            process.terminate()
            process.join()


def deal(files: Iterable[Path], hands: int) -> list[list[Path]]:
    """Deal files out so that counties on one host stay together; no hand is empty."""
    shares: list[list[Path]] = [[] for _ in range(hands)]
    for file in files:
        shares[crc32(_host_of(file).encode()) % hands].append(file)
    return [share for share in shares if share]


def _host_of(file: Path) -> str:
    """The portal's host; a file that cannot be read goes anywhere, to be told of when its turn comes."""
    try:
        return authority(load_county(file).county.home)
    except AuditorError:
        return ""


def _hear(receiver: Connection, shares: dict[Connection, dict[Path, None]], told: CountyTold) -> None:
    """Take one message of a process: an outcome, the end, or that the database failed."""
    try:
        message = receiver.recv()
    except EOFError:
        for file in shares.pop(receiver):
            told(CountyOutcome(file, error="采集进程意外中断；已采集的内容没有丢失，再次运行会接着做", exit_code=1))
        return
    if isinstance(message, StoreProblem):
        raise message
    if isinstance(message, CountyOutcome):
        shares[receiver].pop(message.file, None)
        told(message)


def _crawl_share(files: list[Path], place: Place, clock: Clock, asked: Pass, sender: Connection) -> None:
    """What each process does."""
    try:
        store = open_store(place.database)
        with contextlib.suppress(KeyboardInterrupt), contextlib.closing(store):
            asyncio.run(crawl_counties(files, store, place, clock, asked, sender.send))
    except StoreProblem as problem:
        sender.send(problem)


async def crawl_one(
    county: County, file: Path, store: Store, place: Place, clock: Clock, asked: Pass, queues: HostQueues
) -> CountyOutcome:
    """One county of many, its columns counted; errors are raised."""
    unread = 0

    def count(_column: DisclosureColumn, reading: ColumnReading) -> None:
        nonlocal unread
        unread += not reading.state.is_known

    mark = await crawl_county(
        county, store, place, clock, since=asked.since, thorough=asked.thorough, watch=count, queues=queues
    )
    return CountyOutcome(file, county.name, len(county.column), unread, mark.requests, mark.notes)


def failure(file: Path, county: str, error: Exception) -> CountyOutcome:
    """The outcome of a county that could not be crawled to the end."""
    if isinstance(error, AuditorError):
        return CountyOutcome(file, county, error=str(error), exit_code=error.exit_code)
    sentence = f"程序内部错误（{type(error).__name__}：{error}）"
    return CountyOutcome(file, county, error=sentence, exit_code=1, trace="".join(traceback.format_exception(error)))


@dataclass(frozen=True, slots=True)
class _CrawlContext:
    """What the counties of one process share; ``names`` tells the same county in two files."""

    store: Store
    place: Place
    clock: Clock
    asked: Pass
    queues: HostQueues
    names: dict[str, Path]

    async def crawl(self, file: Path) -> CountyOutcome:
        name = ""
        try:
            county = load_county(file)
            name = county.name
            if (other := self.names.setdefault(name, file)) != file:
                raise BadInput.one(file, "name", f"与 {other} 同为“{name}”", "请改名或去掉其中一个文件")
            return await crawl_one(county, file, self.store, self.place, self.clock, self.asked, self.queues)
        except StoreProblem:
            raise
        except Exception as error:  # noqa: BLE001 - one county's surprise must not end the night for thousands
            return failure(file, name, error)


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit on open files where the system allows it; its usual 1,024 is for small programs."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = wanted + 256
    if soft != resource.RLIM_INFINITY and soft < room:
        ceiling = room if hard == resource.RLIM_INFINITY else min(room, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
