"""`ArchiveFetcher`: the archive in place of the network."""

from collections import deque
from pathlib import Path

from auditor.archive.chain import SUFFIX, read_chain
from auditor.archive.reader import ArchiveReader
from auditor.errors import ArchiveProblem
from auditor.fetch.values import Fetched, PageRequest


class ArchiveFetcher:
    """A `Fetcher` that answers as the crawl of one run was answered, in the same order, byte for byte.

    A request made twice gets the first answer, then the second. What the run never asked is an `ArchiveProblem`.
    """

    def __init__(self, folder: Path, run_id: str) -> None:
        self._run_id = run_id
        self._reader = ArchiveReader(folder)
        self._answers: dict[str, deque[str]] = {}
        for file in run_files(folder, run_id):
            for key, reference in self._reader.outcomes(file):
                self._answers.setdefault(key, deque()).append(str(reference))

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


def run_files(folder: Path, run_id: str) -> tuple[str, ...]:
    """The files of one run, in order: one, or more where the run was cut off and taken up again."""
    names = {f"{run_id}{SUFFIX}"} | {f"{run_id}-{number}{SUFFIX}" for number in range(2, 1000)}
    files = tuple(link.file for link in read_chain(folder) if link.file in names)
    if not files:
        raise ArchiveProblem(f"存档中没有采集批次 {run_id}（{folder}）")
    return files
