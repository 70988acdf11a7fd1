"""How far a crawl is: a bar on a terminal, a line elsewhere. Loaded by what crawls."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.cli.console import say_notice
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.pipeline.saving import Watch

err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def watching(total: int, title: str) -> Iterator[Watch]:
    """Show a crawl: a bar on a terminal, otherwise one line for each column that could not be read."""
    failed: list[str] = []

    def note(column: DisclosureColumn, reading: ColumnReading) -> None:
        if not reading.state.is_known:
            failed.append(f"“{column.name}”{reading.state.label}：{reading.reason}")

    if not err.is_terminal:
        yield note
        err.print(f"{title}：{total}个栏目，{total - len(failed)}个已核查", markup=False)
    else:
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.fields[column]}", markup=False), console=err, transient=False,
        )  # fmt: skip
        with bar:
            task = bar.add_task(escape(title), total=total, column="")

            def advance(column: DisclosureColumn, reading: ColumnReading) -> None:
                note(column, reading)
                bar.update(task, advance=1, column=column.name)

            yield advance
            bar.update(task, column="")
    for line in failed:
        say_notice(line)
