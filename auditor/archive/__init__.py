"""Stage 1's memory: every fetched page in WARC files, one per run, under a chain of digests.

A county's archive is one folder: ``<run>.warc.gz`` files, older ones together in months' files, and ``chain.jsonl``.
`ArchiveWriter` writes a run, `ArchiveReader` reads any record by its name, `ArchiveFetcher` replays a run,
`verify_chain` proves that nothing changed, `merge_months` puts old runs together.
"""

from auditor.archive.chain import ChainFault, ChainReport, chain_head, read_chain, verify_chain
from auditor.archive.reader import ArchiveReader
from auditor.archive.replay import ArchiveFetcher, LenientFetcher, sealed_columns
from auditor.archive.tidying import Merged, merge_months
from auditor.archive.writer import ArchiveWriter, adopt_leftovers

__all__ = [
    "ArchiveFetcher",
    "ArchiveReader",
    "ArchiveWriter",
    "ChainFault",
    "ChainReport",
    "LenientFetcher",
    "Merged",
    "adopt_leftovers",
    "chain_head",
    "merge_months",
    "read_chain",
    "sealed_columns",
    "verify_chain",
]
