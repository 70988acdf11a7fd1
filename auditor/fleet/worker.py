"""Many machines: one job per portal and pass in the shared PostgreSQL, taken by workers wherever they run.

The engine is Procrastinate (extra ``cluster``); this module alone imports it. A job carries the county file's text, so
that workers need only the database; a job's lock is its portal's host, so that two counties on one host take turns.

A worker that dies leaves its job "doing" and its county's lease standing. The others sweep such jobs back into the
queue once its heartbeat is missing, and try again until the lease has run out: within a minute, and where it stopped.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.schema import SchemaManager
from sqlalchemy.engine import make_url

from auditor.base.errors import AuditorError, BadInput, StoreProblem
from auditor.base.hosts import authority
from auditor.base.settings import Clock, Place
from auditor.county.model import County, load_county, parse_county
from auditor.fetch.guard import widen_lookups
from auditor.fetch.pace import HostQueues
from auditor.fleet.crawling import CountyOutcome, CountyTold, Pass, crawl_one, failure
from auditor.pipeline.lease import Busy
from auditor.store import Store, open_store

TASK = QUEUE = "crawl"
IN_FLIGHT = 100
"""Counties one worker crawls at once."""
HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""
STALLED = 20.0
"""Seconds without one after which its jobs are given to others."""
MAX_ATTEMPTS = 30
"""How often a job is begun that kills its worker, or finds the database away."""
_STOP_SECONDS = 5.0
_WAIT_SECONDS = 5
"""Between two tries at a county that another program holds."""
_LOOK_SECONDS = 1.0
_ANY_LEFT = (
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs"
    " WHERE queue_name = %(queue)s AND status IN ('todo', 'doing')) AS found"
)
_PASSING = (psycopg.OperationalError, ConnectorException)
"""How a database that cannot be asked for a moment shows."""
_UPGRADE_LOCK = 7_153_201

# Outcomes are told in words; the engine's own lines say the same with a trace.
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Queued:
    """What came of queueing: jobs that are new, and counties that were waiting already."""

    new: int
    waiting: int


async def queue_counties(files: Iterable[Path], place: Place, asked: Pass, told: CountyTold) -> Queued:
    """Put one job for each county into the queue; a file that cannot be used is told of, and the others go on."""
    new = waiting = 0
    async with _opened(place) as app:
        for file in files:
            try:
                county = load_county(file)
            except AuditorError as error:
                told(failure(file, "", error))
                continue
            host = authority(county.county.home)
            job = app.configure_task(TASK, queue=QUEUE, lock=host, queueing_lock=county.name)
            try:
                await job.defer_async(
                    text=file.read_text(encoding="utf-8-sig"),
                    file=str(file),
                    since=asked.since.isoformat(),
                    thorough=asked.thorough,
                )
                new += 1
            except AlreadyEnqueued:
                waiting += 1
    return Queued(new, waiting)


async def work(
    place: Place, clock: Clock, told: CountyTold, *, in_flight: int = IN_FLIGHT, until_idle: bool = False
) -> None:
    """Take jobs until told to stop (SIGTERM, Ctrl-C), or ``until_idle``: until all jobs of the queue are done.

    A stop gives what is begun a few seconds, then puts it back into the queue; another worker resumes it.
    """
    widen_lookups(asyncio.get_running_loop())
    async with _opened(place) as app:
        with contextlib.closing(open_store(place.database)) as store:
            _register(app, store, place, clock, told)
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=in_flight,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=STALLED,
                    shutdown_graceful_timeout=_STOP_SECONDS,
                    delete_jobs="successful",
                )
            )
            sweeper = asyncio.create_task(_sweep_on(app))
            idle = asyncio.create_task(_stop_when_idle(app, worker) if until_idle else asyncio.sleep(0))
            try:
                await worker
            except asyncio.CancelledError:
                if not (until_idle and idle.done()):
                    raise
            finally:
                for task in (sweeper, idle):
                    task.cancel()
                await asyncio.gather(sweeper, idle, return_exceptions=True)


async def sweep(app: App) -> int:
    """Give the jobs of dead workers back to the queue; one that was begun too often fails. Returns how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED))
    for job in stalled:
        if job.attempts >= MAX_ATTEMPTS:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job)
    return len(stalled)


async def _sweep_on(app: App) -> None:
    while True:
        with contextlib.suppress(*_PASSING):  # the next look finds them too
            await sweep(app)
        await asyncio.sleep(HEARTBEAT)


async def _stop_when_idle(app: App, worker: "asyncio.Task[None]") -> None:
    """Stop the worker once no job waits and none is under way, here or elsewhere: a dead worker's comes back.

    The engine's own way to end with the queue (``wait=False``) ends with the last job *taken*: what is still crawled it
    treats like at a stop, without signs of life and for a few seconds only.
    """
    left = True
    while left:
        await asyncio.sleep(_LOOK_SECONDS)
        with contextlib.suppress(*_PASSING):
            left = (await app.connector.execute_query_one_async(_ANY_LEFT, queue=QUEUE))["found"]
    worker.cancel()


def _register(app: App, store: Store, place: Place, clock: Clock, told: CountyTold) -> None:
    """Teach the application its one task."""
    queues = HostQueues()

    async def attempt(county: County, path: Path, asked: Pass) -> CountyOutcome | None:
        """The county crawled; nothing while another program holds it, which uses up none of the job's starts."""
        try:
            return await crawl_one(county, path, store, place, clock, asked, queues)
        except Busy:
            return None

    async def crawl(text: str, file: str, since: str, thorough: bool) -> None:
        path, asked = Path(file), Pass(date.fromisoformat(since), thorough)
        name = ""
        try:
            county = parse_county(text, path)
            name = county.name
            while (outcome := await attempt(county, path, asked)) is None:
                await asyncio.sleep(_WAIT_SECONDS)
        except StoreProblem:
            raise  # the database for a moment: tried again
        except Exception as error:
            told(failure(path, name, error))
            raise
        told(outcome)

    app.task(name=TASK, queue=QUEUE, retry=_Patience())(crawl)


class _Patience(BaseRetryStrategy):
    """Which failures are tried again: those of the moment and of a stop, not those of the county file or archive."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Try again at once where this worker only stops, however often; in a while where the database was away."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        may_pass = isinstance(exception, StoreProblem) and job.attempts < MAX_ATTEMPTS
        return RetryDecision(retry_in={"seconds": _WAIT_SECONDS}) if may_pass else None


@contextlib.asynccontextmanager
async def _opened(place: Place) -> AsyncIterator[App]:
    """The engine on the shared database, its tables made where missing."""
    url = _shared_url(place)
    open_store(place.database).close()
    _make_tables(url)
    app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=4))
    async with app.open_async():
        yield app


def _shared_url(place: Place) -> str:
    """The database as the driver names it; only PostgreSQL can be shared by machines."""
    url = make_url(str(place.database)) if isinstance(place.database, str) else None
    if url is None or url.get_backend_name() != "postgresql":
        cure = "请用 --db postgresql://用户:口令@主机/库名 指定各台机器共用的数据库"
        raise BadInput.one("--db", "", "多台机器一起采集需要 PostgreSQL 数据库", cure)
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _make_tables(url: str) -> None:
    """Procrastinate's own tables, once; two machines that start together take turns."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_UPGRADE_LOCK,))
        found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if found is None or found[0] is None:
            connection.execute(SchemaManager.get_schema())
