"""What the terminal shows: plain sentences, one progress bar on a terminal, plain lines elsewhere."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.column import ColumnReading
from auditor.county import DisclosureColumn
from auditor.pipeline import Watch

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """A line on standard output, taken literally."""
    out.print(text, markup=False)


def say_error(text: str) -> None:
    """An error on standard error, one line for each problem."""
    for line in text.splitlines() or [""]:
        err.print(f"[bold red]错误[/]：{escape(line)}")


def say_notice(text: str) -> None:
    """A notice on standard error."""
    err.print(f"[yellow]提示[/]：{escape(text)}")


def keep_trace(trace: str) -> str:
    """Write the trace of a fault of the program where the maintainer finds it; returns the file's path."""
    with tempfile.NamedTemporaryFile("w", prefix="auditor-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(trace)
        return file.name


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
