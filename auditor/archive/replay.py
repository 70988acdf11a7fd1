"""`ArchiveFetcher`: the archive in place of the network."""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor.archive.chain import read_chain
from auditor.archive.places import SUFFIX
from auditor.archive.reader import ArchiveReader
from auditor.base.errors import ArchiveProblem
from auditor.base.terms import FetchStatus
from auditor.base.words import Words, load_words
from auditor.fetch.values import Fetched, PageRequest


class ArchiveWords(Words):
    """What the archive has to say in place of a page."""

    not_kept: str


_WORDS = load_words("archive", ArchiveWords)


class ArchiveFetcher:
    """A `Fetcher` that answers as the crawl of one run was answered, in the same order, byte for byte.

    A request made twice gets the first answer, then the second. What the run never asked is an `ArchiveProblem`.
    """

    def __init__(self, folder: Path, run_id: str, file: str = "") -> None:
        """Answer from a run's files, or from one of them: where a database was restored, another run had its name."""
        self._run_id = run_id
        self._reader = ArchiveReader(folder)
        self._answers: dict[str, deque[str]] = {}
        for name in [file] if file else run_files(folder, run_id):
            for key, reference in self._reader.outcomes(name):
                self._answers.setdefault(key, deque()).append(str(reference))

    def holds(self, request: PageRequest) -> bool:
        """Whether the run asked this at all."""
        return request.key in self._answers

    async def fetch(
        self,
        request: PageRequest,
        *,
        unless_changed: Fetched | None = None,  # noqa: ARG002  the record tells
    ) -> Fetched:
        """The run's next answer to ``request``; whether it was conditional is part of the record."""
        answers = self._answers.get(request.key)
        if not answers:
            again = "再次" if answers is not None else ""
            raise ArchiveProblem(f"存档 {self._run_id} 中没有{again}访问 {request.key} 的记录")
        return self._reader.read_fetched(answers.popleft())

    def shows(self, request: PageRequest) -> bool:
        """Whether the run showed this page in a browser."""
        return request.key in self._answers

    def parts(self, shown: Fetched) -> Sequence[Fetched]:
        """The answers that a shown document was made from."""
        return [self._reader.read_snapshot(record) for record in shown.made_from]

    async def leave(self, address: str) -> None:
        """Nothing was opened."""

    def standing(self, fetched: Fetched) -> Fetched:
        """An answer that nothing had changed, with the page that stood then."""
        return self._reader.read_snapshot(fetched.record)


class LenientFetcher:
    """A `Fetcher` over a run that another version of the reader made: today's may ask what that one did not.

    A page that this run did not fetch, or that the archive cannot give, is ``LOST`` and says so. A page that
    was only asked whether it had changed stands as it stood, where today's reader does not know it yet.
    """

    def __init__(self, run: ArchiveFetcher, started_at: datetime) -> None:
        self._run, self._started_at = run, started_at
        self._given: dict[str, Fetched] = {}

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        """The run's answer, as far as it has one; asked more often than the run asked, its last one."""
        try:
            fetched = await self._run.fetch(request, unless_changed=unless_changed)
            if fetched.status is FetchStatus.NOT_MODIFIED and unless_changed is None:
                fetched = replace(self._run.standing(fetched), status=FetchStatus.OK, http_status=200)
        except ArchiveProblem:
            return self._given.get(request.key) or Fetched(
                request, FetchStatus.LOST, request.url, None, (), b"", self._started_at, _WORDS.not_kept, attempts=0
            )
        self._given[request.key] = fetched
        return fetched

    def shows(self, request: PageRequest) -> bool:
        """Whether the run showed this page in a browser."""
        return self._run.shows(request)

    def parts(self, shown: Fetched) -> Sequence[Fetched]:
        """The answers that a shown document was made from; none where one is lost."""
        try:
            return self._run.parts(shown)
        except ArchiveProblem:
            return ()

    async def leave(self, address: str) -> None:
        """Nothing was opened."""


def sealed_columns(folder: Path, run_id: str, file: str = "") -> frozenset[str] | None:
    """The keys of the columns whose pages the archive holds whole, of a run that ended or was cut off.

    ``file`` is the one it was written to, where that is known. ``None`` where this archive knows nothing of the run:
    another machine keeps it.
    """
    try:
        files = [name for name in run_files(folder, run_id) if file in ("", name)]
    except ArchiveProblem:
        return None
    if not files:
        return None
    found: set[str] = set()
    with suppress(ArchiveProblem):  # what stands behind the damage is lost
        for file in files:
            found.update(ArchiveReader(folder).sealed(file))
    return frozenset(found)


def run_files(folder: Path, run_id: str) -> tuple[str, ...]:
    """The files of one run, in order: one, or more where the run was cut off and taken up again."""
    names = {f"{run_id}{SUFFIX}"} | {f"{run_id}-{number}{SUFFIX}" for number in range(2, 1000)}
    files = tuple(link.file for link in read_chain(folder) if link.file in names)
    if not files:
        raise ArchiveProblem(f"存档中没有采集批次 {run_id}（{folder}）")
    return files
