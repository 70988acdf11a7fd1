"""What all commands stand on: the application, the options they share, the desk they work at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer
from typer.main import get_group

from auditor import __version__
from auditor.base.errors import BadInput, unwritable
from auditor.cli import COMMANDS, load
from auditor.cli.chinese import ChineseCommand, ChineseGroup
from auditor.cli.console import say, say_notice

if TYPE_CHECKING:
    from auditor.audit.model import Audit
    from auditor.base.period import Period
    from auditor.base.settings import Clock, Place
    from auditor.county.model import County
    from auditor.store import Store

P = ParamSpec("P")
R = TypeVar("R")

UNVERIFIED = 3
"""Exit code: done, but something could not be verified."""
SHARED_OPTIONS = ("--home", "--db", "--archive", "--now")
"""Options of the whole program; they may stand before or after the command's name."""


class Commands(ChineseGroup):
    """The program's commands: known by name and sentence, loaded when they are called."""

    def listed_commands(self) -> list[tuple[str, str]]:
        """Name and sentence of each command, for the help."""
        return [(name, sentence) for name, (_, sentence) in COMMANDS.items()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        load(COMMANDS[cmd_name][0])
        return get_group(app).commands[cmd_name]


app = typer.Typer(
    cls=Commands,
    help="季度栏目核查：采集县政府门户网站的公开栏目，按季度统计更新条数、评定各单位，生成通报。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="--home、--db、--archive、--now 写在命令前后均可。"
    "退出码：0 完成；1 失败；2 输入有误；3 完成，但有内容未能核实。",
)

CountyArgument = Annotated[Path, typer.Argument(metavar="县配置.toml", help="县配置文件", show_default=False)]
QuarterOption = Annotated[
    str, typer.Option("--quarter", "-q", metavar="季度", help="如 2020Q1，也可写 2020年第一季度、2020-03")
]
SubjectOption = Annotated[
    str, typer.Option("--quarter", "-q", metavar="季度", help="哪个季度的通报（或其回头看），如 2020Q1")
]
AnnualOption = Annotated[int | None, typer.Option("--annual", metavar="年份", help="改为这一年的年度汇总")]
RecheckOption = Annotated[bool, typer.Option("--recheck", help="改为该季度的回头看")]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="文件写到哪里")]
ByOption = Annotated[str, typer.Option("--by", metavar="姓名", help="经办人姓名")]


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What every command works with: where things are kept and what time it is."""

    place: "Place"
    clock: "Clock"
    given: frozenset[str] = frozenset()
    """Which of the shared options the command line names; the environment is not counted."""

    def period(self, quarter: str) -> "Period":
        """The period an option names; raise `BadInput` for one that is none, or has not begun."""
        from auditor.base.period import Period

        period = Period.parse(quarter)
        period.require_begun(self.clock().date())
        return period

    @contextmanager
    def store(self) -> "Iterator[Store]":
        """The database, closed at the end."""
        from auditor.store import open_store

        store = open_store(self.place.database)
        try:
            yield store
        finally:
            store.close()


def command(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as the command of that name, with the sentence it is listed by."""
    return app.command(name, cls=ChineseCommand, help=COMMANDS[name][1])


def group(name: str) -> typer.Typer:
    """A new group of commands of that name, with the sentence it is listed by."""
    made = typer.Typer(cls=ChineseGroup, help=COMMANDS[name][1], no_args_is_help=True)
    app.add_typer(made, name=name)
    return made


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"auditor {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    ctx: typer.Context,
    home: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="数据库和存档所在的文件夹", envvar="AUDITOR_HOME")
    ] = None,
    db: Annotated[str, typer.Option(metavar="网址", help="另用的数据库，如 postgresql://…", envvar="AUDITOR_DB")] = "",
    archive: Annotated[
        str,
        typer.Option(metavar="位置", help="网页存档放在哪里：文件夹，或 s3://存储桶/前缀", envvar="AUDITOR_ARCHIVE"),
    ] = "",
    now: Annotated[str, typer.Option(metavar="时间", help="假定现在的时间（演示、测试用），如 2020-04-10T02:30")] = "",
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本")] = False,
) -> None:
    """Take the options that all commands share."""
    from auditor.base.settings import Settings, clock_at, system_clock

    del version
    settings = Settings()
    is_remote = "://" in archive
    place = settings.place_in(
        home or settings.home, db or settings.db, Path(archive) if archive and not is_remote else None
    )
    if is_remote:
        from auditor.archive.remote import use_store

        use_store(place.archive_root, archive)
    given = frozenset(
        name for name in ctx.params if getattr(ctx.get_parameter_source(name), "name", "") == "COMMANDLINE"
    )
    ctx.obj = CommandContext(place, clock_at(now) if now else system_clock, given)


def leave(audit: "Audit") -> None:
    """Say what is left open, and end with the exit code for that."""
    for note in audit.notes:
        say_notice(note)
    if audit.unknown_rows or audit.pending_units:
        raise typer.Exit(UNVERIFIED)


def asked_for(
    county_file: Path, quarter: str, annual: int | None, *, recheck: bool, number: str
) -> "tuple[County, Period | int]":
    """Whose paper is meant, and of which period or year; raise `BadInput` where the options name none or contradict."""
    from auditor.base.period import Period
    from auditor.county.city import City, load_subject

    county = load_subject(county_file)
    if annual is not None and (quarter or recheck):
        raise BadInput.one("--annual", "", "不能与 --quarter、--recheck 同用", "年度汇总只写年份")
    if number and (annual is not None or recheck):
        raise BadInput.one("--number", "", "只用于通报", "年度汇总和回头看以现行的一份为准，请不写文号")
    if isinstance(county, City) and (annual is not None or recheck):
        raise BadInput.one(county_file, "city", "市文件只有季度通报", "年度汇总和回头看请用各县的配置文件")
    if annual is not None:
        return county, annual
    if not quarter:
        raise BadInput.one("--quarter", "", "缺少季度", "请写 --quarter 2020Q1；年度汇总写 --annual 2020")
    return county, Period.parse(quarter)


def parse_day(option: str, text: str) -> date:
    """A date given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput.one(option, "", f"“{text}”不是有效的日期", "请写成 2020-04-16") from error


def try_folder(out: Path) -> None:
    """Refuse a folder that cannot be written before hours of crawling, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".auditor-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise unwritable(out, "--out", error, "请换一个可写的文件夹") from error
