"""Setting a run aside: it stays in archive and tables, with who said so and why, and no longer counts."""

from contextlib import closing

from auditor.base.errors import BadInput
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.pipeline.lease import holding
from auditor.pipeline.reading import read_runs
from auditor.pipeline.replay import whole_archive
from auditor.store import RunMark, Store, open_store
from auditor.store.runs import Retraction


async def retract_run(
    county: County, store: Store, place: Place, clock: Clock, run_id: int, *, reason: str, by: str
) -> RunMark:
    """Set a run aside, as one under a wrong clock; nothing is deleted, and what it saw is as if never seen.

    What is known of the items is read again from the archived runs that are left, so that first sightings and changes
    are theirs. Raises `BadInput` for an unknown run or a missing name or reason, and `ArchiveProblem`, before anything
    is written, where the archive is not whole.
    """
    for option, text in (("--reason", reason), ("--by", by)):
        if not text.strip():
            raise BadInput.one(option, "", "没有填写", "请写明作废的原因和经办人姓名")
    async with holding(store, f"county:{county.name}"):
        runs = store.runs.list_runs(county)
        run = next((run for run in runs if run.id == run_id), None)
        if run is None:
            known = "、".join(str(run.id) for run in runs[-10:]) or "无"
            cure = f"现有采集的编号：{known}；不带 --run 运行可列出时间"
            raise BadInput.one("--run", str(run_id), f"{county.name}没有编号为{run_id}的采集，或已经作废", cure)
        folder = whole_archive(county, place)
        with closing(open_store("sqlite://")) as memory:
            rest = [known for known in runs if known.id != run_id]
            await read_runs(county, store, folder, rest, memory)
            retraction = Retraction(clock(), by.strip(), reason.strip())
            store.runs.retract(county, run, retraction, memory.runs.copy_items(county))
        return run
